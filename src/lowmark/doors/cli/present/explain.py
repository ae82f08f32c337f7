"""Print how a figure came to be, as an indented chain: the figure first, its facts below it."""

from rich.console import Console
from rich.text import Text

from lowmark.doors.presenting.figures import clean, figure
from lowmark.services.operations.explain import Response, Step


def present(response: Response, out: Console) -> None:
    """Print the chain."""
    out.print(f"{clean(response.subject)} ({response.entity}, known {response.known_seq})", style="bold")
    for step in response.steps:
        out.print(_line(step, response.currency), soft_wrap=True)


def _line(step: Step, currency: str) -> Text:
    line = Text("  " * step.depth + ("- " if step.depth else ""))
    line.append(step.what.replace("_", " ") + " ", style="dim")
    line.append(clean(step.name), style="bold")
    line.append(f": {clean(step.words)}" if step.words else "")
    if step.quantity_micro is not None:
        line.append(f"  [{figure('quantity_micro', step.quantity_micro)}]")
    if step.amount_minor is not None:
        line.append(f"  {figure('amount_minor', step.amount_minor, currency=currency)} {currency}")
    if step.source:
        line.append(f"  ({clean(step.source)})", style="dim")
    return line
