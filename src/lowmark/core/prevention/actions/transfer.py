"""Transfer goods to a place that is short of them: within an entity always, to another where a term says what it costs.

A unit that fills a shortage is worth what it would have cost to buy it, or what it sells for if that is less. Goods with a
last day can fill only what the place sells before it. The places that are short of most come first, `MOST_PLACES` of them.
"""

from datetime import date
from typing import Final

import polars as pl

from lowmark.core.prevention.actions import option_rows
from lowmark.core.prevention.terms import covered

MOST_PLACES: Final = 4


def options(
    *, risks: pl.DataFrame, terms: pl.DataFrame, short: pl.DataFrame, as_of: date, horizon_days: int
) -> pl.DataFrame:  # fmt: skip
    """Return the options to transfer.

    Shapes: risks as `choices.Situation` describes them; short as `risks.find` returns it.
    """
    on_hand = risks.filter(pl.col("cause") != "ordered")
    needs = short.select("item", to_entity="entity", to_place="location", need_micro="quantity_micro")
    within = on_hand.join(_own_terms(on_hand, terms), on="risk", how="left", maintain_order="left").with_columns(
        to_entity=pl.col("entity")
    )  # fmt: skip
    across = covered(on_hand, terms.filter(pl.col("partner") != ""), "transfer").with_columns(
        to_entity=pl.col("partner")
    )
    names = ["risk", "entity", "item", "location", "quantity_micro", "by_on", "cause", "worth_micro", "to_entity",
             "term", "cost_micro", "fixed_minor", "limit_micro", "lead_days"]  # fmt: skip
    legs = pl.concat([within.select(names), across.select(names)])
    days = (pl.col("by_on") - as_of).dt.total_days() - pl.col("lead_days").fill_null(0)
    before = pl.when(pl.col("cause") == "expiry").then(days.clip(0, horizon_days)).otherwise(horizon_days)
    found = (
        legs.join(needs, on=["item", "to_entity"], maintain_order="left")
        .filter((pl.col("to_place") != pl.col("location")) | (pl.col("to_entity") != pl.col("entity")))
        .with_columns(sold_micro=(pl.col("need_micro").cast(pl.Int128) * before // horizon_days).cast(pl.Int64))
        .filter(pl.col("sold_micro") > 0)
        .sort("risk", "sold_micro", "to_entity", "to_place", descending=[False, True, False, False])
        .group_by("risk", maintain_order=True)
        .head(MOST_PLACES)
    )
    return option_rows(found.with_columns(
        action=pl.lit("transfer"), to_location=pl.col("to_place"), recovery_micro=pl.col("worth_micro"),
        limit_micro=pl.min_horizontal("quantity_micro", "sold_micro", "limit_micro"),
        cost_micro=pl.col("cost_micro").fill_null(0), fixed_minor=pl.col("fixed_minor").fill_null(0),
        fills=pl.concat_str([pl.lit("need"), "to_entity", "item", "to_place"], separator="|"),
        fills_limit_micro=pl.col("need_micro"),
    ))  # fmt: skip


def _own_terms(on_hand: pl.DataFrame, terms: pl.DataFrame) -> pl.DataFrame:
    """Return the first term by which each risk may be moved within its entity: what it costs, where one says so."""
    names = ["risk", "term", "cost_micro", "fixed_minor", "limit_micro", "lead_days"]
    own = covered(on_hand, terms.filter(pl.col("partner") == ""), "transfer")
    return own.select(names).group_by("risk", maintain_order=True).first()
