"""Deferred tax: a difference between tax base and carrying amount, and what a write-down does to taxes."""

from collections.abc import Mapping
from typing import Any, Final

from lowmark.core.frameworks.areas import resolve_area
from lowmark.core.frameworks.reporting import deferred_tax_policy
from lowmark.core.tax.deferred import deferred_tax, tax_effect
from lowmark.frameworks.read import read_area
from tests.cases.figures import known, minor, share
from tests.cases.record import Case, Figure
from tests.cases.stock import AS_OF, NOTHING, money
from tests.cases.waiting import Waits

DIFFERENCE: Final = {"tax_base", "carrying_amount"}
EFFECT: Final = {"write_down", "tax_rate"}


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Answer what the case's figures allow."""
    known(case, {*DIFFERENCE, *EFFECT, "deductible_now"})
    answers: dict[str, Any] = {}
    if case.inputs.keys() >= EFFECT:
        answers |= _of_a_write_down(case)
    if case.inputs.keys() >= DIFFERENCE:
        answers |= _of_a_difference(case, framework)
    if not answers:
        raise Waits(f"deferred tax with {', '.join(sorted(case.inputs))}")
    return answers


def _of_a_difference(case: Case, framework: str) -> Mapping[str, Any]:
    tree = read_area(framework, "deferred_tax")
    policy = deferred_tax_policy(resolve_area(framework=framework, tree=tree, facts=[], on=AS_OF).values)
    rate, _ = share(case.given("tax_rate") or NOTHING)
    found = deferred_tax(
        tax_base_minor=minor(case.inputs["tax_base"]), carrying_minor=minor(case.inputs["carrying_amount"]),
        tax_rate_micro=rate, policy=policy,
    )  # fmt: skip
    answers: dict[str, Any] = {"temporary_difference": money(found.difference_minor), "kind": found.kind}
    if "tax_rate" in case.inputs:
        answers |= {
            "deferred_tax_asset": money(found.asset_minor), "deferred_tax_liability": money(found.liability_minor),
        }  # fmt: skip
    return answers


def _of_a_write_down(case: Case) -> Mapping[str, Any]:
    """Answer what a write-down changes; what is not said to be deductible now is so later."""
    charge, now = minor(case.inputs["write_down"]), case.given("deductible_now")
    rate, _ = share(case.inputs["tax_rate"])
    deductible = minor(now) if isinstance(now, Figure) else charge if now is True else 0
    found = tax_effect(charge_minor=charge, deductible_now_minor=deductible, tax_rate_micro=rate)
    return {
        "inventory_effect": money(found.inventory_minor), "net_income_effect": money(found.net_income_minor),
        "cash_effect": money(found.cash_minor), "deferred_tax_asset": money(found.deferred_tax_minor),
    }  # fmt: skip
