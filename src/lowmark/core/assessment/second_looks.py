"""Evidence that somebody has to look at twice: older than the window of its rank, or far from everything else.

Before this: an assessment and what each unit rests on. After this: findings, which change no figure. Evidence is stale
where it is older, on the date tested, than its kind is read for, also where there is none that is newer; a unit is where
it rests on such, or on nothing because that is all there is. An observed price is outlying where it is so many times
the middle of the item's other prices, or its cost, or so many times under it, as the policy says. A tender for what
nobody is expected to buy is low by nature, and is not looked at. Source: IAS 2.30; the field's practice.
"""

from datetime import date
from typing import Final

import polars as pl

from lowmark.core.assessment.identified import SOUND
from lowmark.core.assessment.lower_of_cost_and_nrv import NO_EVIDENCE
from lowmark.core.assessment.usable_evidence import of_channel
from lowmark.core.frameworks.policy import InventoriesPolicy
from lowmark.core.kinds.quantity import MICRO

STALE: Final = "stale_evidence"
OUTLYING: Final = "outlying_evidence"


def with_second_looks(
    assessments: pl.DataFrame,
    *,
    evidence: pl.DataFrame,
    uses: pl.DataFrame,
    policy: InventoriesPolicy,
    as_of: date,
    currency: str,
    channel: str,
    scale: int,
) -> pl.DataFrame:
    """Return the assessments with the finding of what rests on stale or outlying evidence, where they had none.

    Shapes: `assessments`: unit, item, quantity_micro, cost_minor, finding. `evidence` as an assessment takes it. `uses`: unit,
            evidence. `scale` brings millionths of a currency unit to its minor units.
    """
    evidence = evidence.filter(of_channel(channel))
    stale = _stale(evidence, policy, as_of)
    of_stale = uses.join(stale.select("evidence"), on="evidence", how="semi")["unit"].unique()
    has_stale = stale["item"].unique()
    outlying = _outlying(assessments, evidence, uses, policy, currency, scale)
    finding, unit = pl.col("finding"), pl.col("unit")
    return assessments.with_columns(
        finding=pl.when((finding == NO_EVIDENCE) & pl.col("item").is_in(has_stale.implode()))
        .then(pl.lit(STALE))
        .when((finding == "") & unit.is_in(of_stale.implode()))
        .then(pl.lit(STALE))
        .when((finding == "") & unit.is_in(outlying.implode()))
        .then(pl.lit(OUTLYING))
        .otherwise(finding)
    )


def _stale(evidence: pl.DataFrame, policy: InventoriesPolicy, as_of: date) -> pl.DataFrame:
    """Return the evidence that is older than its kind is read for, by the kind that it counts as."""
    past = {one.kind: one.once_past or one.kind for one in policy.evidence_ranks}
    within = {one.kind: one.within_days for one in policy.evidence_ranks}
    days = {kind: within.get(counted) for kind, counted in past.items()}
    limited = {kind: limit for kind, limit in days.items() if limit is not None}
    if not limited:
        return evidence.clear()
    limit = pl.col("kind").replace_strict(
        list(limited), list(limited.values()), default=None, return_dtype=pl.Int64
    )  # fmt: skip
    age = (pl.lit(as_of) - pl.col("observed_on")).dt.total_days()
    return evidence.filter(age > limit)


def _outlying(
    assessments: pl.DataFrame, evidence: pl.DataFrame, uses: pl.DataFrame, policy: InventoriesPolicy, currency: str,
    scale: int,
) -> pl.Series:  # fmt: skip
    """Return the units that rest on a price far from the item's others, or from its cost."""
    others, cost = policy.outlying.others_micro, policy.outlying.cost_micro
    kinds = [one.kind for one in policy.evidence_ranks if one.kind not in policy.rest_evidence]
    priced = (
        evidence.filter(
            pl.col("kind").is_in(kinds), pl.col("currency") == currency, pl.col("condition") == SOUND,
            pl.col("amount_micro") > 0,
        )
        .with_columns(price=pl.col("amount_micro").cast(pl.Int128) * MICRO // pl.col("quantity_micro"))
        .sort("item", "price", "evidence")
    )  # fmt: skip
    found = priced.clear().select("evidence", "price")
    if others:
        found = _far(_beside(priced), pl.col("price"), low="low", high="high", factor=others).select(
            "evidence", "price"
        )
    far = uses.join(found.select("evidence"), on="evidence", how="semi")["unit"].unique()
    if not cost:
        return far
    unit_cost = pl.col("cost_minor").cast(pl.Int128) * scale * MICRO // pl.col("quantity_micro")
    of_cost = (
        uses.join(priced.select("evidence", "price"), on="evidence")
        .join(assessments.select("unit", unit_cost=unit_cost), on="unit")
        .filter(pl.col("unit_cost") > 0)
    )
    from_cost = _far(of_cost, pl.col("price"), low="unit_cost", high="unit_cost", factor=cost)
    return pl.concat([far, from_cost["unit"]]).unique()


def _far(frame: pl.DataFrame, price: pl.Expr, *, low: str, high: str, factor: int) -> pl.DataFrame:
    """Return the rows whose price is more than so many times the one, or so many times under the other."""
    above = price * MICRO > pl.col(high) * factor
    below = price * factor < pl.col(low) * MICRO
    return frame.filter(above | below)


def _beside(priced: pl.DataFrame) -> pl.DataFrame:
    """Return the prices of which the item has others, with the middle of those: two of them where they are even.

    The prices come sorted by item and price. Of the n - 1 others of a price, those before it keep their place, and those
    after it move up by one.
    """
    placed = (
        priced.with_columns(row=pl.int_range(pl.len()), n=pl.len().over("item"))
        .with_columns(start=pl.col("row").min().over("item"))
        .with_columns(place=pl.col("row") - pl.col("start"))
        .filter(pl.col("n") > 1)
    )
    first, second = (pl.col("n").cast(pl.Int64) - 2) // 2, (pl.col("n").cast(pl.Int64) - 1) // 2
    chosen = placed.select(
        low=pl.col("start") + first + (first >= pl.col("place")).cast(pl.Int64),
        high=pl.col("start") + second + (second >= pl.col("place")).cast(pl.Int64),
    )
    prices = priced["price"]
    return placed.with_columns(low=prices.gather(chosen["low"]), high=prices.gather(chosen["high"]))
