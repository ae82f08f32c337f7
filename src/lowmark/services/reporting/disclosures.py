"""The note on inventories, as a report: each fact with its paragraph, its tag and the ledger's own figure."""

from collections.abc import Sequence
from typing import Any

from lowmark.reports.described import Column, Report, Row, Table
from lowmark.services.operations.disclosures import OPERATION, ChangeOfFormula, Response
from lowmark.services.reporting.asking import Asking, during, words


def describe(asking: Asking) -> Report:
    """Return the note, with the schedule of the allowance and expenses by nature.

    Raises: Problem `bad_request` without a date; what `disclosures` refuses.
    """
    request = asking.request
    found: Response = asking.ask(OPERATION, as_of=asking.as_of(), book=asking.book.code, known_seq=asking.known_seq,
                                 circumstances=request.circumstances, pledged=request.pledged)  # fmt: skip
    return asking.described(
        title="Note on inventories", as_of=found.as_of, period=during(found.first_on, found.as_of),
        tables=tables_of(found),
        notes=[f"To be put right: {fault}" for fault in found.faults],
    )  # fmt: skip


def tables_of(found: Response) -> list[Table]:
    """Return the facts, Schedule II and the cost of sales by nature."""
    period = during(found.first_on, found.as_of)
    against = [line.ledger_minor for line in found.lines]
    tables = [note_of(found.lines, against, title="Note on inventories", period=period, per="ledger")]
    if found.schedule:
        tables.append(_schedule(found, period))
    if found.expenses:
        tables.append(by_nature(found, period, per="ledger"))
    return [*tables, *(_adjusted(found, one, period) for one in found.changes)]


def note_of(lines: Sequence[Any], against: Sequence[int | None], *, title: str, period: str, per: str) -> Table:
    """Return the facts of a note, each against the figure that it is tied to: that of the ledger, or of a group's statements."""
    columns = (
        Column("Paragraph", width=2), Column("What is disclosed", width=5), Column("Amount", "money"),
        Column(f"Per {per}", "money"), Column("Difference", "money"), Column("Tag", width=5),
    )  # fmt: skip
    rows = tuple(
        Row(cells=(line.paragraph, ": ".join(filter(None, (line.label, line.item_class, line.words))), line.amount_minor,
                   figure, line.difference_minor if figure is not None else None, line.concept),
            note=f"{line.paragraph}: from {line.tied_to}" if line.tied_to else line.paragraph)
        for line, figure in zip(lines, against, strict=True)
    )  # fmt: skip
    return Table(title=title, period=period, columns=columns, rows=rows)


def _adjusted(found: Response, change: ChangeOfFormula, period: str) -> Table:
    """Return what a change of formula makes of earlier years, and of what the year begins with."""
    columns = (Column("", width=5), Column("At", "date", width=2), Column("Adjustment", "money"))
    rows = [
        Row(cells=(f"{change.nature[:1].upper()}{change.nature[1:]}: {change.because}", None, None), style="heading")
    ]
    if change.impracticable:
        rows.append(Row(cells=(f"Impracticable further back: {change.impracticable}", None, None), style="heading"))
    rows += [
        Row(cells=(one.caption, one.at, one.adjustment_minor))
        for one in found.adjusted
        if one.change == change.document
    ]
    rows += [
        Row(cells=("Retained earnings, before tax", change.begins_on, change.cumulative_effect_minor)),
        Row(cells=("Tax on it, as posted", change.begins_on, change.cumulative_tax_minor)),
        Row(cells=("Retained earnings", change.begins_on, change.cumulative_after_tax_minor), style="total",
            adds=(len(rows),), less=(len(rows) + 1,)),
    ]  # fmt: skip
    return Table(title=f"Change of formula {change.document}: {change.paragraph}", period=period, columns=columns,
                 rows=tuple(rows))  # fmt: skip


def _schedule(found: Response, period: str) -> Table:
    """Return Schedule II, whose closing is what stands before it added up."""
    last = len(found.schedule) - 1
    rows = [
        Row(cells=(words(line.column), line.amount_minor, line.concept), style="total" if at == last else "line",
            adds=tuple(range(last)) if at == last else ())
        for at, line in enumerate(found.schedule)
    ]  # fmt: skip
    columns = (Column("", width=3), Column("Amount", "money"), Column("Tag", width=4))
    return Table(
        title="Schedule II: valuation and qualifying accounts", period=period, columns=columns, rows=tuple(rows)
    )


def by_nature(found: Any, period: str, *, per: str) -> Table:
    """Return the cost of sales by nature, which comes to that of the ledger, or of a group's statements."""
    rows = [Row(cells=(words(line.nature), line.amount_minor)) for line in found.expenses]
    total = sum(line.amount_minor for line in found.expenses)
    lines = tuple(range(len(rows)))
    rows += [
        Row(cells=("Cost of sales, by nature", total), style="subtotal", adds=lines),
        Row(cells=(f"Cost of sales, per {per}", found.expense_minor), style="total"),
    ]
    return Table(title="Cost of sales by nature", period=period, rows=tuple(rows),
                 columns=(Column("", width=3), Column("Amount", "money")))  # fmt: skip
