"""Import what names things: items, locations, lots and accounts.

A row that says what is there already has no effect; one that differs is refused.
"""

from datetime import date
from typing import Any

import polars as pl

from lowmark.core.kinds.quantity import format_micro
from lowmark.core.tables.noun import Type
from lowmark.services.access import Granted
from lowmark.services.importing.no_inventory import not_inventory
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.importing.problems import problems, unknown_items
from lowmark.services.stock.freezing import hold_tree, is_within
from lowmark.store.entities import read as entities_read
from lowmark.store.items import read as items_read
from lowmark.store.items import write as items_write
from lowmark.store.session import Reader, Writer

LONGEST_YEARS = 30
"""Nothing that is followed by lot keeps longer past the end of the books: a last day after that is a slip of the pen."""

ACCOUNT_COLUMNS = ("name", "kind", "section", "caption", "cash_flow", "sort_order", "nature")


def import_items(frame: pl.DataFrame, *, granted: Granted, **_: Any) -> Outcome | Refusal:
    """Plan items of the entity's catalogue."""
    twice = _twice(frame, "item")
    if not twice.is_empty():
        return Refusal(twice)

    def write(writer: Writer) -> Refusal | None:
        catalogue_id = granted.entity.catalogue_id
        there = items_read.items(writer, catalogue_id).select("item", "item_id", was="tracking")
        found = frame.join(there, on="item", how="left", maintain_order="left")
        known = pl.concat([frame["item"], there["item"]]).unique()
        refused = pl.concat([
            not_inventory(found, granted.entity.industry),
            problems(found, "tracking", "differs", "the item is tracked otherwise already",
                     "an item's tracking does not change", mark=pl.col("tracking") != pl.col("was")),
            problems(found, "superseded_by", "unknown_item", "no item has this code", "import it first, or in this file",
                     mark=pl.col("superseded_by").is_not_null() & ~pl.col("superseded_by").is_in(known.implode())),
        ])  # fmt: skip
        if not refused.is_empty():
            return Refusal(refused.sort("row"))
        new = found.filter(pl.col("item_id").is_null())
        writer.insert_frame("item", new.with_columns(
            id=_ids(writer, "item", new.height), catalogue_id=pl.lit(catalogue_id, dtype=pl.Int64), code="item",
            superseded_by_id=pl.lit(None, dtype=pl.Int64),
        ).select("id", "catalogue_id", "code", "name", "item_class", "category", "base_unit", "tracking",
                 "shelf_life_days", "weight_micro", "volume_micro", "status", "superseded_by_id",
                 "catch_unit", "minimum_remaining_days"))  # fmt: skip
        _describe(writer, catalogue_id, frame)
        return None

    return Outcome(write)


def _describe(writer: Writer, catalogue_id: int, frame: pl.DataFrame) -> None:
    """Note what a file says of items: weight, volume, status, what takes their place, how much life a buyer wants left.

    What it leaves empty stays as it was.
    """
    said = frame.filter(
        pl.any_horizontal(
            pl.col("weight_micro", "volume_micro", "status", "superseded_by", "minimum_remaining_days").is_not_null()
        )
    )
    numbers = items_read.items(writer, catalogue_id).select(superseded_by="item", superseded_by_id="item_id")
    rows = said.join(numbers, on="superseded_by", how="left", maintain_order="left")
    writer.execute_many(
        "UPDATE items_item SET weight_micro = coalesce(%s, weight_micro), volume_micro = coalesce(%s, volume_micro),"
        " status = coalesce(%s, status), superseded_by_id = coalesce(%s, superseded_by_id),"
        " minimum_remaining_days = coalesce(%s, minimum_remaining_days) WHERE catalogue_id = %s AND code = %s",
        [(*row, catalogue_id, item) for *row, item in rows.select(
            "weight_micro", "volume_micro", "status", "superseded_by_id", "minimum_remaining_days", "item"
        ).iter_rows()],
    )  # fmt: skip


def import_locations(frame: pl.DataFrame, *, granted: Granted, **_: Any) -> Outcome | Refusal:
    """Plan places of the entity."""
    twice = _twice(frame, "location")
    if not twice.is_empty():
        return Refusal(twice)

    def write(writer: Writer) -> Refusal | None:
        entity_id = granted.entity.id
        frozen = hold_tree(writer, granted)
        there = items_read.locations(writer, entity_id).select("location", was="kind")
        differing = frame.join(there, on="location").filter(pl.col("kind") != pl.col("was"))
        if not differing.is_empty():
            return Refusal(problems(differing, "kind", "differs", "the place is of another kind already",
                                    "give the place another path"))  # fmt: skip
        new = frame.join(there, on="location", how="anti", maintain_order="left")
        within = [any(is_within(path, row["location"]) for row in frozen) for path in new["location"]] if frozen else []
        if any(within):
            return Refusal(problems(new.filter(within), "location", "frozen", "it would be in a place that is frozen for a count",
                                    "send it when the sheet is posted, or thaw the place"))  # fmt: skip
        writer.insert_frame("location", new.with_columns(
            id=_ids(writer, "location", new.height), entity_id=pl.lit(entity_id, dtype=pl.Int64), path="location",
        ).select("id", "entity_id", "path", "kind"))  # fmt: skip
        return None

    return Outcome(write)


