"""Print a job: how it stands, what is wrong, and once it is done its operation's answer as that operation prints it."""

from dataclasses import fields
from typing import Any

from rich.console import Console

from lowmark.doors.cli import tables
from lowmark.services.operations.job import Response

APART = ("answer", "code", "message", "hint")
"""What is printed only where there is something to say."""


def present(job: Response, out: Console) -> None:
    """Print the job, and under it what came of it."""
    said = [
        one.name for one in fields(job) if one.name not in APART or (one.name != "answer" and getattr(job, one.name))
    ]
    tables.head(job, said, out)
    if job.answer:
        out.print()
        _show(job, out)


def _show(job: Response, out: Console) -> None:
    from lowmark.doors.cli.present import presenter
    from lowmark.services.catalogue import BY_NAME
    from lowmark.services.command import from_json

    answer: Any = from_json(BY_NAME[job.operation].response, job.answer)
    presenter(job.operation)(answer, out)
