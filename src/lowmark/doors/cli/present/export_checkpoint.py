"""Print what was exported: how much, under which name and digest; the file itself is written beside this."""

from rich.console import Console

from lowmark.doors.cli.tables import facts
from lowmark.doors.presenting.figures import figure, label
from lowmark.services.operations.export_checkpoint import Response


def present(response: Response, out: Console) -> None:
    """Print everything but the content."""
    shown = [name for name in Response.__dataclass_fields__ if name != "content"]
    facts(((label(name), figure(name, getattr(response, name), currency="")) for name in shown), out)
