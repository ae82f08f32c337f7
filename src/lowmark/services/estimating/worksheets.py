"""Lay out the worksheet of an estimate, line by line, as it is usually shown."""

from collections.abc import Iterator, Sequence

from lowmark.core.estimates.gross_profit import GrossProfitEstimate
from lowmark.core.estimates.pool_layers import Liquidated, PoolLayer
from lowmark.core.estimates.ratios import ONE, Ratio
from lowmark.core.estimates.retail import RetailEstimate
from lowmark.services.estimating.inputs import said
from lowmark.services.operations.estimate_inventory import Layer, Step


def of_retail(found: RetailEstimate) -> Iterator[Step]:
    """Yield the lines of a department: the totals, the ratio, what is left."""
    for step in found.steps:
        if step.cost_minor or step.retail_minor:
            yield Step(name=step.name, cost_minor=step.cost_minor, retail_minor=step.retail_minor,
                       words="counts in the ratio" if step.counts_in_ratio else "does not count in the ratio")  # fmt: skip
    yield Step(name="cost_to_retail", cost_minor=found.ratio_cost_minor, retail_minor=found.ratio_retail_minor,
               ratio=said(found.ratio), words="of the lines that count in it")  # fmt: skip
    yield Step(name="ending_at_retail", retail_minor=found.ending_retail_minor)


def of_gross_profit(found: GrossProfitEstimate) -> Iterator[Step]:
    """Yield the lines of a gross profit estimate."""
    yield Step(name="goods_available", cost_minor=found.available_minor)
    yield Step(name="net_sales", retail_minor=found.net_sales_minor)
    yield Step(name="cost_to_sales", ratio=said(found.cost_ratio))
    yield Step(name="cost_of_goods_sold", cost_minor=-found.cost_of_goods_sold_minor, words="sales at that ratio")


def of_layers(
    *, base_minor: int, index: Ratio, added: PoolLayer | None, liquidated: Sequence[Liquidated]
) -> Iterator[Step]:
    """Yield the lines of a pool: deflate, compare, add a layer or take from the latest."""
    yield Step(name="at_base_year_prices", retail_minor=base_minor, ratio=said(index),
               words="the inventory divided by the index, before it is compared with the layers")  # fmt: skip
    if added is not None:
        yield Step(name="layer_added", retail_minor=added.base_minor, cost_minor=added.cost_minor,
                   ratio=said(added.index), words=f"of {added.year}")  # fmt: skip
    for taken in liquidated:
        yield Step(name="layer_taken", retail_minor=-taken.base_minor, cost_minor=-taken.cost_minor,
                   words=f"of {taken.layer_year}; putting it back would cost {taken.profit_minor} minor units more")  # fmt: skip


def shown(layers: Sequence[PoolLayer]) -> tuple[Layer, ...]:
    """Return what is left of layers."""
    return tuple(
        Layer(fiscal_year=layer.year, base_minor=layer.left_base_minor, index=said(layer.index),
              ratio="" if layer.ratio == ONE else said(layer.ratio), cost_minor=layer.left_cost_minor)
        for layer in layers
    )  # fmt: skip