def import_lots(frame: pl.DataFrame, *, granted: Granted, **_: Any) -> Outcome | Refusal:
    """Plan lots. The last day follows from the shelf life of the item where a lot says only when it was made."""

    def write(writer: Writer) -> Refusal | None:
        entity_id = granted.entity.id
        items = items_read.items(writer, granted.entity.catalogue_id)
        there = items_read.lots(writer, entity_id).select(
            "item_id",
            "lot",
            "lot_id",
            was_made="made_on",
            was_expires="expires_on",
            was_best="best_before_on",
            was_potency="potency_micro",
        )
        found = frame.join(
            items.select("item", "item_id", "tracking", "shelf_life_days"), on="item", how="left", maintain_order="left"
        ).join(there, on=["item_id", "lot"], how="left", maintain_order="left")
        found = found.with_columns(
            expires_on=pl.coalesce("expires_on", pl.col("made_on") + pl.duration(days="shelf_life_days")),
            potency=pl.col("potency_micro").map_elements(format_micro, return_dtype=pl.String),
        )
        is_there = pl.col("lot_id").is_not_null()
        refused = pl.concat([
            unknown_items(found),
            problems(found, "item", "untracked", "the item is not followed by lot",
                     "leave its lots out, or import the item with another tracking", mark=pl.col("tracking") == "none"),
            problems(found, "made_on", "differs", "the lot was made on another day already",
                     "give the lot another code", mark=is_there & pl.col("made_on").ne_missing(pl.col("was_made"))),
            problems(found, "expires_on", "implausible", f"the last day is {LONGEST_YEARS} years after the books end",
                     "correct the year, or leave the day empty", mark=pl.col("expires_on") > _latest(writer, entity_id)),
            problems(found, "expires_on", "differs", "the lot has another last day already",
                     "give the lot another code", mark=is_there & pl.col("expires_on").ne_missing(pl.col("was_expires"))),
            problems(found, "best_before_on", "differs", "the lot is best before another day already",
                     "give the lot another code", mark=is_there & pl.col("best_before_on").ne_missing(pl.col("was_best"))),
            problems(found, "potency", "differs", "the lot has another potency already",
                     "give the lot another code", mark=is_there & pl.col("potency_micro").ne_missing(pl.col("was_potency"))),
        ])  # fmt: skip
        if not refused.is_empty():
            return Refusal(refused.sort("row"))
        items_write.add_lots(writer, entity_id=entity_id, named=found.select(
            "item_id", "lot", "made_on", "expires_on", "best_before_on", "potency_micro"
        ))  # fmt: skip
        return None

    return Outcome(write)


def _latest(reader: Reader, entity_id: int) -> date:
    """Return the last day that a lot may plausibly keep until."""
    end = max(period.ends_on for period in entities_read.periods(reader, entity_id))
    return end.replace(year=end.year + LONGEST_YEARS, day=min(end.day, 28))


def import_accounts(frame: pl.DataFrame, *, granted: Granted, **_: Any) -> Outcome | Refusal:
    """Plan accounts of the entity's chart."""

    def write(writer: Writer) -> Refusal | None:
        entity_id = granted.entity.id
        found = frame.join(_chart(writer, entity_id), on="code", how="left", maintain_order="left")
        is_there = pl.col("account_id").is_not_null()
        refused = pl.concat([
            problems(found, name, "differs", f"the account has another {name} already", "give the account another code",
                     mark=is_there & (pl.col(name) != pl.col(f"was_{name}")))
            for name in ACCOUNT_COLUMNS
        ])  # fmt: skip
        if not refused.is_empty():
            return Refusal(refused.sort("row"))
        new = found.filter(~is_there)
        writer.insert_frame("account", new.with_columns(
            id=_ids(writer, "account", new.height), entity_id=pl.lit(entity_id, dtype=pl.Int64),
        ).select("id", "entity_id", "code", *ACCOUNT_COLUMNS))  # fmt: skip
        return None

    return Outcome(write)


def _chart(reader: Reader, entity_id: int) -> pl.DataFrame:
    """Return the accounts that are there: code, account_id, and what each is as `was_`."""
    types: dict[str, Type] = {"code": "text", "account_id": "id"}
    types |= {f"was_{name}": "int" if name == "sort_order" else "text" for name in ACCOUNT_COLUMNS}
    sql = f"SELECT code, id, {', '.join(ACCOUNT_COLUMNS)} FROM ledger_account WHERE entity_id = %s"  # noqa: S608 -- our own names
    return reader.frame(sql, [entity_id], types)


def _ids(writer: Writer, noun: str, n: int) -> pl.Series:
    """Return new numbers as a column."""
    return pl.Series("id", list(writer.take_ids(noun, n)), dtype=pl.Int64)


def _twice(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """Return a problem for each row whose key stands in an earlier row too."""
    again = frame.filter(~pl.col(column).is_first_distinct())
    return problems(again, column, "twice", f"the {column} stands in the file twice", "keep one of the rows")
