"""Read what describes items to a test of stock: code, class, category, status, and how much life a buyer wants left."""

from typing import TYPE_CHECKING

from lowmark.store.session import Reader

if TYPE_CHECKING:
    import polars as pl


def described(reader: Reader, catalogue_id: int) -> "pl.DataFrame":
    """Return the items of a catalogue: item, item_code, item_class, category, status, minimum_remaining_days."""
    return reader.frame(
        "SELECT id, code, item_class, category, status, minimum_remaining_days FROM items_item WHERE catalogue_id = %s"
        " ORDER BY id",
        [catalogue_id],
        {"item": "id", "item_code": "text", "item_class": "text", "category": "text", "status": "text",
         "minimum_remaining_days": "int"},
    )  # fmt: skip
