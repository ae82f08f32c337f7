"""Goods by when they are expected to go: within the year, later, or not within the time that anybody looks ahead.

Before this: goods on hand and the demand for each item. After this: a statement of financial position shows what goes later as
not current, or says how much of inventories it is; what nobody is expected to take is the excess rule's to write down. Sources:
IAS 1.61 (amounts expected to be recovered after more than twelve months); ASC 210-10-45-1; ASC 330-10-35-1B.
"""

from typing import Final

import polars as pl

from lowmark.core.kinds.arithmetic import multiply_divide_round

BY_HORIZON: Final = {"item": pl.Int64, "quantity_micro": pl.Int64, "cost_minor": pl.Int64, "current_minor": pl.Int64,
                     "later_minor": pl.Int64, "beyond_minor": pl.Int64}  # fmt: skip


def by_horizon(*, stock: pl.DataFrame, current_days: int, last_days: int) -> pl.DataFrame:
    """Split the cost of goods by when demand, going on as it is, takes them.

    Shapes: stock: item, quantity_micro, cost_minor, demand_micro of so many demand_days. Out: ``BY_HORIZON``.
    Domain: 0 < current_days <= last_days; the parts of a row are differences of two defined values, so they sum to its cost.

    >>> stock = pl.DataFrame({"item": [7], "quantity_micro": [500], "cost_minor": [1_000], "demand_micro": [100],
    ...                       "demand_days": [365]})
    >>> by_horizon(stock=stock, current_days=365, last_days=1_095).row(0)
    (7, 500, 1000, 200, 400, 400)
    """
    assert 0 < current_days <= last_days

    rows = []
    for item, quantity, cost, demand, days in stock.select(
        "item", "quantity_micro", "cost_minor", "demand_micro", "demand_days"
    ).iter_rows():
        ends = [
            multiply_divide_round(cost, min(quantity, demand * horizon // days), quantity) if quantity else 0
            for horizon in (current_days, last_days)
        ]
        rows.append((item, quantity, cost, ends[0], ends[1] - ends[0], cost - ends[1]))
    return pl.DataFrame(rows, schema=BY_HORIZON, orient="row")
