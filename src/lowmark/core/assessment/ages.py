"""Ages of stock: from when goods were received, as far as their cost says it, and otherwise the latest receipts first.

Before this: layers of cost, and the receipts of pools in which layers say nothing of age. After this: the rule on age.
A layer by first in first out, or of an identified unit, is as old as its receipt. In a pool that is averaged, at
standard or last in first out, what is on hand is taken to be what came last: the goods of a warehouse leave it oldest
first whatever their cost does. What no receipt explains is as old as the first of them.
"""

from datetime import date
from typing import Final

import polars as pl

AGED_BY_LAYER: Final = ("fifo", "specific_identification")
AGES: Final = ("unit", "age_days", "quantity_micro")


def ages_of(*, layers: pl.DataFrame, receipts: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Return how much of each unit is how old.

    Shapes: `layers`: unit, received_on, remaining_micro. `receipts`: unit, received_on, quantity_micro, of the units whose
            layers say nothing of age. Out: unit, age_days, quantity_micro.
    Domain: the quantities of a unit add up to what is left of it; nothing is younger than the date.

    >>> layers = pl.DataFrame({"unit": [1], "received_on": [date(2026, 1, 1)], "remaining_micro": [15]})
    >>> receipts = pl.DataFrame({"unit": [1, 1], "received_on": [date(2026, 1, 1), date(2026, 12, 1)],
    ...                          "quantity_micro": [20, 10]})
    >>> ages_of(layers=layers, receipts=receipts, as_of=date(2026, 12, 31)).sort("age_days").rows()
    [(1, 30, 10), (1, 364, 5)]
    """
    by_layer = layers.join(receipts.select("unit").unique(), on="unit", how="anti", maintain_order="left").select(
        "unit", "received_on", quantity_micro="remaining_micro"
    )
    on_hand = layers.group_by("unit").agg(on_hand=pl.col("remaining_micro").cast(pl.Int128).sum())
    latest = (
        receipts.group_by("unit", "received_on")
        .agg(pl.col("quantity_micro").cast(pl.Int128).sum())
        .sort("unit", "received_on", descending=[False, True])
        .join(on_hand, on="unit", maintain_order="left")
        .with_columns(before=pl.col("quantity_micro").cum_sum().over("unit") - pl.col("quantity_micro"))
        .with_columns(place=pl.int_range(pl.len()).over("unit"), n=pl.len().over("unit"))
    )
    left = pl.max_horizontal(pl.col("on_hand") - pl.col("before"), pl.lit(0, pl.Int128))
    is_first = pl.col("place") == pl.col("n") - 1
    walked = latest.select(
        "unit", "received_on",
        quantity_micro=pl.when(is_first).then(left).otherwise(pl.min_horizontal("quantity_micro", left)).cast(pl.Int64),
    )  # fmt: skip
    days = pl.max_horizontal((pl.lit(as_of) - pl.col("received_on")).dt.total_days(), pl.lit(0, pl.Int64))
    return pl.concat([by_layer, walked]).filter(pl.col("quantity_micro") > 0).select(
        "unit", days.alias("age_days"), "quantity_micro"
    )  # fmt: skip
