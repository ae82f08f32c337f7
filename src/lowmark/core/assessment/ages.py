"""Ages of stock: since when what is physically there has been here, whatever its cost does.

Before this: what is left of each unit by its cost, and the strata of its goods. After this: the rule on age. Strata go by
when goods moved and cost by when that counts, so they may differ for a while: then the youngest strata are those that count,
and what no stratum explains is as old as the oldest.
"""

from datetime import date
from typing import Final

import polars as pl

AGES: Final = ("unit", "age_days", "quantity_micro")


def ages_of(*, left: pl.DataFrame, strata: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Return how much of each unit is how old.

    Shapes: `left`: unit, remaining_micro. `strata`: unit, received_on, quantity_micro. Out: unit, age_days, quantity_micro.
    Domain: the quantities of a unit that has strata add up to what is left of it; nothing is younger than the date.

    >>> left = pl.DataFrame({"unit": [1], "remaining_micro": [15]})
    >>> strata = pl.DataFrame({"unit": [1, 1], "received_on": [date(2026, 1, 1), date(2026, 12, 1)],
    ...                        "quantity_micro": [5, 10]})
    >>> ages_of(left=left, strata=strata, as_of=date(2026, 12, 31)).sort("age_days").rows()
    [(1, 30, 10), (1, 364, 5)]
    """
    on_hand = left.group_by("unit").agg(on_hand=pl.col("remaining_micro").cast(pl.Int128).sum())
    latest = (
        strata.group_by("unit", "received_on")
        .agg(pl.col("quantity_micro").cast(pl.Int128).sum())
        .filter(pl.col("quantity_micro") > 0)
        .sort("unit", "received_on", descending=[False, True])
        .join(on_hand, on="unit", maintain_order="left")
        .with_columns(before=pl.col("quantity_micro").cum_sum().over("unit") - pl.col("quantity_micro"))
        .with_columns(place=pl.int_range(pl.len()).over("unit"), n=pl.len().over("unit"))
    )
    rest = pl.max_horizontal(pl.col("on_hand") - pl.col("before"), pl.lit(0, pl.Int128))
    is_oldest = pl.col("place") == pl.col("n") - 1
    days = pl.max_horizontal((pl.lit(as_of) - pl.col("received_on")).dt.total_days(), pl.lit(0, pl.Int64))
    return latest.select(
        "unit", days.alias("age_days"),
        quantity_micro=pl.when(is_oldest).then(rest).otherwise(pl.min_horizontal("quantity_micro", rest)).cast(pl.Int64),
    ).filter(pl.col("quantity_micro") > 0)  # fmt: skip
