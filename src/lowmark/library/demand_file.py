"""Back-test a file of demand, with no database: what each model would have said, beside what came.

Before this: a file of demand by item and month, week or day (CSV or Parquet), and maybe one of the items with their unit prices.
After this: `lowmark forecast --backtest FILE`. Items of the second file that have no demand count as such. What is read here goes
into no ledger: it is measured with, not booked.
"""

import hashlib
import io
from dataclasses import dataclass
from datetime import date
from typing import Final, cast

import numpy as np
import polars as pl

from lowmark.core.forecasting.backtest import BackTest, back_test
from lowmark.core.forecasting.classes import Array
from lowmark.core.forecasting.panel import SEASON, Period
from lowmark.core.forecasting.trials import Tell
from lowmark.core.kinds.problems import Problem
from lowmark.library.named import Named

ITEM: Final = ("item", "item_code", "sku", "stock_code", "product")
DAY: Final = ("on", "date", "day", "month", "period", "ds")
WEEK: Final = ("week_no", "week")
QUANTITY: Final = ("quantity", "qty", "demand", "y")
PRICE: Final = ("unit_price", "cost_price", "unit_cost", "price", "cost")
MOST_CELLS: Final = 200_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandFile:
    """What a file of demand holds, side by side.

    Shapes: `values` [items, periods]; `prices` by item, not a number where none is given.
    """

    items: tuple[str, ...]
    values: Array
    prices: Array
    period: Period
    file_hash: bytes


def read_demand(*, demand: Named, items: Named | None = None, periods: int = 0) -> DemandFile:
    r"""Read a file of demand: a row an item and month, week (by number) or day; rows of no demand may be left out.

    Domain: dates that are all the first of a month are months; other dates are days, taken by the month. Weeks are numbered from
            1. `periods` says how many there are, where the last had no demand; 0 up to the last with one.
    Raises: Problem ``bad_file``, ``missing_column``, ``too_much_demand``.

    >>> from types import SimpleNamespace as File
    >>> found = read_demand(demand=File(name="d.csv", content=b"item,month,qty\nA,2026-01-01,2\nA,2026-03-01,1\n"))
    >>> found.items, found.values.tolist(), found.period
    (('A',), [[2.0, 0.0, 1.0]], 'month')
    """
    frame = _frame(demand)
    item, quantity = _column(frame, ITEM, demand), _column(frame, QUANTITY, demand)
    place, period, found_periods = _places(frame, demand)
    periods = max(periods, found_periods)
    rows = frame.select(
        item=pl.col(item).cast(pl.String), place=place, quantity=pl.col(quantity).cast(pl.Float64).fill_null(0.0)
    )
    described = None if items is None else _frame(items)
    codes = rows["item"].unique(maintain_order=True).to_list()
    if described is not None and items is not None:
        codes = described[_column(described, ITEM, items)].cast(pl.String).unique(maintain_order=True).to_list()
    if len(codes) * periods > MOST_CELLS:
        raise Problem("too_much_demand", f"{len(codes)} items by {periods} periods are too many at once",
                      hint="give fewer items")  # fmt: skip
    values = np.zeros((len(codes), periods))
    found = rows.with_columns(row=pl.col("item").replace_strict(
        {code: number for number, code in enumerate(codes)}, default=None, return_dtype=pl.Int64
    )).filter(pl.col("row").is_not_null(), pl.col("place").is_not_null())  # fmt: skip
    np.add.at(values, (found["row"].to_numpy(), found["place"].to_numpy()), found["quantity"].to_numpy())
    return DemandFile(items=tuple(codes), values=np.maximum(values, 0.0), prices=_prices(described, codes),
                      period=period, file_hash=hashlib.sha256(demand.content).digest())  # fmt: skip


def back_test_file(*, file: DemandFile, horizon: int = 0, tell: Tell | None = None) -> BackTest:
    """Back-test a file of demand over the last twelve months; a horizon of 0 is half a year.

    Domain: chance comes from the file's hash: the same file gives the same answer.
    Raises: Problem ``too_little_demand``.
    """
    season = SEASON[file.period]
    seed = int.from_bytes(file.file_hash[:8], "big") >> 1
    found = back_test(values=file.values, season=season, horizon=horizon or season // 2, seed=seed, tell=tell)
    if found is None:
        raise Problem("too_little_demand", f"{file.values.shape[1]} periods are too few to try a forecast on",
                      hint="give eight or more")  # fmt: skip
    return found


def _frame(file: Named) -> pl.DataFrame:
    try:
        if file.name.lower().endswith(".parquet"):
            return pl.read_parquet(io.BytesIO(file.content))
        return pl.read_csv(io.BytesIO(file.content), try_parse_dates=True)
    except Exception as error:  # noqa: BLE001 -- whatever a reader finds wrong with the bytes of somebody else's file
        raise Problem("bad_file", f"{file.name} cannot be read: {str(error)[:200]}",
                      hint="give CSV with a header, or Parquet") from None  # fmt: skip


def _column(frame: pl.DataFrame, names: tuple[str, ...], file: Named, *, needed: bool = True) -> str:
    by_name = {column.strip().lower().replace(" ", "_"): column for column in frame.columns}
    for name in names:
        if name in by_name:
            return by_name[name]
    for known, column in by_name.items():
        if any(known.startswith(f"{name}_") for name in names):
            return column
    if needed:
        raise Problem("missing_column", f"{file.name} has no column {names[0]}", hint=f"one of {', '.join(names)}")
    return ""


def _places(frame: pl.DataFrame, file: Named) -> tuple[pl.Series, Period, int]:
    """Return the place of each row's period from the first, what a period is, and how many there are."""
    week = _column(frame, WEEK, file, needed=False)
    if week and frame[week].dtype.is_integer():
        number = frame[week].cast(pl.Int64)
        first = min(1, cast("int", number.min()))
        return number - first, "week", cast("int", number.max()) - first + 1
    name = _column(frame, DAY, file)
    try:
        day = frame[name].cast(pl.Date)
    except pl.exceptions.PolarsError:
        raise Problem("bad_file", f"{file.name}: {name} is not a column of dates", hint="write 2026-10-31") from None
    if day.null_count() == len(day):
        raise Problem("bad_file", f"{file.name}: {name} holds no date", hint="write 2026-10-31")
    earliest, latest = cast("date", day.min()), cast("date", day.max())
    if (frame.height > 1 and not (day.dt.day() == 1).all()) and (day.dt.weekday() == day.dt.weekday().first()).all():
        return (day - earliest).dt.total_days() // 7, "week", (latest - earliest).days // 7 + 1
    months = (day.dt.year().cast(pl.Int64) - earliest.year) * 12 + day.dt.month().cast(pl.Int64) - earliest.month
    return months, "month", (latest.year - earliest.year) * 12 + latest.month - earliest.month + 1


def _prices(described: pl.DataFrame | None, codes: list[str]) -> Array:
    none = np.full(len(codes), np.nan)
    if described is None:
        return none
    by_name = {column.lower(): column for column in described.columns}
    price = next((column for name, column in by_name.items() if name.startswith(PRICE)), None)
    item = next((by_name[name] for name in ITEM if name in by_name), None)
    if price is None or item is None:
        return none
    known = dict(zip(described[item].cast(pl.String), described[price].cast(pl.Float64), strict=True))
    return np.array([known.get(code, np.nan) for code in codes], dtype=np.float64)
