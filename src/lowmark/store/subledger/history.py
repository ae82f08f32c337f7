"""Read what happened to goods from a day on, and how their pools stood before it: what costing them anew begins with.

Sums of flows are by move and layer, adjustments included, so that what is read is what stands, however often a pool was
costed again. Every read is of some pools, items or moves, by an index that begins with them.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from lowmark.core.tables.locations import INTERNAL
from lowmark.store.many import frame_of_many
from lowmark.store.session import Reader

if TYPE_CHECKING:
    import polars as pl

MOVES = """
SELECT m.id, m.document, m.line, m.item_id, coalesce(l.code, ''), a.kind, b.kind, m.reason, m.quantity_micro,
       coalesce(m.value_minor, m.restated_minor), m.accounting_on, m.known_seq, m.returns_move_id, i.item_class,
       coalesce(m.received_on, m.effective_on), m.owner, m.to_owner, m.formula_change_id
FROM stock_stock_move m
JOIN items_item i ON i.id = m.item_id
LEFT JOIN items_lot l ON l.id = m.lot_id
JOIN items_location a ON a.id = m.from_location_id
JOIN items_location b ON b.id = m.to_location_id
WHERE m.item_id IN ({marks}) AND m.accounting_on >= %s AND m.entity_id = %s AND m.known_seq <= %s
ORDER BY m.accounting_on, m.known_seq
"""


def moves_since(reader: Reader, entity_id: int, items: Sequence[int], *, since: date, known_seq: int) -> "pl.DataFrame":
    """Return the moves of some items from a day on, with the kinds of the places that they join.

    Shapes: move, document, line, item_id, lot, from_kind, to_kind, reason, quantity_micro, value_minor, accounting_on,
            known_seq, returns_move, item_class, received_on, owner, to_owner, formula_change_id.
    """
    return frame_of_many(
        reader, MOVES, items,
        {"move": "id", "document": "text", "line": "text", "item_id": "id", "lot": "text", "from_kind": "text",
         "to_kind": "text", "reason": "text", "quantity_micro": "micro", "value_minor": "minor", "accounting_on": "day",
         "known_seq": "int", "returns_move": "id", "item_class": "text", "received_on": "day",
         "owner": "text", "to_owner": "text", "formula_change_id": "id"},
        after=(since, entity_id, known_seq),
    )  # fmt: skip


FLOWS = """
SELECT f.pool_id, f.layer_move_id, f.move_id, f.accounting_on, m.accounting_on, CAST(sum(f.quantity_micro) AS bigint),
       CAST(sum(f.value_minor) AS bigint)
