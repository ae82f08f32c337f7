"""Demand that is known: what a forecast says of an item, else the average of what was sold and used in the months before.

Before this: forecasts by item as known at a sequence, and what `measuring` found to have been sold. After this:
`expected_demand`. Each item says by which of the two it is, so that whoever reads the figure knows. Source: IAS 2.31.
"""

from datetime import date, timedelta
from typing import Final

import polars as pl

from lowmark.core.kinds.arithmetic import INT64_MAX

AVERAGE: Final = "average_of_sales"
YEAR: Final = 365
DEMAND: Final = ("item", "from_on", "until_on", "quantity_micro", "method")


def demand_of(
    *, items: pl.DataFrame, forecasts: pl.DataFrame, sold: pl.DataFrame, sold_days: int, horizon_days: int, as_of: date
) -> pl.DataFrame:
    """Return the demand for each item, with the method that says so.

    Shapes: `items`: item. `forecasts`: item, made_on, horizon_days, mean_micro, method, one row an item. `sold`: item,
            sold_micro of the `sold_days` before the date. Out: `DEMAND`.
    Domain: without a forecast, demand goes on as it was until the horizon, or for a year where there is none.

    >>> items = pl.DataFrame({"item": [7, 8]})
    >>> forecasts = pl.DataFrame({"item": [7], "made_on": [date(2026, 12, 31)], "horizon_days": [90],
    ...                           "mean_micro": [400], "method": ["plan"]})
    >>> sold = pl.DataFrame({"item": [7, 8], "sold_micro": [1, 730]})
    >>> demand_of(items=items, forecasts=forecasts, sold=sold, sold_days=365, horizon_days=0,
    ...           as_of=date(2026, 12, 31)).select("item", "quantity_micro", "method").rows()
    [(7, 400, 'plan'), (8, 730, 'average_of_sales')]
    """
    days = horizon_days or YEAR
    said = forecasts.join(items, on="item", how="semi", maintain_order="left").select(
        "item", from_on=pl.col("made_on") + timedelta(days=1),
        until_on=pl.col("made_on") + pl.duration(days="horizon_days"), quantity_micro="mean_micro", method="method",
    )  # fmt: skip
    average = pl.col("sold_micro").fill_null(0).cast(pl.Int128) * days // sold_days
    going_on = (
        items.join(said, on="item", how="anti", maintain_order="left")
        .join(sold, on="item", how="left", maintain_order="left")
        .select(
            "item", from_on=pl.lit(as_of + timedelta(days=1)), until_on=pl.lit(as_of + timedelta(days=days)),
            quantity_micro=average.clip(0, INT64_MAX).cast(pl.Int64), method=pl.lit(AVERAGE),
        )
    )  # fmt: skip
    return pl.concat([said, going_on]).sort("item")
