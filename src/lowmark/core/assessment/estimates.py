"""Estimates: what each rule that the entity applies says of each tier, and which of them binds, if any.

Before this: `net_realisable_value` (what evidence says), `rules`. After this: `lower_of_cost_and_nrv`. Rules are estimators
for goods without better evidence: of everything that says something of a tier only what has the best rank counts, and of
that the lowest, once. A rule that the policy lets override stands beside evidence of any rank, and can only lower it.
Discounts are taken from cost, or from what market prices come to, and are never added to one another. Source: IAS 2.28, 2.30.
"""

import importlib
import pkgutil
from datetime import date
from functools import cache
from typing import Final, NamedTuple

import polars as pl

from lowmark.core.assessment import rules as files
from lowmark.core.assessment.firm_contracts import FIRM_CONTRACT
from lowmark.core.assessment.identified import SOUND
from lowmark.core.assessment.metrics import Measured
from lowmark.core.assessment.rule import Asked, Rule
from lowmark.core.frameworks.policy import Estimator
from lowmark.core.kinds.problems import Problem

ESTIMATES: Final = {
    "unit": pl.Int64, "tier": pl.Int64, "rule": pl.String, "rank": pl.Int64, "value_minor": pl.Int64,
    "reason": pl.String, "binds": pl.Boolean, "why": pl.String,
}  # fmt: skip
_USES: Final = {"unit": pl.Int64, "evidence": pl.Int64}
_KEY: Final = ("unit", "tier")
_WHY: Final = ("binds", "outranked", "not_lowest", "asked_later")
"""Why an estimate binds or does not: others stand before it, another is lower, or as low and asked first."""
_BLANKED: Final = ("gross_amount_micro", "net_amount_micro", "evidence_quantity_micro", "evidence", "subject")


class Estimated(NamedTuple):
    """The tiers with what binds, everything that was estimated, and the evidence that binding estimates rest on.

    Shapes: tiers come back with `rule_reason`, null where no rule binds. `evidenced` is as `estimates`: what evidence, or
            the proof of a condition, says of the tiers of which a rule says something too. uses: unit, evidence.
    """

    tiers: pl.DataFrame
    estimates: pl.DataFrame
    evidenced: pl.DataFrame
    uses: pl.DataFrame