FROM subledger_cost_flow f JOIN stock_stock_move m ON m.id = f.move_id
WHERE f.pool_id IN ({marks}) AND f.accounting_on >= %s AND f.known_seq <= %s AND f.kind <> 'revalue'
GROUP BY f.pool_id, f.layer_move_id, f.move_id, f.accounting_on, m.accounting_on
"""


def flows_since(reader: Reader, pools: Sequence[int], *, since: date, known_seq: int) -> "pl.DataFrame":
    """Return what counts on each day from one on in each layer of some pools, adjustments included.

    Shapes: pool_id, layer, move, accounting_on, moved_on (the move's own day), quantity_micro, value_minor.
    """
    return frame_of_many(
        reader, FLOWS, pools,
        {"pool_id": "id", "layer": "id", "move": "id", "accounting_on": "day", "moved_on": "day",
         "quantity_micro": "micro", "value_minor": "minor"},
        after=(since, known_seq),
    )  # fmt: skip


def revalued(reader: Reader, pools: Sequence[int], *, known_seq: int) -> "pl.DataFrame":
    """Return by how much layers of some pools were revalued to other standards: pool_id, layer, accounting_on, value."""
    return frame_of_many(
        reader,
        "SELECT f.pool_id, f.layer_move_id, f.accounting_on, CAST(sum(f.value_minor) AS bigint)"
        " FROM subledger_cost_flow f WHERE f.pool_id IN ({marks}) AND f.kind = 'revalue' AND f.known_seq <= %s"
        " GROUP BY f.pool_id, f.layer_move_id, f.accounting_on",
        pools, {"pool_id": "id", "layer": "id", "accounting_on": "day", "value_minor": "minor"}, after=(known_seq,),
    )  # fmt: skip


LAYERS = """
SELECT f.pool_id, f.layer_move_id, m.accounting_on, m.known_seq, coalesce(m.received_on, m.effective_on),
       CAST(sum(CASE WHEN f.move_id = f.layer_move_id THEN f.quantity_micro ELSE 0 END) AS bigint),
       CAST(sum(CASE WHEN f.move_id = f.layer_move_id AND f.kind <> 'revalue' THEN f.value_minor ELSE 0 END) AS bigint),
       CAST(sum(f.quantity_micro) AS bigint), CAST(sum(f.value_minor) AS bigint)
FROM subledger_cost_flow f JOIN stock_stock_move m ON m.id = f.layer_move_id
WHERE f.pool_id = %s AND f.accounting_on < %s AND f.known_seq <= %s
GROUP BY f.pool_id, f.layer_move_id, m.accounting_on, m.known_seq, m.received_on, m.effective_on
HAVING sum(f.quantity_micro) <> 0
ORDER BY m.accounting_on, m.known_seq
"""


def layers_before(reader: Reader, pool: int, *, day: date, known_seq: int) -> "pl.DataFrame":
    """Return the layers of a pool that were open before a day.

    Shapes: pool_id, layer, opened_on, known_seq, received_on, came_micro, came_minor (as the layer's own receipt brought
            it), left_micro, left_minor.
    """
    return reader.frame(
        LAYERS, [pool, day, known_seq],
        {"pool_id": "id", "layer": "id", "opened_on": "day", "known_seq": "int", "received_on": "day",
         "came_micro": "micro", "came_minor": "minor", "left_micro": "micro", "left_minor": "minor"},
    )  # fmt: skip


OF_LAYER = """
SELECT f.pool_id, f.layer_move_id, f.move_id, m.accounting_on, m.known_seq, CAST(sum(f.quantity_micro) AS bigint),
       CAST(sum(f.value_minor) AS bigint), CASE WHEN a.kind IN ({ours}) AND b.kind IN ({ours}) AND m.owner = m.to_owner
       THEN 're_pool' ELSE '' END
FROM subledger_cost_flow f
JOIN stock_stock_move m ON m.id = f.move_id
JOIN items_location a ON a.id = m.from_location_id
JOIN items_location b ON b.id = m.to_location_id
WHERE f.pool_id = %s AND f.accounting_on < %s AND f.known_seq <= %s
GROUP BY f.pool_id, f.layer_move_id, f.move_id, m.accounting_on, m.known_seq, a.kind, b.kind, m.owner, m.to_owner
HAVING sum(f.quantity_micro) <> 0
ORDER BY m.accounting_on, m.known_seq, f.move_id
"""


def flows_before(reader: Reader, pool: int, *, day: date, known_seq: int) -> "pl.DataFrame":
    """Return what the moves of a pool before a day come to in each layer, in costing order.

    Shapes: pool_id, layer, move, accounting_on, known_seq (the move's own), quantity_micro, value_minor, kind (re_pool
            for goods that came into another condition, else empty).
    """
    ours = ", ".join(f"'{kind}'" for kind in INTERNAL)
    return reader.frame(
        OF_LAYER.format(ours=ours), [pool, day, known_seq],
        {"pool_id": "id", "layer": "id", "move": "id", "accounting_on": "day", "known_seq": "int",
         "quantity_micro": "micro", "value_minor": "minor", "kind": "text"},
    )  # fmt: skip


COSTS = """
SELECT f.pool_id, f.move_id, f.accounting_on, CAST(-sum(f.quantity_micro) AS bigint), CAST(-sum(f.value_minor) AS bigint)
FROM subledger_cost_flow f
WHERE f.move_id IN ({marks}) AND f.pool_id IN ({pools}) AND f.known_seq <= %s GROUP BY f.pool_id, f.move_id, f.accounting_on
"""


def costs_of(reader: Reader, pools: Sequence[int], moves: Sequence[int], *, known_seq: int) -> "pl.DataFrame":
    """Return at what some moves left, or came into, each of some pools, by the day on which that counts.

    Shapes: source_pool_id, source_move, accounting_on, gone_micro, cost_minor.
    """
    return frame_of_many(
        reader, COSTS.format(pools=", ".join(["%s"] * len(pools)), marks="{marks}"), moves,
        {"source_pool_id": "id", "source_move": "id", "accounting_on": "day", "gone_micro": "micro", "cost_minor": "minor"},
        after=(*pools, known_seq),
    )  # fmt: skip


def returns_of(reader: Reader, moves: Sequence[int], *, known_seq: int) -> "pl.DataFrame":
    """Return what brought goods of some issues back: source_move, move, accounting_on, known_seq, quantity_micro."""
    return frame_of_many(
        reader,
        "SELECT m.returns_move_id, m.id, m.accounting_on, m.known_seq, m.quantity_micro FROM stock_stock_move m"
        " WHERE m.returns_move_id IN ({marks}) AND m.known_seq <= %s",
        moves,
        {"source_move": "id", "move": "id", "accounting_on": "day", "known_seq": "int", "quantity_micro": "micro"},
        after=(known_seq,),
    )  # fmt: skip


def quantities_of(reader: Reader, moves: Sequence[int]) -> "pl.DataFrame":
    """Return how much each of some moves moved: source_move, issued_micro."""
    return frame_of_many(reader, "SELECT id, quantity_micro FROM stock_stock_move WHERE id IN ({marks})", moves,
                 {"source_move": "id", "issued_micro": "micro"})  # fmt: skip


MOVEMENTS = """
SELECT a.id, a.pool_id, a.layer_move_id, a.cause_move_id, a.accounting_on, a.known_seq, a.kind, coalesce(e.event, ''), a.reason,
       a.fiscal_year, a.amount_minor
FROM subledger_allowance_move a LEFT JOIN ledger_entry e ON e.id = a.entry_id
WHERE a.pool_id IN ({marks}) AND a.book_id = %s AND a.known_seq <= %s ORDER BY a.id
"""


def movements(reader: Reader, book_id: int, pools: Sequence[int], *, known_seq: int) -> "pl.DataFrame":
    """Return the allowance moves of some pools, in the order in which they were made."""
    return frame_of_many(
        reader, MOVEMENTS, pools,
        {"id": "id", "pool_id": "id", "layer": "id", "move": "id", "accounting_on": "day", "known_seq": "int",
         "kind": "text", "event": "text", "allowance_reason": "text", "fiscal_year": "int", "amount_minor": "minor"},
        after=(book_id, known_seq),
    ).sort("id").drop("id")  # fmt: skip
