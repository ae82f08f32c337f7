"""A run as a report: what it proposes, line by line, what binds and on how much evidence, and what was not changed."""

from lowmark.core.kinds.problems import Problem
from lowmark.reports.described import Column, Report, Row, Table
from lowmark.services.operations.show_run import OPERATION, Line, Response
from lowmark.services.reporting.asking import Asking, at, words

FIGURES = ("cost_minor", "carrying_minor", "required_minor", "held_minor", "change_minor")


def describe(asking: Asking) -> Report:
    """Return the run.

    Raises: Problem `bad_request` where none is named, `not_found`.
    """
    if not asking.request.run:
        raise Problem("bad_request", "the report `run` is of a run", hint="say which; list-runs shows those there are",
                      where={"field": "run"})  # fmt: skip
    found: Response = asking.ask(OPERATION, run=asking.request.run)
    return asking.described(title=f"Write-down proposals, run {found.run}", as_of=found.as_of, tables=tables_of(found),
                            period=at(found.as_of), currency=found.currency, known_seq=found.known_seq,
                            framework=found.framework, notes=signed(found))  # fmt: skip


def tables_of(found: Response) -> list[Table]:
    """Return the proposals: what is written down, what is taken back, and what was tested and stays."""
    columns = (
        Column("Item", width=2), Column("Name", width=3), Column("Lot"), Column("Quantity", "quantity"), Column("Cost", "money"),
        Column("Value", "money"), Column("Carrying", "money"), Column("Required", "money"), Column("Held", "money"),
        Column("Change", "money"), Column("Reason", width=2), Column("Evidence", width=2), Column("Pieces", "count"),
    )  # fmt: skip
    groups = {
        "Write-downs": [line for line in found.lines if line.change_minor > 0],
        "Reversals": [line for line in found.lines if line.change_minor < 0],
        "No change": [line for line in found.lines if line.change_minor == 0],
    }
    rows: list[Row] = []
    sums: list[int] = []
    for title, lines in groups.items():
        if lines:
            rows.append(_sum(title, None, "heading"))
            first = len(rows)
            rows += [_line(line) for line in lines]
            sums.append(len(rows))
            rows.append(_sum(f"{title}, {len(lines)}", [_figures(line) for line in lines], "subtotal",
                             tuple(range(first, len(rows)))))  # fmt: skip
    listed = [sum(getattr(line, name) for line in found.lines) for name in FIGURES]
    whole = [getattr(found, name) for name in FIGURES]
    rest = [one - other for one, other in zip(whole, listed, strict=True)]
    if any(rest):
        sums.append(len(rows))
        rows.append(_sum(f"Tested and not listed, {found.tested - len(found.lines)}", [rest], "subtotal"))
    rows.append(_sum("Run", [whole], "total", tuple(sums)))
    return [
        Table(title=f"Write-down proposals, run {found.run}", period=at(found.as_of), columns=columns, rows=tuple(rows))
    ]


def signed(found: Response) -> list[str]:
    """Return who prepared the run and who decided, and what an approval binds to."""
    who = f"Prepared by {found.prepared_by or 'nobody'}; decided by {found.decided_by or 'nobody yet'}."
    said = [
        f"State: {words(found.state).lower()}. {who}",
        f"Run hash {found.run_hash}",
        f"Policy hash {found.policy_hash}",
    ]
    return [*said, *([f"Because: {found.because}"] if found.because else [])]


def _line(line: Line) -> Row:
    return Row(
        cells=(line.item, line.name, line.lot, line.quantity_micro, line.cost_minor, line.value_minor, line.carrying_minor,
               line.required_minor, line.held_minor, line.change_minor, words(line.reason), words(line.evidence_kind),
               line.evidence_lines),
        note=f"{words(line.reason)}: {words(line.evidence_kind).lower() or 'no evidence'}, {line.evidence_lines} pieces",
    )  # fmt: skip


def _figures(line: Line) -> list[int]:
    return [getattr(line, name) for name in FIGURES]


def _sum(title: str, figures: list[list[int]] | None, style: str, adds: tuple[int, ...] = ()) -> Row:
    """Return a heading or a sum: cost, no value (some lines have none), and the four figures after it."""
    cost, *others = [sum(column) for column in zip(*figures, strict=True)] if figures else [None] * len(FIGURES)
    cells = (title, "", "", None, cost, None, *others, "", "", None)
    return Row(cells=cells, style=style, adds=adds)  # type: ignore[arg-type]
