"""The tax base of each layer: cost, or what a tax law lets it be valued at, with the rule that says so.

Before this: layers of one book as measured, and prices as tax law asks for them: what the usual volume is bid for, fair
market value, what goods are offered for. After this: `deferred`. What books write down beyond the tax base is deductible
when the goods go, and not before. Sources: IRC 471; Reg. 1.471-2(c), 1.471-4; IRC 472(b); Thor Power Tool Co. v.
Commissioner, 439 U.S. 522 (1979); ITA 10(1); ITR 1801.
"""

from typing import Final

import polars as pl

from lowmark.core.frameworks.reporting import TaxMarket, TaxPolicy
from lowmark.core.kinds.problems import Problem

RULES: Final = ("cost_only", "subnormal", "market", "not_offered", "no_evidence", "cost")
"""Why a base is what it is; `not_offered` and `no_evidence` stay at cost for want of what the law asks for."""

MARKET_COLUMN: Final[dict[TaxMarket, str]] = {
    "replacement_cost": "replacement_cost_minor",
    "fair_market_value": "fair_market_value_minor",
}
NEEDED: Final = ("layer", "method", "reason", "cost_minor", "carrying_minor", "replacement_cost_minor",
                 "fair_market_value_minor", "offered_minor", "disposition_minor", "scrap_minor",
                 "offered_after_days")  # fmt: skip


def tax_bases(*, layers: pl.DataFrame, policy: TaxPolicy) -> pl.DataFrame:
    """Return the layers with their tax base, what is deductible now and what only on disposal.

    Shapes: layers: layer, method (by which cost was taken), reason (of the write-down; empty for none), cost_minor and
            carrying_minor of what is on hand; then, null where there is no such evidence: replacement_cost_minor (bid
            in the usual volume), fair_market_value_minor, offered_minor (asked in an actual offering),
            disposition_minor (the direct cost of disposing of it), scrap_minor, offered_after_days (days from the
            inventory date to the end of the offering, negative before it). They come back as they are, with
            tax_base_minor, deductible_now_minor (cost less base), temporary_difference_minor (base less carrying amount:
            positive is deductible on disposal) and rule (of ``RULES``).
    Domain: ``0 <= carrying_minor <= cost_minor``; a base is between nothing and cost. By item or by layer, never in
            total: a gain on one shelters no other.
    Raises: Problem ``missing_column`` or ``bad_layer``.
    Source: Reg. 1.471-2(c), 1.471-4(c); ITA 10(1).

    >>> policy = TaxPolicy(market="replacement_cost", cost_only_methods=("lifo",), subnormal_reasons=("damaged",),
    ...                    offered_within_days=30)
    >>> nothing = dict.fromkeys(("fair_market_value_minor", "scrap_minor"), pl.Series([None, None], dtype=pl.Int64))
    >>> layers = pl.DataFrame({"layer": [1, 2], "method": ["fifo", "fifo"], "reason": ["excess", "damaged"],
    ...     "cost_minor": [100, 100], "carrying_minor": [60, 40], "replacement_cost_minor": [95, None],
    ...     "offered_minor": [None, 55], "disposition_minor": [None, 5], "offered_after_days": [None, 12], **nothing})
    >>> found = tax_bases(layers=layers, policy=policy)
    >>> found.select("tax_base_minor", "deductible_now_minor", "temporary_difference_minor", "rule").rows()
    [(95, 5, 35, 'market'), (50, 50, 10, 'subnormal')]
    """
    missing = [name for name in NEEDED if name not in layers.columns]
    if missing:
        raise Problem(
            "missing_column", f"a tax base needs {', '.join(missing)}", hint="null where there is no evidence"
        )
    wrong = layers.filter(~pl.col("carrying_minor").is_between(0, pl.col("cost_minor")))
    if wrong.height:
        raise Problem("bad_layer", f"{wrong.height} layers are not carried between nothing and cost",
                      hint="give cost and carrying amount of what is on hand",
                      where={"layer": wrong["layer"][0]})  # fmt: skip

    cost = pl.col("cost_minor")
    base = pl.min_horizontal(cost, pl.max_horizontal(pl.lit(0, dtype=pl.Int64), _value(policy)))
    found = layers.with_columns(rule=_rule(policy)).with_columns(tax_base_minor=base)
    found = found.with_columns(
        deductible_now_minor=cost - pl.col("tax_base_minor"),
        temporary_difference_minor=pl.col("tax_base_minor") - pl.col("carrying_minor"),
    )

    assert found.select(pl.col("tax_base_minor").is_between(0, cost).all()).item()
    return found


def _rule(policy: TaxPolicy) -> pl.Expr:
    """Say which rule a layer falls under."""
    subnormal = pl.col("reason").is_in(list(policy.subnormal_reasons))
    market = pl.col(MARKET_COLUMN[policy.market])
    return (
        pl.when(pl.col("method").is_in(list(policy.cost_only_methods))).then(pl.lit("cost_only"))
        .when(subnormal & _offered(policy)).then(pl.lit("subnormal"))
        .when(subnormal).then(pl.lit("not_offered"))
        .when(market < pl.col("cost_minor")).then(pl.lit("market"))
        .when(market.is_null() & (pl.col("carrying_minor") < pl.col("cost_minor"))).then(pl.lit("no_evidence"))
        .otherwise(pl.lit("cost"))
    )  # fmt: skip


def _offered(policy: TaxPolicy) -> pl.Expr:
    """Say whether goods were offered, at a price that is told, and soon enough."""
    offered = pl.col("offered_minor").is_not_null()
    if policy.offered_within_days is None:
        return offered
    return offered & (pl.col("offered_after_days") <= policy.offered_within_days).fill_null(value=False)


def _value(policy: TaxPolicy) -> pl.Expr:
    """Return what the rule of a layer values it at, not yet held between nothing and cost."""
    proceeds = pl.col("offered_minor") - pl.col("disposition_minor").fill_null(0)
    return (
        pl.when(pl.col("rule") == "subnormal").then(pl.max_horizontal(proceeds, pl.col("scrap_minor").fill_null(0)))
        .when(pl.col("rule") == "market").then(pl.col(MARKET_COLUMN[policy.market]))
        .otherwise(pl.col("cost_minor"))
    )  # fmt: skip
