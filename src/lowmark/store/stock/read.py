"""Read stock moves."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lowmark.store.session import Reader, Row

if TYPE_CHECKING:
    import polars as pl

IN_ONE_QUERY = 500


def recorded(reader: Reader, entity_id: int, documents: Sequence[str]) -> "pl.DataFrame":
    """Return the document and line of the moves of an entity that these documents have already."""
    import polars as pl

    types = {"document": "text", "line": "text"}
    found = [reader.frame("SELECT document, line FROM stock_stock_move WHERE 1 = 0", [], types)]  # type: ignore[arg-type]
    for start in range(0, len(documents), IN_ONE_QUERY):
        part = documents[start : start + IN_ONE_QUERY]
        marks = ", ".join(["%s"] * len(part))
        sql = f"SELECT document, line FROM stock_stock_move WHERE entity_id = %s AND document IN ({marks})"  # noqa: S608
        found.append(reader.frame(sql, [entity_id, *part], types))  # type: ignore[arg-type]
    return pl.concat(found)


MOVE = """
SELECT m.id, m.document, m.line, i.code AS item, coalesce(l.code, '') AS lot, a.path AS from_location,
       b.path AS to_location, m.reason, m.quantity_micro, m.value_minor, m.effective_on, m.accounting_on, m.known_seq
FROM stock_stock_move m
JOIN items_item i ON i.id = m.item_id
LEFT JOIN items_lot l ON l.id = m.lot_id
JOIN items_location a ON a.id = m.from_location_id
JOIN items_location b ON b.id = m.to_location_id
"""


def move(reader: Reader, entity_id: int, document: str, line: str) -> Row | None:
    """Return one move by its document and line, or none."""
    return reader.row(
        MOVE + "WHERE m.entity_id = %s AND m.document = %s AND m.line = %s", [entity_id, document, line],
        days=("effective_on", "accounting_on"),
    )  # fmt: skip


def flows_of_move(reader: Reader, move_id: int) -> list[Row]:
    """Return what a move did to layers, with the receipts that brought them."""
    return reader.rows(
        "SELECT f.kind, f.quantity_micro, f.value_minor, r.document, r.line, f.accounting_on,"
        " e.journal, e.fiscal_year, e.number"
        " FROM subledger_cost_flow f JOIN stock_stock_move r ON r.id = f.layer_move_id"
        " LEFT JOIN ledger_entry e ON e.id = f.entry_id WHERE f.move_id = %s ORDER BY f.id",
        [move_id], days=("accounting_on",),
    )  # fmt: skip
