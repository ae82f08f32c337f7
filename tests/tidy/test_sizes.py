"""Rooms are small: a function fits a screen, a file is read at one sitting. There is no list of exceptions."""

import ast
import io
import tokenize
from pathlib import Path

from tests.tidy.sources import PACKAGE, at, python_files, tree

FUNCTION_LINES = 50
FILE_LINES = 300

_NOT_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}


def _lines_with_code(path: Path) -> set[int]:
    """Return the numbers of the lines that carry a token: no blank lines, no comments."""
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
        if token.type not in _NOT_CODE:
            lines.update(range(token.start[0], token.end[0] + 1))
    return lines


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef, lines: set[int]) -> int:
    """Count a function's lines of code, its docstring and the functions nested in it apart."""
    span = set(range(function.lineno, (function.end_lineno or function.lineno) + 1))
    if ast.get_docstring(function) is not None:
        span -= set(range(function.body[0].lineno, (function.body[0].end_lineno or 0) + 1))
    for node in ast.walk(function):
        if node is not function and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            span -= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(span & lines)


def test_no_function_is_longer_than_a_screen():
    long = []
    for path in python_files():
        lines = _lines_with_code(path)
        for node in ast.walk(tree(path)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and _length(node, lines) > FUNCTION_LINES:
                long.append(f"{at(path, node)} {node.name}: {_length(node, lines)} lines of code")
    assert not long, "\n".join(long)


def test_no_file_is_longer_than_a_sitting():
    long = []
    for path in python_files():
        count = len(path.read_text(encoding="utf-8").splitlines())
        if count > FILE_LINES:
            long.append(f"{at(path, 1)}: {count} lines")
    assert not long, "\n".join(long)


def test_every_file_says_what_it_is_for():
    silent = [
        at(path, 1) for path in python_files(under=PACKAGE) if tree(path).body and not ast.get_docstring(tree(path))
    ]
    assert not silent, "\n".join(silent)
