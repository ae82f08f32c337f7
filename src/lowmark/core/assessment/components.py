"""Write-downs of components, rolled up: how much of a product's cost is lost because components in it are written down.

Before this: assessments of the components, and a bill of what a product's cost is made of. After this: metrics of the
products, for the rule `component_write_downs`. A component that is assessed itself has lost what its assessment says; any
other has lost what its own components have. Each level rounds once, to the minor unit of the product's cost in the bill.
"""

from collections import defaultdict
from typing import Final, NamedTuple

import polars as pl

from lowmark.core.assessment.metrics import conform
from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem

_BILL: Final = {
    "product": pl.Int64(),
    "component": pl.Int64(),
    "cost_minor": pl.Int64(),
    "product_cost_minor": pl.Int64(),
}
_ASSESSED: Final = {"item": pl.Int64(), "cost_minor": pl.Int64(), "carrying_minor": pl.Int64()}
_OUT: Final = {"item": pl.Int64, "components_of_minor": pl.Int64, "components_lost_minor": pl.Int64}


class _Lost(NamedTuple):
    """How much is lost of how much cost."""

    lost: int
    of: int


def roll_up(*, bill: pl.DataFrame, assessments: pl.DataFrame) -> pl.DataFrame:
    """Return what each product of a bill has lost by its components, at every level.

    Shapes: `bill`: product, component, cost_minor (what of the product's cost the component is), product_cost_minor (the
            cost of the same batch of product). `assessments`: item, cost_minor, carrying_minor, one row or more an item.
            Out, sorted by item: item, components_of_minor, components_lost_minor.
    Domain: components cost no more than their product; no product goes into itself.
    Raises: Problem ``missing_column``, ``wrong_type``, ``null_value``, ``out_of_domain`` or ``bill_in_a_circle``.

    >>> bill = pl.DataFrame({"product": [9], "component": [7], "cost_minor": [30_00], "product_cost_minor": [100_00]})
    >>> tested = pl.DataFrame({"item": [7], "cost_minor": [500_00], "carrying_minor": [400_00]})
    >>> roll_up(bill=bill, assessments=tested).rows()
    [(9, 10000, 600)]
    """
    lines, tested = conform("bill", bill, _BILL), conform("assessments", assessments, _ASSESSED)
    _require(lines)
    sums = tested.group_by("item").agg(of=pl.col("cost_minor").sum(), left=pl.col("carrying_minor").sum())
    known = {item: _Lost(of - left, of) for item, of, left in sums.iter_rows() if of > 0}
    parts: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    costs: dict[int, int] = {}
    for product, component, cost, of in lines.iter_rows():
        parts[product].append((component, cost))
        costs[product] = of

    found: dict[int, _Lost] = {}
    for product in _bottom_up(parts):
        lost = 0
        for component, cost in parts[product]:
            share = known.get(component, found.get(component))
            lost += multiply_divide_round(cost, share.lost, share.of) if share else 0
        found[product] = _Lost(min(lost, costs[product]), costs[product])
    rows = [(item, one.of, one.lost) for item, one in sorted(found.items())]
    return pl.DataFrame(rows, schema=_OUT, orient="row")


def _bottom_up(parts: dict[int, list[tuple[int, int]]]) -> list[int]:
    """Return the products, each after all that go into it.

    Raises: Problem ``bill_in_a_circle``.
    """
    made_of = {product: {component for component, _ in lines if component in parts} for product, lines in parts.items()}
    goes_into: defaultdict[int, list[int]] = defaultdict(list)
    for product, components in made_of.items():
        for component in components:
            goes_into[component].append(product)
    order: list[int] = []
    ready = sorted((product for product, components in made_of.items() if not components), reverse=True)
    while ready:
        done = ready.pop()
        order.append(done)
        for product in goes_into[done]:
            made_of[product].discard(done)
            if not made_of[product]:
                ready.append(product)
    if len(order) < len(parts):
        round_and_round = sorted(parts.keys() - set(order))
        raise Problem("bill_in_a_circle", f"item {round_and_round[0]} goes into itself",
                      hint="leave out the line that leads back", where={"items": round_and_round[:5]})  # fmt: skip
    return order


def _require(lines: pl.DataFrame) -> None:
    sums = lines.group_by("product").agg(
        fits=pl.col("cost_minor").cast(pl.Int128).sum() <= pl.col("product_cost_minor").first(),
        is_one=pl.col("product_cost_minor").n_unique() == 1,
        is_positive=(pl.col("cost_minor") >= 0).all() & (pl.col("product_cost_minor") > 0).all(),
    )
    against = sums.filter(~(pl.col("fits") & pl.col("is_one") & pl.col("is_positive")))["product"].sort()
    if not against.is_empty():
        raise Problem("out_of_domain", "a bill takes components that cost no more than their product, which has one cost",
                      hint="give costs of one batch", where={"product": against[0]})  # fmt: skip
