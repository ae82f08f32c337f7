"""The lower of cost and net realisable value: tier by tier, then summed for the unit of account.

Before this: `net_realisable_value`. After this: write-downs. Profit in one tier never shelters another. Sources: IAS
2.9, 2.33; a value below zero is a matter for a provision (IAS 37), so the stock goes to zero and no further.
"""

import polars as pl

from lowmark.core.assessment.by_unit import Spans, in_order
from lowmark.core.assessment.identified import SOUND
from lowmark.core.assessment.lower_of_cost_or_market import NO_REPLACEMENT
from lowmark.core.kinds.arithmetic import INT64_MAX, INT64_MIN
from lowmark.core.kinds.problems import Problem

NO_EVIDENCE = "no_evidence"
PART_WITHOUT_EVIDENCE = "part_without_evidence"
IN_OTHER_CURRENCY = "evidence_in_other_currency"
DISPOSAL_OBLIGATION = "disposal_obligation"
PRICE_DECLINE = "price_decline"


def take_lower(priced: pl.DataFrame) -> pl.DataFrame:
    """Return the tiers with `lower_minor`: the lower of a tier's cost and its value, and never below zero.

    Domain: tiers without a value keep what is held against their unit, as far as the shortfall of its other tiers leaves
            of it, the first before the next: nothing is known that would change it, and nothing is taken back on evidence
            for a part.

    >>> one = {"cost_minor": 140_00, "held_minor": 20_00, "tier": 1}
    >>> take_lower(pl.DataFrame([one | {"unit": 1, "value_minor": 120_00}, one | {"unit": 2, "value_minor": -5},
    ...                          one | {"unit": 3, "value_minor": None}]))["lower_minor"].to_list()
    [12000, 0, 12000]
    """
    cost, value = pl.col("cost_minor"), pl.col("value_minor")
    lower = pl.min_horizontal(cost, pl.max_horizontal(value, pl.lit(0, pl.Int64)))
    tiers = in_order(priced).with_columns(lower_minor=pl.when(value.is_not_null()).then(lower))
    of_gaps = tiers.filter(value.is_null())["unit"].unique()
    if of_gaps.is_empty():
        return tiers
    is_gap = pl.col("unit").is_in(of_gaps.implode())
    unknown = pl.when(value.is_null()).then(cost).otherwise(0)
    shortfall = pl.when(value.is_null()).then(0).otherwise(cost - pl.col("lower_minor"))
    left = pl.max_horizontal(pl.col("held_minor") - shortfall.sum().over("unit"), pl.lit(0, pl.Int64))
    before = unknown.cum_sum().over("unit") - unknown
    kept = pl.min_horizontal(cost, pl.max_horizontal(left - before, pl.lit(0, pl.Int64)))
    filled = tiers.filter(is_gap).with_columns(lower_minor=pl.coalesce("lower_minor", cost - kept))
    return in_order(pl.concat([tiers.filter(~is_gap), filled]))


def assess_units(*, units: pl.DataFrame, tiers: pl.DataFrame) -> pl.DataFrame:
    """Return an assessment for each unit: value, carrying amount, allowance required, reason, finding.

    Shapes: `tiers` with identified_as, own_reason and own_finding (of the condition, null for sound goods), is_elsewhere,
            rule_reason (of the rule that binds, null where none does) and has_no_replacement.
    Domain: without any evidence ``required = held``, and the finding says so: it is never a value of zero. With evidence
            for a part, the rest stands in the value at its carrying amount. The reason is the condition's where goods
            were valued in it, that of a rule where it binds and its tier falls short the most of the unit's; what is held on
            others is put down to a decline of price.
    Raises: Problem ``value_out_of_range`` where a unit's value does not fit 64 bits.
    """
    value, lower = pl.col("value_minor"), pl.col("lower_minor")
    tiers, units = in_order(tiers), units.sort("unit")
    sums = tiers.group_by("unit", maintain_order=True).agg(
        value_minor=pl.when(value.count() > 0).then(pl.coalesce(value, lower).cast(pl.Int128).sum()),
        carrying_minor=lower.sum(),
        has_gap=value.null_count() > 0,
        has_value=value.count() > 0,
        is_negative=(value < 0).any(),
        is_elsewhere=pl.col("is_elsewhere").any(),
        own_reason=pl.when((pl.col("identified_as") != SOUND).any() & (value.count() > 0)).then(
            pl.col("own_reason").first()
        ),
        own_finding=pl.col("own_finding").first(),
        has_no_replacement=pl.col("has_no_replacement").any(),
    )
    _require_range(sums)
    reason = pl.coalesce("rule_reason", "own_reason", pl.lit(PRICE_DECLINE))
    said = sums.with_columns(value.cast(pl.Int64), _reasons_of_rules(tiers)).set_sorted("unit")
    return (
        units.join(said, on="unit", how="left", maintain_order="left")
        .with_columns(required_minor=pl.col("cost_minor") - pl.col("carrying_minor"))
        .select(
            "unit", "item", "lot", "quantity_micro", "cost_minor", "value_minor", "carrying_minor", "required_minor",
            "held_minor",
            reason=pl.when(pl.col("required_minor") > 0).then(reason).otherwise(pl.lit("")),
            finding=_finding(),
        )
    )  # fmt: skip


def _reasons_of_rules(tiers: pl.DataFrame) -> pl.Series:
    """Return of each unit the reason of the tier that falls short the most, the first of equals; null where no rule binds it."""
    short = tiers["cost_minor"] - tiers["lower_minor"]
    spans = Spans(tiers["unit"])
    is_most = short == pl.Series(spans.over(spans.most(short)), dtype=pl.Int64)
    return tiers["rule_reason"].gather(spans.first_where(is_most))


def _finding() -> pl.Expr:
    """Say what somebody has to look at."""
    return (
        pl.when(pl.col("has_gap") & pl.col("is_elsewhere"))
        .then(pl.lit(IN_OTHER_CURRENCY))
        .when(pl.col("has_gap") & pl.col("own_finding").is_not_null())
        .then(pl.col("own_finding"))
        .when(pl.col("has_gap") & pl.col("has_no_replacement"))
        .then(pl.lit(NO_REPLACEMENT))
        .when(pl.col("has_gap") & pl.col("has_value"))
        .then(pl.lit(PART_WITHOUT_EVIDENCE))
        .when(pl.col("has_gap"))
        .then(pl.lit(NO_EVIDENCE))
        .when(pl.col("is_negative"))
        .then(pl.lit(DISPOSAL_OBLIGATION))
        .otherwise(pl.lit(""))
    )


def _require_range(sums: pl.DataFrame) -> None:
    beyond = sums.filter(~pl.col("value_minor").is_between(INT64_MIN, INT64_MAX))["unit"].sort()
    if not beyond.is_empty():
        raise Problem("value_out_of_range", f"the value of unit {beyond[0]} does not fit 64 bits",
                      hint="look for a price or a quantity with too many zeros",
                      where={"unit": beyond[0]})  # fmt: skip
