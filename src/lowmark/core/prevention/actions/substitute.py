"""Use goods in production in place of others that are short: they save what those would have cost.

A term names the item that they stand in for (its partner) and, as its rate, how many of them a unit replaces.
"""

import polars as pl

from lowmark.core.prevention.actions import option_rows
from lowmark.core.prevention.terms import WHOLE, covered


def options(
    *, risks: pl.DataFrame, terms: pl.DataFrame, short: pl.DataFrame, worth: pl.DataFrame
) -> pl.DataFrame:  # fmt: skip
    """Return the options to substitute.

    Shapes: risks as `choices.Situation` describes them; short as `risks.find` returns it; worth: entity, item, worth_micro.
    """
    on_hand = risks.filter(pl.col("cause") != "ordered")
    needs = short.select("entity", partner="item", to_place="location", need_micro="quantity_micro")
    of_partner = worth.select("entity", partner="item", saved_micro="worth_micro")
    rate = pl.col("rate_micro").fill_null(WHOLE)
    found = (
        covered(on_hand, terms, "substitute")
        .filter(rate > 0)
        .join(needs, on=["entity", "partner"], maintain_order="left")
        .join(of_partner, on=["entity", "partner"], maintain_order="left")
        .with_columns(replaces_micro=(pl.col("need_micro").cast(pl.Int128) * WHOLE // rate).cast(pl.Int64))
    )
    return option_rows(found.filter(pl.col("replaces_micro") > 0).with_columns(
        action=pl.lit("substitute"), to_location=pl.col("to_place"), to_entity=pl.col("entity"),
        recovery_micro=(pl.col("saved_micro").cast(pl.Int128) * rate // WHOLE).cast(pl.Int64),
        limit_micro=pl.min_horizontal("quantity_micro", "replaces_micro", "limit_micro"),
        fills=pl.concat_str([pl.lit("need"), "entity", "partner", "to_place"], separator="|"),
        fills_limit_micro=pl.col("need_micro"), fills_by_micro=rate,
    ))  # fmt: skip
