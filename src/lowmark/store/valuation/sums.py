"""Sum open layers where they lie: by pool, or all of them, each with what a book holds on it.

Before this: flows and allowance, in the store. After this: whoever shows no layer, and so has no use for a row of one.
"""

from datetime import date
from typing import TYPE_CHECKING

from lowmark.store.session import Reader, Row
from lowmark.store.valuation.read import OPEN

if TYPE_CHECKING:
    import polars as pl

HELD = """
SELECT pool_id, layer_move_id, sum(amount_minor) AS held_minor FROM subledger_allowance_move
WHERE book_id = %s AND accounting_on <= %s AND known_seq <= %s GROUP BY pool_id, layer_move_id
"""
OPEN_UNITS = f"""
SELECT u.pool_id, p.item_id, p.lot_id, p.condition, coalesce(t.expires_on, t.best_before_on), u.quantity_micro, u.value_minor,
       u.held_minor
FROM (
    SELECT o.pool_id, CAST(sum(o.quantity_micro) AS bigint) AS quantity_micro,
           CAST(sum(o.value_minor) AS bigint) AS value_minor, CAST(coalesce(sum(h.held_minor), 0) AS bigint) AS held_minor
    FROM ({OPEN.format(of_pools="")}) o
    LEFT JOIN ({HELD}) h ON h.pool_id = o.pool_id AND h.layer_move_id = o.layer_move_id
    GROUP BY o.pool_id
) u
JOIN valuation_cost_pool p ON p.id = u.pool_id
LEFT JOIN items_lot t ON t.id = p.lot_id
WHERE p.owner = ''
"""  # noqa: S608 -- made of constants
OPEN_SUMS = f"""
SELECT CAST(coalesce(sum(o.quantity_micro), 0) AS bigint) AS quantity_micro,
       CAST(coalesce(sum(o.value_minor), 0) AS bigint) AS value_minor,
       CAST(coalesce(sum(h.held_minor), 0) AS bigint) AS held_minor,
       count(*) AS layers, count(DISTINCT o.pool_id) AS positions
FROM ({OPEN.format(of_pools="")}) o
JOIN valuation_cost_pool p ON p.id = o.pool_id
LEFT JOIN ({HELD}) h ON h.pool_id = o.pool_id AND h.layer_move_id = o.layer_move_id
WHERE p.owner = ''
"""  # noqa: S608 -- made of constants


def open_units(reader: Reader, cost_basis_id: int, book_id: int, *, as_of: date, known_seq: int) -> "pl.DataFrame":
    """Return the pools of our own goods that have open layers, those summed, with what a book holds on them.

    Shapes: unit (the pool), item, lot, condition, expires_on, remaining_micro, cost_minor, held_minor.
    """
    return reader.frame(
        OPEN_UNITS, [cost_basis_id, as_of, known_seq, book_id, as_of, known_seq],
        {"unit": "id", "item": "id", "lot": "id", "condition": "text", "expires_on": "day", "remaining_micro": "micro",
         "cost_minor": "minor", "held_minor": "minor"},
    ).sort("unit")  # fmt: skip


def open_sums(reader: Reader, cost_basis_id: int, book_id: int, *, as_of: date, known_seq: int) -> Row:
    """Return the sums of the open layers of our own goods, with what a book holds on them, without a row of them.

    Shapes: quantity_micro, value_minor, held_minor, layers, positions (pools that have any).
    """
    row = reader.row(OPEN_SUMS, [cost_basis_id, as_of, known_seq, book_id, as_of, known_seq])
    assert row is not None  # Sums have a row, of nothing too.
    return row
