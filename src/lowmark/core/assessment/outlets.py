"""What products make of materials: how much they are expected to take, what they cost and fetch, and what of it is materials.

Before this: bills that hold on the date, what is on hand of products and materials, what the products fetch by a first
assessment, and the demand for them. After this: `materials`, which relieves, and `components`, which rolls write-downs up.
A product that is not on hand, or of which nobody knows what it fetches, is no outlet. Where no rule looks at excess, what
is on hand of a material is taken to be used in the end, by the products in proportion. Source: IAS 2.32.
"""

import polars as pl

from lowmark.core.assessment.metrics import OUTLETS
from lowmark.core.assessment.proportion import proportion
from lowmark.core.kinds.arithmetic import INT64_MAX
from lowmark.core.kinds.quantity import MICRO


def outlets_of(
    *, bills: pl.DataFrame, assessments: pl.DataFrame, demand: pl.DataFrame, takes_all: bool
) -> pl.DataFrame:  # fmt: skip
    """Return the outlets of materials on hand, as `metrics.OUTLETS` has them.

    Shapes: `bills`: product, component, batch_micro, quantity_micro, scrap_micro. `assessments`: item, quantity_micro,
            cost_minor, value_minor, a row or more an item. `demand`: item, quantity_micro, of products.
    Domain: materials cost no more than their product.

    >>> bills = pl.DataFrame({"product": [9], "component": [7], "batch_micro": [10**6], "quantity_micro": [2 * 10**6],
    ...                       "scrap_micro": [0]})
    >>> tested = pl.DataFrame({"item": [7, 9], "quantity_micro": [100 * 10**6, 10 * 10**6], "cost_minor": [500_00, 200_00],
    ...                        "value_minor": [300_00, 180_00]})
    >>> demand = pl.DataFrame({"item": [9], "quantity_micro": [5 * 10**6]})
    >>> outlets_of(bills=bills, assessments=tested, demand=demand, takes_all=False).rows()
    [(7, 9, 10000000, 2000, 1800, 1000)]
    """
    costed = costed_bills(bills=bills, assessments=assessments)
    on_hand = _on_hand(assessments)
    worth = on_hand.filter(pl.col("value_minor").is_not_null()).select(
        product="item", worth="value_minor", of="on_hand"
    )
    met = costed.join(worth, on="product", maintain_order="left").join(
        demand.group_by(product="item").agg(wanted=pl.col("quantity_micro").cast(pl.Int128).sum()), on="product",
        maintain_order="left",
    )  # fmt: skip
    value = proportion(met, factor=pl.col("worth"), numerator=pl.col("batch_micro"), denominator=pl.col("of"))
    drawn = pl.col("batch_micro").cast(pl.Int128) * (MICRO - pl.col("scrap_micro"))
    taken = (
        pl.col("wanted") * pl.col("quantity_micro") // pl.col("batch_micro") * MICRO * pl.col("batch_micro") // drawn
    )
    found = met.with_columns(product_value_minor=value, taken=taken).filter(pl.col("taken") > 0)
    if takes_all:
        rest = on_hand.select(component="item", there="on_hand")
        share = pl.col("there").cast(pl.Int128) * pl.col("taken") // pl.col("taken").sum().over("component") + 1
        found = found.join(rest, on="component", maintain_order="left").with_columns(
            taken=pl.max_horizontal("taken", share)
        )  # fmt: skip
    return (
        found.with_columns(
            item="component", quantity_micro=pl.col("taken").clip(1, INT64_MAX).cast(pl.Int64),
            materials_cost_minor=pl.min_horizontal("materials_minor", "product_cost_minor"),
        )
        .filter(pl.col("materials_cost_minor") > 0)
        .select(OUTLETS.keys())
        .sort("item", "product")
    )  # fmt: skip


def costed_bills(*, bills: pl.DataFrame, assessments: pl.DataFrame) -> pl.DataFrame:
    """Return the lines of bills whose product and component are on hand, with what a batch and its parts cost.

    Shapes: adds cost_minor (of the component in a batch), product_cost_minor and materials_minor (of all its components).
    """
    costs = _on_hand(assessments)
    met = bills.join(
        costs.select(component="item", component_cost="cost_minor", component_of="on_hand"), on="component",
        maintain_order="left",
    ).join(
        costs.select(product="item", of_product="cost_minor", product_of="on_hand"), on="product", maintain_order="left"
    )  # fmt: skip
    cost = proportion(
        met, factor=pl.col("component_cost"), numerator=pl.col("quantity_micro"), denominator=pl.col("component_of")
    )
    whole = proportion(
        met, factor=pl.col("of_product"), numerator=pl.col("batch_micro"), denominator=pl.col("product_of")
    )
    return met.with_columns(cost_minor=cost, product_cost_minor=whole).with_columns(
        materials_minor=pl.col("cost_minor").sum().over("product")
    )


def _on_hand(assessments: pl.DataFrame) -> pl.DataFrame:
    """Return what is on hand of each item, what it cost, and what it fetches where all of that is known."""
    is_whole = pl.col("value_minor").is_not_null().all()
    return assessments.group_by("item", maintain_order=True).agg(
        on_hand=pl.col("quantity_micro").sum(), cost_minor=pl.col("cost_minor").sum(),
        value_minor=pl.when(is_whole).then(pl.col("value_minor").sum()),
    )  # fmt: skip
