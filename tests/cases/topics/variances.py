"""Variances from standard: of a material, of several together, of labour, of overhead in two, three or four ways."""

from collections.abc import Iterable, Mapping
from typing import Any

from lowmark.core.estimates.variances import (
    MixedMaterial,
    OverheadSpent,
    Variance,
    labour_variances,
    material_variances,
    mix_and_yield,
    overhead_variances,
)
from lowmark.core.kinds.price import parse_price_micro
from lowmark.core.kinds.quantity import parse_micro
from tests.cases.figures import known, minor, stated
from tests.cases.record import Case, rows_of
from tests.cases.stock import CURRENCY

WAYS = {"2": 2, "3": 3, "4": 4}


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Answer each variance that the case's inputs allow, and whether it is favourable."""
    del framework
    known(case, {"material", "materials", "labour", "overhead"})
    answers: dict[str, Any] = {}
    for found in (_material(case), _materials(case), _labour(case), _overhead(case)):
        for each in found:
            answers[each.name] = stated(each.amount_minor, case.expected.get(each.name))
            answers[f"{each.name}_is"] = each.direction
    return {name: answers[name] for name in case.expected if name in answers}


def _material(case: Case) -> Iterable[Variance]:
    said = case.given("material")
    return () if said is None else material_variances(
        bought_micro=parse_micro(said["bought"]), bought_cost_minor=minor(said["cost"]), used_micro=parse_micro(said["used"]),
        allowed_micro=parse_micro(said["allowed"]), standard_price_micro=parse_price_micro(said["standard_price"]),
        currency=CURRENCY, priced_at=said["priced_at"],
    )  # fmt: skip


def _materials(case: Case) -> Iterable[Variance]:
    if "materials" not in case.inputs:
        return ()
    return mix_and_yield(currency=CURRENCY, materials=[
        MixedMaterial(name=each["name"], used_micro=parse_micro(each["used"]), allowed_micro=parse_micro(each["allowed"]),
                      standard_price_micro=parse_price_micro(each["standard_price"]))
        for each in rows_of(case.inputs["materials"])
    ])  # fmt: skip


def _labour(case: Case) -> Iterable[Variance]:
    said = case.given("labour")
    return () if said is None else labour_variances(
        hours_micro=parse_micro(said["hours"]), cost_minor=minor(said["cost"]),
        allowed_hours_micro=parse_micro(said["allowed"]), standard_rate_micro=parse_price_micro(said["standard_rate"]),
        currency=CURRENCY,
    )  # fmt: skip


def _overhead(case: Case) -> Iterable[Variance]:
    said = case.given("overhead")
    return () if said is None else overhead_variances(
        spent=OverheadSpent(
            variable_minor=minor(said["variable"]), fixed_minor=minor(said["fixed"]),
            budgeted_fixed_minor=minor(said["budgeted_fixed"]), hours_micro=parse_micro(said["hours"]),
            allowed_hours_micro=parse_micro(said["allowed"]), variable_rate_micro=parse_price_micro(said["variable_rate"]),
            fixed_rate_micro=parse_price_micro(said["fixed_rate"]),
        ),
        currency=CURRENCY, ways=WAYS[said["ways"]],
    )  # fmt: skip
