"""Print what was recomputed and whether it agrees; every fault in words below."""

from rich.console import Console

from lowmark.doors.cli.tables import plain
from lowmark.doors.presenting.figures import clean, label
from lowmark.services.operations.verify import Response


def present(response: Response, out: Console) -> None:
    """Print a line a check, then the faults."""
    made = plain()
    for name, side in (("check", "left"), ("what it holds", "left"), ("examined", "right"), ("faults", "right")):
        made.add_column(name, justify="right" if side == "right" else "left")
    for check in response.checks:
        made.add_row(label(check.name), check.meaning, f"{check.examined:,}", f"{len(check.faults):,}")
    out.print(made)
    for check in response.checks:
        for fault in check.faults:
            out.print(f"{label(check.name)}: {clean(fault)}", style="bold")
    faults = sum(len(check.faults) for check in response.checks)
    out.print("No fault found." if response.clean else f"{faults:,} {'fault' if faults == 1 else 'faults'} found.")
