"""Bring a LIFO pool to a date: from the layers that its last annual estimate left, or from those it begins with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lowmark.core.estimates.dollar_value_lifo import close_pool_year
from lowmark.core.estimates.lifo_retail import close_retail_year, open_retail_pool
from lowmark.core.estimates.pool_layers import Liquidated, PoolLayer
from lowmark.core.estimates.ratios import ONE, Ratio
from lowmark.core.estimates.retail import RetailEstimate, RetailTotals
from lowmark.services.estimating.inputs import amount, places, ratio, totals
from lowmark.services.operations.estimate_inventory import Request
from lowmark.store.session import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolAt:
    """A pool at a date: what went in, and what came out."""

    ending_minor: int
    base_minor: int
    index: Ratio
    layer_index: Ratio
    ratio: Ratio
    opening: PoolLayer | None
    layers: tuple[PoolLayer, ...]
    added: PoolLayer | None
    liquidated: tuple[Liquidated, ...]
    lifo_minor: int
    worksheet: RetailEstimate | None = None


def layers_of(rows: Sequence[Row], pool: str) -> list[PoolLayer]:
    """Return layers as they were kept."""
    return [
        PoolLayer(pool=pool, year=row["fiscal_year"], base_minor=row["base_minor"], cost_minor=row["cost_minor"],
                  index=(row["index_over"], row["index_under"]), ratio=(row["ratio_over"], row["ratio_under"]),
                  used_base_minor=row["used_base_minor"])
        for row in rows
    ]  # fmt: skip


def as_rows(layers: Sequence[PoolLayer]) -> list[dict[str, Any]]:
    """Return layers as they are kept."""
    return [
        {"fiscal_year": layer.year, "base_minor": layer.base_minor, "index_over": layer.index[0],
         "index_under": layer.index[1], "ratio_over": layer.ratio[0], "ratio_under": layer.ratio[1],
         "cost_minor": layer.cost_minor, "used_base_minor": layer.used_base_minor}
        for layer in layers
    ]  # fmt: skip


def dollar_value(
    request: Request, currency: str, *, standing: Sequence[PoolLayer], year: int, inside_minor: int
) -> PoolAt:
    """Return a pool that is measured at current cost."""
    index = ratio(request.index, "index")
    at = ratio(request.layer_index, "index") if request.layer_index else index
    begun = amount(request.opening_cost, currency) if not standing else 0
    opening = None
    if begun:
        opening = PoolLayer(pool=request.pool, year=year - 1, base_minor=begun, cost_minor=begun)
    ending = amount(request.ending_cost, currency) if request.ending_cost else inside_minor
    found = close_pool_year(layers=[opening] if opening else standing, pool=request.pool, year=year,
                            current_cost_minor=ending, index=index, layer_index=at)  # fmt: skip
    return PoolAt(ending_minor=ending, base_minor=found.base_minor, index=index, layer_index=at, ratio=ONE, opening=opening,
                  layers=found.layers, added=found.added, liquidated=found.liquidated,
                  lifo_minor=found.lifo_cost_minor)  # fmt: skip


def retail(
    request: Request, currency: str, *, standing: Sequence[PoolLayer], year: int, before: RetailTotals | None = None
) -> PoolAt:
    """Return a department that is measured at retail; `before` is what of its year was taken over."""
    own, index = totals(request, currency, before=before), ratio(request.index, "index")
    at = ratio(request.layer_index, "index") if request.layer_index else index
    opening = None
    if not standing and own.opening_retail_minor:
        opening = open_retail_pool(
            pool=request.pool, year=year - 1, retail_minor=own.opening_retail_minor, cost_minor=own.opening_cost_minor
        )
    found = close_retail_year(layers=[opening] if opening else standing, totals=own, year=year, index=index,
                              layer_index=at, ratio_places=places(request.ratio_places))  # fmt: skip
    return PoolAt(ending_minor=found.ending_retail_minor, base_minor=found.base_minor, index=index, layer_index=at,
                  ratio=found.ratio, opening=opening, layers=found.layers, added=found.added,
                  liquidated=found.liquidated, lifo_minor=found.lifo_cost_minor, worksheet=found.estimate)  # fmt: skip
