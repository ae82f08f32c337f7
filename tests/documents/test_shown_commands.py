"""What a page shows in a terminal is what a terminal shows: its commands are run in order, their output compared.

In a ```console block a line after `$ ` is a command (lines after `> ` go on with it), and what follows is its output,
where `...` stands for anything; progress, on standard error, is not shown where all went well. A page starts in an
empty folder with a copy of `examples/`.
"""

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.tidy.sources import ROOT, tracked

BLOCK = re.compile(r"(?ms)^ *```console\n(.*?)^ *```")
PAGES = [path for path in tracked() if path.suffix == ".md" and BLOCK.search(path.read_text(encoding="utf-8"))]


def _steps(page: Path) -> list[tuple[str, str]]:
    """Return each command of a page with the output that it shows."""
    steps: list[tuple[list[str], list[str]]] = []
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        for line in textwrap.dedent(block).splitlines():
            if line.startswith("$ "):
                steps.append(([line[2:]], []))
            elif line.startswith("> ") and not steps[-1][1]:
                steps[-1][0].append(line[2:])
            else:
                steps[-1][1].append(line)
    return [("\n".join(command), "\n".join(shown)) for command, shown in steps]


def _environment(home: Path) -> dict[str, str]:
    """Return an environment in which nothing of ours is set and `lowmark` is the one that is tested."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("LOWMARK_", "PYTEST_"))}
    return clean | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{clean['PATH']}", "HOME": str(home)}


def _matches(shown: str, got: str) -> bool:
    def plain(text: str) -> str:
        return "\n".join(line.rstrip() for line in text.strip().splitlines())

    pattern = ".*?".join(re.escape(part) for part in plain(shown).split("..."))
    return re.fullmatch(pattern, plain(got), flags=re.DOTALL) is not None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_shows_what_happens(page, tmp_path):
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    steps = _steps(page)
    assert steps
    for command, shown in steps:
        ran = subprocess.run(
            ["bash", "-c", command.replace(".venv/bin/", "")],
            cwd=tmp_path,
            env=_environment(tmp_path),
            capture_output=True,
            text=True,
            check=False,
        )
        got = ran.stdout if ran.returncode == 0 else ran.stdout + ran.stderr
        assert _matches(shown, got), f"$ {command}\n--- shown\n{shown}\n--- got (exit {ran.returncode})\n{got}"


def test_an_example_runs():
    for path in sorted((ROOT / "examples").glob("*.py")):
        ran = subprocess.run([sys.executable, str(path)], cwd=ROOT, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout
