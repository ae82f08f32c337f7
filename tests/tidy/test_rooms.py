"""Every room is named for what is in it, and the walls that an import cannot see are walls all the same."""

import ast

from tests.tidy.sources import PACKAGE, ROOT, at, python_files, tracked, tree

NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "base", "stuff"}
FRAMEWORKS = {"ifrs", "us_gaap", "aspe"}


def test_no_room_is_without_a_name():
    found = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.is_relative_to(PACKAGE) and NAMELESS & {part.removesuffix(".py") for part in path.parts}
    ]
    assert not found, "\n".join(found)


def _texts(node: ast.AST) -> set[str]:
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def _asks_which_framework(node: ast.AST) -> bool:
    """Say whether a comparison or a case chooses by a framework's name."""
    match node:
        case ast.Compare(left=left, comparators=others):
            return any(_texts(side) & FRAMEWORKS for side in (left, *others))
        case ast.MatchValue(value=value):
            return bool(_texts(value) & FRAMEWORKS)
        case _:
            return False


def test_no_code_asks_which_framework_it_is():
    rooms = [PACKAGE / name for name in ("core", "services", "store", "library", "engines", "reports", "verify")]
    found = [
        at(path, node)
        for path in python_files()
        if any(path.is_relative_to(room) for room in rooms)
        for node in ast.walk(tree(path))
        if _asks_which_framework(node)
    ]
    assert not found, "a dated parameter should answer:\n" + "\n".join(found)


def test_models_are_reached_through_the_store_only():
    """Imports are linted; a manager found by name, or handed over, is not."""
    found = [
        at(path, node)
        for path in python_files()
        if not path.is_relative_to(PACKAGE / "store")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "get_model", "_meta"}
    ]
    assert not found, "\n".join(found)
