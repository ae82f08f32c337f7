"""The lower of cost and net realisable value, by item, lot or serial: what is wider, or needs more than a price, waits."""

from collections.abc import Mapping
from typing import Any

from tests.cases import waiting
from tests.cases.record import Case, rows_of
from tests.cases.stock import NOTHING, ONE, Goods, is_of_one, measure
from tests.cases.waiting import Waits

LACKING = {
    "A": waiting.MONEY_COSTS,
    "B": waiting.MONEY_COSTS,
    "C": waiting.CONTRACT,
    "cost_to_complete": waiting.MONEY_COSTS,
    "packaging": waiting.MONEY_COSTS,
    "rectification": waiting.MONEY_COSTS,
    "repair": waiting.MONEY_COSTS,
    "repair_cost": waiting.MONEY_COSTS,
    "damaged_cost": waiting.CARVED_OUT,
    "damaged_price": waiting.CARVED_OUT,
    "damaged_units": waiting.CARVED_OUT,
    "material": waiting.CAPACITY,
    "labour": waiting.CAPACITY,
    "overheads": waiting.CAPACITY,
    "normal_output": waiting.CAPACITY,
    "actual_output": waiting.CAPACITY,
    "closing_units": waiting.CAPACITY,
    "cost_minus_nrv": "differences of which neither cost nor value is given",
}
"""Inputs that change the measurement in ways that Lowmark does not have yet."""

KNOWN = {
    "items", "cost", "cost_to_date", "total_cost", "unit_cost", "units", "nrv", "nrv_at_reporting_date", "selling_price",
    "market_price", "commission_rate", "cost_method", "unit",
}  # fmt: skip
AFTERWARDS = {"damaged_after_reporting_date", "replacement_cost", "lcm_floor", "cogs_before", "net_purchases"}
"""Inputs that change nothing: what happened later, another test's figures, another statement's."""

OTHER_TESTS = {
    "by_category": waiting.CATEGORY,
    "write_down_category": waiting.CATEGORY,
    "cogs_category": waiting.CATEGORY,
    "by_total": waiting.TOTAL,
    "write_down_total": waiting.TOTAL,
    "cogs_total": waiting.TOTAL,
    "carrying_if_lifo": waiting.MARKET,
    "cogs_item": waiting.PERIODS_COST,
    "cogs_after_item_writedown": waiting.PERIODS_COST,
}


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Measure the case's goods."""
    for name in case.inputs:
        if name in LACKING:
            raise Waits(LACKING[name])
        if name not in KNOWN | AFTERWARDS:
            raise Waits(f"the input {name}")
    if str(case.given("cost_method")).casefold() in {"lifo", "retail"}:
        raise Waits(waiting.MARKET)
    waits = {name: Waits(what) for name, what in OTHER_TESTS.items()}
    return waits | (_of_items(case, framework) if "items" in case.inputs else _of_one(case, framework))


def _of_items(case: Case, framework: str) -> Mapping[str, Any]:
    goods = []
    for row in rows_of(case.given("items")):
        if not {"cost", "nrv"} <= row.keys() <= {"item", "category", "qty", "cost", "nrv"}:
            raise Waits(f"items with {', '.join(sorted(row))}")
        goods.append(
            Goods(
                quantity=row.get("qty", ONE), cost=row["cost"], cost_is_each=True, price=row["nrv"], price_is_each=True
            )
        )
    found = measure(goods, framework=framework)
    return {
        "cost": found.cost, "nrv": found.nrv, "by_item": found.carrying, "write_down_item": found.write_down,
        "carrying_amount": found.carrying, "write_down": found.write_down,
    }  # fmt: skip


def _of_one(case: Case, framework: str) -> Mapping[str, Any]:
    units, rate = case.given("units") or ONE, case.given("commission_rate") or NOTHING
    cost = _first(case, "unit_cost", "cost", "cost_to_date", "total_cost")
    price = _first(case, "nrv", "nrv_at_reporting_date", "selling_price", "market_price")
    if "nrv" in case.inputs or "nrv_at_reporting_date" in case.inputs:
        rate = NOTHING  # What is net already bears no further cost to sell.
    cost_is_each = "unit_cost" in case.inputs or is_of_one(cost, case.expected, "carrying_amount", "cost")
    price_is_each = is_of_one(price, case.expected, "carrying_amount", "nrv") or bool(
        {"unit_cost", "units"} <= case.inputs.keys() and {"selling_price", "market_price"} & case.inputs.keys()
    )
    goods = Goods(quantity=units, cost=cost, cost_is_each=cost_is_each, price=price, price_is_each=price_is_each)
    found = measure([goods], framework=framework, cost_to_sell=rate)
    answers = {
        "cost": found.cost, "nrv": found.nrv, "carrying_amount": found.carrying, "write_down": found.write_down,
        "by_item": found.carrying, "write_down_item": found.write_down, "total": found.carrying,
    }  # fmt: skip
    if cost_is_each and price_is_each:
        one = measure([Goods(cost=cost, price=price)], framework=framework, cost_to_sell=rate)
        answers |= {"unit_cost": one.cost, "nrv_unit": one.nrv, "carrying_unit": one.carrying}
    return answers


def _first(case: Case, *names: str) -> str:
    """Return the first of some inputs that the case has.

    Raises: Waits.
    """
    for name in names:
        if name in case.inputs:
            return str(case.inputs[name])
    raise Waits(f"a case with one of {', '.join(names)}")
