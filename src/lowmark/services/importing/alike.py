"""Goods that are alike and would be costed by different formulas: the standards allow one for goods of similar nature and use."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import polars as pl

FORMULAS: Final[Mapping[str, str]] = MappingProxyType({
    "fifo": "first in, first out", "lifo": "last in, first out", "moving_average": "average", "weighted_average": "average",
})  # fmt: skip
"""What assumes how costs flow, by its name: the average may be taken at each receipt or for a period (IAS 2.27)."""


def apart(goods: pl.DataFrame) -> dict[str, str]:
    """Return, of items whose likes are costed by another formula, which item and formula that is.

    Shapes: `goods`: item, item_class, category, method. Goods of one class and category are alike; what has no category is
            alike to nothing.
    Source: IAS 2.25; ASPE 3031.24.

    >>> goods = pl.DataFrame({"item": ["TENT", "ROPE"], "item_class": ["merchandise"] * 2, "category": ["Camp"] * 2,
    ...                       "method": ["fifo", "moving_average"]})
    >>> apart(goods)
    {'TENT': 'ROPE of Camp by average', 'ROPE': 'TENT of Camp by first in, first out'}
    """
    named = goods.filter(pl.col("category") != "").with_columns(
        formula=pl.col("method").replace_strict(FORMULAS, default=None, return_dtype=pl.String)
    ).drop_nulls("formula")  # fmt: skip
    first = named.group_by("item_class", "category", "formula", maintain_order=True).agg(pl.col("item").first())
    met = named.join(first, on=["item_class", "category"], suffix="_other", maintain_order="left_right").filter(
        pl.col("formula") != pl.col("formula_other")
    )
    return {
        item: f"{other} of {category} by {formula}"
        for item, other, category, formula in met.select("item", "item_other", "category", "formula_other").iter_rows()
    }
