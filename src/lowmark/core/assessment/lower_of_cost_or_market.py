"""Lower of cost or market: replacement cost, between a ceiling of net realisable value and a floor of that less profit.

Before this: `net_realisable_value`. After this: `estimates`, `lower_of_cost_and_nrv`, for which market stands in the place of
net realisable value. It is the test of stock on LIFO or the retail method; goods that a not-for-profit body gives away are
held against their replacement cost alone. Identified goods have no replacement that is like them: they stay at net
realisable value. Normal profit is never below zero, so the floor never lies above the ceiling.
Sources: ASC 330-10-35-1C to 35-7; IPSAS 12.17.
"""

from datetime import date
from typing import Final

import polars as pl

from lowmark.core.assessment.costs_to_come import latest_by_unit
from lowmark.core.assessment.identified import SOUND
from lowmark.core.assessment.proportion import proportion
from lowmark.core.assessment.usable_evidence import of_channel
from lowmark.core.frameworks.policy import NormalProfit
from lowmark.core.kinds.quantity import MICRO

MARKET: Final = "lower_of_cost_or_market"
REPLACEMENT: Final = "lower_of_cost_and_replacement"
REPLACEMENT_COST: Final = "replacement_cost"
NO_REPLACEMENT: Final = "no_replacement_cost"
MARKETS: Final = ("unit", "tier", "replacement_minor", "ceiling_minor", "profit_minor", "floor_minor", "market_minor")


def replacement_costs(
    *, units: pl.DataFrame, evidence: pl.DataFrame, as_of: date, currency: str, channel: str
) -> pl.DataFrame:
    """Return the latest replacement cost of each unit that has one: unit, evidence, and the pair of amount and quantity.

    Domain: that of a lot before its item's; observed on or before the date tested; an amount of zero is no evidence.
    """
    counted = evidence.filter(
        pl.col("kind") == REPLACEMENT_COST, pl.col("observed_on") <= as_of, pl.col("amount_micro") > 0,
        pl.col("currency") == currency, of_channel(channel),
    ).sort("observed_on", "evidence")  # fmt: skip
    return latest_by_unit(units, counted, REPLACEMENT_COST)


