"""Import items and locations. A row that says what is there already has no effect; one that differs is refused."""

from typing import Any

import polars as pl

from lowmark.core.recording.record import PROBLEM
from lowmark.services.access import Granted
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.store.items import read as items_read
from lowmark.store.session import Reader, Writer


def import_items(frame: pl.DataFrame, *, granted: Granted, **_: Any) -> Outcome | Refusal:
    """Plan items of the entity's catalogue."""
    twice = _twice(frame, "item")
    if not twice.is_empty():
        return Refusal(twice)

    def write(writer: Writer) -> Refusal | None:
        catalogue_id = granted.entity.catalogue_id
        there = items_read.items(writer, catalogue_id).select("item", was="tracking")
        differing = frame.join(there, on="item").filter(pl.col("tracking") != pl.col("was"))
        if not differing.is_empty():
            return Refusal(_problems(differing, "tracking", "differs", "the item is tracked otherwise already",
                                     "an item's tracking does not change"))  # fmt: skip
        new = frame.join(there, on="item", how="anti", maintain_order="left")
        writer.insert_frame("item", new.with_columns(
            id=_ids(writer, "item", new.height), catalogue_id=pl.lit(catalogue_id, dtype=pl.Int64), code="item",
        ).select("id", "catalogue_id", "code", "name", "item_class", "category", "base_unit", "tracking",
                 "shelf_life_days"))  # fmt: skip
        return None

    return Outcome(write)


def import_locations(frame: pl.DataFrame, *, granted: Granted, **_: Any) -> Outcome | Refusal:
    """Plan places of the entity."""
    twice = _twice(frame, "location")
    if not twice.is_empty():
        return Refusal(twice)

    def write(writer: Writer) -> Refusal | None:
        entity_id = granted.entity.id
        there = items_read.locations(writer, entity_id).select("location", was="kind")
        differing = frame.join(there, on="location").filter(pl.col("kind") != pl.col("was"))
        if not differing.is_empty():
            return Refusal(_problems(differing, "kind", "differs", "the place is of another kind already",
                                     "give the place another path"))  # fmt: skip
        new = frame.join(there, on="location", how="anti", maintain_order="left")
        writer.insert_frame("location", new.with_columns(
            id=_ids(writer, "location", new.height), entity_id=pl.lit(entity_id, dtype=pl.Int64), path="location",
        ).select("id", "entity_id", "path", "kind"))  # fmt: skip
        return None

    return Outcome(write)


def known_items(reader: Reader, granted: Granted) -> pl.DataFrame:
    """Return the items of the entity's catalogue."""
    return items_read.items(reader, granted.entity.catalogue_id)


def _ids(writer: Writer, noun: str, n: int) -> pl.Series:
    """Return new numbers as a column."""
    return pl.Series("id", list(writer.take_ids(noun, n)), dtype=pl.Int64)


def _twice(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """Return a problem for each row whose key stands in an earlier row too."""
    again = frame.filter(~pl.col(column).is_first_distinct())
    return _problems(again, column, "twice", f"the {column} stands in the file twice", "keep one of the rows")


def _problems(rows: pl.DataFrame, column: str, code: str, message: str, hint: str) -> pl.DataFrame:
    """Return a problem for each row."""
    return rows.select(
        "row", column=pl.lit(column), value=pl.col(column).cast(pl.String), code=pl.lit(code), message=pl.lit(message),
        hint=pl.lit(hint),
    ).cast(PROBLEM)  # fmt: skip
