"""LIFO retail: the retail method in layers, each with the cost-to-retail ratio of its own year.

Before this: `retail` (what is left at retail, and the ratio of the period's purchases). After this: the US book. The ratio
of an increment leaves opening inventory out and takes markdowns in, since it is a cost and not a lower one. With an index
it is dollar-value LIFO retail; without one prices are taken to be stable. Sources: ASC 330-10-30-13; Reg. 1.472-8(e)(3).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lowmark.core.estimates.pool_layers import Liquidated, PoolLayer, lifo_cost, stack
from lowmark.core.estimates.ratios import ONE, Ratio, deflate, make_ratio, multiply_ratios, take_share
from lowmark.core.estimates.retail import RetailEstimate, RetailTotals, estimate_retail
from lowmark.core.kinds.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class RetailYear:
    """A pool at retail at the end of a year.

    Domain: ``lifo_cost_minor`` is what is left of the layers; ``base_minor`` is the inventory at base-year retail prices.
            `estimate` is the year's worksheet, where there were totals to make one of.
    """

    pool: str
    year: int
    index: Ratio
    ratio: Ratio
    ending_retail_minor: int
    base_minor: int
    layers: tuple[PoolLayer, ...]
    added: PoolLayer | None
    liquidated: tuple[Liquidated, ...]
    lifo_cost_minor: int
    estimate: RetailEstimate | None = None


def open_retail_pool(
    *, pool: str, year: int, retail_minor: int, cost_minor: int | None = None, ratio: Ratio = ONE, index: Ratio = ONE
) -> PoolLayer:
    """Return the layer with which a pool begins: its cost is known, or what its retail comes to at a ratio.

    Units:  `retail_minor` is at the prices of the base year.
    Raises: Problem ``negative_amount``.

    >>> open_retail_pool(pool="all", year=2024, retail_minor=80_000, ratio=(1, 2)).cost_minor
    40000
    """
    if retail_minor < 0 or (cost_minor or 0) < 0:
        raise Problem("negative_amount", f"a pool of {retail_minor} at retail is below zero", where={"pool": pool})
    if cost_minor is None:
        cost_minor = take_share(retail_minor, multiply_ratios(index, ratio))
    elif retail_minor:
        own = make_ratio(numerator=cost_minor, denominator=retail_minor, name="cost to retail")
        ratio = multiply_ratios(own, (index[1], index[0]))
    return PoolLayer(pool=pool, year=year, base_minor=retail_minor, index=index, ratio=ratio, cost_minor=cost_minor)


def stack_retail(
    *, layers: Sequence[PoolLayer], pool: str, year: int, ending_retail_minor: int, ratio: Ratio, index: Ratio = ONE,
    layer_index: Ratio | None = None,
) -> RetailYear:  # fmt: skip
    """Return a pool at the end of a year of which the inventory at retail and the ratio of purchases are known.

    Domain: as `pool_layers.stack`. The inventory is deflated before it is compared with the layers, when it falls as well.
    Raises: Problem ``no_index``, or as `stack`.

    >>> base = open_retail_pool(pool="all", year=2024, retail_minor=80_000_00, cost_minor=40_000_00)
    >>> stack_retail(layers=[base], pool="all", year=2025, ending_retail_minor=70_000_00, ratio=(9, 20),
    ...              index=(105, 100)).lifo_cost_minor
    3333334
    """
    base = deflate(ending_retail_minor, index)
    stacked = stack(
        layers=layers, pool=pool, year=year, base_minor=base, index=index, ratio=ratio, layer_index=layer_index
    )
    return RetailYear(
        pool=pool, year=year, index=index, ratio=ratio, ending_retail_minor=ending_retail_minor, base_minor=base,
        layers=stacked.layers, added=stacked.added, liquidated=stacked.liquidated,
        lifo_cost_minor=lifo_cost(layers=stacked.layers),
    )  # fmt: skip


def close_retail_year(
    *, layers: Sequence[PoolLayer], totals: RetailTotals, year: int, index: Ratio = ONE,
    layer_index: Ratio | None = None, ratio_places: int | None = None,
) -> RetailYear:  # fmt: skip
    """Return a department at the end of a year, from its totals: the worksheet, then the layers.

    Domain: the department is the pool. `totals` have the opening inventory at the retail prices of the year's beginning.
    Raises: Problem as `estimate_retail` and `stack_retail`.
    Source: ASC 330-10-30-13.

    >>> base = open_retail_pool(pool="", year=2024, retail_minor=20_000, cost_minor=14_000)
    >>> totals = RetailTotals(opening_cost_minor=14_000, opening_retail_minor=20_000, purchases_cost_minor=58_800,
    ...                       purchases_retail_minor=81_000, freight_in_minor=7_500, markups_minor=9_000,
    ...                       markdowns_minor=1_600, sales_minor=80_000, normal_theft_minor=2_000)
    >>> year = close_retail_year(layers=[base], totals=totals, year=2025)
    >>> year.ratio, year.ending_retail_minor, year.added.base_minor, year.lifo_cost_minor
    ((3, 4), 26400, 6400, 18800)
    """
    estimate = estimate_retail(totals=totals, basis="lifo", ratio_places=ratio_places)
    closed = stack_retail(
        layers=layers, pool=totals.department, year=year, ending_retail_minor=estimate.ending_retail_minor,
        ratio=estimate.ratio, index=index, layer_index=layer_index,
    )  # fmt: skip
    return RetailYear(
        pool=closed.pool, year=year, index=index, ratio=closed.ratio, ending_retail_minor=closed.ending_retail_minor,
        base_minor=closed.base_minor, layers=closed.layers, added=closed.added, liquidated=closed.liquidated,
        lifo_cost_minor=closed.lifo_cost_minor, estimate=estimate,
    )  # fmt: skip
