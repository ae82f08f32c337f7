"""Read what describes items to a test of stock: code, class, category, status, and how much life a buyer wants left."""

from datetime import date
from typing import TYPE_CHECKING

from lowmark.store.session import Reader

if TYPE_CHECKING:
    import polars as pl

DESCRIBED = """
SELECT i.id, i.code, i.item_class, i.category, coalesce(s.status, i.status), i.minimum_remaining_days FROM items_item i
LEFT JOIN items_item_status s ON s.item_id = i.id AND s.valid_from = (
  SELECT max(l.valid_from) FROM items_item_status l WHERE l.item_id = i.id AND l.valid_from <= %s)
WHERE i.catalogue_id = %s ORDER BY i.id
"""


def described(reader: Reader, catalogue_id: int, *, on: date) -> "pl.DataFrame":
    """Return the items of a catalogue: item, item_code, item_class, category, status, minimum_remaining_days.

    Domain: the status is the one that holds on the day; of an item without a dated one, the one that its file says.
    """
    return reader.frame(
        DESCRIBED, [on, catalogue_id],
        {"item": "id", "item_code": "text", "item_class": "text", "category": "text", "status": "text",
         "minimum_remaining_days": "int"},
    )  # fmt: skip
