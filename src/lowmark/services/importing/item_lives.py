"""Import where items are in their lives from a day on, and what may be given in their place: as `set-status` and `set-substitute`.

A row that says what is there already has no effect; one that differs takes its place, as the operation of the desk does.
"""

from typing import Any

import polars as pl

from lowmark.services.access import Granted
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.importing.problems import problems, unknown_items
from lowmark.store.items import read as items_read
from lowmark.store.items import statuses
from lowmark.store.session import Reader, Writer


def import_item_statuses(frame: pl.DataFrame, *, granted: Granted, **_: Any) -> Outcome | Refusal:
    """Plan statuses of the items of the entity's catalogue."""

    def write(writer: Writer) -> Refusal | None:
        found, refused = _named(writer, frame, granted, "superseded_by")
        if not refused.is_empty():
            return Refusal(refused)
        for item, successor, status, day in found.select("item_id", "other_id", "status", "valid_from").iter_rows():
            statuses.set_status(writer, granted.entity.catalogue_id, item, valid_from=day, status=status,
                                superseded_by_id=successor)  # fmt: skip
        return None

    return Outcome(write)


def import_substitutes(frame: pl.DataFrame, *, granted: Granted, **_: Any) -> Outcome | Refusal:
    """Plan substitutes of the items of the entity's catalogue."""

    def write(writer: Writer) -> Refusal | None:
        found, refused = _named(writer, frame, granted, "substitute")
        if not refused.is_empty():
            return Refusal(refused)
        for item, other, rank in found.select("item_id", "other_id", pl.col("rank").fill_null(1)).iter_rows():
            statuses.set_substitute(writer, granted.entity.catalogue_id, item, other, rank=rank)
        return None

    return Outcome(write)


def _named(reader: Reader, frame: pl.DataFrame, granted: Granted, other: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Join the numbers of both items, item_id and other_id; return every row with a code that no item has."""
    items = items_read.items(reader, granted.entity.catalogue_id).select("item", "item_id")
    others = items.select(pl.col("item").alias(other), other_id="item_id")
    found = frame.join(items, on="item", how="left", maintain_order="left").join(
        others, on=other, how="left", maintain_order="left"
    )
    refused = pl.concat([
        unknown_items(found),
        problems(found, other, "unknown_item", "no item has this code", "import the item first",
                 mark=(pl.col(other) != "") & pl.col("other_id").is_null()),
    ])  # fmt: skip
    return found, refused.sort("row")
