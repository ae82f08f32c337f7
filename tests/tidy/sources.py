"""What the tidy tests read: the tracked files, their text and their syntax trees."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "lowmark"


@cache
def tracked() -> tuple[Path, ...]:
    """Return every file that is tracked, or would be: what git ignores is nobody's work."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def python_files(*, under: Path = PACKAGE) -> Iterator[Path]:
    """Yield the Python files under a folder, less the migrations that Django writes."""
    for path in tracked():
        if path.suffix == ".py" and path.is_relative_to(under) and "migrations" not in path.parts:
            yield path


@cache
def tree(path: Path) -> ast.Module:
    """Return a file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def at(path: Path, node: ast.AST | int) -> str:
    """Say where: file and line, as editors understand it."""
    line = node if isinstance(node, int) else getattr(node, "lineno", 1)
    return f"{path.relative_to(ROOT)}:{line}"
