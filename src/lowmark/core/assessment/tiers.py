"""Split units into tiers: what firm contracts take, each at its own price, what is expected to be sold, and the rest.

Before this: `firm_contracts`, `best_evidence`, `costs_to_come`, `expected_demand`. After this: `net_price`. A unit without a
contract, of which nobody knows the demand, is one tier, `rest`. Where demand is known the rest is what nobody is expected to
buy: prices of the ordinary course of business say nothing of it. The cost of a unit goes to its tiers by quantity, to the
last cent. Source: IAS 2.31.
"""

from typing import Final

import polars as pl

from lowmark.core.assessment.by_unit import Spans, in_order
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
    tiers = _with_costs(in_order(pl.concat([of_contracts, rest])))

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
    met = rest.join(sold, on="unit", how="left", maintain_order="left").with_columns(
        is_sale=pl.col("sold_micro").fill_null(0) > 0
    )
    # A row stands where its unit's tiers stand: what is expected to be sold, then what is left, each where there is any.
    sale = met.select("is_sale", n=pl.col("is_sale").cast(pl.Int64) + _is_left().cast(pl.Int64))
    place = sale.select(pl.int_range(pl.len()).repeat_by("n").explode()).to_series()
    tiers = met[place].with_columns(is_excess=_is_second(place) | (pl.col("sold_micro") == 0).fill_null(value=False))
    prices = disposal.select("unit", *(pl.col(name).alias(f"{name}_of_rest") for name in ("subject", *_PRICE)))
    is_sale, is_excess = pl.col("is_sale") & ~pl.col("is_excess"), pl.col("is_excess")
    return (
        tiers.join(prices, on="unit", how="left", maintain_order="left")
        .with_columns(
            *(pl.when(is_excess).then(f"{name}_of_rest").otherwise(name).alias(name) for name in ("subject", *_PRICE)),
            kind=pl.when(is_sale).then(pl.lit(EXPECTED_SALE)).otherwise("kind"),
            tier=pl.col("tier") + (pl.col("is_sale") & is_excess).cast(pl.Int64),
            quantity_micro=pl.when(is_sale)
            .then("sold_micro")
            .otherwise(pl.col("quantity_micro") - pl.col("sold_micro").fill_null(0)),
        )
        .select(rest.columns)
    )


def _is_left() -> pl.Expr:
    """Say of which units anything is left that nobody is expected to buy, or of which nobody knows."""
    return pl.col("sold_micro").is_null() | (pl.col("quantity_micro") > pl.col("sold_micro"))


def _is_second(place: pl.Series) -> pl.Series:
    """Say which rows are the second of the same."""
    return (place == place.shift()).fill_null(value=False)


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
    """Spread the cost of each unit of several tiers over them, by largest remainder; `tiers` come by unit and tier."""
    spans = Spans(tiers["unit"])
    n = pl.Series(spans.over(spans.n_rows), dtype=pl.Int64)
    of_micro = pl.Series("of_micro", spans.over(spans.total(tiers["quantity_micro"])), dtype=pl.Int64)
    of_two = tiers.select("quantity_micro", "cost_of_unit_minor", of_micro.cast(pl.Int128)).filter(n == 2)
    # Of two tiers the one with the larger remainder takes the unit that is left, the first of two that are equal.
    share = pl.col("quantity_micro").cast(pl.Int128) * pl.col("cost_of_unit_minor")
    whole, over, is_first = share // pl.col("of_micro"), share % pl.col("of_micro"), pl.int_range(pl.len()) % 2 == 0
    takes = (over * 2 > pl.col("of_micro")) | ((over * 2 == pl.col("of_micro")) & is_first)
    two = of_two.select((whole + takes.cast(pl.Int128)).cast(pl.Int64)).to_series()

    several = tiers.select("unit", "quantity_micro", "cost_of_unit_minor").filter(n > 2)
    grouped = several.group_by("unit", maintain_order=True).agg("quantity_micro", pl.col("cost_of_unit_minor").first())
    more: list[int] = []
    for quantities, cost in grouped.select("quantity_micro", "cost_of_unit_minor").iter_rows():
        more += largest_remainder(cost, quantities)
    costs = tiers["cost_of_unit_minor"].clone().scatter((n == 2).arg_true(), two).scatter((n > 2).arg_true(), more)
    return tiers.with_columns(cost_minor=costs)
