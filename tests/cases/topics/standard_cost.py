"""Standard cost and production: variances prorated, what belongs to cost, overhead on normal capacity."""

import re
from collections.abc import Mapping
from typing import Any

from lowmark.core.estimates.normal_capacity import AbsorbedOverhead, absorb_overhead, rate_of_one, split_overhead
from lowmark.core.estimates.production_cost import CostElement, cost_of_goods, cost_of_production, left_of
from lowmark.core.estimates.proration import (
    GoodsAtStandard,
    Prorated,
    applied_overhead_variance,
    apply_overhead,
    net_of,
    prorate_variances,
)
from lowmark.core.estimates.ratios import take_share
from lowmark.core.estimates.variances import Variance
from lowmark.core.kinds.quantity import format_micro, parse_micro
from tests.cases.figures import PARTS, first_that_fits, known, minor, share, stated
from tests.cases.record import Case, Figure
from tests.cases.stock import NOTHING, ONE, values_of
from tests.cases.waiting import Waits

ELEMENTS = {
    "raw_material_gross": "purchase", "consumables_net": "purchase", "refundable_tax": "recoverable_tax",
    "design": "design_for_a_customer", "testing_material_net": "testing", "testing_labour": "testing",
    "testing_depreciation": "testing", "labour": "labour", "depreciation": "depreciation", "loan_fee": "financing",
    "fixed_selling": "selling", "variable_selling": "selling", "administration": "administration",
    "storage": "storage", "abnormal_waste": "abnormal_waste",
}  # fmt: skip
GOODS = ("wip", "fg", "cogs")
COMPONENTS = {"dm": "material", "dl": "labour", "oh": "overhead"}
VARIANCE = re.compile(r"(?P<of>dm_price|dm_usage|dl|oh)(?:_(?:rate|efficiency|spending|volume))?_(?P<sign>[UF])")

