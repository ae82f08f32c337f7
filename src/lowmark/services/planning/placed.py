"""Stock of ours by item, lot and place at a day, with its share of its pool's cost, set apart and away as well."""

from collections.abc import Collection
from datetime import date

import polars as pl

from lowmark.core.tables.locations import INTERNAL
from lowmark.services.access import Granted
from lowmark.services.finding import find_book
from lowmark.services.planning.one_entity import Asked, stock_at
from lowmark.store.session import Reader


def placed(
    reader: Reader, granted: Granted, *, as_of: date, known_seq: int, kinds: Collection[str] = INTERNAL
) -> pl.DataFrame:
    """Return item_id, item, location, lot, quantity_micro, cost_minor and last_on, by item, lot and place of some kinds."""
    entity = granted.entity
    items = reader.frame(
        "SELECT id, code, minimum_remaining_days FROM items_item WHERE catalogue_id = %s ORDER BY id", [entity.catalogue_id],
        {"item_id": "id", "item": "text", "wanted_days": "int"},
    )  # fmt: skip
    book = find_book(reader, entity, "")
    found = stock_at(reader, entity.id, book, Asked(as_of, known_seq, 1), items, kinds=kinds)
    return found.sort("item", "lot", "location")
