"""Read what has changed of what receipts cost, and the receipts themselves, by document and line."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lowmark.core.tables.noun import Type
from lowmark.store.many import frame_of_many
from lowmark.store.session import Reader, Row

if TYPE_CHECKING:
    import polars as pl

_CHANGE: dict[str, Type] = {"document": "text", "line": "text", "kind": "text", "move": "id", "value_minor": "minor",
                            "effective_on": "day", "accounting_on": "day", "known_seq": "int"}  # fmt: skip
_RECEIPT: dict[str, Type] = {
    "document": "text", "line": "text", "move": "id", "item_id": "id", "item": "text", "lot": "text", "from_kind": "text",
    "to_kind": "text", "owner": "text", "to_owner": "text", "quantity_micro": "micro", "value_minor": "minor",
    "accounting_on": "day", "item_class": "text", "weight_micro": "micro", "volume_micro": "micro",
    "returns_move": "id", "production": "id", "reversed_by": "id",
}  # fmt: skip
CHANGES = """
SELECT c.document, c.line, c.kind, c.move_id, c.value_minor, c.effective_on, c.accounting_on, c.known_seq
FROM stock_cost_change c WHERE c.move_id IN ({marks}) AND c.known_seq <= %s ORDER BY c.known_seq
"""
RECEIPTS = """
SELECT m.document, m.line, m.id, m.item_id, i.code, coalesce(l.code, ''), a.kind, b.kind, m.owner, m.to_owner,
       m.quantity_micro, m.value_minor, m.accounting_on, i.item_class,
       i.weight_micro, i.volume_micro, m.returns_move_id, m.production_id,
       (SELECT min(r.id) FROM stock_stock_move r JOIN items_location v ON v.id = r.to_location_id
        WHERE r.returns_move_id = m.id AND v.kind = 'vendor')
FROM stock_stock_move m
JOIN items_item i ON i.id = m.item_id
LEFT JOIN items_lot l ON l.id = m.lot_id
JOIN items_location a ON a.id = m.from_location_id
JOIN items_location b ON b.id = m.to_location_id
WHERE m.entity_id = %s AND m.known_seq <= %s AND m.document IN ({marks}) ORDER BY m.known_seq
"""
RECORDED = """
SELECT c.document, c.line, c.kind, c.move_id, c.value_minor, c.effective_on, c.accounting_on, c.known_seq
FROM stock_cost_change c WHERE c.entity_id = %s AND c.document IN ({marks}) ORDER BY c.known_seq
"""


def changes_of(reader: Reader, moves: Sequence[int], *, known_seq: int) -> "pl.DataFrame":
    """Return the changes of what some receipts cost, as they came to be known."""
    return frame_of_many(reader, CHANGES, moves, _CHANGE, after=(known_seq,))


def parts_changed(reader: Reader, moves: Sequence[int], *, known_seq: int) -> "pl.DataFrame":
    """Return which part of what some receipts cost changed, on which days: move, accounting_on, component, value_minor."""
    sql = (
        "SELECT c.move_id, c.accounting_on, c.component, c.value_minor FROM stock_cost_change c"
        " WHERE c.move_id IN ({marks}) AND c.known_seq <= %s ORDER BY c.known_seq"
    )
    types: dict[str, Type] = {"move": "id", "accounting_on": "day", "component": "text", "value_minor": "minor"}
    return frame_of_many(reader, sql, moves, types, after=(known_seq,))


def changed_by(reader: Reader, move_id: int) -> int:
    """Return by how much in all a receipt cost more than it came at; negative for less."""
    sql = "SELECT CAST(coalesce(sum(value_minor), 0) AS bigint) FROM stock_cost_change WHERE move_id = %s"
    return int(reader.value(sql, [move_id]))


def changes_of_move(reader: Reader, move_id: int) -> list[Row]:
    """Return the changes of what one receipt cost, as they came to be known."""
    sql = (
        "SELECT document, line, kind, value_minor, effective_on, accounting_on FROM stock_cost_change"
        " WHERE move_id = %s ORDER BY known_seq"
    )
    return reader.rows(sql, [move_id], days=("effective_on", "accounting_on"))


def changes_in(reader: Reader, entity_id: int, documents: Sequence[str]) -> "pl.DataFrame":
    """Return the changes of cost that some documents have made already."""
    return frame_of_many(reader, RECORDED, documents, _CHANGE, before=(entity_id,))


def receipts(reader: Reader, entity_id: int, documents: Sequence[str], *, known_seq: int) -> "pl.DataFrame":
    """Return the moves of some documents with what changing their cost needs to know: weight, volume, who sent it back."""
    return frame_of_many(reader, RECEIPTS, documents, _RECEIPT, before=(entity_id, known_seq))
