"""Every example in a docstring of the doors runs."""

import doctest
import importlib
import pkgutil

import pytest

import lowmark.doors

MODULES = [one.name for one in pkgutil.walk_packages(lowmark.doors.__path__, "lowmark.doors.") if not one.ispkg]


@pytest.mark.parametrize("name", ["lowmark.doors", *MODULES])
def test_the_examples_of_a_module_run(name):
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    assert doctest.testmod(importlib.import_module(name), optionflags=flags).failed == 0
