"""Replenish: what to order and by when, and which open orders will become excess. Suggestions; nothing is ordered."""

from dataclasses import dataclass
from datetime import date

from lowmark.core.forecasting.replenishing import LEVELS
from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """When, of what, how surely, how long it takes."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("as of which day", example="2026-10-31")
    item: str = said("only this item, with the weeks ahead", default="", example="TENT-2")
    service_level: str = said(
        "how surely demand is met while an order is on its way", choices=tuple(LEVELS), default="95%"
    )
    lead_days: int = said("days from an order to its goods", default=14)
    review_days: int = said("days that an order is to last, where nothing is said of its cost", default=30)
    history_days: int = said("days of the past that demand is measured by", default=365)
    excess_days: int = said("what is there or on its way for longer than so many days is excess", default=365)
    order_cost: str = said("what an order costs; with the next, an order is the cheapest there is", default="")
    holding_cost: str = said("what holding a unit for a year costs", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """An open purchase order of which some will not be needed."""

    item: str = said("item code")
    document: str = said("the order")
    line: str = said("its line")
    due_on: date = said("when it is due")
    is_firm: bool = said("whether it binds")
    quantity_micro: int = said("how much is open")
    excess_micro: int = said("how much of that will not be needed within the days")
    why: str = said("discontinued, superseded, or more than is used")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item: by minimum and maximum, and by the weeks ahead."""

    item: str = said("item code")
    name: str = said("its name")
    basis: str = said("whether a forecast or the past says what will go", choices=("forecast", "past"))
    mean_micro: int = said("what goes in a day")
    sigma_micro: int = said("its standard deviation")
    safety_micro: int = said("stock that meets demand above its mean while an order is on its way")
    reorder_micro: int = said("the reorder point, which is the minimum: what goes in that time, and safety stock")
    order_micro: int = said("how much an order is")
    maximum_micro: int = said("the minimum and an order")
    on_hand_micro: int = said("sound goods of ours that are here")
    on_order_micro: int = said("bought and not yet received")
    committed_micro: int = said("sold and not yet delivered")
    suggested_micro: int = said("order so much now: up to the maximum, where what is free is at the minimum or below")
    order_by: date | None = said("by the weeks ahead, the last day to order on; empty where nothing runs short")
    phased_micro: int = said("and how much then")


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week ahead of one item."""

    starts_on: date = said("its first day")
    receipts_micro: int = said("what comes by open orders")
    demand_micro: int = said("what goes: the forecast, or what is owed where that is more")
    suggested_micro: int = said("what has to come by a new order")
    projected_micro: int = said("what is there at its end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """Open orders that will become excess first, then what to order."""

    entity: str = said("entity code")
    as_of: date = said("the day asked for")
    known_seq: int = said("what was known")
    service_level: str = said("how surely")
    excess: tuple[Excess, ...] = said("open orders that will become excess, the largest first")
    lines: tuple[Line, ...] = said("by item, what is to be ordered first")
    weeks: tuple[Week, ...] = said("the weeks ahead of the one item that was asked for")


OPERATION = Operation(
    name="replenish",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.replenish:replenish",
    policy=Policy(roles=("warehouse", "planner", "preparer", "reviewer", "approver", "auditor", "administrator")),
    pages=("reports",),
)
