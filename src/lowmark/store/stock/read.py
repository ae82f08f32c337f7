"""Read stock moves."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from lowmark.core.tables.noun import Type
from lowmark.store.many import frame_of_many, marks, parts
from lowmark.store.session import Reader, Row

if TYPE_CHECKING:
    import polars as pl


def recorded(reader: Reader, entity_id: int, documents: Sequence[str]) -> "pl.DataFrame":
    """Return the document and line of the moves of an entity that these documents have already."""
    sql = "SELECT document, line FROM stock_stock_move WHERE entity_id = %s AND document IN ({marks})"
    return frame_of_many(reader, sql, documents, {"document": "text", "line": "text"}, before=(entity_id,))


ISSUED = """
SELECT m.document, m.line, m.id, m.item_id, coalesce(l.code, ''), b.kind, m.accounting_on, m.quantity_micro,
       CAST(coalesce((SELECT sum(r.quantity_micro) FROM stock_stock_move r WHERE r.returns_move_id = m.id), 0) AS bigint),
       a.kind, (SELECT max(d.day) FROM (
         SELECT r.accounting_on AS day FROM stock_stock_move r WHERE r.returns_move_id = m.id
         UNION ALL
         SELECT f.accounting_on FROM subledger_cost_flow f WHERE f.move_id = m.id AND f.accounting_on > m.accounting_on) d)
FROM stock_stock_move m
LEFT JOIN items_lot l ON l.id = m.lot_id
JOIN items_location a ON a.id = m.from_location_id
JOIN items_location b ON b.id = m.to_location_id
WHERE m.entity_id = %s AND m.owner = '' AND m.production_id IS NULL AND m.document IN ({marks})
"""


def issued(reader: Reader, entity_id: int, documents: Sequence[str]) -> "pl.DataFrame":
    """Return the moves of documents by which goods left, and how much of each has come back.

    Shapes: document, line, source_move, item_id, lot, went_to, issued_on, issued_micro, returned_micro,
            last_back_on (when something of it came back last, or its cost changed last; null without).
    """
    import polars as pl

    from lowmark.core.tables.locations import INTERNAL

    found = frame_of_many(
        reader, ISSUED, documents,
        {"document": "text", "line": "text", "source_move": "id", "item_id": "id", "lot": "text", "went_to": "text",
         "issued_on": "day", "issued_micro": "micro", "returned_micro": "micro", "left": "text", "last_back_on": "day"},
        before=(entity_id,),
    )  # fmt: skip
    ours = list(INTERNAL)
    return found.filter(pl.col("left").is_in(ours), ~pl.col("went_to").is_in(ours)).drop("left")


MOVE = """
SELECT m.id, m.document, m.line, i.code AS item, coalesce(l.code, '') AS lot, a.path AS from_location,
       b.path AS to_location, m.reason, m.quantity_micro, m.owner, m.to_owner, m.terms, m.unit, m.unit_quantity_micro,
       m.value_minor, m.effective_on, m.accounting_on, m.known_seq
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


PARTS = """
SELECT f.pool_id, f.layer_move_id, i.code, coalesce(l.code, ''), p.condition, r.document, r.line,
       coalesce(r.received_on, r.effective_on),
       coalesce(min(CASE WHEN f.kind NOT IN ('adjust', 'revalue') THEN f.kind END), 'adjust'),
       CAST(sum(f.quantity_micro) AS bigint),
       CAST(sum(CASE WHEN f.kind NOT IN ('adjust', 'revalue') THEN f.value_minor ELSE 0 END) AS bigint),
       CAST(sum(CASE WHEN f.kind IN ('adjust', 'revalue') THEN f.value_minor ELSE 0 END) AS bigint),
       CAST((SELECT sum(b.quantity_micro) FROM subledger_cost_flow b WHERE b.pool_id = f.pool_id
             AND b.layer_move_id = f.layer_move_id AND b.move_id = f.layer_move_id AND b.kind <> 'revalue'
             AND b.known_seq <= %s) AS bigint),
       CAST((SELECT sum(b.value_minor) FROM subledger_cost_flow b WHERE b.pool_id = f.pool_id
             AND b.layer_move_id = f.layer_move_id AND b.move_id = f.layer_move_id AND b.kind <> 'revalue'
             AND b.known_seq <= %s) AS bigint)
FROM subledger_cost_flow f
JOIN valuation_cost_pool p ON p.id = f.pool_id
JOIN items_item i ON i.id = p.item_id
LEFT JOIN items_lot l ON l.id = p.lot_id
JOIN stock_stock_move r ON r.id = f.layer_move_id
WHERE f.move_id = %s AND f.cost_basis_id = %s AND f.known_seq <= %s
GROUP BY f.pool_id, f.layer_move_id, i.code, l.code, p.condition, r.document, r.line, r.received_on, r.effective_on,
         r.accounting_on, r.known_seq
ORDER BY f.pool_id, r.accounting_on, r.known_seq
"""


