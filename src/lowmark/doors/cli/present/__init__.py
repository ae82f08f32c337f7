"""Presenters of single operations, one a file, found by its name; the others are laid out by `tables.present`."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any


def presenter(name: str) -> Callable[[Any, Any], None]:
    """Return what prints the response of the operation of this name: `present(response, console)`."""
    module = f"{__name__}.{name.replace('-', '_')}"
    if find_spec(module) is None:
        module = "lowmark.doors.cli.tables"
    found: Callable[[Any, Any], None] = import_module(module).present
    return found
