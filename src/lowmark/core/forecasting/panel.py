"""Demand by item and period, side by side: what models are shown.

Before this: rows of demand, of periods that may be missing. After this: `backtest`, `forecast`. A period that is not over is
no period; one without a row had no demand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

import numpy as np
import polars as pl

from lowmark.core.forecasting.classes import Array
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import MICRO

Period = Literal["day", "week", "month"]
SEASON: Final = {"day": 365, "week": 52, "month": 12}
DAYS: Final = {"day": 1.0, "week": 7.0, "month": 365.0 / 12}
_EVERY: Final = {"day": "1d", "week": "1w", "month": "1mo"}
MOST_CELLS: Final = 200_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Demand in whole units.

    Shapes: `values` [keys, periods]; `keys` in the order of the rows; `begins` the first day of each period.
    """

    keys: tuple[object, ...]
    begins: tuple[date, ...]
    values: Array
    period: Period

    @property
    def season(self) -> int:
        """Return how many periods a year has."""
        return SEASON[self.period]


def to_panel(
    *, demand: pl.DataFrame, keys: Sequence[object], period: Period, first_on: date, as_of: date
) -> Panel:  # fmt: skip
    """Return the demand of every key in every period that is over.

    Shapes: `demand`: key, on, quantity_micro.
    Domain: periods are calendar ones, weeks begin on Mondays; the first is that of `first_on`, the last ends by `as_of`;
            returns beyond what a period sold leave nothing.
    Raises: Problem ``too_much_demand`` where keys times periods are more than can be held.

    >>> demand = pl.DataFrame({"key": [7, 7], "on": [date(2026, 1, 5), date(2026, 3, 2)], "quantity_micro": [2_000_000, 10**6]})
    >>> panel = to_panel(demand=demand, keys=[7, 8], period="month", first_on=date(2026, 1, 5), as_of=date(2026, 3, 31))
    >>> panel.values.tolist(), str(panel.begins[-1])
    ([[2.0, 0.0, 1.0], [0.0, 0.0, 0.0]], '2026-03-01')
    """
    begins = tuple(
        pl.date_range(_begin(first_on, period), as_of, interval=_EVERY[period], eager=True).to_list()
    )  # fmt: skip
    begins = tuple(each for each in begins if _end(each, period) <= as_of)
    if len(begins) * len(keys) > MOST_CELLS:
        raise Problem("too_much_demand", f"{len(keys)} items by {len(begins)} periods are too many at once",
                      hint="take longer periods, or fewer items")  # fmt: skip
    row = {key: place for place, key in enumerate(keys)}
    column = {each: place for place, each in enumerate(begins)}
    sums = (
        demand.with_columns(begin=pl.col("on").dt.truncate(_EVERY[period]))
        .group_by("key", "begin")
        .agg(pl.col("quantity_micro").cast(pl.Int128).sum().cast(pl.Int64))
    )
    values = np.zeros((len(keys), len(begins)))
    for key, begin, micro in sums.select("key", "begin", "quantity_micro").iter_rows():
        if key in row and begin in column:
            values[row[key], column[begin]] = max(0, micro) / MICRO
    return Panel(keys=tuple(keys), begins=begins, values=values, period=period)


def periods_in(days: int, period: Period) -> int:
    """Return how many periods a number of days is, at least one.

    >>> periods_in(365, "month"), periods_in(180, "week"), periods_in(1, "month")
    (12, 26, 1)
    """
    return max(1, round(days / DAYS[period]))


def _begin(day: date, period: Period) -> date:
    if period == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if period == "week" else day


def _end(begin: date, period: Period) -> date:
    """Return the last day of a period."""
    if period == "month":
        return (begin.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return begin + timedelta(days=6 if period == "week" else 0)
