"""Goods that were made: what those that are left cost, with overhead on normal capacity, and what they are carried at."""

from collections.abc import Mapping
from typing import Any, Final

from lowmark.core.estimates.normal_capacity import absorb_overhead
from lowmark.core.estimates.production_cost import CostElement, cost_of_goods, cost_of_production
from lowmark.core.kinds.quantity import parse_micro
from tests.cases.figures import first_that_fits, known, minor, stated
from tests.cases.record import Case
from tests.cases.stock import NOTHING, ONE, Goods, is_zero, measure, money, rate, values_of

NEEDED: Final = frozenset({"overheads", "normal_output", "actual_output"})
SPENT: Final[Mapping[str, str]] = {"material": "purchase", "labour": "labour"}
PRICES: Final = ("nrv", "selling_price", "market_price")
READINGS: Final = ((True, True), (False, False), (True, False), (False, True))
"""Whether material, and whether labour, is of one unit: cases do not say, but their answers do."""


def is_of_production(case: Case) -> bool:
    """Say whether a case is of goods that were made in a period."""
    return case.inputs.keys() >= NEEDED


def of_production(case: Case, framework: str) -> Mapping[str, Any]:
    """Answer with the reading of material and labour that fits."""
    known(case, {*NEEDED, *SPENT, *PRICES, "closing_units", "commission_rate", "unit"})
    return first_that_fits(case, [lambda each=each: _made(case, framework, each) for each in READINGS])


def _made(case: Case, framework: str, is_each: tuple[bool, bool]) -> Mapping[str, Any]:
    produced, left = case.inputs["actual_output"], case.given("closing_units") or NOTHING
    overhead = absorb_overhead(
        fixed_minor=minor(case.inputs["overheads"]), normal_micro=parse_micro(case.inputs["normal_output"]),
        actual_micro=parse_micro(produced),
    )  # fmt: skip
    spent = [_element(case, name, kind, each) for (name, kind), each in zip(SPENT.items(), is_each, strict=True)]
    prime = cost_of_goods(elements=spent).cost_minor
    one, all_left = (
        cost_of_production(prime_minor=prime, overhead=overhead, produced_micro=parse_micro(produced),
                           left_micro=parse_micro(quantity)).left_cost_minor
        for quantity in (ONE, left)
    )  # fmt: skip
    answers = {
        "unit_cost": one, "unabsorbed_overhead": overhead.unabsorbed_fixed_minor, "cost": all_left, "total": all_left,
    }  # fmt: skip
    return {name: stated(amount, case.expected.get(name)) for name, amount in answers.items()} | _carried(
        case, framework, left, money(all_left)
    )


def _element(case: Case, name: str, kind: str, is_each: bool) -> CostElement:
    """Return what was spent: a figure of one unit for each that was made, or of all of them."""
    said = case.given(name) or NOTHING
    amount = values_of([(case.inputs["actual_output"], said)])[0] if is_each else minor(said)
    return CostElement(name=name, kind=kind, amount_minor=amount)


def _carried(case: Case, framework: str, left: str, cost: str) -> Mapping[str, Any]:
    """Return what the goods that are left are carried at, where a case has a price of one of them."""
    price = next((case.inputs[name] for name in PRICES if name in case.inputs), None)
    if price is None or is_zero(left):
        return {}
    selling = NOTHING if "nrv" in case.inputs else rate(case.given("commission_rate") or NOTHING)
    goods = Goods(quantity=left, cost=cost, price=price, price_is_each=True)
    found = measure([goods], framework=framework, cost_to_sell=selling)
    return {
        "nrv": found.nrv, "carrying_amount": found.carrying, "total": found.carrying, "write_down": found.write_down,
    }  # fmt: skip
