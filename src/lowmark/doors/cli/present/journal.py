"""Print what a journal's file holds: its name and control totals; the file itself is written beside this."""

from rich.console import Console

from lowmark.doors.cli.tables import facts
from lowmark.doors.presenting.figures import figure, label
from lowmark.services.operations.journal import Response

SHOWN = ("entity", "book", "up_to", "known_seq", "n_entries", "debit_minor", "currency", "name")


def present(response: Response, out: Console) -> None:
    """Print everything but the content."""
    facts(((label(name), figure(name, getattr(response, name), currency=response.currency)) for name in SHOWN), out)
