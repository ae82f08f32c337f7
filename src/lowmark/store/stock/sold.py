"""Read what left each place of ours for customers and production, by item, less what came back."""

from datetime import date
from typing import TYPE_CHECKING

from lowmark.core.tables.locations import SOUND
from lowmark.store.session import Reader

if TYPE_CHECKING:
    import polars as pl

SOLD = """
SELECT x.item_id, x.path, CAST(sum(x.quantity_micro) AS bigint) FROM (
  SELECT m.item_id, a.path, m.quantity_micro FROM stock_stock_move m
  JOIN items_location a ON a.id = m.from_location_id JOIN items_location b ON b.id = m.to_location_id
  WHERE m.entity_id = %s AND m.known_seq <= %s AND m.effective_on > %s AND m.effective_on <= %s
    AND m.owner = '' AND a.kind IN ({ours}) AND (b.kind IN ('customer', 'production') OR m.to_owner <> '')
  UNION ALL
  SELECT m.item_id, b.path, -m.quantity_micro FROM stock_stock_move m
  JOIN items_location a ON a.id = m.from_location_id JOIN items_location b ON b.id = m.to_location_id
  WHERE m.entity_id = %s AND m.known_seq <= %s AND m.effective_on > %s AND m.effective_on <= %s
    AND m.returns_move_id IS NOT NULL AND a.kind IN ('customer', 'production') AND b.kind IN ({ours})
) x GROUP BY x.item_id, x.path HAVING sum(x.quantity_micro) > 0 ORDER BY x.item_id, x.path
"""


def sold_by_place(reader: Reader, entity_id: int, *, after: date, until: date, known_seq: int) -> "pl.DataFrame":
    """Return what was sold and used out of each place within some days: item, location, quantity_micro."""
    asked = [entity_id, known_seq, after, until]
    ours = ", ".join(f"'{kind}'" for kind in SOUND)
    return reader.frame(
        SOLD.format(ours=ours), [*asked, *asked], {"item": "id", "location": "text", "quantity_micro": "micro"}
    )
