"""Import bills of material.

A bill that is there stands: another one is another day's. What would make an item of itself is refused, with the items.
"""

from typing import Any

import polars as pl

from lowmark.core.costing.bills import first_circle
from lowmark.services.access import Granted
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.importing.problems import NONE, of_file, problems
from lowmark.store.items import read as items_read
from lowmark.store.session import Reader, Writer, reading

SAID = ("batch_micro", "quantity_micro", "scrap_micro")
KEY = ("parent_id", "valid_from", "component_id")


def import_bills(frame: pl.DataFrame, *, granted: Granted, **_: Any) -> Outcome | Refusal:
    """Plan bills of the entity's catalogue; a row that says what is there already has no effect."""
    catalogue_id = granted.entity.catalogue_id
    with reading(granted.scope()) as reader:
        refused = _look_up(reader, frame, catalogue_id)[1]
    if not refused.is_empty():
        return Refusal(refused)

    def write(writer: Writer) -> Refusal | None:
        found, refused = _look_up(writer, frame, catalogue_id)
        if not refused.is_empty():
            return Refusal(refused)
        new = found.filter(pl.col("was_batch_micro").is_null())
        writer.insert_frame("bill_line", new.select(
            pl.Series("id", list(writer.take_ids("bill_line", new.height)), dtype=pl.Int64),
            pl.lit(catalogue_id, dtype=pl.Int64).alias("catalogue_id"), "parent_id", "component_id", *SAID, "valid_from",
        ))  # fmt: skip
        return None

    return Outcome(write)


def _look_up(reader: Reader, frame: pl.DataFrame, catalogue_id: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Join items and the lines that are there; return the rows and what is wrong with them."""
    items = items_read.items(reader, catalogue_id)
    there = items_read.bill_lines(reader, catalogue_id)
    versions = there.select("parent_id", "valid_from").unique().with_columns(stands=pl.lit(value=True))
    found = (
        frame.join(items.select("item", parent_id="item_id"), on="item", how="left", maintain_order="left")
        .join(items.select(component="item", component_id="item_id"), on="component", how="left", maintain_order="left")
        .join(there.select(*KEY, *(pl.col(name).alias(f"was_{name}") for name in SAID)), on=KEY, how="left", maintain_order="left")
        .join(versions, on=["parent_id", "valid_from"], how="left", maintain_order="left")
    )  # fmt: skip
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"was_{name}")) for name in SAID)
    faults = pl.concat([
        problems(found, "item", "unknown_item", "no item has this code", "import the item first",
                 mark=pl.col("parent_id").is_null()),
        problems(found, "component", "unknown_item", "no item has this code", "import the item first",
                 mark=pl.col("component_id").is_null()),
        problems(found, "valid_from", "bill_stands", "the item has another bill from this day on already",
                 "give the new bill a later day", mark=pl.col("stands").fill_null(value=False) & differs),
    ]).sort("row")  # fmt: skip
    return found, faults if not faults.is_empty() else _circle(found, there, items)


def _circle(found: pl.DataFrame, there: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """Return the problem of an item that would be made of itself, with the items between."""
    lines = pl.concat([there.select("parent_id", "valid_from", "component_id"), found.select(
        "parent_id", "valid_from", "component_id")]).unique().sort(KEY)  # fmt: skip
    circle = first_circle(lines.rows())
    if not circle:
        return NONE
    names: dict[int, str] = dict(items.select("item_id", "item").iter_rows())
    return of_file("circular_bill", f"an item would be made of itself: {' > '.join(names[each] for each in circle)}",
                   "take one of these lines out")  # fmt: skip
