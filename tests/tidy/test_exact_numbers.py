"""No binary float in the core, but where demand is estimated or a plan is optimised; money never."""

import ast

from tests.tidy.sources import PACKAGE, at, python_files, tree

CORE = PACKAGE / "core"
MAY_ESTIMATE = {CORE / "forecasting", CORE / "prevention"}
FLOATING = {"float16", "float32", "float64", "Float32", "Float64"}
JOINS_PATHS = {CORE / "kinds" / "compiled.py"}


def _is_float(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="float")) | ast.Constant(value=float()):
            return True
        case ast.Attribute(attr=name):
            return name in FLOATING
        case _:
            return False


def _exact_files():
    return [path for path in python_files(under=CORE) if not any(path.is_relative_to(room) for room in MAY_ESTIMATE)]


def test_no_float_is_made_or_written():
    found = [at(path, node) for path in _exact_files() for node in ast.walk(tree(path)) if _is_float(node)]
    assert not found, "\n".join(found)


def test_nothing_is_divided_into_a_float():
    found = [
        at(path, node)
        for path in _exact_files()
        if path not in JOINS_PATHS
        for node in ast.walk(tree(path))
        if isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.Div)
    ]
    assert not found, "true division makes a float; use multiply_divide_round or //:\n" + "\n".join(found)
