"""Read what tests of stock measure: moves summed by period, and where goods lie, as known at a sequence.

Goods of ours alone: where title passes and the goods stay, they come from a vendor or go to a customer.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from lowmark.store.session import Reader

if TYPE_CHECKING:
    import polars as pl

MOVED = """
SELECT m.item_id, CASE WHEN m.owner = '' THEN a.kind ELSE 'vendor' END, a.path,
       CASE WHEN m.to_owner = '' THEN b.kind ELSE 'customer' END, b.path,
       CASE WHEN m.returns_move_id IS NULL THEN 0 ELSE 1 END, {period},
       CAST(sum(m.quantity_micro) AS bigint), max(coalesce(m.received_on, m.effective_on))
FROM stock_stock_move m
JOIN items_location a ON a.id = m.from_location_id
JOIN items_location b ON b.id = m.to_location_id
WHERE m.entity_id = %s AND m.known_seq <= %s AND m.effective_on <= %s AND (m.owner = '' OR m.to_owner = '')
GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
LYING = """
SELECT q.item_id, q.lot_id, a.path, CAST(sum(q.quantity_micro) AS bigint) FROM (
  SELECT item_id, lot_id, to_location_id AS location_id, quantity_micro FROM stock_stock_move
  WHERE entity_id = %s AND known_seq <= %s AND effective_on <= %s AND to_owner = ''
  UNION ALL
  SELECT item_id, lot_id, from_location_id, -quantity_micro FROM stock_stock_move
  WHERE entity_id = %s AND known_seq <= %s AND effective_on <= %s AND owner = ''
) q JOIN items_location a ON a.id = q.location_id WHERE a.kind IN ({kinds})
GROUP BY q.item_id, q.lot_id, a.path HAVING sum(q.quantity_micro) > 0
"""


def moved(reader: Reader, entity_id: int, *, ends: Sequence[date], known_seq: int) -> "pl.DataFrame":
    """Return the moves of an entity summed by item, places and period: 0 up to the first of `ends`, then one each.

    Shapes: item, from_kind, from_area, to_kind, to_area, is_return, period, quantity_micro, last_on; an area is the first
            part of a place's path.
    """
    import polars as pl

    cases = " ".join(f"WHEN m.effective_on <= %s THEN {place}" for place in range(len(ends) - 1))
    period = f"CASE {cases} ELSE {len(ends) - 1} END" if cases else "0"
    found = reader.frame(
        MOVED.format(period=period), [*ends[:-1], entity_id, known_seq, ends[-1]],
        {"item": "id", "from_kind": "text", "from_area": "text", "to_kind": "text", "to_area": "text",
         "is_return": "bool", "period": "int", "quantity_micro": "micro", "last_on": "day"},
    )  # fmt: skip
    return found.with_columns(_area("from_area"), _area("to_area")).cast({"period": pl.Int64})


def lying(
    reader: Reader, entity_id: int, *, kinds: Sequence[str], as_of: date, known_seq: int
) -> "pl.DataFrame":  # fmt: skip
    """Return in which areas goods lie at a date, in places of some kinds: item, lot (null without), area."""
    marks = ", ".join(["%s"] * len(kinds))
    parameters = [entity_id, known_seq, as_of] * 2 + list(kinds)
    found = reader.frame(
        LYING.format(kinds=marks), parameters, {"item": "id", "lot": "id", "area": "text", "quantity_micro": "micro"}
    )
    return found.with_columns(_area("area")).select("item", "lot", "area").unique()


def _area(name: str) -> "pl.Expr":
    """Return the first part of a path."""
    import polars as pl

    return pl.col(name).str.split("/").list.first().alias(name)
