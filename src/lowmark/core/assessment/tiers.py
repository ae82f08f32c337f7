"""Split units into tiers: what firm contracts take, each at its own price, what is expected to be sold, and the rest.

Before this: `firm_contracts`, `best_evidence`, `costs_to_come`, `expected_demand`. After this: `net_price`. A unit without a
contract, of which nobody knows the demand, is one tier, `rest`. Where demand is known the rest is what nobody is expected to
buy: prices of the ordinary course of business say nothing of it. The cost of a unit goes to its tiers by quantity, to the
last cent. Source: IAS 2.31.
"""

from typing import Final

import polars as pl

from lowmark.core.assessment.firm_contracts import FIRM_CONTRACT
from lowmark.core.kinds.allocation import largest_remainder
from lowmark.core.kinds.quantity import MICRO

REST: Final = "rest"
EXPECTED_SALE: Final = "expected_sale"
_PRICE: Final = ("evidence_kind", "evidence_rank", "gross_amount_micro", "evidence_quantity_micro")


def split(
    *,
    chosen: pl.DataFrame,
    contracts: pl.DataFrame,
    allocated: pl.DataFrame,
    sold: pl.DataFrame | None = None,
    disposal: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return the tiers: the columns of `chosen` with tier, kind, evidence, and quantity, cost and price of each tier's own.

    Shapes: `chosen`: units with the price of what no contract takes, as `best_evidence` returns them; `allocated` as
            `firm_contracts` does. `evidence` is the contract; null for the rest, whose evidence is its subject's. `sold` as
            `expected_demand` returns it, and `disposal`: units with the price of what nobody is expected to buy. Comes
            back with `is_excess`, which says that of a tier.
    Domain: quantities and costs of a unit's tiers add up to the unit's.
    """
    whole = chosen.with_columns(
        tier=pl.lit(1, pl.Int64),
        kind=pl.lit(REST),
        evidence=pl.lit(None, pl.Int64),
        cost_of_unit_minor="cost_minor",
        is_excess=pl.lit(value=False),
    )
    has_demand = sold is not None and not sold.is_empty()
    if allocated.is_empty() and not has_demand:
        return whole.drop("cost_of_unit_minor")

    of_contracts, rest = whole.clear(), whole
    if not allocated.is_empty():
        of_contracts, rest = _by_contract(whole, contracts=contracts, allocated=allocated)
    if sold is not None and disposal is not None and has_demand:
        rest = _by_demand(rest, sold=sold, disposal=disposal)
    tiers = _with_costs(pl.concat([of_contracts, rest]).sort("unit", "tier"))

    assert tiers["quantity_micro"].sum() == chosen["quantity_micro"].sum()
    assert tiers["cost_minor"].sum() == chosen["cost_minor"].sum()
    return tiers.drop("cost_of_unit_minor")


def _by_contract(
    whole: pl.DataFrame, *, contracts: pl.DataFrame, allocated: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the tiers that contracts take, and what they leave."""
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
    return of_contracts, rest


def _by_demand(rest: pl.DataFrame, *, sold: pl.DataFrame, disposal: pl.DataFrame) -> pl.DataFrame:
    """Split what contracts leave into what is expected to be sold and what is not, which has another price."""
    met = rest.join(sold, on="unit", how="left", maintain_order="left")
    is_known, some = pl.col("sold_micro").is_not_null(), pl.col("sold_micro") > 0
    expected = met.filter(is_known & some).with_columns(kind=pl.lit(EXPECTED_SALE), quantity_micro="sold_micro")
    prices = disposal.select("unit", "subject", *_PRICE)
    beyond = (
        met.filter(is_known & (pl.col("quantity_micro") > pl.col("sold_micro")))
        .with_columns(
            quantity_micro=pl.col("quantity_micro") - pl.col("sold_micro"),
            tier=pl.col("tier") + some.cast(pl.Int64),
            is_excess=pl.lit(value=True),
        )
        .drop("subject", *_PRICE)
        .join(prices, on="unit", how="left", maintain_order="left")
    )
    return pl.concat([met.filter(~is_known).select(rest.columns), expected.select(rest.columns),
                      beyond.select(rest.columns)])  # fmt: skip


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
    """Spread the cost of each unit of several tiers over them, by largest remainder; `tiers` come sorted."""
    counted = tiers.with_columns(n=pl.len().over("unit"))
    of_two = counted.filter(pl.col("n") == 2).with_columns(
        of_micro=pl.col("quantity_micro").sum().over("unit").cast(pl.Int128), place=pl.int_range(pl.len()) % 2
    )
    # Of two tiers the one with the larger remainder takes the unit that is left, the first of two that are equal.
    share = pl.col("quantity_micro").cast(pl.Int128) * pl.col("cost_of_unit_minor")
    whole, over = share // pl.col("of_micro"), share % pl.col("of_micro")
    takes = (over * 2 > pl.col("of_micro")) | ((over * 2 == pl.col("of_micro")) & (pl.col("place") == 0))
    two = of_two.select("unit", "tier", part_minor=(whole + takes.cast(pl.Int128)).cast(pl.Int64))

    several = counted.filter(pl.col("n") > 2)
    grouped = several.group_by("unit", maintain_order=True).agg("quantity_micro", pl.col("cost_of_unit_minor").first())
    costs: list[int] = []
    for quantities, cost in grouped.select("quantity_micro", "cost_of_unit_minor").iter_rows():
        costs += largest_remainder(cost, quantities)
    more = several.select("unit", "tier", part_minor=pl.Series(costs, dtype=pl.Int64))
    met = counted.join(pl.concat([two, more]), on=["unit", "tier"], how="left", maintain_order="left")
    return met.with_columns(cost_minor=pl.coalesce("part_minor", "cost_of_unit_minor")).drop("part_minor", "n")
