"""The list of bad inputs is whole, and every test that it names is there."""

import ast

import yaml

from tests.tidy.sources import ROOT

LISTED = yaml.safe_load((ROOT / "tests" / "bad_inputs.yaml").read_text(encoding="utf-8"))


def test_the_list_is_whole():
    assert list(LISTED) == list(range(1, 127))
    for number, one in LISTED.items():
        assert set(one) <= {"input", "expected", "test", "note"}, number
        assert all(str(one[name]).strip() for name in ("input", "expected", "test")), number


def test_every_test_that_it_names_is_there():
    missing = []
    for number, one in LISTED.items():
        name, _, function = one["test"].partition("::")
        file = ROOT / name
        known = (
            {node.name for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)}
            if file.is_file() else set()
        )  # fmt: skip
        if not known or (function and function not in known):
            missing.append((number, one["test"]))
    assert not missing
