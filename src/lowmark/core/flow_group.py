"""A line per use case of a group: many entities as one.

Before this: what services read of every member. After this: the consolidation book. Names the stage `consolidation`, as
`flow` names the others.
"""

from collections.abc import Iterable, Sequence

import polars as pl

from lowmark.core.consolidation.consolidate import Consolidated, consolidate
from lowmark.core.consolidation.margins import Margin, Matched, Taken, margins_of
from lowmark.core.consolidation.unrealised import unrealised_by_layer, unrealised_by_pair
from lowmark.core.consolidation.worksheet import group_statements, worksheet

__all__ = [
    "Consolidated",
    "consolidate",
    "group_statements",
    "margins_in_stock",
    "profit_in_stock",
    "worksheet",
]

_MARGIN = {"entity": pl.String, "layer": pl.Int64, "seller": pl.String, "on": pl.Int64, "currency": pl.String,
           "margin_minor": pl.Int64}  # fmt: skip


def margins_in_stock(
    *, sales: Sequence[Matched], taken: Iterable[Taken], layers: pl.DataFrame, rates: pl.DataFrame
) -> pl.DataFrame:
    """Return every margin in what is left of the layers, in the currency of the group: matched sales -> layers."""
    margins: list[Margin] = margins_of(sales=sales, taken=taken)
    frame = pl.DataFrame(margins, schema=_MARGIN, orient="row")
    return unrealised_by_layer(layers=layers, margins=frame, rates=rates)


def profit_in_stock(
    *, sales: Sequence[Matched], taken: Iterable[Taken], layers: pl.DataFrame, rates: pl.DataFrame
) -> pl.DataFrame:
    """Return the profit in stock by who made it and who has the goods: seller, entity, profit_minor."""
    return unrealised_by_pair(margins_in_stock(sales=sales, taken=taken, layers=layers, rates=rates))
