"""Describe risks by what their items cost and sell for: the columns that actions measure by.

Before this: `risks`, prices of items. After this: `choices`. A unit is worth, where it is short, what buying it would cost:
no more than it sells for. Where no price is known it is worth its cost. The cost of a unit is that of the risk itself, so
that what a vendor credits follows what was paid; it is for offers and plans alone, never for the ledger.
"""

from typing import NamedTuple

import polars as pl

from lowmark.core.prevention.terms import NOTHING, WHOLE, covered

ONE_UNIT = 1_000_000


class Described(NamedTuple):
    """Risks as `choices.Situation` takes them, and what a unit of each item is worth."""

    risks: pl.DataFrame
    worth: pl.DataFrame


def described(
    *, risks: pl.DataFrame, prices: pl.DataFrame, terms: pl.DataFrame | None = None
) -> Described:  # fmt: skip
    """Return risks with category, unit_cost_micro, price_micro, worth_micro, nothing_micro and step_micro.

    Shapes: prices: entity, item, category, price_micro (null where nobody knows), unit_cost_micro, and step_micro where
            an item is not counted in whole units. terms: TERMS; those of the action `nothing` say what goods left
            are worth, as a share of cost.

    >>> risks = pl.DataFrame({"risk": [0], "entity": ["E"], "item": ["A"], "location": ["M"]})
    >>> prices = pl.DataFrame({"entity": ["E"], "item": ["A"], "category": ["x"], "price_micro": [9], "unit_cost_micro": [12]})
    >>> described(risks=risks, prices=prices).risks.select("worth_micro", "nothing_micro", "step_micro").rows()
    [(9, 0, 1000000)]
    """
    steps = prices if "step_micro" in prices.columns else prices.with_columns(step_micro=pl.lit(ONE_UNIT))
    worth = steps.with_columns(
        worth_micro=pl.min_horizontal(pl.coalesce("price_micro", "unit_cost_micro"), "unit_cost_micro")
    )
    found = risks.join(worth, on=["entity", "item"], how="left", maintain_order="left")
    left = _left(found, terms)
    return Described(
        found.join(left, on="risk", how="left", maintain_order="left").with_columns(
            nothing_micro=pl.col("nothing_micro").fill_null(0)
        ),
        worth.select("entity", "item", "worth_micro"),
    )  # fmt: skip


def _left(risks: pl.DataFrame, terms: pl.DataFrame | None) -> pl.DataFrame:
    """Return what a unit of each risk brings if nothing is done, where a term says so: the first that does."""
    if terms is None:
        return pl.DataFrame(schema={"risk": pl.Int64, "nothing_micro": pl.Int64})
    share = pl.col("unit_cost_micro").cast(pl.Int128) * pl.col("rate_micro").fill_null(0) // WHOLE
    of_terms = covered(risks, terms, NOTHING).with_columns(
        nothing_micro=pl.coalesce("amount_micro", share.cast(pl.Int64)) - pl.col("cost_micro")
    )
    return of_terms.group_by("risk", maintain_order=True).agg(pl.col("nothing_micro").first())
