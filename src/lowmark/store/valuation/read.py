"""Read pools and open layers: as they stand now (the cache), or at a date as known at a sequence (the facts)."""

from datetime import date
from typing import TYPE_CHECKING

from lowmark.store.session import Reader

if TYPE_CHECKING:
    import polars as pl

OPEN_LAYERS = """
SELECT f.pool_id, p.item_id, p.lot_id, f.layer_move_id, m.accounting_on, coalesce(m.received_on, m.effective_on),
       CAST(sum(f.quantity_micro) AS bigint), CAST(sum(f.value_minor) AS bigint)
FROM subledger_cost_flow f
JOIN valuation_cost_pool p ON p.id = f.pool_id
JOIN stock_stock_move m ON m.id = f.layer_move_id
WHERE f.cost_basis_id = %s AND f.accounting_on <= %s AND f.known_seq <= %s
GROUP BY f.pool_id, p.item_id, p.lot_id, f.layer_move_id, m.accounting_on, m.received_on, m.effective_on
HAVING sum(f.quantity_micro) <> 0
ORDER BY f.pool_id, m.accounting_on, f.layer_move_id
"""


def pools(reader: Reader, cost_basis_id: int) -> "pl.DataFrame":
    """Return the pools of a basis: pool_id, item_id, lot, last_on and set_on (null without).

    Domain: `last_on` is the accounting day of the last flow, `set_on` that of the last charge or reversal of allowance.
    """
    return reader.frame(
        "SELECT p.id, p.item_id, coalesce(l.code, ''),"
        " (SELECT max(f.accounting_on) FROM subledger_cost_flow f WHERE f.pool_id = p.id),"
        " (SELECT max(a.accounting_on) FROM subledger_allowance_move a WHERE a.pool_id = p.id"
        "  AND a.book_id IN (SELECT b.id FROM entities_book b WHERE b.cost_basis_id = p.cost_basis_id)"
        "  AND a.kind IN ('charge', 'reverse'))"
        " FROM valuation_cost_pool p LEFT JOIN items_lot l ON l.id = p.lot_id WHERE p.cost_basis_id = %s ORDER BY p.id",
        [cost_basis_id], {"pool_id": "id", "item_id": "id", "lot": "text", "last_on": "day", "set_on": "day"},
    )  # fmt: skip


def current_layers(reader: Reader, entity_id: int) -> "pl.DataFrame":
    """Return the open layers of an entity as they stand now, in the columns that costing takes."""
    return reader.frame(
        "SELECT pool_id, layer_move_id, opened_on, received_on, known_seq, quantity_micro, value_minor, consumed_micro"
        " FROM valuation_layer WHERE entity_id = %s ORDER BY pool_id, opened_on, known_seq",
        [entity_id],
        {"pool_id": "id", "layer": "id", "opened_on": "day", "received_on": "day", "known_seq": "int",
         "quantity_micro": "micro", "value_minor": "minor", "consumed_micro": "micro"},
    )  # fmt: skip


def open_layers(reader: Reader, cost_basis_id: int, *, as_of: date, known_seq: int) -> "pl.DataFrame":
    """Return the layers open at a date as known at a sequence, summed from the flows.

    Shapes: unit (the pool), item, lot, layer, opened_on, received_on, remaining_micro, cost_minor.
    """
    return reader.frame(
        OPEN_LAYERS, [cost_basis_id, as_of, known_seq],
        {"unit": "id", "item": "id", "lot": "id", "layer": "id", "opened_on": "day", "received_on": "day",
         "remaining_micro": "micro", "cost_minor": "minor"},
    )  # fmt: skip


def value_at(reader: Reader, cost_basis_id: int, *, as_of: date, known_seq: int) -> int:
    """Return the value of all stock of a basis at a date as known at a sequence: one sum over a covering index."""
    sql = (
        "SELECT CAST(coalesce(sum(value_minor), 0) AS bigint) FROM subledger_cost_flow"
        " WHERE cost_basis_id = %s AND accounting_on <= %s AND known_seq <= %s"
    )
    return int(reader.value(sql, [cost_basis_id, as_of, known_seq]))


def pool(reader: Reader, cost_basis_id: int, item_id: int, lot_id: int | None) -> int | None:
    """Return the number of the pool of an item (and lot), or none."""
    sql = "SELECT id FROM valuation_cost_pool WHERE cost_basis_id = %s AND pool_key = %s"
    found = reader.value(sql, [cost_basis_id, f"{item_id}/{lot_id or 0}"])
    return None if found is None else int(found)
