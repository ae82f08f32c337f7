"""Print what labels say, and which file they are in; the file itself is written beside this."""

from rich.console import Console

from lowmark.doors.cli.tables import facts, heading, table
from lowmark.doors.presenting.figures import figure, label
from lowmark.services.operations.labels import Line, Response


def present(response: Response, out: Console) -> None:
    """Print everything but the content."""
    shown = [name for name in Response.__dataclass_fields__ if name not in {"content", "encoding", "lines"}]
    facts(((label(name), figure(name, getattr(response, name), currency="")) for name in shown), out)
    heading("labels", out)
    out.print(table(response.lines, Line))
