"""Dollar-value LIFO: a pool of goods measured in money, at base-year prices, in layers; and the LIFO reserve.

Before this: a pool's inventory at current cost, and an index, given or made of item prices. After this: the US book's
adjustment, since a company mostly keeps FIFO or standard cost inside. Double extension prices the year's quantities
twice, at current and at base-year prices; link-chain prices them at current and at last year's, and multiplies. Sources:
ASC 330-10-30-9; Reg. 1.472-8(e); the reserve, SEC Regulation S-X 5-02.6(c).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lowmark.core.estimates.pool_layers import Liquidated, PoolLayer, lifo_cost, stack
from lowmark.core.estimates.ratios import Ratio, deflate, make_ratio, multiply_ratios
from lowmark.core.kinds.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedItem:
    """A quantity on hand at the end of a year, its price then, and its price in the year that it is compared with."""

    item: str
    quantity_micro: int
    price_micro: int
    earlier_price_micro: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolYear:
    """A pool at the end of a year.

    Domain: ``lifo_cost_minor`` is what is left of the layers; ``reserve_minor = current_cost_minor - lifo_cost_minor``.
    """

    pool: str
    year: int
    index: Ratio
    current_cost_minor: int
    base_minor: int
    layers: tuple[PoolLayer, ...]
    added: PoolLayer | None
    liquidated: tuple[Liquidated, ...]
    lifo_cost_minor: int
    reserve_minor: int


def double_extension(*, items: Sequence[PricedItem]) -> Ratio:
    """Return the index of a pool: quantities on hand at current prices, to the same at base-year prices.

    Domain: earlier prices are those of the base year.
    Raises: Problem ``negative_amount``, ``no_ratio`` or ``item_twice``.

    >>> items = [PricedItem(item="A", quantity_micro=2_000_000, price_micro=6_000_000, earlier_price_micro=5_000_000),
    ...          PricedItem(item="B", quantity_micro=1_000_000, price_micro=9_000_000, earlier_price_micro=10_000_000)]
    >>> double_extension(items=items)
    (21, 20)
    """
    names = [each.item for each in items]
    if len(set(names)) != len(names):
        raise Problem("item_twice", "an item stands in the pool more than once", hint="add its quantities up first")
    below = sorted(
        {each.item for each in items if min(each.quantity_micro, each.price_micro, each.earlier_price_micro) < 0}
    )
    if below:
        raise Problem("negative_amount", f"quantities or prices below zero: {', '.join(below)}")
    return make_ratio(
        numerator=sum(each.quantity_micro * each.price_micro for each in items),
        denominator=sum(each.quantity_micro * each.earlier_price_micro for each in items),
        name="current to earlier prices",
    )


def link_chain(*, opening_index: Ratio, items: Sequence[PricedItem]) -> Ratio:
    """Return the cumulative index: last year's, times the year's own.

    Domain: earlier prices are those at the end of the year before; `opening_index` is 1 to 1 in the base year.
    Raises: Problem as `double_extension`.

    >>> items = [PricedItem(item="A", quantity_micro=1_000_000, price_micro=11_000_000, earlier_price_micro=10_000_000)]
    >>> link_chain(opening_index=(21, 20), items=items)
    (231, 200)
    """
    return multiply_ratios(opening_index, double_extension(items=items))


def close_pool_year(
    *, layers: Sequence[PoolLayer], pool: str, year: int, current_cost_minor: int, index: Ratio,
    layer_index: Ratio | None = None,
) -> PoolYear:  # fmt: skip
    """Return a pool at the end of a year: deflate, compare with the layers, add one or take from the latest.

    Domain: as `pool_layers.stack`; in the base year there are no layers and the index is 1 to 1.
    Raises: Problem ``no_index``, or as `stack`.
    Source: ASC 330-10-30-9.

    >>> base = close_pool_year(layers=[], pool="all", year=2024, current_cost_minor=100_000, index=(1, 1))
    >>> year = close_pool_year(layers=base.layers, pool="all", year=2025, current_cost_minor=132_000, index=(11, 10))
    >>> year.base_minor, year.added.cost_minor, year.lifo_cost_minor, year.reserve_minor
    (120000, 22000, 122000, 10000)
    """
    base = deflate(current_cost_minor, index)
    stacked = stack(layers=layers, pool=pool, year=year, base_minor=base, index=index, layer_index=layer_index)
    cost = lifo_cost(layers=stacked.layers)
    return PoolYear(
        pool=pool, year=year, index=index, current_cost_minor=current_cost_minor, base_minor=base, layers=stacked.layers,
        added=stacked.added, liquidated=stacked.liquidated, lifo_cost_minor=cost, reserve_minor=current_cost_minor - cost,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReserveChange:
    """The LIFO reserve over a period; what it rises by is added to cost of goods sold, what it falls by taken off."""

    opening_minor: int
    closing_minor: int
    change_minor: int


def change_of_reserve(*, opening_minor: int, inside_cost_minor: int, lifo_cost_minor: int) -> ReserveChange:
    """Return the LIFO reserve: what the books inside say less LIFO, and its change over the period.

    Domain: `inside_cost_minor` is FIFO or standard cost. Falling prices make the reserve negative; that is no fault.

    >>> change_of_reserve(opening_minor=7_000, inside_cost_minor=132_000, lifo_cost_minor=122_000)
    ReserveChange(opening_minor=7000, closing_minor=10000, change_minor=3000)
    """
    closing = inside_cost_minor - lifo_cost_minor
    return ReserveChange(opening_minor, closing, closing - opening_minor)
