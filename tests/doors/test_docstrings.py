"""The examples in docstrings run, outside the core too (`make test` runs the core's)."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"
CORE = SOURCE / "lowmark" / "core"
HOW = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
WITH_EXAMPLES = sorted(
    ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
    for path in SOURCE.rglob("*.py")
    if CORE not in path.parents and ">>>" in path.read_text()
)


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_its_examples_run(name):
    assert doctest.testmod(import_module(name), optionflags=HOW).failed == 0
