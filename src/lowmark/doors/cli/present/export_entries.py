"""Print what an export handed out: its name, control totals and digest; the file itself is written beside this."""

from rich.console import Console

from lowmark.doors.cli.tables import facts
from lowmark.doors.presenting.figures import figure, label
from lowmark.services.operations.export_entries import Response

SHOWN = ("entity", "book", "up_to", "from_seq", "to_seq", "n_entries", "n_lines", "debit_minor", "credit_minor",
         "currency", "name", "content_sha256")  # fmt: skip


def present(response: Response, out: Console) -> None:
    """Print everything but the content."""
    facts(((label(name), figure(name, getattr(response, name), currency=response.currency)) for name in SHOWN), out)
