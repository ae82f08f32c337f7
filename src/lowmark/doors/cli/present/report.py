"""Print what a report's file is: which report of when, its hashes and its name; the file itself is written beside this."""

from rich.console import Console

from lowmark.doors.cli.tables import facts
from lowmark.doors.presenting.figures import figure, label
from lowmark.services.operations.report import Response


def present(response: Response, out: Console) -> None:
    """Print everything but the content."""
    shown = [name for name in Response.__dataclass_fields__ if name not in ("content", "encoding")]
    facts(((label(name), figure(name, getattr(response, name), currency="")) for name in shown), out)
