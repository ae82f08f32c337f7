"""Print what a binder holds: its run, and every file in it with its hash; the file itself is written beside this."""

from rich.console import Console

from lowmark.doors.cli.tables import facts
from lowmark.doors.presenting.figures import clean, figure, label
from lowmark.services.operations.binder import Response


def present(response: Response, out: Console) -> None:
    """Print everything but the content."""
    shown = [name for name in Response.__dataclass_fields__ if name not in ("content", "encoding", "parts")]
    facts(((label(name), figure(name, getattr(response, name), currency="")) for name in shown), out)
    facts(((one.sha256[:12], clean(f"{one.path}  {one.about}")) for one in response.parts), out)
