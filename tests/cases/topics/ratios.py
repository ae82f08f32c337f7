"""Ratios: which way they go with an event, turnover as an analyst adjusts it, margins without a charge."""

from collections.abc import Mapping
from typing import Any, Final

from lowmark.core.estimates.ratios import round_ratio
from lowmark.core.statements.impact import Figures, impact
from lowmark.core.statements.ratios import (
    Ratio,
    adjusted_turnover,
    in_percent,
    net_income_without,
    ratio_of,
    ratios_before_and_after,
)
from tests.cases.figures import known, minor, share, stated_ratio
from tests.cases.record import Case, Figure
from tests.cases.stock import NOTHING, ONE, is_less, money
from tests.cases.waiting import Waits

EVENTS: Final = {"write_down": 100, "writedown": 100, "reversal": -100, "reversal_of_write_down": -100}
"""What each event charges, in books of the size below: directions do not depend on it."""

BOOKS: Final = Figures(
    inventory_minor=1_000, opening_inventory_minor=900, quick_assets_minor=800, current_assets_minor=1_900,
    total_assets_minor=5_000, current_liabilities_minor=1_000, total_liabilities_minor=2_500, equity_minor=2_500,
    revenue_minor=9_000, cost_of_sales_minor=6_000, profit_before_tax_minor=1_200, net_income_minor=900,
)  # fmt: skip
ALSO: Final = {"turnover": "inventory_turnover", "days_inventory": "days_on_hand", "gross_profit_margin": "gross_margin",
               "net_profit_margin": "net_margin", "roa": "return_on_assets", "roe": "return_on_equity",
               "total_asset_turnover": "asset_turnover", "debt_equity": "debt_to_equity"}  # fmt: skip
ADJUSTED: Final = {"cogs_lifo", "write_down_charge", "lifo_reserve", "gross_inventory_lifo"}
MARGINS: Final = {"net_income", "revenue", "write_down_charge", "tax_rate"}


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Answer what the case's figures allow."""
    del framework
    known(case, {"event", *ADJUSTED, *MARGINS})
    if "event" in case.inputs:
        return _of_an_event(str(case.inputs["event"]).casefold().replace("-", "_").replace(" ", "_"))
    if case.inputs.keys() >= ADJUSTED:
        return _of_turnover(case)
    if case.inputs.keys() >= {"net_income", "write_down_charge"}:
        return _of_margins(case)
    raise Waits(f"ratios with {', '.join(sorted(case.inputs))}")


def _of_an_event(event: str) -> Mapping[str, Any]:
    if event not in EVENTS:
        raise Waits(f"ratios after {event}")
    after = BOOKS.plus(impact(charge_minor=EVENTS[event]))
    found = {each.name: each.direction for each in ratios_before_and_after(before=BOOKS, after=after)}
    return found | {name: found[of] for name, of in ALSO.items()}


def _of_turnover(case: Case) -> Mapping[str, Any]:
    (first, last), (opening, closing) = case.inputs["lifo_reserve"], case.inputs["gross_inventory_lifo"]
    found = adjusted_turnover(
        cost_of_sales_minor=minor(case.inputs["cogs_lifo"]), write_down_minor=minor(case.inputs["write_down_charge"]),
        gross_inventory_minor=(minor(opening), minor(closing)), lifo_reserve_minor=(minor(first), minor(last)),
    )  # fmt: skip
    assert found.turnover is not None
    turnover = stated_ratio(found.turnover, case.expected.get("turnover"))
    return {
        "adjusted_cogs": money(found.cost_of_sales_minor),
        "average_inventory": money(round_ratio(ratio=found.average_inventory, places=0)[0]),
        "turnover": turnover, "inventory_turnover": turnover,
    }  # fmt: skip


def _of_margins(case: Case) -> Mapping[str, Any]:
    income = minor(case.inputs["net_income"])
    rate, _ = share(case.given("tax_rate") or NOTHING)
    adjusted = net_income_without(
        net_income_minor=income, charge_minor=minor(case.inputs["write_down_charge"]), tax_rate_micro=rate
    )
    answers: dict[str, Any] = {"adjusted_net_income": money(adjusted)}
    for name, amount in (("net_margin_reported", income), ("net_margin_adjusted", adjusted)):
        figures = Figures(net_income_minor=amount, revenue_minor=minor(case.given("revenue") or NOTHING))
        margin = ratio_of(name="net_margin", figures=figures)
        answers[name] = Waits("revenue") if margin is None else _as_said(margin, case.expected.get(name))
    return answers


def _as_said(ratio: Ratio, expected: Any) -> Figure:
    """Return a margin as a share, or as a percentage where the case has one."""
    is_percentage = isinstance(expected, Figure) and is_less(ONE, expected)
    return stated_ratio(in_percent(ratio) if is_percentage else ratio, expected)
