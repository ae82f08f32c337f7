"""Read what demand is made of: goods of ours that were sold, used or came back, by day; and what was on hand at a day's end.

As known at a sequence. Where title passes and the goods stay, they come from a vendor or go to a customer.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from lowmark.store.session import Reader

if TYPE_CHECKING:
    import polars as pl

TAKEN = """
SELECT q.item_id, q.location_id, q.from_kind, q.to_kind, q.is_return, q.effective_on, CAST(sum(q.quantity_micro) AS bigint)
FROM (
  SELECT m.item_id, CASE WHEN m.returns_move_id IS NULL THEN m.from_location_id ELSE m.to_location_id END AS location_id,
         CASE WHEN m.owner = '' THEN a.kind ELSE 'vendor' END AS from_kind,
         CASE WHEN m.to_owner = '' THEN b.kind ELSE 'customer' END AS to_kind,
         CASE WHEN m.returns_move_id IS NULL THEN 0 ELSE 1 END AS is_return, m.effective_on, m.quantity_micro
  FROM stock_stock_move m
  JOIN items_location a ON a.id = m.from_location_id
  JOIN items_location b ON b.id = m.to_location_id
  WHERE m.entity_id = %s AND m.known_seq <= %s AND m.effective_on <= %s AND (m.owner = '' OR m.to_owner = '')
) q
WHERE (q.is_return = 0 AND q.to_kind IN ('customer', 'production'))
   OR (q.is_return = 1 AND q.from_kind IN ('customer', 'production'))
GROUP BY q.item_id, q.location_id, q.from_kind, q.to_kind, q.is_return, q.effective_on
"""
MOVED = """(
  SELECT m.item_id, m.lot_id, m.effective_on, m.quantity_micro FROM stock_stock_move m
  JOIN items_location b ON b.id = m.to_location_id
  WHERE m.entity_id = %s AND m.known_seq <= %s AND m.effective_on <= %s AND m.to_owner = '' AND b.kind IN ({kinds})
  UNION ALL
  SELECT m.item_id, m.lot_id, m.effective_on, -m.quantity_micro FROM stock_stock_move m
  JOIN items_location a ON a.id = m.from_location_id
  WHERE m.entity_id = %s AND m.known_seq <= %s AND m.effective_on <= %s AND m.owner = '' AND a.kind IN ({kinds})
) q"""
"""What came to places of some kinds, and what left them: goods of ours, up to a day."""
CHANGED = f"""
SELECT q.item_id, q.effective_on, CAST(sum(q.quantity_micro) AS bigint) FROM {MOVED} GROUP BY q.item_id, q.effective_on
"""  # noqa: S608 -- of constants
ON_HAND = f"""
SELECT q.item_id, coalesce(l.expires_on, l.best_before_on), CAST(sum(q.quantity_micro) AS bigint) FROM {MOVED}
LEFT JOIN items_lot l ON l.id = q.lot_id
GROUP BY q.item_id, coalesce(l.expires_on, l.best_before_on) HAVING sum(q.quantity_micro) > 0
"""  # noqa: S608 -- of constants
CORRECTED = """
SELECT c.item_id, c.location_id, c.demand_on, c.quantity_micro, c.because, u.username FROM evidence_demand_correction c
JOIN people_user u ON u.id = c.corrected_by
WHERE c.entity_id = %s AND c.known_seq <= %s AND c.demand_on <= %s ORDER BY c.known_seq
"""
SUPERSEDED = """
SELECT i.id, CASE WHEN s.id IS NULL THEN i.superseded_by_id ELSE s.superseded_by_id END AS superseded_by_id FROM items_item i
LEFT JOIN items_item_status s ON s.item_id = i.id AND s.valid_from = (
  SELECT max(l.valid_from) FROM items_item_status l WHERE l.item_id = i.id AND l.valid_from <= %s)
WHERE i.catalogue_id = %s AND coalesce(s.status, i.status) = 'superseded'
"""


def taken(reader: Reader, entity_id: int, *, as_of: date, known_seq: int) -> "pl.DataFrame":
    """Return goods sold, used and come back: item, location, from_kind, to_kind, is_return, on, quantity_micro."""
    return reader.frame(
        TAKEN, [entity_id, known_seq, as_of],
        {"item": "id", "location": "id", "from_kind": "text", "to_kind": "text", "is_return": "bool", "on": "day",
         "quantity_micro": "micro"},
    )  # fmt: skip


def changed(reader: Reader, entity_id: int, *, kinds: Sequence[str], as_of: date, known_seq: int) -> "pl.DataFrame":
    """Return by how much the stock of each item in places of some kinds changed on each day: item, on, quantity_micro."""
    marks = ", ".join(["%s"] * len(kinds))
    return reader.frame(
        CHANGED.format(kinds=marks), [entity_id, known_seq, as_of, *kinds, entity_id, known_seq, as_of, *kinds],
        {"item": "id", "on": "day", "quantity_micro": "micro"},
    )  # fmt: skip


def corrected(reader: Reader, entity_id: int, *, as_of: date, known_seq: int) -> "pl.DataFrame":
    """Return corrections of demand: item, location, on, quantity_micro, because, corrected_by."""
    return reader.frame(
        CORRECTED, [entity_id, known_seq, as_of],
        {"item": "id", "location": "id", "on": "day", "quantity_micro": "micro", "because": "text", "corrected_by": "text"},
    )  # fmt: skip


def successors(reader: Reader, catalogue_id: int, *, on: date) -> dict[int, int]:
    """Return which item takes the place of which, on a day."""
    rows = reader.rows(SUPERSEDED, [on, catalogue_id])
    return {row["id"]: row["superseded_by_id"] for row in rows if row["superseded_by_id"] is not None}


def on_hand(reader: Reader, entity_id: int, *, kinds: Sequence[str], as_of: date, known_seq: int) -> "pl.DataFrame":
    """Return what is on hand in places of some kinds: item, expires_on (null where it does not), quantity_micro."""
    marks = ", ".join(["%s"] * len(kinds))
    return reader.frame(
        ON_HAND.format(kinds=marks), [entity_id, known_seq, as_of, *kinds, entity_id, known_seq, as_of, *kinds],
        {"item": "id", "expires_on": "day", "quantity_micro": "micro"},
    )  # fmt: skip