def at_market(
    valued: pl.DataFrame, *, replacements: pl.DataFrame, metrics: pl.DataFrame, profit: NormalProfit, scale: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the tiers with market or replacement cost for their value where that is their basis, and how it came about.

    Shapes: `valued` with basis, identified_as, value_minor and the columns of a price; `metrics` with unit, and
            normal_profit_amount_micro for normal_profit_quantity_micro where goods have a normal profit of their own.
            Comes back with `has_no_replacement`. markets: `MARKETS`.
    Domain: floor <= market <= ceiling. Without a replacement cost there is no market, and somebody has to look.

    >>> tiers = pl.DataFrame({"unit": [1], "tier": [1], "basis": [MARKET], "identified_as": [""], "value_minor": [261],
    ...     "cost_minor": [258], "quantity_micro": [1], "gross_amount_micro": [275], "evidence_quantity_micro": [1],
    ...     "net_amount_micro": [261], "evidence_kind": ["quote"], "evidence_rank": [5], "subject": [0], "evidence": [None]})
    >>> replaced = pl.DataFrame({"unit": [1], "evidence": [4], "replacement_cost_amount_micro": [230],
    ...                          "replacement_cost_quantity_micro": [1]})
    >>> own = pl.DataFrame({"unit": [1], "normal_profit_amount_micro": [10], "normal_profit_quantity_micro": [1]})
    >>> at_market(tiers, replacements=replaced, metrics=own, profit=NormalProfit(), scale=1)[1].row(0)[2:]
    (230, 261, 10, 251, 251)
    """
    is_other = pl.col("basis").is_in([MARKET, REPLACEMENT]) & (pl.col("identified_as") == SOUND)
    tested = valued.filter(is_other)
    if tested.is_empty():
        nothing = tested.select("unit", "tier", **{name: pl.lit(None, pl.Int64) for name in MARKETS[2:]})
        return valued.with_columns(has_no_replacement=pl.lit(value=False)), nothing

    own = metrics.select("unit", "normal_profit_amount_micro", "normal_profit_quantity_micro")
    met = tested.join(replacements.drop("evidence"), on="unit", how="left", maintain_order="left").join(
        own, on="unit", how="left", maintain_order="left"
    )
    replaced = proportion(
        met, factor=pl.col("quantity_micro"), numerator=pl.col("replacement_cost_amount_micro"),
        denominator=pl.col("replacement_cost_quantity_micro").cast(pl.Int128) * scale,
    ).alias("replacement_minor")  # fmt: skip
    made = met.with_columns(replaced, ceiling_minor="value_minor", profit_minor=_profit(met, profit, scale))
    floor = pl.col("ceiling_minor") - pl.col("profit_minor")
    within = pl.max_horizontal(floor, pl.min_horizontal("replacement_minor", "ceiling_minor"))
    is_whole = pl.col("replacement_minor").is_not_null() & pl.col("ceiling_minor").is_not_null()
    market = pl.when(pl.col("basis") == REPLACEMENT).then("replacement_minor").when(is_whole).then(within)
    found = made.with_columns(floor_minor=floor, market_minor=market)

    of_market = found.filter(pl.col("basis") == MARKET, pl.col("market_minor").is_not_null())
    assert of_market["market_minor"].is_between(of_market["floor_minor"], of_market["ceiling_minor"]).all()
    values = found.select("unit", "tier", "market_minor", lacks=pl.col("replacement_minor").is_null())
    with_market = valued.join(values, on=["unit", "tier"], how="left", maintain_order="left")
    is_replaced = is_other & (pl.col("basis") == REPLACEMENT)
    named = {"evidence_kind": pl.lit(REPLACEMENT_COST), "evidence_rank": pl.lit(1, pl.Int64)}
    of_replacement = {name: pl.when(pl.col("market_minor").is_not_null()).then(value) for name, value in named.items()}
    return with_market.with_columns(
        *(pl.when(~is_replaced).then(name).alias(name) for name in _OF_A_PRICE),
        *(pl.when(is_replaced).then(value).otherwise(name).alias(name) for name, value in of_replacement.items()),
        value_minor=pl.when(is_other).then("market_minor").otherwise("value_minor"),
        has_no_replacement=pl.col("lacks").fill_null(value=False),
    ).drop("market_minor", "lacks"), found.select(MARKETS).sort("unit", "tier")


_OF_A_PRICE: Final = ("gross_amount_micro", "net_amount_micro", "evidence_quantity_micro", "subject", "evidence")


def _profit(met: pl.DataFrame, profit: NormalProfit, scale: int) -> pl.Series:
    """Return the normal profit on each tier: an amount of its goods' own, or the entity's share of what it is a share of."""
    own = proportion(
        met, factor=pl.col("quantity_micro"), numerator=pl.col("normal_profit_amount_micro"),
        denominator=pl.col("normal_profit_quantity_micro").cast(pl.Int128) * scale,
    )  # fmt: skip
    gross = proportion(
        met, factor=pl.col("quantity_micro"), numerator=pl.col("gross_amount_micro"),
        denominator=pl.col("evidence_quantity_micro").cast(pl.Int128) * scale,
    )  # fmt: skip
    of = {"price": gross, "nrv": met["value_minor"], "cost": met["cost_minor"]}[profit.of]
    share = proportion(
        met.select(of=pl.max_horizontal(of, pl.lit(0, pl.Int64))), factor=pl.col("of"),
        numerator=pl.lit(profit.rate_micro, pl.Int64), denominator=pl.lit(MICRO),
    )  # fmt: skip
    return pl.select(pl.coalesce(own, share).alias("profit_minor")).to_series()
