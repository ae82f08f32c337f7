"""How much of the stock of each place its own demand will take, the first to expire first.

Before this: stock by place and lot, demand by place over a horizon. After this: `risks`, which names what is left over, and
what is missing. Demand comes evenly over the horizon; a lot takes what falls into the days until the last on which it can
be sold, less what lots before it took, so that a unit of demand is met once.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

PLACE: Final = ["entity", "item", "location"]


def taken(*, stock: pl.DataFrame, demand: pl.DataFrame, as_of: date, horizon_days: int) -> pl.DataFrame:
    """Return the stock with last_on (the last day of sale within the horizon) and taken_micro, by place and last day.

    Shapes: stock: entity, item, location, lot (null without), quantity_micro, cost_minor, last_on (null: keeps).
            demand: entity, item, location, quantity_micro, a row a place.
    Units:  days count after `as_of`; demand until a day is rounded down.

    >>> stock = pl.DataFrame({"entity": ["E", "E"], "item": ["A", "A"], "location": ["M", "M"], "lot": ["L1", "L2"],
    ...     "quantity_micro": [80, 80], "cost_minor": [8, 8], "last_on": [date(2026, 1, 11), None]},
    ...     schema_overrides={"last_on": pl.Date})
    >>> demand = pl.DataFrame({"entity": ["E"], "item": ["A"], "location": ["M"], "quantity_micro": [100]})
    >>> taken(stock=stock, demand=demand, as_of=date(2026, 1, 1), horizon_days=20)["taken_micro"].to_list()
    [50, 50]
    """
    assert horizon_days > 0
    days = (pl.col("last_on") - as_of).dt.total_days().clip(0, horizon_days).fill_null(horizon_days)
    ordered = (
        stock.join(demand.select(*PLACE, demand_micro="quantity_micro"), on=PLACE, how="left", maintain_order="left")
        .with_columns(days=days, demand_micro=pl.col("demand_micro").fill_null(0))
        .with_columns(until_micro=pl.col("demand_micro").cast(pl.Int128) * pl.col("days") // horizon_days)
        .sort(*PLACE, "days", "lot", maintain_order=True)
    )
    place = ordered.select(pl.struct(PLACE).rle_id()).to_series().to_list()
    found = _in_order(place, ordered["quantity_micro"].to_list(), ordered["until_micro"].cast(pl.Int64).to_list())
    return ordered.with_columns(taken_micro=pl.Series(found, dtype=pl.Int64)).drop("days", "until_micro")


def _in_order(place: Sequence[int], there: Sequence[int], until: Sequence[int]) -> list[int]:
    """Let the lots of each place take what is left of its demand until their last day."""
    found, before, total = [], -1, 0
    for at, quantity, most in zip(place, there, until, strict=True):
        total = 0 if at != before else total
        takes = min(quantity, max(0, most - total))
        total, before = total + takes, at
        found.append(takes)
    return found
