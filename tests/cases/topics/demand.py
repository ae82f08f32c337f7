"""Demand: what intermittent demand is smoothed to; how much to order, and at which stock."""

from collections.abc import Mapping
from typing import Any, Final

from lowmark.core.forecasting.croston import croston
from lowmark.core.forecasting.replenishment import (
    days_between_orders_micro,
    economic_order,
    reorder_point_micro,
    safety_stock_micro,
    sigma_of_lead_time_micro,
)
from lowmark.core.kinds.quantity import format_micro, parse_micro
from tests.cases.figures import known, minor
from tests.cases.record import Case, Figure, figure
from tests.cases.stock import money
from tests.cases.waiting import Waits

SMOOTHED: Final = {"demand", "alpha", "method", "init"}
ORDERED: Final = {"annual_demand", "order_cost", "holding_cost", "sigma_day", "sigma_lead_time", "lead_time_days", "days",
                  "workdays", "z", "safety_stock"}  # fmt: skip
METHODS: Final = {"croston": "forecast", "sba": "sba", "sbj": "sbj"}


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Answer what the case's figures allow."""
    if "demand" in case.inputs:
        known(case, SMOOTHED)
        return _smoothed(case)
    known(case, ORDERED)
    return _ordered(case)


def _smoothed(case: Case) -> Mapping[str, Any]:
    found = croston(
        demand_micro=[parse_micro(each) for each in case.inputs["demand"]],
        alpha_micro=parse_micro(case.inputs.get("alpha", Figure("0.1"))),
    )
    method = str(case.inputs.get("method", "croston")).casefold()
    if method not in METHODS:
        raise Waits(f"the method {method}")
    answers = {name: figure(repr(getattr(found, name))) for name in ("size", "interval", "forecast", "sba", "sbj")}
    return answers | {"forecast": answers[METHODS[method]]}


def _ordered(case: Case) -> Mapping[str, Any]:
    answers: dict[str, Any] = {}
    days = _days(case)
    if {"annual_demand", "order_cost", "holding_cost"} <= case.inputs.keys():
        order = economic_order(
            annual_demand_micro=_micro(case, "annual_demand"), order_cost_minor=minor(case.inputs["order_cost"]),
            holding_cost_minor=minor(case.inputs["holding_cost"]),
        )  # fmt: skip
        answers["eoq"] = _said(order.quantity_micro)
        answers["orders_per_year"] = _said(order.orders_per_year_micro)
        answers["ordering_cost_year"] = money(order.ordering_cost_year_minor)
        answers["holding_cost_year"] = money(order.holding_cost_year_minor)
        answers["days_between_orders"] = _said(days_between_orders_micro(order=order, days=days))
    varied = _sigma(case)
    if varied is not None:
        answers["sigma_lead_time"] = _said(varied)
    safety = _safety(case, varied)
    answers["safety_stock"] = _said(safety)
    if {"annual_demand", "lead_time_days"} <= case.inputs.keys():
        answers["reorder_point"] = _said(reorder_point_micro(
            annual_demand_micro=_micro(case, "annual_demand"), days=days,
            lead_time_days_micro=_micro(case, "lead_time_days"), safety_stock_micro=safety,
        ))  # fmt: skip
    return answers


def _sigma(case: Case) -> int | None:
    if "sigma_lead_time" in case.inputs:
        return _micro(case, "sigma_lead_time")
    if {"sigma_day", "lead_time_days"} <= case.inputs.keys():
        return sigma_of_lead_time_micro(
            sigma_day_micro=_micro(case, "sigma_day"), lead_time_days_micro=_micro(case, "lead_time_days")
        )
    return None


def _safety(case: Case, varied: int | None) -> int:
    if "safety_stock" in case.inputs:
        return _micro(case, "safety_stock")
    if varied is None or "z" not in case.inputs:
        return 0
    return safety_stock_micro(z_micro=_micro(case, "z"), sigma_lead_time_micro=varied)


def _days(case: Case) -> int:
    """Return the days of a year of demand: the case's own, working days or all."""
    said = case.inputs.get("workdays", case.inputs.get("days", Figure("365")))
    return next(days for days in range(1, 367) if str(days) == said)


def _micro(case: Case, name: str) -> int:
    return parse_micro(case.inputs[name])


def _said(micro: int) -> Figure:
    return Figure(format_micro(micro))
