"""`lowmark worker`: become the process that carries out jobs.

Before this: `commands`. After this: `lowmark.doors.jobs`, named and not imported: doors do not open into one another.
"""

import os
import sys
from typing import Annotated, Final

import typer

WORKER: Final = "lowmark.doors.jobs"

Once = Annotated[bool, typer.Option("--once", help="end when no job waits any more")]


def worker(once: Once = False) -> None:  # noqa: FBT002 -- typer's way
    """Carry out jobs until interrupted; the job at hand is finished first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lowmark.project.settings")
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, "-m", WORKER, *(["--once"] if once else [])])  # noqa: S606 -- ourselves
