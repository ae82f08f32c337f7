"""Give numbers their natural keys back: what people call items, lots and documents."""

from collections.abc import Sequence

import polars as pl

from lowmark.store.entities.read import Entity
from lowmark.store.items import read as items_read
from lowmark.store.session import Reader


def named(reader: Reader, entity: Entity, frame: pl.DataFrame, *, numbers: Sequence[int] | None = None) -> pl.DataFrame:
    """Add item_code, item_name, item_class and lot_code ('' without) to a frame with `item` and `lot` numbers.

    Domain: `numbers` are all items of the frame; without them the names of every item are read.
    """
    items = items_read.items(reader, entity.catalogue_id, numbers).select(
        item="item_id", item_code="item", item_name="name", item_class="item_class"
    )
    lots = items_read.lots(reader, entity.id, numbers).select(lot="lot_id", lot_code="lot", expires_on="ends_on")
    return (
        frame.join(items, on="item", how="left", maintain_order="left")
        .join(lots, on="lot", how="left", maintain_order="left")
        .with_columns(pl.col("lot_code").fill_null(""))
    )
