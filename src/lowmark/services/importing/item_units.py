"""Import the units of items. A unit keeps its factor: what was recorded in it is read by it ever after."""

from typing import Any

import polars as pl

from lowmark.services.access import Granted
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.importing.problems import problems, unknown_items
from lowmark.store.items import read as items_read
from lowmark.store.session import Writer


def import_item_units(frame: pl.DataFrame, *, granted: Granted, **_: Any) -> Outcome | Refusal:
    """Plan units of the items of the entity's catalogue; a row that says what is there already has no effect."""

    def write(writer: Writer) -> Refusal | None:
        catalogue_id = granted.entity.catalogue_id
        items = items_read.items(writer, catalogue_id).select("item", "item_id", "base_unit")
        there = items_read.units(writer, catalogue_id).rename({"numerator": "was", "denominator": "was_of"})
        found = frame.join(items, on="item", how="left", maintain_order="left").join(
            there, on=["item_id", "unit"], how="left", maintain_order="left"
        )
        is_there = pl.col("was").is_not_null()
        # Two ratios are one where their cross products are, which two factors of ten digits each keep within 64 bits.
        other = pl.col("numerator") * pl.col("was_of") != pl.col("was") * pl.col("denominator")
        refused = pl.concat([
            unknown_items(found),
            problems(found, "unit", "base_unit", "it is the item's base unit", "leave it out: quantities are counted in it",
                     mark=pl.col("unit") == pl.col("base_unit")),
            problems(found, "numerator", "differs", "the unit has another factor already", "give the unit another code",
                     mark=is_there & other),
        ])  # fmt: skip
        if not refused.is_empty():
            return Refusal(refused.sort("row"))
        new = found.filter(~is_there)
        ids = pl.Series("id", list(writer.take_ids("item_unit", new.height)), dtype=pl.Int64)
        writer.insert_frame("item_unit", new.with_columns(
            ids, catalogue_id=pl.lit(catalogue_id, dtype=pl.Int64),
        ).select("id", "catalogue_id", "item_id", "unit", "numerator", "denominator"))  # fmt: skip
        return None

    return Outcome(write)
