"""Print what the recomputation of two files found; or, when anything was wrong with them, every fault and no figure."""

from rich.console import Console

from lowmark.core.kinds.problems import RowProblem
from lowmark.doors.cli import tables
from lowmark.doors.cli.offline_answer import Answer, Line


def present(response: Answer, out: Console) -> None:
    """Print the answer, or the faults."""
    if response.accepted:
        tables.head(response, ("as_of", "framework", "currency", "on_hand_hash", "price_hash"), out)
        out.print()
        sums = tables.sums_of(response, Line)
        out.print(tables.table(response.lines, Line, currency=response.currency, sums=sums))
        return
    tables.heading("What is wrong with the files", out)
    out.print(tables.table(response.problems, RowProblem))
