"""Mark goods down: a lower price for a time sells more of them, by an elasticity that a term states.

At a discount d and an elasticity e demand is (1 - d)^-e of what it was: the constant-elasticity form. What the lot would have
sold at full price is sold at the lower one too, which the option forgoes. Each term is one depth of discount; of those of one
risk at most one is taken, and lots of one place share what more it will take. Source: Talluri and van Ryzin, The Theory and
Practice of Revenue Management (2004), 7.3.3.
"""

from datetime import date
from typing import Final

import polars as pl

from lowmark.core.prevention.actions import option_rows
from lowmark.core.prevention.terms import WHOLE, covered

DEEPEST: Final = 0.99


def options(
    *, risks: pl.DataFrame, terms: pl.DataFrame, as_of: date, horizon_days: int, per_minor: int
) -> pl.DataFrame:  # fmt: skip
    """Return the options to mark down.

    Shapes: risks as `choices.Situation` describes them.
    Units:  `per_minor` is how many millionths times millionths of a currency unit are one minor unit.
    """
    on_hand = risks.filter(pl.col("cause") != "ordered", pl.col("price_micro").fill_null(0) > 0)
    found = covered(on_hand, terms, "markdown").filter(pl.col("rate_micro") > 0, pl.col("elasticity_micro") > 0)
    days = (pl.col("by_on") - as_of).dt.total_days().clip(0, horizon_days)
    before = pl.when(pl.col("cause") == "expiry").then(days).otherwise(horizon_days)
    sought = pl.col("demand_micro").cast(pl.Int128) * before // horizon_days
    discount = (pl.col("rate_micro") / WHOLE).clip(0, DEEPEST)
    uplift = (1 - discount) ** (-pl.col("elasticity_micro") / WHOLE) - 1
    given_up = (
        pl.col("sells_micro").cast(pl.Int128) * (pl.col("price_micro") * pl.col("rate_micro") // WHOLE) // per_minor
    )
    more = found.with_columns(more_micro=(sought * uplift).floor().cast(pl.Int64)).filter(pl.col("more_micro") > 0)
    place = ["entity", "item", "location"]
    return option_rows(more.with_columns(
        action=pl.lit("markdown"), partner=pl.concat_str([pl.col("rate_micro") * 100 // WHOLE, pl.lit("%")]),
        limit_micro=pl.min_horizontal("quantity_micro", "more_micro", "limit_micro"), to_location=pl.lit(""),
        recovery_micro=pl.col("price_micro") - pl.col("price_micro") * pl.col("rate_micro") // WHOLE,
        forgone_minor=given_up.cast(pl.Int64), only_one_of=pl.col("risk"),
        fills=pl.concat_str([pl.lit("appetite"), *place], separator="|"),
        fills_limit_micro=pl.col("more_micro").max().over(place),
    ))  # fmt: skip
