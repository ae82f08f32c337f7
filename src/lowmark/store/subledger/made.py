"""Read what was made of what: the legs of productions, each with its pool and what it came to."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from lowmark.store.many import frame_of_many
from lowmark.store.session import Reader

if TYPE_CHECKING:
    import polars as pl

LEGS = """
SELECT m.production_id, m.known_seq, f.pool_id, m.id, m.item_id, coalesce(l.code, ''), m.accounting_on, m.share_micro,
       m.value_minor, CAST(sum(f.quantity_micro) AS bigint), CAST(sum(f.value_minor) AS bigint), r.abnormal_micro,
       r.labour_minor + r.depreciation_minor + r.other_overhead_minor
FROM stock_stock_move m
JOIN stock_production r ON r.id = m.production_id
JOIN subledger_cost_flow f ON f.move_id = m.id
LEFT JOIN items_lot l ON l.id = m.lot_id
WHERE r.entity_id IN (SELECT entity_id FROM entities_book WHERE cost_basis_id = %s) AND r.accounting_on >= %s
  AND r.known_seq <= %s AND f.cost_basis_id = %s AND f.known_seq <= %s
  AND f.pool_id IN (SELECT p.id FROM stock_production q CROSS JOIN stock_stock_move n CROSS JOIN valuation_cost_pool p
                    WHERE q.accounting_on >= %s AND n.production_id = q.id AND p.item_id = n.item_id)
GROUP BY m.production_id, m.known_seq, f.pool_id, m.id, m.item_id, l.code, m.accounting_on, m.share_micro, m.value_minor,
         r.abnormal_micro, r.labour_minor, r.depreciation_minor, r.other_overhead_minor
ORDER BY m.production_id, m.known_seq
"""
"""Flows are sought by the pools of what was made, in this order: of a company that makes nothing, none of a million is read."""


def legs_since(reader: Reader, basis_id: int, *, since: date, known_seq: int) -> "pl.DataFrame":
    """Return the legs of all productions from a day on.

    Shapes: production, place, pool_id, move, item_id, lot, accounting_on, share_micro, own_minor, lost_micro, value_minor
            (what an input left at; conversion, with the first product).
    """
    import polars as pl

    found = reader.frame(
        LEGS, [basis_id, since, known_seq, basis_id, known_seq, since],
        {"production": "id", "place": "int", "pool_id": "id", "move": "id", "item_id": "id", "lot": "text",
         "accounting_on": "day", "share_micro": "micro", "brought_minor": "minor", "quantity_micro": "micro",
         "cost_minor": "minor", "abnormal_micro": "micro", "conversion_minor": "minor"},
    )  # fmt: skip
    comes, shares = pl.col("quantity_micro") > 0, pl.col("share_micro").is_not_null()
    is_first = shares & (pl.col("place") == pl.col("place").filter(shares).min().over("production"))
    return found.with_columns(
        own_minor=pl.when(comes & ~shares).then("brought_minor"),
        lost_micro=pl.when(is_first).then("abnormal_micro").otherwise(0),
        value_minor=pl.when(is_first).then("conversion_minor").when(~comes).then(-pl.col("cost_minor")).otherwise(0),
    ).select("production", "place", "pool_id", "move", "item_id", "lot", "accounting_on", "share_micro", "own_minor",
             "lost_micro", "value_minor")  # fmt: skip


def conversions(reader: Reader, entity_id: int, *, known_seq: int) -> "pl.DataFrame":
    """Return what productions cost to make: production, labour_minor, depreciation_minor, other_overhead_minor."""
    return reader.frame(
        "SELECT id, labour_minor, depreciation_minor, other_overhead_minor FROM stock_production"
        " WHERE entity_id = %s AND known_seq <= %s",
        [entity_id, known_seq],
        {"production": "id", "labour_minor": "minor", "depreciation_minor": "minor", "other_overhead_minor": "minor"},
    )  # fmt: skip


TRANSFERRED = """
SELECT a.cause_move_id, a.pool_id, a.reason, a.fiscal_year, CAST(-sum(a.amount_minor) AS bigint)
FROM subledger_allowance_move a
WHERE a.cause_move_id IN ({marks}) AND a.book_id = %s AND a.kind = 'transfer' AND a.known_seq <= %s
GROUP BY a.cause_move_id, a.pool_id, a.reason, a.fiscal_year
"""


def transferred(reader: Reader, book_id: int, moves: Sequence[int], *, known_seq: int) -> "pl.DataFrame":
    """Return what inputs of productions took along of allowance: source_move, allowance_reason, fiscal_year, amount_minor."""
    return frame_of_many(
        reader, TRANSFERRED, moves,
        {"source_move": "id", "source_pool_id": "id", "allowance_reason": "text", "fiscal_year": "int",
         "amount_minor": "minor"},
        after=(book_id, known_seq),
    )  # fmt: skip
