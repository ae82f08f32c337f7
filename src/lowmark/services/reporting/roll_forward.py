"""The allowance rolled forward, as a report: a row a class or lot, overlays apart, and the ledger beneath."""

from typing import Final

from lowmark.reports.described import Cell, Column, Report, Row, Table
from lowmark.services.operations.roll_forward import OPERATION, Line, Response
from lowmark.services.reporting.asking import Asking, during, words

TITLE: Final = "Roll-forward of the inventory allowance"
TITLES: Final = {
    "opening_minor": "Opening", "charged_minor": "Charged", "reversed_minor": "Reversed",
    "released_on_sale_minor": "Released on sale", "used_on_scrap_minor": "Used on scrap",
    "used_otherwise_minor": "Used otherwise", "transferred_minor": "Transferred", "fx_minor": "Exchange",
    "acquired_minor": "Acquired", "disposed_minor": "Disposed of", "held_for_sale_minor": "Held for sale",
    "restated_minor": "Restated", "other_minor": "Other", "closing_minor": "Closing",
}  # fmt: skip
ALWAYS: Final = ("opening_minor", "charged_minor", "reversed_minor", "released_on_sale_minor", "closing_minor")
"""Columns that stand even where nothing stands in them; the others are left out then."""


def describe(asking: Asking) -> Report:
    """Return the roll-forward.

    Raises: Problem `bad_request` without a date, `bad_period`.
    """
    last_on = asking.as_of()
    first_on = asking.request.first_on or asking.granted.entity.year_from(last_on)
    found: Response = asking.ask(OPERATION, first_on=first_on, last_on=last_on, by=asking.request.by,
                                 book=asking.book.code, known_seq=asking.known_seq)  # fmt: skip
    return asking.described(title=TITLE, as_of=last_on, tables=tables_of(found, asking.request.by),
                            period=during(first_on, last_on))  # fmt: skip


def tables_of(found: Response, by: str) -> list[Table]:
    """Return the roll-forward, and the overlays where there are any."""
    shown = [name for name in TITLES if name in ALWAYS or any(getattr(one, name) for one in (found.total, found.ledger))
             or any(getattr(line, name) for line in found.lines)]  # fmt: skip
    goods = [line for line in found.lines if not line.is_overlay]
    overlays = [line for line in found.lines if line.is_overlay]
    rows = [_row(line, line.name, shown) for line in goods]
    rows += [_row(line, f"Overlay: {line.name}", shown) for line in overlays]
    lines = tuple(range(len(rows)))
    rows.append(Row(cells=_cells(found.total, "Per subledger", shown), style="total", adds=lines))
    rows.append(Row(cells=_cells(found.ledger, "Per ledger", shown)))
    gap = tuple(getattr(found.total, name) - getattr(found.ledger, name) for name in shown)
    rows.append(Row(cells=("Difference", *gap), style="subtotal", adds=(len(lines),), less=(len(lines) + 1,)))
    columns = (Column(words(by), width=3), *(Column(TITLES[name], "money") for name in shown))
    period = during(found.first_on, found.last_on)
    tables = [Table(title=TITLE, period=period, columns=columns, rows=tuple(rows))]
    return tables + ([_overlays(found)] if found.overlays else [])


def _row(line: Line, name: str, shown: list[str]) -> Row:
    return Row(cells=_cells(line, name, shown))


def _cells(line: Line, name: str, shown: list[str]) -> tuple[Cell, ...]:
    return (name, *(getattr(line, one) for one in shown))


def _overlays(found: Response) -> Table:
    """Return every overlay with what it rests on."""
    columns = (
        Column("Run"), Column("Class"), Column("Counts on", "date"), Column("Reason"), Column("Amount", "money"),
        Column("Author"), Column("Because", width=3), Column("Evidence", width=2), Column("Expires on", "date"),
    )  # fmt: skip
    rows = [
        Row(cells=(one.run, one.item_class, one.accounting_on, words(one.reason), one.amount_minor, one.author, one.because,
                   one.evidence, one.expires_on))
        for one in found.overlays
    ]  # fmt: skip
    total = Row(cells=("Total", "", None, "", sum(one.amount_minor for one in found.overlays), "", "", "", None),
                style="total", adds=tuple(range(len(rows))))  # fmt: skip
    return Table(title="Overlays", period=during(found.first_on, found.last_on), columns=columns, rows=(*rows, total))
