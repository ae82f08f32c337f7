"""Suppose that something were otherwise: prices, demand, costs to come, or what a rule takes off.

Before this: what a test was made of. After this: the same test again, whose difference is what that one thing makes. A
change is by a share of what there is, or to a value; nothing that is known is changed by it, and nothing is written.
Firm contracts are not supposed otherwise: their price is agreed. Source: IAS 1.125-129 (sensitivity of estimates).
"""

from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from lowmark.core.assessment.firm_contracts import FIRM_CONTRACT
from lowmark.core.assessment.proportion import proportion
from lowmark.core.frameworks.policy import Estimator, InventoriesPolicy
from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import MICRO
from lowmark.core.kinds.rate import parse_rate_micro, present_rate
from lowmark.core.kinds.scaled import parse_scaled

PRICE: Final = "price"
DEMAND: Final = "demand"
TO_SELL: Final = "cost_to_sell"
TO_COMPLETE: Final = "cost_to_complete"
DISCOUNT: Final = "discount"
DRIVERS: Final = (PRICE, DEMAND, TO_SELL, TO_COMPLETE, DISCOUNT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one driver is supposed to be: so many millionths of what it is, or a value of its own.

    Units:  `to_micro` is a price of the base unit, a quantity, or a share, whatever the driver is.
    Domain: one of the two is given. `rule` names the rule whose discounts change.
    """

    driver: str
    factor_micro: int | None = None
    to_micro: int | None = None
    rule: str = ""

    @property
    def words(self) -> str:
        """How people say it."""
        if self.factor_micro is not None:
            share = present_rate(self.factor_micro - MICRO)
            return share if share.startswith("-") else f"+{share}"
        assert self.to_micro is not None
        is_share = self.driver in {DISCOUNT, TO_SELL}
        whole, part = divmod(self.to_micro, MICRO)
        return "to " + (present_rate(self.to_micro) if is_share else f"{whole}.{part:06d}".rstrip("0").rstrip("."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """What a test is made of that can be supposed otherwise."""

    evidence: pl.DataFrame
    demand: pl.DataFrame | None
    policy: InventoriesPolicy


def parse_change(driver: str, text: str) -> Change:
    """Read a change: ``+5 %`` or ``-10 %`` of what there is, or ``=6.50`` for a value. A discount is of ``RULE:``.

    Raises: Problem ``bad_change``.

    >>> parse_change("price", "-10 %").factor_micro, parse_change("price", "=6.50").to_micro
    (900000, 6500000)
    >>> parse_change("discount", "range_of_coverage:=20 %").words
    'to 20 %'
    """
    rule, said = "", text.strip()
    if driver == DISCOUNT:
        rule, _, said = said.rpartition(":")
        rule, said = rule.strip(), said.strip()
    try:
        if said.startswith("="):
            value = said[1:].strip()
            is_share = driver in {DISCOUNT, TO_SELL}
            to_micro = parse_rate_micro(value) if is_share else parse_scaled(value, places=6, noun="value")
            found = Change(driver=driver, to_micro=to_micro, rule=rule)
        else:
            factor = MICRO + parse_rate_micro(said.removeprefix("+").strip())
            found = Change(driver=driver, factor_micro=factor, rule=rule)
    except Problem:
        raise _bad(driver, text) from None
    least = found.to_micro if found.factor_micro is None else found.factor_micro
    if not said.startswith(("=", "+", "-")) or least is None or least < 0 or (driver == DISCOUNT and not rule):
        raise _bad(driver, text)
    return found


def suppose(known: Supposed, change: Change, *, items: pl.Series | None = None) -> Supposed:
    """Return what a test would be made of if one thing were otherwise, for some items or for all.

    Shapes: `known.evidence` as an assessment takes it; `items`: numbers of items, all where none are given.
    Raises: Problem ``rule_not_applied`` for the discounts of a rule that is not; ``not_by_item`` for those of some items.
    """
    chosen = pl.lit(value=True) if items is None else pl.col("item").is_in(items.implode())
    if change.driver == DISCOUNT:
        if items is not None:
            raise Problem("not_by_item", "a rule's discounts are for all items", hint="leave the item out")
        return replace(known, policy=_with_discounts(known.policy, change))
    if change.driver == DEMAND:
        if known.demand is None:
            return known
        return replace(known, demand=_changed(known.demand, "quantity_micro", chosen, change))
    if change.driver == PRICE:
        kinds = [one.kind for one in known.policy.evidence_ranks if one.kind != FIRM_CONTRACT]
        return replace(known, evidence=_priced(known.evidence, pl.col("kind").is_in(kinds) & chosen, change))
    of_kind = pl.col("kind") == change.driver
    if change.driver == TO_COMPLETE:
        return replace(known, evidence=_priced(known.evidence, of_kind & chosen, change))
    return _with_cost_to_sell(known, change, of_kind & chosen, is_of_all=items is None)


def _with_cost_to_sell(known: Supposed, change: Change, chosen: pl.Expr, *, is_of_all: bool) -> Supposed:
    """Change what selling costs: the entity's rate, and amounts that stand in its place. To a rate: the amounts go."""
    rate = known.policy.cost_to_sell_rate_micro
    if change.to_micro is not None:
        policy = replace(known.policy, cost_to_sell_rate_micro=change.to_micro) if is_of_all else known.policy
        return replace(known, policy=policy, evidence=known.evidence.filter(~chosen) if is_of_all else known.evidence)
    assert change.factor_micro is not None
    new = multiply_divide_round(rate, change.factor_micro, MICRO) if is_of_all else rate
    return replace(
        known,
        policy=replace(known.policy, cost_to_sell_rate_micro=new),
        evidence=_priced(known.evidence, chosen, change),
    )


def _priced(evidence: pl.DataFrame, chosen: pl.Expr, change: Change) -> pl.DataFrame:
    """Return evidence with other amounts; a price of so much is so much for one unit."""
    if change.to_micro is None:
        return _changed(evidence, "amount_micro", chosen, change)
    return evidence.with_columns(
        amount_micro=pl.when(chosen).then(change.to_micro).otherwise("amount_micro"),
        quantity_micro=pl.when(chosen).then(MICRO).otherwise("quantity_micro"),
    )


def _changed(frame: pl.DataFrame, column: str, chosen: pl.Expr, change: Change) -> pl.DataFrame:
    """Return a frame with another column, where it is chosen."""
    if change.to_micro is not None:
        return frame.with_columns(pl.when(chosen).then(change.to_micro).otherwise(column).alias(column))
    by = pl.when(chosen).then(pl.lit(change.factor_micro, pl.Int64)).otherwise(pl.lit(MICRO, pl.Int64))
    found = proportion(frame, factor=pl.col(column), numerator=by, denominator=pl.lit(MICRO, pl.Int64))
    return frame.with_columns(found.alias(column))


def _with_discounts(policy: InventoriesPolicy, change: Change) -> InventoriesPolicy:
    """Return the policy with other discounts of one rule; what is kept of goods stays between nothing and all."""
    if change.rule not in {one.rule for one in policy.estimators}:
        applied = ", ".join(one.rule for one in policy.estimators) or "none"
        raise Problem("rule_not_applied", f"the rule {change.rule[:40]!r} is not applied", hint=f"applied: {applied}")
    changed = (_discounted(one, change) if one.rule == change.rule else one for one in policy.estimators)
    return replace(policy, estimators=tuple(changed))


def _discounted(estimator: Estimator, change: Change) -> Estimator:
    def kept(kept_micro: int) -> int:
        lost = MICRO - kept_micro
        if change.factor_micro is not None:
            lost = multiply_divide_round(lost, change.factor_micro, MICRO)
        elif change.to_micro is not None:
            lost = change.to_micro
        return MICRO - min(MICRO, lost)

    tables = tuple(
        replace(table, rows=tuple(replace(row, kept_micro=kept(row.kept_micro)) for row in table.rows))
        for table in estimator.tables
    )
    return replace(estimator, tables=tables, factors=tuple((name, kept(value)) for name, value in estimator.factors))


def _bad(driver: str, text: str) -> Problem:
    example = "range_of_coverage:+10 %" if driver == DISCOUNT else "-10 %"
    return Problem("bad_change", f"{text[:40]!r} is no change of {driver.replace('_', ' ')}",
                   hint=f"write {example}, or = and a value", where={"driver": driver})  # fmt: skip
