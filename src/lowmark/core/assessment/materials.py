"""Relief of materials: no test against prices of their own while the products that they go into sell at or above cost.

Before this: `net_realisable_value`, and what the products are expected to cost and to fetch. After this: `estimates`, whose
rules on excess, age, expiry and status hold of materials all the same: relief shields from prices alone. What products are
expected to take of a material is the demand for it; it is split over them, and only the share of products that sell below
cost is tested: against its replacement cost or, without one, against what those products leave for their materials.
Source: IAS 2.32.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import polars as pl

from lowmark.core.assessment.firm_contracts import FIRM_CONTRACT
from lowmark.core.assessment.identified import SOUND
from lowmark.core.kinds.allocation import largest_remainder
from lowmark.core.kinds.arithmetic import multiply_divide_round

AT_COST: Final = "product_at_or_above_cost"
REPLACED: Final = "replacement_cost"
DERIVED: Final = "product_below_cost"
RELIEFS: Final = {
    "unit": pl.Int64, "tier": pl.Int64, "product": pl.Int64, "quantity_micro": pl.Int64, "cost_minor": pl.Int64,
    "value_minor": pl.Int64, "by": pl.String,
}  # fmt: skip
_BLANKED: Final = ("gross_amount_micro", "net_amount_micro", "evidence_quantity_micro", "subject", "evidence")


class Outlet(NamedTuple):
    """A product that a material goes into: how much of the material it takes, what it costs, fetches, and its materials cost."""

    product: int
    quantity_micro: int
    cost_minor: int
    value_minor: int
    materials_minor: int

    def left_of(self, part_minor: int) -> int:
        """Return what the product leaves for a part of its materials that cost so much.

        >>> Outlet(product=1, quantity_micro=10, cost_minor=360, value_minor=340, materials_minor=275).left_of(275)
        255
        """
        for_materials = max(0, self.value_minor - (self.cost_minor - self.materials_minor))
        return multiply_divide_round(part_minor, for_materials, self.materials_minor)


def as_demand(outlets: pl.DataFrame, demand: pl.DataFrame, *, since: pl.Expr, until: pl.Expr) -> pl.DataFrame:
    """Return the demand with what products take of the materials of which no demand is known otherwise.

    Shapes: `outlets` and `demand` as `metrics` has them.
    """
    taken = outlets.join(demand, on="item", how="anti").group_by("item", maintain_order=True).agg(
        from_on=since, until_on=until, quantity_micro=pl.col("quantity_micro").sum()
    )  # fmt: skip
    return pl.concat([demand, taken.select(demand.columns)])


def relieve(
    valued: pl.DataFrame, *, outlets: pl.DataFrame, replacements: pl.DataFrame, scale: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the tiers with what relief leaves of the value of materials, and how it came about, product by product.

    Shapes: `valued` with identified_as, kind, is_excess, value_minor and the columns of a price. Comes back with
            `is_relieved`. reliefs: unit, tier, product, quantity_micro, cost_minor, value_minor, by.
    Domain: a product that sells at its cost or above leaves the material at cost; one below it no more than cost. Goods
            that no product takes, identified goods and those of contracts are not relieved.

    >>> tiers = pl.DataFrame({"unit": [1], "tier": [1], "item": [7], "kind": ["rest"], "identified_as": [""], "is_excess": [False],
    ...     "quantity_micro": [600], "cost_minor": [165_000], "value_minor": [None], "evidence_kind": [None],
    ...     "evidence_rank": [None], **dict.fromkeys(_BLANKED, [None])})
    >>> outlets = pl.DataFrame({"item": [7], "product": [9], "quantity_micro": [600], "product_cost_minor": [360],
    ...                         "product_value_minor": [340], "materials_cost_minor": [275]})
    >>> replaced = pl.DataFrame({"unit": [1], "evidence": [4], "replacement_cost_amount_micro": [180],
    ...                          "replacement_cost_quantity_micro": [1]})
    >>> relieve(tiers, outlets=outlets, replacements=replaced, scale=1)[1].rows()
    [(1, 1, 9, 600, 165000, 108000, 'replacement_cost')]
    """
    is_used = (pl.col("kind") != FIRM_CONTRACT) & (pl.col("identified_as") == SOUND) & ~pl.col("is_excess")
    tested = valued.filter(is_used).join(outlets, on="item", how="semi")
    if tested.is_empty():
        return valued.with_columns(is_relieved=pl.lit(value=False)), pl.DataFrame(schema=RELIEFS)

    columns = ("product", "quantity_micro", "product_cost_minor", "product_value_minor", "materials_cost_minor")
    by_item: dict[int, list[Outlet]] = {}
    for item, *row in outlets.sort("item", "product").select("item", *columns).iter_rows():
        by_item.setdefault(item, []).append(Outlet(*row))
    prices = {row[0]: row[1:] for row in replacements.select(
        "unit", "replacement_cost_amount_micro", "replacement_cost_quantity_micro").iter_rows()}  # fmt: skip
    rows: list[tuple[int, int, int, int, int, int, str]] = []
    for unit, tier, item, quantity, cost in tested.select(
        "unit", "tier", "item", "quantity_micro", "cost_minor"
    ).iter_rows():
        for part in _parts(by_item[item], quantity, cost, prices.get(unit), scale):
            rows.append((unit, tier, *part))
    reliefs = pl.DataFrame(rows, schema=RELIEFS, orient="row").sort("unit", "tier", "product")

    assert reliefs["cost_minor"].sum() == tested["cost_minor"].sum()
    assert (reliefs["value_minor"] <= reliefs["cost_minor"]).all()
    return _with_values(valued, reliefs), reliefs


def _parts(
    outlets: list[Outlet], quantity_micro: int, cost_minor: int, price: tuple[int, int] | None, scale: int
) -> Iterator[tuple[int, int, int, int, str]]:
    """Yield what each product takes of a tier, at what cost, worth what, and by which measure."""
    weights = [one.quantity_micro for one in outlets]
    quantities = largest_remainder(quantity_micro, weights)
    costs = largest_remainder(cost_minor, weights)
    for one, quantity, cost in zip(outlets, quantities, costs, strict=True):
        if one.value_minor >= one.cost_minor:
            yield one.product, quantity, cost, cost, AT_COST
        elif price is not None:
            replaced = multiply_divide_round(quantity, price[0], price[1] * scale)
            yield one.product, quantity, cost, min(cost, replaced), REPLACED
        else:
            yield one.product, quantity, cost, min(cost, one.left_of(cost)), DERIVED


def _with_values(valued: pl.DataFrame, reliefs: pl.DataFrame) -> pl.DataFrame:
    """Put what relief leaves in the place of what prices say; of several measures the one that takes something off is named."""
    severity = pl.col("by").replace_strict({AT_COST: 0, REPLACED: 1, DERIVED: 2}, return_dtype=pl.Int64)
    sums = reliefs.group_by("unit", "tier").agg(
        relieved_minor=pl.col("value_minor").sum(), relieved_by=pl.col("by").sort_by(severity, "product").last()
    )
    met = valued.join(sums, on=["unit", "tier"], how="left", maintain_order="left")
    is_relieved = pl.col("relieved_minor").is_not_null()
    return met.with_columns(
        *(pl.when(~is_relieved).then(name).alias(name) for name in (*_BLANKED, "evidence_rank")),
        is_relieved=is_relieved,
        value_minor=pl.coalesce("relieved_minor", "value_minor"),
        evidence_kind=pl.coalesce("relieved_by", "evidence_kind"),
    ).drop("relieved_minor", "relieved_by")
