"""Market price: the lowest or the latest of the prices observed in the months before the date tested.

Before this: evidence of any kind that the entity names, replacement costs among them. After this: `estimates`; other rules
may take their discounts from it. A price of a lot is for that lot alone, one of the item for all its lots; at the level of
the company a price of any lot is one of the item. The values of a
quantity at each price are compared, which needs no division: rounding keeps their order. Source: IAS 2.28, 2.30.
"""

from typing import Final

import polars as pl

from lowmark.core.assessment.proportion import proportion
from lowmark.core.assessment.rule import Asked, Rule, Worth
from lowmark.core.assessment.tables_of_rates import compare

_KEY: Final = ("unit", "tier")
_SUBJECT: Final = ("item", "lot", "identified_as")


def _estimate(asked: Asked) -> Worth:
    """Value each tier at every price on its goods, and take the one that the entity takes."""
    since = pl.lit(asked.as_of).dt.offset_by(f"-{asked.estimator.months}mo")
    prices = asked.prices.filter(
        pl.col("kind").is_in(asked.estimator.kinds), pl.col("amount_micro") > 0,
        compare(pl.col("observed_on"), asked.estimator.operator, since),
    ).with_columns(
        lot=pl.lit(None, pl.Int64) if asked.estimator.level == "company" else pl.col("lot")
    ).select(
        *_SUBJECT, "evidence", "observed_on", "amount_micro", per_micro=pl.col("quantity_micro").cast(pl.Int128)
    )  # fmt: skip
    tiers = asked.tiers.select(*_KEY, *_SUBJECT, "quantity_micro")
    met = pl.concat([
        tiers.join(prices.filter(pl.col("lot").is_not_null()), on=_SUBJECT).with_columns(is_general=False),
        tiers.join(prices.filter(pl.col("lot").is_null()).drop("lot"), on=["item", "identified_as"]).with_columns(
            is_general=True
        ).select(*tiers.columns, "evidence", "observed_on", "amount_micro", "per_micro", "is_general"),
    ])  # fmt: skip
    values = proportion(
        met, factor=pl.col("quantity_micro"), numerator=pl.col("amount_micro"),
        denominator=pl.col("per_micro") * asked.scale,
    )  # fmt: skip
    order = {
        "lowest": (["value_minor", "is_general", "evidence"], [False, False, False]),
        "latest": (["observed_on", "is_general", "evidence"], [True, False, True]),
    }[asked.estimator.take]
    first = met.with_columns(values)
    if first.select(pl.struct(_KEY).is_duplicated().any()).item():
        first = first.sort(order[0], descending=order[1]).unique(_KEY, keep="first", maintain_order=True)
    taken = tiers.select(_KEY).join(first, on=_KEY, how="left", maintain_order="left")
    return Worth(value=taken["value_minor"], uses=first.select(*_KEY, "evidence"))


RULE = Rule(name="market_price", precedence=1, reason="price_decline", estimate=_estimate, is_price_test=True)
