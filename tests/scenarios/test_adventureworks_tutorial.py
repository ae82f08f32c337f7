"""What the tutorial on AdventureWorks shows in a terminal is what a terminal shows, where the tables are."""

import os
import shutil
import subprocess

import pytest

from examples.adventureworks.documents import SOURCE
from tests.documents.test_shown_commands import _environment, _matches, _steps
from tests.tidy.sources import ROOT

pytestmark = [
    pytest.mark.skipif(not SOURCE.is_dir(), reason=f"the AdventureWorks tables are not here: {SOURCE}"),
    pytest.mark.skipif("LOWMARK_SOAK" not in os.environ, reason="it starts the command line twenty times: `make soak`"),
]

PAGE = ROOT / "docs" / "tutorials" / "adventureworks.md"


def test_the_tutorial_shows_what_happens(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(PAGE.read_text(encoding="utf-8").replace("```shell-session", "```console"), encoding="utf-8")
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    steps = _steps(page)
    assert len(steps) > 20
    for command, shown in steps:
        ran = subprocess.run(
            ["bash", "-c", command],
            cwd=tmp_path,
            env=_environment(tmp_path) | {"AW": str(SOURCE)},
            capture_output=True,
            text=True,
            check=False,
        )
        got = ran.stdout if ran.returncode == 0 else ran.stdout + ran.stderr
        assert _matches(shown, got), f"$ {command}\n--- shown\n{shown}\n--- got (exit {ran.returncode})\n{got[:4000]}"
