"""Read how lots came to be and what became of them: a level of the trace a question, whatever the length of the history.

Before this: the lots of one level. After this: `services.stock.tracing` walks on. A move says which goods went from where to
where; a production joins what went in with what came out; a sale within the group joins a lot of one entity with another's.
"""

from collections.abc import Sequence

from lowmark.store.many import marks, parts
from lowmark.store.session import Reader, Row

_MOVED = """
SELECT m.id, m.entity_id, e.code AS entity, m.item_id, i.code AS item, m.lot_id, coalesce(l.code, '') AS lot, m.document, m.line,
       m.accounting_on AS on_day, m.known_seq, m.quantity_micro, m.production_id, m.owner, m.to_owner,
       a.path AS from_path, a.kind AS from_kind, b.path AS to_path, b.kind AS to_kind,
       c.side, c.counterparty, c.reference
FROM stock_stock_move m JOIN entities_entity e ON e.id = m.entity_id JOIN items_item i ON i.id = m.item_id
LEFT JOIN items_lot l ON l.id = m.lot_id
JOIN items_location a ON a.id = m.from_location_id JOIN items_location b ON b.id = m.to_location_id
LEFT JOIN stock_intercompany_move c ON c.move_id = m.id
"""


def moves_of_lots(reader: Reader, entities: Sequence[int], lots: Sequence[tuple[int, int]]) -> list[Row]:
    """Return every move of some lots, each an item and a lot, in the order in which they count; not those to another formula."""
    found: list[Row] = []
    for part in parts(lots):
        items = sorted({item for item, _ in part})
        found += reader.rows(
            f"{_MOVED} WHERE m.entity_id IN ({marks(entities)}) AND m.item_id IN ({marks(items)})"
            f" AND m.lot_id IN ({marks(part)}) AND m.formula_change_id IS NULL",
            [*entities, *items, *(lot for _, lot in part)], days=("on_day",),
        )  # fmt: skip
    return sorted(found, key=lambda row: (row["on_day"], row["entity_id"], row["known_seq"]))


def moves_of_productions(reader: Reader, entities: Sequence[int], productions: Sequence[int]) -> list[Row]:
    """Return every move that is an input or output of some productions."""
    found: list[Row] = []
    for part in parts(productions):
        found += reader.rows(
            f"{_MOVED} WHERE m.entity_id IN ({marks(entities)}) AND m.production_id IN ({marks(part)})",
            [*entities, *part], days=("on_day",),
        )  # fmt: skip
    return sorted(found, key=lambda row: (row["on_day"], row["entity_id"], row["known_seq"]))


def other_sides(reader: Reader, entities: Sequence[int], references: Sequence[str], *, side: str) -> list[Row]:
    """Return the moves of one side of sales within the group, in entities that may be seen, by what both sides call them."""
    found: list[Row] = []
    for part in parts(references):
        found += reader.rows(
            f"{_MOVED} WHERE c.entity_id IN ({marks(entities)}) AND c.side = %s AND c.reference IN ({marks(part)})",
            [*entities, side, *part], days=("on_day",),
        )  # fmt: skip
    return sorted(found, key=lambda row: (row["on_day"], row["entity_id"], row["known_seq"]))
