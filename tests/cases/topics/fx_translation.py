"""Translation and remeasurement: goods, results and whole balance sheets, at the rates that each method takes."""

import re
from collections.abc import Mapping
from typing import Any, Final

from lowmark.core.consolidation.exchange import ONE, Rate, exchange
from lowmark.core.consolidation.remeasurement import remeasure_sold, total_converted
from lowmark.core.consolidation.translation import Rates, implied_rate_micro, translate_position
from tests.cases.figures import first_that_fits, known, minor, stated, stated_ratio
from tests.cases.record import Case, figure
from tests.cases.stock import CURRENCY
from tests.cases.waiting import Waits

MILLIONS: Final = re.compile(r"[a-z]{3}_m")
QUOTED_INVERSELY: Final = re.compile(r"[a-z]{3}_per_[a-z]{3}")
SINGLE: Final = {"lc", "inventory_fcu", "cogs_fcu", "rate_acquired", "closing_rate", "rates"}
PERIOD: Final = {"opening_inventory", "purchases", "ending_inventory", "cogs", "rates"}
POSITION: Final = {"assets", "liabilities", "common_stock", "retained_earnings_translated", "net_income_lc",
                   "historical_rate", "closing_rate"}  # fmt: skip
AT_COST: Final = "_at_cost"
PARTS: Final = 1_000_000


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Answer by what the case gives of a subsidiary."""
    del framework
    given = case.inputs.keys()
    if "already_converted" in given:
        known(case, {"already_converted"})
        amounts = [minor(said) for said in case.inputs["already_converted"].values()]
        return _stated(case, {"total": total_converted(amounts)})
    if "assets" in given:
        return _position(case)
    if any(MILLIONS.fullmatch(name) for name in given):
        return _temporal(case)
    if given & {"opening_inventory", "ending_inventory", "purchases", "cogs"}:
        known(case, PERIOD)
        return first_that_fits(case, [lambda: _current(case), lambda: _remeasured(case)])
    if given & {"lc", "inventory_fcu", "cogs_fcu"}:
        known(case, SINGLE)
        return _single(case)
    raise Waits(f"translation with {', '.join(sorted(given))}")


def _into(amount: str, rate: str) -> int:
    return exchange(minor(amount), rate=Rate.of(rate), of=CURRENCY, into=CURRENCY)


def _stated(case: Case, answers: Mapping[str, int]) -> Mapping[str, Any]:
    return {name: stated(amount, case.expected.get(name)) for name, amount in answers.items()}


def _single(case: Case) -> Mapping[str, Any]:
    """Answer goods and their cost of sales under either method."""
    rates = case.given("rates") or {}
    closing = case.given("closing_rate") or rates.get("closing")
    acquired = (
        case.given("rate_acquired") or rates.get("ending_inventory") or rates.get("ending_inventory_acquired")
        or rates.get("historical")
    )  # fmt: skip
    goods = case.given("lc") or case.given("inventory_fcu")
    answers: dict[str, int] = {}
    if goods and closing:
        answers["current_rate_inventory"] = _into(goods, closing)
    if goods and acquired:
        answers |= dict.fromkeys(("temporal_inventory", "temporal_inventory_at_cost"), _into(goods, acquired))
    if "cogs_fcu" in case.inputs and "average" in rates:
        answers["current_rate_cogs"] = _into(case.inputs["cogs_fcu"], rates["average"])
    return _stated(case, answers)


def _current(case: Case) -> Mapping[str, Any]:
    """Answer at closing and average rates."""
    kinds = {"opening_inventory": "opening", "purchases": "average", "ending_inventory": "closing", "cogs": "average"}
    rates = case.inputs["rates"]
    return _stated(case, {
        name: _into(case.inputs[name], rates[kind]) for name, kind in kinds.items()
        if name in case.inputs and kind in rates
    })  # fmt: skip


def _remeasured(case: Case) -> Mapping[str, Any]:
    """Answer at the rates of the days on which the goods came."""
    rates = case.inputs["rates"]
    needed = ("opening_inventory_acquired", "average", "ending_inventory_acquired")
    if (
        not {*needed} <= rates.keys()
        or not {"opening_inventory", "purchases", "ending_inventory"} <= case.inputs.keys()
    ):
        return {}
    opening, purchases, closing = (Rate.of(rates[name]) for name in needed)
    found = remeasure_sold(
        opening=(minor(case.inputs["opening_inventory"]), opening), purchases=(minor(case.inputs["purchases"]), purchases),
        closing=(minor(case.inputs["ending_inventory"]), closing), of=CURRENCY, into=CURRENCY,
    )  # fmt: skip
    return _stated(case, {
        "opening_inventory": found.opening_minor, "purchases": found.purchases_minor, "cogs": found.cost_minor,
        "ending_inventory": found.closing_minor,
    })  # fmt: skip


def _temporal(case: Case) -> Mapping[str, Any]:
    """Answer each item of a balance sheet at its own rate: today's, where it has none of its own."""
    known(case, [name for name in case.inputs if MILLIONS.fullmatch(name) or QUOTED_INVERSELY.fullmatch(name)])
    items = next(said for name, said in case.inputs.items() if MILLIONS.fullmatch(name))
    rates = next((said for name, said in case.inputs.items() if QUOTED_INVERSELY.fullmatch(name)), None)
    if rates is None:
        raise Waits("rates quoted for the currency")
    answers: dict[str, int] = {}
    for name, amount in items.items():
        item = name.removesuffix(AT_COST)
        rate = Rate.of(rates.get(item, rates["closing"])).inverse()
        answers[item] = exchange(minor(figure(f"{amount}e6")), rate=rate, of=CURRENCY, into=CURRENCY)
    return _stated(case, answers)


def _position(case: Case) -> Mapping[str, Any]:
    """Answer a balance sheet at the closing rate, and the difference that balances it."""
    known(case, POSITION)
    earnings = minor(case.inputs["retained_earnings_translated"])
    rates = Rates(
        closing=Rate.of(case.inputs["closing_rate"]), average=ONE, historical=Rate.of(case.inputs["historical_rate"])
    )
    found = translate_position(
        assets={name: minor(said) for name, said in case.inputs["assets"].items()},
        liabilities={name: minor(said) for name, said in case.inputs["liabilities"].items()},
        capital_minor=minor(case.inputs["common_stock"]), earnings_translated_minor=earnings, rates=rates,
        of=CURRENCY, into=CURRENCY,
    )  # fmt: skip
    answers = dict(_stated(case, {
        **found.items, "total_assets": found.total_assets_minor, "common_stock": found.capital_minor,
        "cta": found.difference_minor,
    }))  # fmt: skip
    if "net_income_lc" in case.inputs:
        implied = implied_rate_micro(translated_minor=earnings, amount_minor=minor(case.inputs["net_income_lc"]))
        answers["implied_average_rate"] = stated_ratio((implied, PARTS), case.expected.get("implied_average_rate"))
    return answers