class _Said(NamedTuple):
    """One rule, how it is applied, and the column that holds what it says."""

    rule: Rule
    estimator: Estimator
    column: str

    @property
    def counts(self) -> str:
        """The column that says of which tiers it counts."""
        return f"{self.rule.name}_counts"


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return the rules that there are, the one that is asked first first.

    >>> [rule.name for rule in all_rules()][:3]
    ['market_price', 'range_of_coverage', 'movement_rate']
    """
    names = sorted(module.name for module in pkgutil.iter_modules(files.__path__))
    found = [importlib.import_module(f"{files.__name__}.{name}").RULE for name in names]
    return tuple(sorted(found, key=lambda rule: rule.precedence))


def estimate(
    tiers: pl.DataFrame,
    *,
    estimators: tuple[Estimator, ...],
    known: Measured,
    prices: pl.DataFrame,
    as_of: date,
    scale: int,
) -> Estimated:
    """Ask every rule that the entity applies, and let the lowest of the best-ranked bind, tier by tier.

    Shapes: `tiers` as `net_realisable_value` returns them, with is_excess and is_relieved. `prices`: evidence in the currency
            and of the channel, observed on or before the date tested.
    Raises: Problem ``missing_metrics`` where a rule needs what nobody has measured; as `proportion`.
    """
    if not estimators:
        return Estimated(
            tiers.with_columns(rule_reason=pl.lit(None, pl.String)), pl.DataFrame(schema=ESTIMATES),
            pl.DataFrame(schema=ESTIMATES), pl.DataFrame(schema=_USES),
        )  # fmt: skip
    applied = {one.rule: one for one in estimators}
    words = [pl.col(name).fill_null("") for name in ("area", "item_class")]
    met = tiers.sort(_KEY).join(known.metrics, on="unit", how="left", maintain_order="left").with_columns(words)
    frame, said, uses = met.with_columns(base_minor=pl.col("cost_minor")), [], []
    for rule in all_rules():
        estimator = applied.get(rule.name)
        if estimator is None:
            continue
        _require_metrics(rule, known)
        asked = Asked(tiers=_on_base(frame, estimator), estimator=estimator, ages=known.ages, prices=prices,
                      as_of=as_of, scale=scale)  # fmt: skip
        worth = rule.estimate(asked)
        column = f"{rule.name}_value"
        frame = frame.with_columns(worth.value.alias(column)).with_columns(
            pl.when(_is_for(rule)).then(column).alias(column)
        )
        said.append(_Said(rule, estimator, column))
        if worth.uses is not None:
            uses.append(worth.uses.with_columns(rule=pl.lit(rule.name)))

    frame = _bound(frame, said)
    found = _shown(frame, said)
    used = [one.join(frame.select(*_KEY, rule="binding"), on=[*_KEY, "rule"], how="semi") for one in uses]
    assert found.filter("binds").select(_KEY).is_unique().all()
    return Estimated(
        _with_values(frame, said, tiers.columns),
        found,
        _evidenced(frame, said),
        pl.concat([pl.DataFrame(schema=_USES), *(one.select("unit", "evidence") for one in used)]),
    )


def _require_metrics(rule: Rule, known: Measured) -> None:
    missing = [name for name in rule.needs if name not in known.columns]
    if rule.needs_ages and not known.has_ages:
        missing.append("ages of strata")
    if missing:
        raise Problem("missing_metrics", f"the rule {rule.name} is applied, and nobody gives {', '.join(missing)}",
                      hint="give what it measures, or end the setting",
                      where={"rule": rule.name, "missing": missing})  # fmt: skip


def _on_base(frame: pl.DataFrame, estimator: Estimator) -> pl.DataFrame:
    """Let discounts be taken from market prices where the entity says so, and where they are below cost."""
    if estimator.base == "cost" or "market_price_value" not in frame.columns:
        return frame
    return frame.with_columns(base_minor=pl.min_horizontal("cost_minor", "market_price_value"))


def _is_for(rule: Rule) -> pl.Expr:
    """Say which tiers a rule is for: no contract's, and none that relief of materials shields from it."""
    is_sound = pl.col("identified_as") == SOUND
    is_of_goods = is_sound if rule.goods == "sound" else ~is_sound
    is_shielded = pl.col("is_relieved") if rule.is_price_test else pl.lit(value=False)
    return is_of_goods & (pl.col("kind") != FIRM_CONTRACT) & ~is_shielded


def _bound(frame: pl.DataFrame, said: list[_Said]) -> pl.DataFrame:
    """Add the name of the rule that binds, null where evidence does or nothing is known, and the lowest value of rules."""
    value = pl.col("value_minor")
    # What a condition proves has no rank: nothing stands before it. What relief leaves is a bound beside any rule.
    rank = pl.when(value.is_not_null() & ~pl.col("is_relieved")).then(pl.col("evidence_rank").fill_null(0))
    says = [pl.when(pl.col(one.column).is_not_null()).then(one.estimator.rank) for one in said]
    best = frame.with_columns(best_rank=pl.min_horizontal(rank, *says), own_rank=rank)
    counts = [(pl.lit(one.estimator.rank) == pl.col("best_rank")) | bool(one.estimator.override) for one in said]
    values = [pl.when(counted).then(one.column) for counted, one in zip(counts, said, strict=True)]
    with_lowest = best.with_columns(
        (counted & pl.col(one.column).is_not_null()).alias(one.counts)
        for counted, one in zip(counts, said, strict=True)
    ).with_columns(lowest_minor=pl.min_horizontal(values))
    of_evidence = pl.when(pl.col("is_relieved") | (pl.col("own_rank") == pl.col("best_rank"))).then(value)
    is_rule = pl.col("lowest_minor").is_not_null() & (of_evidence.is_null() | (pl.col("lowest_minor") < of_evidence))
    # Rules go by their place until one binds: a number is compared and kept far quicker than a name.
    first = pl.coalesce(
        pl.when(pl.col(one.counts) & (pl.col(one.column) == pl.col("lowest_minor"))).then(pl.lit(place, pl.UInt8))
        for place, one in enumerate(said)
    )
    names = dict(enumerate(one.rule.name for one in said))
    return with_lowest.with_columns(first=pl.when(is_rule).then(first)).with_columns(
        binding=pl.col("first").replace_strict(names, default=None, return_dtype=pl.String),
        counts_minor=of_evidence,
        bound_minor=pl.when(is_rule).then("lowest_minor").otherwise(of_evidence),
    ).drop("best_rank", "own_rank")  # fmt: skip


