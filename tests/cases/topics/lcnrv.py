"""The lower of cost and net realisable value, by item, lot or serial, by category and in total."""

from collections.abc import Mapping
from typing import Any

from tests.cases import made, several, waiting
from tests.cases.periodic import of_what_was_sold, totals
from tests.cases.record import Case, rows_of
from tests.cases.stock import NOTHING, ONE, Goods, Measured, Moved, flow, is_of_one, measure, money, rate
from tests.cases.units import Held, at_market_of_a_floor, levels_of
from tests.cases.waiting import Waits

COMPLETING = ("cost_to_complete", "packaging", "rectification", "repair", "repair_cost")
"""What goods still cost before they can be sold, under the names that cases give it."""

DAMAGED = {"damaged_cost", "damaged_units", "damaged_price"}
KNOWN = {
    *COMPLETING, *DAMAGED, "items", "cost", "cost_to_date", "total_cost", "unit_cost", "units", "nrv", "nrv_at_reporting_date", "selling_price",
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
"""Answers that take what a case may not say: items for the levels, replacement cost and floor for market."""


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Measure the case's goods."""
    waits = {name: Waits(what) for name, what in OTHER_TESTS.items()}
    if several.is_of_parts(case):
        return waits | several.of_parts(case, framework)
    if made.is_of_production(case):
        return waits | made.of_production(case, framework)
    if "cost_minus_nrv" in case.inputs:
        return waits | several.of_differences(case, framework)
    for name in case.inputs:
        if name not in KNOWN | AFTERWARDS:
            raise Waits(f"the input {name}")
    if str(case.given("cost_method")).casefold() in {"lifo", "retail"}:
        raise Waits(waiting.MARKET)
    if "items" in case.inputs:
        return waits | _of_items(case, framework)
    if DAMAGED & case.inputs.keys():
        return waits | _of_damaged(case, framework)
    return waits | _of_one(case, framework)


def _of_items(case: Case, framework: str) -> Mapping[str, Any]:
    goods, rows = [], rows_of(case.given("items"))
    for row in rows:
        if not {"cost", "nrv"} <= row.keys() <= {"item", "category", "qty", "cost", "nrv"}:
            raise Waits(f"items with {', '.join(sorted(row))}")
        goods.append(
            Goods(
                quantity=row.get("qty", ONE), cost=row["cost"], cost_is_each=True, price=row["nrv"], price_is_each=True
            )
        )
    found = measure(goods, framework=framework)
    levels = levels_of([Held(quantity=row.quantity, cost=row.cost, price=row.price, group=each.get("category", ""))
                        for row, each in zip(goods, rows, strict=True)], framework=framework)  # fmt: skip
    wider = {}
    for level in ("category", "total"):
        carrying, write_down = levels[level]
        wider |= {f"by_{level}": carrying, f"write_down_{level}": write_down}
        if "net_purchases" in case.inputs:
            year = totals(purchases=case.inputs["net_purchases"], closing=carrying)
            wider[f"cogs_{level}"] = money(year.cost_of_goods_sold_minor)
    return wider | {
        "cost": found.cost, "nrv": found.nrv, "by_item": found.carrying, "write_down_item": found.write_down,
        "carrying_amount": found.carrying, "write_down": found.write_down, **_sold(case, found),
    }  # fmt: skip


def _sold(case: Case, found: Measured) -> Mapping[str, Any]:
    """Return what goods sold cost, with the write-down of what is left in it, where a case says what was bought or sold."""
    years = {
        "cogs_item": ("net_purchases", lambda bought: totals(purchases=bought, closing=found.carrying)),
        "cogs_after_item_writedown": (
            "cogs_before",
            lambda sold: of_what_was_sold(sold=sold, left=found.cost, carried=found.carrying),
        ),
    }
    return {
        name: money(year(case.inputs[given]).cost_of_goods_sold_minor)
        for name, (given, year) in years.items() if given in case.inputs
    }  # fmt: skip


def _of_one(case: Case, framework: str) -> Mapping[str, Any]:
    units, selling = case.given("units") or ONE, rate(case.given("commission_rate") or NOTHING)
    cost = _first(case, "unit_cost", "cost", "cost_to_date", "total_cost")
    price = _first(case, "nrv", "nrv_at_reporting_date", "selling_price", "market_price")
    if "nrv" in case.inputs or "nrv_at_reporting_date" in case.inputs:
        selling = NOTHING  # What is net already bears no further cost to sell.
    cost_is_each = "unit_cost" in case.inputs or is_of_one(cost, case.expected, "carrying_amount", "cost")
    price_is_each = is_of_one(price, case.expected, "carrying_amount", "nrv") or bool(
        {"unit_cost", "units"} <= case.inputs.keys() and {"selling_price", "market_price"} & case.inputs.keys()
    )
    completing = _cost_to_complete(case)
    goods = Goods(quantity=units, cost=cost, cost_is_each=cost_is_each, price=price, price_is_each=price_is_each,
                  cost_to_complete=completing)  # fmt: skip
    found = measure([goods], framework=framework, cost_to_sell=selling)
    answers = {
        "cost": found.cost, "nrv": found.nrv, "carrying_amount": found.carrying, "write_down": found.write_down,
        "by_item": found.carrying, "write_down_item": found.write_down, "total": found.carrying,
    }  # fmt: skip
    if {"replacement_cost", "lcm_floor"} <= case.inputs.keys():
        answers["carrying_if_lifo"] = at_market_of_a_floor(
            cost=found.cost, nrv=found.nrv, replacement=case.inputs["replacement_cost"], floor=case.inputs["lcm_floor"]
        )
    if cost_is_each and price_is_each:
        one = measure(
            [Goods(cost=cost, price=price, cost_to_complete=completing)], framework=framework, cost_to_sell=selling
        )
        answers |= {"unit_cost": one.cost, "nrv_unit": one.nrv, "carrying_unit": one.carrying}
    return answers


def _of_damaged(case: Case, framework: str) -> Mapping[str, Any]:
    """Move what is damaged out of the rest, at its cost, and measure both; sound goods without a price stay at cost.

    Raises: Waits.
    """
    if {"total_cost", "damaged_cost"} <= case.inputs.keys():
        # Goods by the cost of one: as many of them as they cost.
        cost, quantity, damaged = ONE, case.inputs["total_cost"], case.inputs["damaged_cost"]
        price, price_is_each = case.given("selling_price"), False
        sound_price = None
    elif {"units", "unit_cost", "damaged_units", "damaged_price"} <= case.inputs.keys():
        cost, quantity, damaged = (case.inputs[name] for name in ("unit_cost", "units", "damaged_units"))
        price, price_is_each = case.inputs["damaged_price"], True
        sound_price = case.given("selling_price") or case.given("market_price")
    else:
        raise Waits(waiting.CARVED_OUT)
    left = flow(
        [Moved(pool=1, quantity=quantity, unit_cost=cost), Moved(pool=1, quantity=damaged)], method="fifo"
    )  # fmt: skip
    sound = Goods(quantity=left.units, cost=left.on_hand, price=sound_price, price_is_each=True)
    apart = Goods(quantity=damaged, cost=cost, cost_is_each=True, price=price, price_is_each=price_is_each,
                  cost_to_complete=_cost_to_complete(case), condition="damaged")  # fmt: skip
    selling = rate(case.given("commission_rate") or NOTHING)
    both, alone = (measure(goods, framework=framework, cost_to_sell=selling) for goods in ([sound, apart], [apart]))
    return {
        "cost": both.cost, "carrying_amount": both.carrying, "write_down": both.write_down, "total": both.carrying,
        "nrv_damaged": alone.nrv,
    }  # fmt: skip


def _cost_to_complete(case: Case) -> str | None:
    """Return what the goods still cost before they can be sold, or none.

    Raises: Waits where a case has several such costs.
    """
    found = [case.inputs[name] for name in COMPLETING if case.given(name) is not None]
    if len(found) > 1:
        raise Waits("several costs to complete")
    return found[0] if found else None


def _first(case: Case, *names: str) -> str:
    """Return the first of some inputs that the case has.

    Raises: Waits.
    """
    for name in names:
        if name in case.inputs:
            return str(case.inputs[name])
    raise Waits(f"a case with one of {', '.join(names)}")
