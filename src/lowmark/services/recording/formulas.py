"""By which formula goods of ours are costed on a day: which of their pools their moves of that day touch.

From the day of a change of formula on the goods of its items are in pools of their own, into which they go over before every move
of that day. Before this: what moves do to goods. After this: `pools` finds their pools.
"""

from typing import Final

import polars as pl

from lowmark.core.recording.faults import PROBLEM

GOING_OVER: Final = "formula_change_id"
"""The column of moves that says by which change of formula goods go over to another pool."""

RESTATED: Final = "restated_minor"
"""The column of such moves that says by how much they cost more by the new formula."""


def with_change(legs: pl.DataFrame, changed: pl.DataFrame, *, day: str = "accounting_on") -> pl.DataFrame:
    """Say of goods by which change of formula they are in the pool in which they are on a day: change_id, 0 without one.

    Shapes: legs: item_id, owner, the day, and perhaps ``GOING_OVER`` with quantity_micro, and change_id where it is known;
            changed: item_id, change_id, begins_on.
    Domain: what goes over leaves the pool in which it was before the day.

    >>> from datetime import date
    >>> legs = pl.DataFrame({"item_id": [1, 1], "owner": ["", ""], "on": [date(2026, 3, 31), date(2026, 4, 1)]})
    >>> changed = pl.DataFrame({"item_id": [1], "change_id": [9], "begins_on": [date(2026, 4, 1)]})
    >>> with_change(legs, changed, day="on")["change_id"].to_list()
    [0, 9]
    """
    known = pl.col("change_id") if "change_id" in legs.columns else pl.lit(None, dtype=pl.Int64)
    if changed.is_empty():
        return legs.with_columns(change_id=known.fill_null(0))
    leaves = pl.lit(value=False)
    if GOING_OVER in legs.columns:
        leaves = pl.col(GOING_OVER).is_not_null() & (pl.col("quantity_micro") < 0)
    placed = legs.with_row_index("place_of_leg")
    begun = placed.filter(pl.col("owner") == "").join(changed.rename({"change_id": "of_change"}), on="item_id").filter(
        (pl.col("begins_on") < pl.col(day)) | ((pl.col("begins_on") == pl.col(day)) & ~leaves)
    )  # fmt: skip
    last = begun.sort("begins_on").group_by("place_of_leg").agg(pl.col("of_change").last())
    return placed.join(last, on="place_of_leg", how="left", maintain_order="left").with_columns(
        change_id=pl.coalesce(known, pl.col("of_change"), pl.lit(0, dtype=pl.Int64))
    ).drop("place_of_leg", "of_change")  # fmt: skip


def latest(changed: pl.DataFrame) -> pl.DataFrame:
    """Return the last change of each item: item_id, change_id, begins_on."""
    return changed.sort("item_id", "begins_on").group_by("item_id", maintain_order=True).last()


def now(pools: pl.DataFrame, changed: pl.DataFrame) -> pl.DataFrame:
    """Keep the pools in which goods are now.

    Shapes: pools: item_id, owner, change_id.
    """
    if changed.is_empty():
        return pools
    last = latest(changed).select("item_id", last_change="change_id")
    named = pools.join(last, on="item_id", how="left", maintain_order="left")
    holds = (pl.col("owner") != "") | (pl.col("change_id") == pl.col("last_change").fill_null(0))
    return named.filter(holds).drop("last_change")


def before_change(moves: pl.DataFrame, changed: pl.DataFrame) -> pl.DataFrame:
    """Return a problem for each row that would change goods of ours on a day before they went over to another formula.

    Shapes: moves: as `record` returns them.
    """
    if changed.is_empty():
        return pl.DataFrame(schema=PROBLEM)
    ours = (pl.col("owner") == "") | (pl.col("to_owner") == "")
    found = moves.join(latest(changed), on="item_id", maintain_order="left").filter(
        pl.col("direction") != "within", ours, pl.col("accounting_on") < pl.col("begins_on")
    )  # fmt: skip
    day = pl.col("begins_on").cast(pl.String)
    return found.select(
        "row", column=pl.lit("accounting_on"), value=pl.col("accounting_on").cast(pl.String), code=pl.lit("formula_changed"),
        message=pl.format("goods of this item are costed by another formula since {}: what they were worth then went over", day),
        hint=pl.format("let it count on {} or after", day),
    ).cast(PROBLEM)  # fmt: skip