def _shown(frame: pl.DataFrame, said: list[_Said]) -> pl.DataFrame:
    """Return what every rule says, of the tiers of which it says anything: by tier, and of a tier by the rules' order.

    A table of tiers by rules, read row by row, is in that order already: nothing has to be sorted.
    """
    import numpy as np

    says = np.column_stack([frame[one.column].is_not_null().to_numpy() for one in said])
    value = np.column_stack([frame[one.column].fill_null(0).to_numpy() for one in said])[says]
    counts = np.column_stack([frame[one.counts].to_numpy() for one in said])[says]
    row, place = np.nonzero(says)
    binds = frame["first"].fill_null(len(said)).to_numpy()[row] == place
    is_lowest = value <= frame["bound_minor"].fill_null(0).to_numpy()[row]
    why = np.where(binds, 0, np.where(~counts, 1, np.where(is_lowest, 3, 2)))
    own = frame["own_reason"].gather(row)
    return frame.select(_KEY)[row].with_columns(
        rule=pl.Series([one.rule.name for one in said]).gather(place),
        rank=pl.Series([one.estimator.rank for one in said], dtype=pl.Int64).gather(place),
        value_minor=pl.Series(value, dtype=pl.Int64),
        reason=pl.coalesce(pl.Series([one.rule.reason or None for one in said], dtype=pl.String).gather(place), own),
        binds=pl.Series(binds, dtype=pl.Boolean),
        why=pl.Series(_WHY).gather(why),
    )  # fmt: skip


def _evidenced(frame: pl.DataFrame, said: list[_Said]) -> pl.DataFrame:
    """Return what evidence says of the tiers of which a rule says something too: beside it, or in its place."""
    binds, counts = pl.col("binding").is_null(), pl.col("counts_minor").is_not_null()
    return (
        frame.filter(pl.col("value_minor").is_not_null())
        .filter(pl.any_horizontal(pl.col(one.column).is_not_null() for one in said))
        .select(
            *_KEY, rule=pl.col("evidence_kind").fill_null("evidence"), rank="evidence_rank", value_minor="value_minor",
            reason=pl.coalesce("own_reason", pl.lit("price_decline")), binds=binds,
            why=_why(binds, counts, pl.col("value_minor")),
        )
        .cast(ESTIMATES)  # type: ignore[arg-type]
    )  # fmt: skip


def _why(binds: pl.Expr, counts: pl.Expr, value: pl.Expr) -> pl.Expr:
    """Say why an estimate binds or does not."""
    binding, outranked, not_lowest, asked_later = (pl.lit(word) for word in _WHY)
    is_lowest = value <= pl.col("bound_minor")
    return (
        pl.when(binds)
        .then(binding)
        .when(~counts)
        .then(outranked)
        .when(~is_lowest)
        .then(not_lowest)
        .otherwise(asked_later)
    )


def _with_values(frame: pl.DataFrame, said: list[_Said], columns: list[str]) -> pl.DataFrame:
    """Return the tiers as they were, with the value, kind, rank and reason of a rule where one binds."""
    names = [one.rule.name for one in said]
    ranks = [one.estimator.rank for one in said]
    reasons = [one.rule.reason or None for one in said]
    binding, binds = pl.col("binding"), pl.col("binding").is_not_null()
    reason = binding.replace_strict(names, reasons, default=None, return_dtype=pl.String)
    blanked = [pl.when(~binds).then(name).alias(name) for name in _BLANKED]
    return frame.with_columns(
        *blanked,
        value_minor=pl.when(binds).then("lowest_minor").otherwise("value_minor"),
        evidence_kind=pl.coalesce(binding, "evidence_kind"),
        evidence_rank=pl.when(binds)
        .then(binding.replace_strict(names, ranks, default=None, return_dtype=pl.Int64))
        .otherwise("evidence_rank"),
        rule_reason=pl.when(binds).then(pl.coalesce(reason, "own_reason")),
    ).select(*columns, "rule_reason")