FIXED = ("fixed_moh", "fixed_oh", "fixed_overhead")
VARIABLE = ("variable_moh", "variable_oh", "variable_overhead")
NORMAL = ("normal_hours", "normal_units", "normal")
ACTUAL = ("actual_hours", "actual_units", "actual", "produced")
MADE = ("produced", "actual_units", "actual", "actual_hours")
PRIME = ("material", "labour")
SOLD_APART = ("fixed_selling", "variable_selling")
BY_UNITS = ((True, True), (False, False), (True, False), (False, True))
BY_HOURS = ((False, False), (True, False), (True, True), (False, True))
"""Whether material and labour, and whether variable overhead, are of one unit: cases do not say, but their answers do."""


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Answer by what the case is about."""
    del framework
    if "variances" in case.inputs:
        return _prorated(case)
    if "raw_material_gross" in case.inputs or "inventory_cost" in case.expected:
        return _cost_of_goods(case)
    return _on_normal_capacity(case)


# --- what belongs to cost ----------------------------------------------------------------------------------------------


def _cost_of_goods(case: Case) -> Mapping[str, Any]:
    known(case, ELEMENTS)
    found = cost_of_goods(elements=_elements(case, ELEMENTS))
    return {"inventory_cost": stated(found.cost_minor, case.expected.get("inventory_cost"))}


def _elements(case: Case, names: Any) -> list[CostElement]:
    return [
        CostElement(name=name, kind=ELEMENTS[name], amount_minor=minor(case.inputs[name]))
        for name in names if name in case.inputs
    ]  # fmt: skip


# --- proration ---------------------------------------------------------------------------------------------------------


def _prorated(case: Case) -> Mapping[str, Any]:
    known(case, {"raw_materials", "variances", "actual_oh", "oh_rate_on_dl", *GOODS})
    goods = [_goods(case, name) for name in GOODS if name in case.inputs]
    by_kind = _variances(case)
    found = prorate_variances(
        raw_material_minor=minor(case.given("raw_materials") or NOTHING), goods=goods,
        price_minor=net_of(variances=by_kind["dm_price"]), usage_minor=net_of(variances=by_kind["dm_usage"]),
        labour_minor=net_of(variances=by_kind["dl"]), overhead_minor=_overhead_variance(case, goods, by_kind["oh"]),
    )  # fmt: skip
    return {name: stated(amount, case.expected.get(name)) for name, amount in _of_goods(found).items()}


def _goods(case: Case, name: str) -> GoodsAtStandard:
    said = case.inputs[name]
    if not isinstance(said, Mapping) or not said.keys() <= COMPONENTS.keys():
        raise Waits(f"{name} by other than {', '.join(COMPONENTS)}")
    labour, rate = minor(said.get("dl") or NOTHING), case.given("oh_rate_on_dl")
    overhead = said.get("oh")
    applied = minor(overhead or NOTHING)
    if overhead is None and rate is not None:
        applied = apply_overhead(labour_minor=labour, rate=share(rate))
    return GoodsAtStandard(
        name=name, material_minor=minor(said.get("dm") or NOTHING), labour_minor=labour, overhead_minor=applied
    )


def _variances(case: Case) -> Mapping[str, list[Variance]]:
    """Return the case's variances by what they are spread over; U is unfavourable and positive.

    Raises: Waits.
    """
    found: dict[str, list[Variance]] = {"dm_price": [], "dm_usage": [], "dl": [], "oh": []}
    for name, figure in case.inputs["variances"].items():
        said = VARIANCE.fullmatch(name)
        if said is None:
            raise Waits(f"a variance called {name}")
        amount = minor(figure)
        found[said["of"]].append(Variance(name, amount if said["sign"] == "U" else -amount))
    return found


def _overhead_variance(case: Case, goods: list[GoodsAtStandard], named: list[Variance]) -> int:
    """Return the overhead variance to prorate: as named, or what was spent less what goods bear."""
    if named or "actual_oh" not in case.inputs:
        return net_of(variances=named)
    return applied_overhead_variance(goods=goods, actual_minor=minor(case.inputs["actual_oh"])).amount_minor


def _of_goods(found: Prorated) -> Mapping[str, int]:
    answers = {
        "raw_materials": found.raw_material_minor, "price_variance_to_rm": found.price_in_raw_material_minor,
        "price_variance_to_raw_materials": found.price_in_raw_material_minor,
        "price_variance_to_usage": found.price_in_usage_minor, "adjusted_usage_variance": found.adjusted_usage_minor,
    }  # fmt: skip
    for each in found.goods:
        answers |= {
            f"{each.name}_dm": each.material_minor, f"{each.name}_dl": each.labour_minor,
            f"{each.name}_oh": each.overhead_minor, f"total_{each.name}": each.total_minor,
            f"price_variance_to_{each.name}": each.price_minor, f"usage_variance_to_{each.name}": each.usage_minor,
        }  # fmt: skip
    return answers


# --- normal capacity ---------------------------------------------------------------------------------------------------


def _on_normal_capacity(case: Case) -> Mapping[str, Any]:
    known(case, {*FIXED, *VARIABLE, *NORMAL, *ACTUAL, *PRIME, *SOLD_APART, "hours_per_unit", "opening_units", "sold"})
    for names in (FIXED, NORMAL):
        if not set(names) & case.inputs.keys():
            raise Waits(f"a case with one of {', '.join(names)}")
    readings = BY_HOURS if "normal_hours" in case.inputs else BY_UNITS
    # What of overhead is cost of sales includes what was not absorbed (IAS 2.38), unless a case lists that apart.
    apart = "unabsorbed_fixed" in case.expected
    return first_that_fits(
        case,
        [
            lambda prime=prime, variable=variable, sold_only=sold_only: _made(case, prime, variable, sold_only)
            for sold_only in (apart, not apart)
            for prime, variable in readings
        ],
    )


def _made(case: Case, prime_is_each: bool, variable_is_each: bool, sold_only: bool) -> Mapping[str, Any]:
    """Answer with one reading of what the case's figures are of."""
    made, actual = _made_micro(case), _actual_micro(case)
    overhead = absorb_overhead(
        fixed_minor=minor(_first(case, FIXED)),
        variable_minor=_cost(case, _first(case, VARIABLE), made, variable_is_each),
        normal_micro=parse_micro(_first(case, NORMAL)), actual_micro=actual,
    )  # fmt: skip
    spent = [
        CostElement(name=name, kind=kind, amount_minor=_cost(case, case.given(name) or NOTHING, made, prime_is_each))
        for name, kind in (("material", "purchase"), ("labour", "labour"))
    ]
    prime = cost_of_goods(elements=spent).cost_minor
    one = cost_of_production(prime_minor=prime, overhead=overhead, produced_micro=made, left_micro=parse_micro(ONE))
    answers: dict[str, Any] = {
        "unit_cost": one.left_cost_minor, "unabsorbed_fixed": overhead.unabsorbed_fixed_minor,
        "fixed_rate": rate_of_one(rate=overhead.fixed_rate), "variable_rate": rate_of_one(rate=overhead.variable_rate),
    }  # fmt: skip
    closing = None
    if "sold" in case.inputs:
        left = left_of(
            opening_micro=parse_micro(case.given("opening_units") or NOTHING), produced_micro=made,
            sold_micro=parse_micro(case.inputs["sold"]),
        )  # fmt: skip
        if left > made:
            raise Waits("what goods from before the period cost")
        closing = Figure(format_micro(left))
        answers |= _of_what_is_left(overhead, prime, made, left, sold_only)
    return {name: stated(amount, case.expected.get(name)) for name, amount in answers.items()} | {
        "closing_units": Waits("units sold") if closing is None else closing
    }


def _of_what_is_left(
    overhead: AbsorbedOverhead, prime: int, made: int, left: int, sold_only: bool
) -> Mapping[str, int]:
    kept = cost_of_production(prime_minor=prime, overhead=overhead, produced_micro=made, left_micro=left)
    split = split_overhead(overhead=overhead, produced_micro=made, on_hand_micro=left)
    return {
        "closing_inventory": kept.left_cost_minor, "overhead_in_inventory": split.in_inventory_minor,
        "overhead_in_cogs": split.in_goods_sold_minor if sold_only else split.expense_minor,
    }  # fmt: skip


def _made_micro(case: Case) -> int:
    return parse_micro(_first(case, MADE))


def _actual_micro(case: Case) -> int:
    """Return actual activity: as given, or the hours that what was made takes."""
    hours = case.given("hours_per_unit")
    if hours is None or "actual_hours" in case.inputs:
        return parse_micro(_first(case, ACTUAL))
    return take_share(_made_micro(case), (parse_micro(hours), PARTS))


def _cost(case: Case, figure: str, made: int, is_each: bool) -> int:
    """Return what was spent: a figure of one unit for each that was made, or of all of them."""
    return values_of([(format_micro(made), figure)])[0] if is_each else minor(figure)


def _first(case: Case, names: tuple[str, ...]) -> str:
    return str(next((case.inputs[name] for name in names if name in case.inputs), NOTHING))
