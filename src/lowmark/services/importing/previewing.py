"""Say what an import would do, before anything is written: its rows as they are read, and its effects, tried and taken back.

Before this: a file that is read and found without fault. After this: the preview that a door shows; one step further the
same bytes are imported. The effects are those of the import itself, carried out under the laws of the database.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import polars as pl

from lowmark.core.kinds.money import present_minor
from lowmark.core.kinds.quantity import format_micro
from lowmark.services.access import Granted
from lowmark.services.command import TRIES, lost_to_another
from lowmark.services.finding import find_book
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.operations.import_table import Changed, Effect, Shown
from lowmark.store.session import Row
from lowmark.store.trial import Trial, names, trying

FIRST: Final = 10
"""Rows shown as they were read."""

MOST_CHANGED: Final = 200

POSTED: Final = """
SELECT a.code, a.name, count(*) AS n, CAST(sum(l.amount_minor) AS bigint) AS amount_minor
FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id JOIN ledger_account a ON a.id = l.account_id
WHERE e.book_id = %s AND e.known_seq > %s GROUP BY a.code, a.name ORDER BY a.code
"""
GOODS: Final = """
SELECT CASE WHEN f.quantity_micro < 0 THEN 'issued' ELSE 'received' END AS way, i.item_class, count(*) AS n,
       CAST(sum(f.quantity_micro) AS bigint) AS quantity_micro, CAST(sum(f.value_minor) AS bigint) AS value_minor
FROM subledger_cost_flow f JOIN valuation_cost_pool p ON p.id = f.pool_id JOIN items_item i ON i.id = p.item_id
WHERE f.cost_basis_id = %s AND f.known_seq > %s
GROUP BY CASE WHEN f.quantity_micro < 0 THEN 'issued' ELSE 'received' END, i.item_class ORDER BY 1 DESC, 2
"""


class _Refused(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__()
        self.refusal = refusal


def tried(outcome: Outcome, *, granted: Granted) -> tuple[tuple[Effect, ...], tuple[Changed, ...]] | Refusal:
    """Carry an import out and take it back: return what it did, or every problem that the pen found."""
    for _ in range(TRIES - 1):
        try:
            return _once(outcome, granted)
        except Exception as error:
            if not lost_to_another(error):
                raise
    return _once(outcome, granted)


def _once(outcome: Outcome, granted: Granted) -> tuple[tuple[Effect, ...], tuple[Changed, ...]] | Refusal:
    try:
        with trying(granted.scope()) as pen:
            before = int(
                pen.value("SELECT known_seq FROM entities_entity_clock WHERE entity_id = %s", [granted.entity.id])
            )
            refusal = outcome.write(pen)
            if refusal is not None:
                raise _Refused(refusal)
            return _effects(pen, granted, before), _changes(pen, granted.entity.currency)
    except _Refused as found:
        return found.refusal


def _effects(pen: Trial, granted: Granted, before: int) -> tuple[Effect, ...]:
    """Return what has been written since a sequence: rows by noun, goods by class, amounts by account."""
    book = find_book(pen, granted.entity, "")
    said = [
        Effect(kind="new", name=name.replace("_", " "), rows=pen.written[name], quantity_micro=0, value_minor=0)
        for name in sorted(pen.written) if name in names() and pen.written[name]
    ]  # fmt: skip
    goods = [
        Effect(kind=row["way"], name=row["item_class"], rows=row["n"], quantity_micro=row["quantity_micro"],
               value_minor=row["value_minor"])
        for row in pen.rows(GOODS, [book.cost_basis_id, before])
    ]  # fmt: skip
    posted = [
        Effect(kind="account", name=f"{row['code']} {row['name']}", rows=row["n"], quantity_micro=0,
               value_minor=row["amount_minor"])
        for row in pen.rows(POSTED, [book.id, before])
    ]  # fmt: skip
    return (*said, *goods, *posted)


def _changes(pen: Trial, currency: str) -> tuple[Changed, ...]:
    """Return which names would say something else, the first of them, column by column."""
    found = [
        Changed(noun=noun.name.replace("_", " "), name=_called(after), column=_title(column),
                before=_written(column, before[column], currency), after=_written(column, after[column], currency))
        for noun, before, after in pen.changed() for column in noun.columns if before[column] != after[column]
    ]  # fmt: skip
    return tuple(found[:MOST_CHANGED])


def _called(row: Row) -> str:
    return str(row.get("code") or row.get("name") or row["id"])


def read_rows(frame: pl.DataFrame, currency: str) -> tuple[tuple[str, ...], tuple[Shown, ...]]:
    """Return the columns that the file fills, titled, and its first rows as they were read, with their units."""
    head = frame.head(FIRST)
    columns = [
        name
        for name in frame.columns
        if name != "row"
        and not name.endswith("_given")
        and head[name].null_count() < head.height
        and not _is_blank(head, name)
    ]
    rows = tuple(
        Shown(row=int(row.get("row") or place), values=tuple(_written(name, row[name], currency) for name in columns))
        for place, row in enumerate(head.iter_rows(named=True), start=2)
    )
    return tuple(_title(name) for name in columns), rows


def _is_blank(head: pl.DataFrame, name: str) -> bool:
    return head[name].dtype == pl.String and head[name].fill_null("").eq("").all()


def _title(column: str) -> str:
    for unit in ("_minor", "_micro", "_id"):
        column = column.removesuffix(unit)
    return column.replace("_", " ")


_WRITTEN: Mapping[str, Callable[[int, str], str]] = {
    "_minor": lambda value, currency: f"{present_minor(value, currency)} {currency}",
    "_micro": lambda value, _: format_micro(value),
}


def _written(column: str, value: Any, currency: str) -> str:
    """Return a value as it was understood: money with its currency, quantities in units, ISO days."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    for unit, write in _WRITTEN.items():
        if column.endswith(unit) and isinstance(value, int):
            return write(value, currency)
    return str(value)
