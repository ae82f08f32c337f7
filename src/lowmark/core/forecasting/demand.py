"""Demand from stock moves: what was sold and used, returns netted; what looks odd is flagged, and nothing is edited.

Before this: moves of sound goods of ours, as known at a sequence; corrections that somebody has made, dated and signed. After this:
`panel`. A one-off and a stock-out are flags beside a figure: whoever knows better corrects it by a row of its own, which
says who and why. An item that another takes the place of hands its history on to it. Source: IAS 2.31; the field's practice.
"""

from collections.abc import Mapping
from typing import Final

import polars as pl

from lowmark.core.tables.locations import SOUND

USED_BY: Final = ("customer", "production")
DEMAND: Final = {"item": pl.Int64, "location": pl.Int64, "on": pl.Date, "quantity_micro": pl.Int64, "source": pl.String}
SALE: Final = "moves"
RETURN: Final = "returns"
CORRECTION: Final = "correction"
ONE_OFF_TIMES: Final = 10
"""A demand above so many times the median of an item's demands is flagged."""

FEWEST_TO_JUDGE: Final = 4


def demand_from(*, moves: pl.DataFrame, corrections: pl.DataFrame) -> pl.DataFrame:
    """Return demand by item, place and day, and where each part of it comes from.

    Shapes: `moves`: item, location (the place of ours), from_kind, to_kind, is_return, on, quantity_micro. `corrections`:
            item, location, on, quantity_micro, signed. Out: `DEMAND`.
    Domain: goods that come back from a customer or from production take from the demand of the day they come back on; nothing else
            that moves is demand: no count, no transfer, no scrap.

    >>> from datetime import date
    >>> moves = pl.DataFrame({"item": [7, 7, 7], "location": [1, 1, 1], "from_kind": ["stock", "customer", "stock"],
    ...     "to_kind": ["customer", "stock", "scrap"], "is_return": [False, True, False], "on": [date(2026, 5, 4)] * 3,
    ...     "quantity_micro": [5_000_000, 1_000_000, 9_000_000]})
    >>> demand_from(moves=moves, corrections=pl.DataFrame(schema={"item": pl.Int64, "location": pl.Int64, "on": pl.Date,
    ...     "quantity_micro": pl.Int64})).select("quantity_micro", "source").rows()
    [(5000000, 'moves'), (-1000000, 'returns')]
    """
    out = pl.col("from_kind").is_in(SOUND) & pl.col("to_kind").is_in(USED_BY) & ~pl.col("is_return")
    back = pl.col("from_kind").is_in(USED_BY) & pl.col("to_kind").is_in(SOUND) & pl.col("is_return")
    parts = [
        moves.filter(out).with_columns(source=pl.lit(SALE)),
        moves.filter(back).with_columns(source=pl.lit(RETURN), quantity_micro=-pl.col("quantity_micro")),
        corrections.with_columns(source=pl.lit(CORRECTION)),
    ]
    return pl.concat([part.select(DEMAND.keys()) for part in parts]).sort("item", "on", "location", "source")


def handed_on(*, demand: pl.DataFrame, successors: Mapping[int, int]) -> pl.DataFrame:
    """Return demand with that of superseded items under the item that took their place.

    Domain: an item that was superseded in turn hands on what it was handed; a circle leaves everything where it is.

    >>> from datetime import date
    >>> demand = pl.DataFrame([(7, None, date(2026, 5, 4), 5, "moves")], schema=DEMAND, orient="row")
    >>> handed_on(demand=demand, successors={7: 8, 8: 9}).select("item", "quantity_micro").rows()
    [(9, 5)]
    """
    last = {item: _last(item, successors) for item in successors}
    changed = {item: end for item, end in last.items() if item != end}
    return demand.with_columns(pl.col("item").replace(changed)) if changed else demand


def flags(*, demand: pl.DataFrame, stock: pl.DataFrame) -> pl.DataFrame:
    """Return what looks odd: `one_off` on a demand far above the others of its item, `stock_out` on a day without stock.

    Shapes: `demand`: item, on, quantity_micro, a row a period; `stock`: item, on, quantity_micro at the end of a period.
            Out: item, on, flag, quantity_micro.
    Domain: a figure is flagged, and stands; a period without stock and with little demand says little of what was wanted.

    >>> from datetime import date
    >>> days = [date(2026, month, 1) for month in range(1, 6)]
    >>> demand = pl.DataFrame({"item": [7] * 5, "on": days, "quantity_micro": [2, 3, 2, 90, 0]})
    >>> stock = pl.DataFrame({"item": [7] * 5, "on": days, "quantity_micro": [9, 9, 9, 9, 0]})
    >>> flags(demand=demand, stock=stock).select("on", "flag").rows()
    [(datetime.date(2026, 4, 1), 'one_off'), (datetime.date(2026, 5, 1), 'stock_out')]
    """
    median = pl.col("quantity_micro").filter(pl.col("quantity_micro") > 0).median().over("item")
    times = (pl.col("quantity_micro") > 0).sum().over("item")
    is_odd = (times >= FEWEST_TO_JUDGE) & (pl.col("quantity_micro") > ONE_OFF_TIMES * median)
    one_off = demand.filter(is_odd).with_columns(flag=pl.lit("one_off"))
    out = stock.filter(pl.col("quantity_micro") <= 0).select("item", "on")
    stock_out = demand.join(out, on=["item", "on"], how="semi").with_columns(flag=pl.lit("stock_out"))
    return pl.concat([one_off, stock_out]).select("item", "on", "flag", "quantity_micro").sort("item", "on", "flag")


def _last(item: int, successors: Mapping[int, int]) -> int:
    seen = [item]
    while seen[-1] in successors:
        if successors[seen[-1]] in seen:
            return item
        seen.append(successors[seen[-1]])
    return seen[-1]