def parts_of_move(reader: Reader, move_id: int, cost_basis_id: int, *, known_seq: int) -> "pl.DataFrame":
    """Return what a move did to each layer as known at a sequence, with the receipts that brought them.

    Shapes: unit (the pool), layer, item, lot, condition, document, line, received_on, kind, quantity_micro, posted_minor,
            adjusted_minor, brought_micro, brought_minor.
    """
    return reader.frame(
        PARTS, [known_seq, known_seq, move_id, cost_basis_id, known_seq],
        {"unit": "id", "layer": "id", "item": "text", "lot": "text", "condition": "text", "document": "text",
         "line": "text", "received_on": "day", "kind": "text", "quantity_micro": "micro", "posted_minor": "minor",
         "adjusted_minor": "minor", "brought_micro": "micro", "brought_minor": "minor"},
    )  # fmt: skip


def returned_micro(reader: Reader, move_id: int) -> int:
    """Return how much of what a move took away has come back."""
    sql = "SELECT CAST(coalesce(sum(quantity_micro), 0) AS bigint) FROM stock_stock_move WHERE returns_move_id = %s"
    return int(reader.value(sql, [move_id]))


def last_back_on(reader: Reader, move_id: int) -> date | None:
    """Return the last day on which something of what a move took away came back, or on which its cost changed, or none."""
    sql = (
        "SELECT max(d.day) AS day FROM (SELECT accounting_on AS day FROM stock_stock_move WHERE returns_move_id = %s"
        " UNION ALL SELECT f.accounting_on FROM subledger_cost_flow f JOIN stock_stock_move m ON m.id = f.move_id"
        " WHERE f.move_id = %s AND f.accounting_on > m.accounting_on) d"
    )
    row = reader.row(sql, [move_id, move_id], days=("day",))
    return None if row is None else row["day"]


RETURNABLE = """
SELECT m.id, m.item_id, m.lot_id, coalesce(l.code, '') AS lot, i.code AS item, m.from_location_id, m.to_location_id,
       a.path AS from_location, a.kind AS from_kind, b.path AS to_location, b.kind AS to_kind, m.quantity_micro,
       m.value_minor, m.accounting_on, m.reason, m.returns_move_id, m.owner, m.to_owner, m.formula_change_id
FROM stock_stock_move m
JOIN items_item i ON i.id = m.item_id
LEFT JOIN items_lot l ON l.id = m.lot_id
JOIN items_location a ON a.id = m.from_location_id
JOIN items_location b ON b.id = m.to_location_id
WHERE m.entity_id = %s AND m.document = %s AND m.line = %s AND m.production_id IS NULL AND m.owner = '' AND m.to_owner = ''
"""


def returnable(reader: Reader, entity_id: int, document: str, line: str) -> Row | None:
    """Return one move with what it takes to bring its goods back, or none."""
    return reader.row(RETURNABLE, [entity_id, document, line], days=("accounting_on",))


RETURNED_BY = """
SELECT m.id, m.quantity_micro, CAST(coalesce(
    (SELECT sum(r.quantity_micro) FROM stock_stock_move r WHERE r.returns_move_id = m.id AND r.accounting_on <= %s), 0
) AS bigint)
FROM stock_stock_move m WHERE m.id IN ({marks})
"""


def returned_by(reader: Reader, moves: Sequence[int], as_of: date) -> "pl.DataFrame":
    """Return how much each move took away, and what of it had come back by a day: source_move, issued_, returned_micro."""
    types: dict[str, Type] = {"source_move": "id", "issued_micro": "micro", "returned_micro": "micro"}
    return frame_of_many(reader, RETURNED_BY, moves, types, before=(as_of,))


def produced(reader: Reader, entity_id: int, documents: Sequence[str]) -> list[str]:
    """Return which of some documents are productions already."""
    found: list[str] = []
    for part in parts(documents):
        sql = f"SELECT document FROM stock_production WHERE entity_id = %s AND document IN ({marks(part)})"  # noqa: S608
        found += [str(row["document"]) for row in reader.rows(sql, [entity_id, *part])]
    return found
