"""The drill: back up while in use, bring back elsewhere, recompute, and find the same; what is damaged is refused."""

import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest

from lowmark.core.kinds.problems import Problem
from lowmark.services import backing_up
from tests.company import found
from tests.fresh_store import ENGINES, fresh_store


@pytest.mark.parametrize("engine", ENGINES)
def test_what_was_backed_up_comes_back_elsewhere_and_recomputes(engine):
    with fresh_store(engine) as store, tempfile.TemporaryDirectory() as elsewhere:
        company = found("MAPLE")
        company.items("TENT-2")
        company.record("GRN-1", "TENT-2", 4, date(2026, 1, 5), value="60.00")
        folder = Path(elsewhere) / "one"
        kept = backing_up.back_up(folder)
        company.record("GRN-2", "TENT-2", 9, date(2026, 1, 6), value="9.00")
        assert kept.clocks["MAPLE"] > 0
        assert kept.files >= 3  # The ledger, and the two files that were imported.
        with pytest.raises(Problem, match="is there already"):
            backing_up.back_up(folder)
        with pytest.raises(Problem, match=r"already"):
            backing_up.restore(folder)

        environment, name = store.environment, f"restored_{Path(elsewhere).name}".lower()
        environment["LOWMARK_DATABASE_URL"] = f"sqlite:///{elsewhere}/back.sqlite3"
        if store.server is not None:
            name = store.server.clone("template0")
            environment["LOWMARK_DATABASE_URL"] = store.server.url(name)
        words = [sys.executable, "-m", "lowmark.doors.cli.main", "restore", str(folder)]
        ran = subprocess.run(words, env=environment, cwd=elsewhere, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        assert f"MAPLE up to #{kept.clocks['MAPLE']}" in ran.stdout

        (folder / backing_up.LEDGER[engine == "sqlite"]).write_bytes(b"damaged")
        again = subprocess.run(words, env=environment, cwd=elsewhere, capture_output=True, text=True, check=False)
        assert (again.returncode, "not what it was" in again.stderr) == (1, True)
        if store.server is not None:
            store.server.drop(name)
