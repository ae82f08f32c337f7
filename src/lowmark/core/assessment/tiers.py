"""Split units into tiers: what firm contracts take, each at its own price, and the rest at the best other evidence.

Before this: `firm_contracts`, `best_evidence`, `costs_to_come`. After this: `net_price`. A unit without a contract is one
tier, `rest`. The cost of a unit goes to its tiers by quantity, to the last cent. Source: IAS 2.31.
"""

from typing import Final

import polars as pl

from lowmark.core.assessment.firm_contracts import FIRM_CONTRACT
from lowmark.core.kinds.allocation import largest_remainder
from lowmark.core.kinds.quantity import MICRO

REST: Final = "rest"
_PRICE: Final = ("evidence_kind", "evidence_rank", "gross_amount_micro", "evidence_quantity_micro")


def split(*, chosen: pl.DataFrame, contracts: pl.DataFrame, allocated: pl.DataFrame) -> pl.DataFrame:
    """Return the tiers: the columns of `chosen` with tier, kind, evidence, and quantity, cost and price of each tier's own.

    Shapes: `chosen`: units with the price of what no contract takes, as `best_evidence` returns them; `allocated` as
            `firm_contracts` does. `evidence` is the contract; null for the rest, whose evidence is its subject's.
    Domain: quantities and costs of a unit's tiers add up to the unit's.
    """
    whole = chosen.with_columns(
        tier=pl.lit(1, pl.Int64), kind=pl.lit(REST), evidence=pl.lit(None, pl.Int64), cost_of_unit_minor="cost_minor"
    )
    if allocated.is_empty():
        return whole.drop("cost_of_unit_minor")

    prices = contracts.select(
        "evidence", "evidence_kind", "evidence_rank", gross_amount_micro="amount_micro",
        evidence_quantity_micro="quantity_micro",
    )  # fmt: skip
    takes = allocated.join(prices, on="evidence").select("unit", "place", "evidence", "quantity_micro", *_PRICE)
    of_contracts = (
        takes.join(whole.drop("tier", "kind", "evidence", "subject", "quantity_micro", *_PRICE), on="unit")
        .with_columns(tier="place", kind=pl.lit(FIRM_CONTRACT), subject=pl.lit(None, whole.schema["subject"]))
        .select(whole.columns)
    )
    sums = allocated.group_by("unit").agg(taken_micro=pl.col("quantity_micro").sum(), places=pl.col("place").max())
    rest = (
        whole.join(sums, on="unit", how="left")
        .with_columns(
            quantity_micro=pl.col("quantity_micro") - pl.col("taken_micro").fill_null(0),
            tier=pl.col("places").fill_null(0) + 1,
        )
        .filter(pl.col("quantity_micro") > 0)
        .select(whole.columns)
    )
    tiers = _with_costs(pl.concat([of_contracts, rest]).sort("unit", "tier"))

    assert tiers["quantity_micro"].sum() == chosen["quantity_micro"].sum()
    assert tiers["cost_minor"].sum() == chosen["cost_minor"].sum()
    return tiers.drop("cost_of_unit_minor")


def without_price(tiers: pl.DataFrame, *, is_worthless: pl.Expr, has_no_price: pl.Expr) -> pl.DataFrame:
    """Return the tiers with what holds in place of a price: nothing at all, or a price of zero where that is proven.

    Domain: a price that a cost in another currency would reduce by nobody knows how much (`has_no_price`) is not used.
            Goods whose condition proves that they fetch nothing (`is_worthless`) are priced at zero a unit, by `proof`;
            what it costs to be rid of them then makes their value negative.
    """
    dropped = [
        pl.when(has_no_price).then(None).otherwise(pl.col(name)).alias(name)
        for name in (*_PRICE, "evidence", "subject")
    ]
    zero = is_worthless & pl.col("gross_amount_micro").is_null() & ~pl.col("is_elsewhere")
    proven = {
        "evidence_kind": pl.col("proof"),
        "gross_amount_micro": pl.lit(0, pl.Int64),
        "evidence_quantity_micro": pl.lit(MICRO, pl.Int64),
    }
    found = tiers.with_columns(is_elsewhere=pl.col("is_elsewhere") | has_no_price).with_columns(dropped)
    return found.with_columns(pl.when(zero).then(value).otherwise(name).alias(name) for name, value in proven.items())


def _with_costs(tiers: pl.DataFrame) -> pl.DataFrame:
    """Spread the cost of each unit of several tiers over them."""
    several = tiers.filter(pl.col("tier").max().over("unit") > 1)
    grouped = several.group_by("unit", maintain_order=True).agg("quantity_micro", pl.col("cost_of_unit_minor").first())
    costs: list[int] = []
    for quantities, cost in grouped.select("quantity_micro", "cost_of_unit_minor").iter_rows():
        costs += largest_remainder(cost, quantities)
    parts = several.select("unit", "tier", part_minor=pl.Series(costs, dtype=pl.Int64))
    met = tiers.join(parts, on=["unit", "tier"], how="left", maintain_order="left")
    return met.with_columns(cost_minor=pl.coalesce("part_minor", "cost_of_unit_minor")).drop("part_minor")
