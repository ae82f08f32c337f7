"""Suggest what to order, item by item, and say which open orders will become excess."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import isqrt
from typing import Any

import polars as pl

from lowmark.core.forecasting.replenishing import (
    Coming,
    Phase,
    Spread,
    becomes_excess,
    phased,
    spread_by_day,
    z_micro,
)
from lowmark.core.forecasting.replenishment import (
    economic_order,
    reorder_point_micro,
    safety_stock_micro,
    sigma_of_lead_time_micro,
)
from lowmark.core.kinds.money import parse_minor
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import MICRO
from lowmark.core.tables.locations import SOUND
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.forecasting.history import history
from lowmark.services.operations.replenish import Excess, Line, Request, Response, Week
from lowmark.services.stock.kit_orders import owed_apart
from lowmark.store.entities import read as entities_read
from lowmark.store.evidence import forecast_scores
from lowmark.store.items.statuses import statuses
from lowmark.store.session import Reader, Row, reading
from lowmark.store.stock import demand as demand_read
from lowmark.store.stock.orders import open_lines

YEAR, WEEK, WEEKS = 365, 7, 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of the items: demand by day, the last forecast, stock, open orders, statuses."""

    days: Mapping[int, Sequence[int]]
    window: int
    forecasts: Mapping[int, Row]
    on_hand: Counter[int]
    orders: Mapping[tuple[int, str], list[Row]]
    named: Mapping[int, tuple[str, str]]
    statuses: Mapping[int, str]


def replenish(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the suggestions.

    Raises: Problem `bad_request` for days that cannot be; `bad_level`, `no_order_quantity`.
    """
    del actor
    z, entity = z_micro(request.service_level), granted.entity
    if min(request.review_days, request.history_days, request.excess_days) < 1 or request.lead_days < 0:
        raise Problem(
            "bad_request", "an order takes and lasts some days", hint="give 1 or more, and no lead time below 0"
        )
    if bool(request.order_cost) != bool(request.holding_cost):
        raise Problem("bad_request", "the cheapest order goes by both costs", hint="give order_cost and holding_cost")
    with reading(granted.scope("report")) as reader:
        known_seq = entities_read.known_seq(reader, entity.id)
        facts = _facts(reader, granted, request, known_seq)
    lines, excess, weeks = [], [], []
    for number in sorted(facts.named, key=lambda one: facts.named[one]):
        if request.item not in {"", facts.named[number][0]} or not _is_of_interest(facts, number):
            continue
        line, phases = _line(request, granted, facts, number, z)
        lines.append(line)
        excess += _excess(request, facts, number, line)
        if request.item:
            weeks = [_week(request.as_of, phase) for phase in phases]
    return Response(
        entity=entity.code, as_of=request.as_of, known_seq=known_seq, service_level=request.service_level,
        excess=tuple(sorted(excess, key=lambda one: (-one.excess_micro, one.item, one.document))),
        lines=tuple(sorted(lines, key=lambda one: (-one.suggested_micro, one.order_by or date.max, one.item))),
        weeks=tuple(weeks),
    )  # fmt: skip


def _facts(reader: Reader, granted: Granted, request: Request, known_seq: int) -> Facts:
    """Read what the suggestions are made of: a query for each, whatever the number of items."""
    entity, as_of = granted.entity, request.as_of
    past = history(reader, entity, as_of=as_of, known_seq=known_seq)
    first = as_of - timedelta(days=request.history_days - 1)
    began = past.first_on or as_of
    window = (as_of - max(first, began)).days + 1
    days = past.demand.filter(pl.col("on") >= first).group_by("item", "on").agg(pl.col("quantity_micro").sum())
    by_item = {item: quantities for item, quantities in days.group_by("item").agg("quantity_micro").iter_rows()}  # noqa: C416
    made_on = forecast_scores.latest(reader, entity.id, as_of=as_of, known_seq=known_seq)
    made = forecast_scores.made(reader, entity.id, made_on=made_on, known_seq=known_seq) if made_on else []
    there: Counter[int] = Counter()
    for item, _, quantity in demand_read.on_hand(
        reader, entity.id, kinds=SOUND, as_of=as_of, known_seq=known_seq
    ).iter_rows():
        there[item] += quantity
    orders: defaultdict[tuple[int, str], list[Row]] = defaultdict(list)
    lines = open_lines(reader, entity.id, as_of=as_of, known_seq=known_seq)
    for row in owed_apart(reader, entity.id, lines, as_of=as_of).iter_rows(named=True):
        orders[row["item"], row["side"]].append(row)
    items = reader.rows("SELECT id, code, name FROM items_item WHERE catalogue_id = %s", [entity.catalogue_id])
    return Facts(
        days=by_item, window=window, on_hand=there, orders=orders,
        forecasts={row["item_id"]: row for row in made if not row["location"]},
        named={row["id"]: (row["code"], row["name"]) for row in items},
        statuses={item: one.status for item, one in statuses(reader, entity.catalogue_id, on=as_of).items()},
    )  # fmt: skip


def _is_of_interest(facts: Facts, number: int) -> bool:
    """Say whether an item goes, is there or is ordered."""
    ordered = facts.orders.get((number, "purchase")) or facts.orders.get((number, "sale"))
    return bool(ordered or number in facts.days or number in facts.forecasts or facts.on_hand[number])


def _line(
    request: Request, granted: Granted, facts: Facts, number: int, z: int
) -> tuple[Line, list[Phase]]:  # fmt: skip
    """Return what to order of one item, and its weeks ahead."""
    basis, spread = _spread(facts, number)
    lead = request.lead_days * MICRO
    sigma = sigma_of_lead_time_micro(sigma_day_micro=spread.sigma_micro, lead_time_days_micro=lead)
    safety = safety_stock_micro(z_micro=z, sigma_lead_time_micro=sigma)
    reorder = safety
    if spread.mean_micro:
        reorder = reorder_point_micro(annual_demand_micro=spread.mean_micro * YEAR, days=YEAR, lead_time_days_micro=lead,
                                      safety_stock_micro=safety)  # fmt: skip
    order = _order(request, granted, spread)
    on_hand = facts.on_hand[number]
    coming, owed = (_coming(request.as_of, facts.orders.get((number, side), [])) for side in ("purchase", "sale"))
    on_order, committed = (sum(one.quantity_micro for one in some) for some in (coming, owed))
    goes_on = facts.statuses.get(number, "active") == "active"
    free = on_hand + on_order - committed
    suggested = reorder + order - free if goes_on and order and free <= reorder else 0
    phases = phased(
        on_hand_micro=on_hand, coming=coming, mean_micro=spread.mean_micro, owed=owed, lot_micro=order, span_days=WEEK,
        safety_micro=safety, spans=WEEKS,
    ) if goes_on else []  # fmt: skip
    short = next((phase for phase in phases if phase.suggested_micro), None)
    by = None if short is None else max(
        request.as_of, request.as_of + timedelta(days=short.first_day - request.lead_days)
    )  # fmt: skip
    code, name = facts.named[number]
    line = Line(
        item=code, name=name, basis=basis, mean_micro=spread.mean_micro, sigma_micro=spread.sigma_micro, safety_micro=safety,
        reorder_micro=reorder, order_micro=order, maximum_micro=reorder + order, on_hand_micro=on_hand, on_order_micro=on_order,
        committed_micro=committed, suggested_micro=suggested, order_by=by, phased_micro=short.suggested_micro if short else 0,
    )  # fmt: skip
    return line, phases


def _spread(facts: Facts, number: int) -> tuple[str, Spread]:
    """Return what goes in a day: by the last forecast and its quantile where there is one, else by the past."""
    past = spread_by_day(quantities=facts.days.get(number, ()), days=max(facts.window, len(facts.days.get(number, ()))))
    made = facts.forecasts.get(number)
    if made is None:
        return "past", past
    horizon, mean = made["horizon_days"], made["mean_micro"]
    high = json.loads(made["quantiles"]).get("0.95")
    if high is None or high <= mean:
        return "forecast", Spread(mean // horizon, past.sigma_micro)
    # The quantile is of the sum over the horizon; a day varies by its part of that, as days that vary apart do.
    whole = (high - mean) * MICRO // z_micro("95%")
    return "forecast", Spread(mean // horizon, isqrt(whole * whole // horizon))


def _order(request: Request, granted: Granted, spread: Spread) -> int:
    """Return how much an order is: the cheapest, or what is to last until the next."""
    if not spread.mean_micro or not request.order_cost:
        return spread.mean_micro * request.review_days
    costs = [parse_minor(text, granted.entity.currency) for text in (request.order_cost, request.holding_cost)]
    return economic_order(
        annual_demand_micro=spread.mean_micro * YEAR, order_cost_minor=costs[0], holding_cost_minor=costs[1]
    ).quantity_micro


def _coming(as_of: date, rows: Sequence[Mapping[str, Any]]) -> list[Coming]:
    return [Coming((row["due_on"] - as_of).days, row["quantity_micro"]) for row in rows]


def _excess(request: Request, facts: Facts, number: int, line: Line) -> list[Excess]:
    """Return the open purchase orders of an item of which some will not be needed."""
    rows = facts.orders.get((number, "purchase"), [])
    status = facts.statuses.get(number, "active")
    ahead = 0 if status != "active" else line.mean_micro * request.excess_days
    needed = max(ahead, line.committed_micro) + (line.safety_micro if status == "active" else 0)
    coming = _coming(request.as_of, rows)
    over = becomes_excess(on_hand_micro=line.on_hand_micro, needed_micro=needed, coming=coming)
    return [
        Excess(item=line.item, document=row["document"], line=row["line"], due_on=row["due_on"], is_firm=row["is_firm"],
               quantity_micro=row["quantity_micro"], excess_micro=excess,
               why=status if status != "active" else "more than is used")
        for row, excess in zip(rows, over, strict=True) if excess
    ]  # fmt: skip


def _week(as_of: date, phase: Phase) -> Week:
    return Week(
        starts_on=as_of + timedelta(days=phase.first_day), receipts_micro=phase.receipts_micro, demand_micro=phase.demand_micro,
        suggested_micro=phase.suggested_micro, projected_micro=phase.projected_micro,
    )  # fmt: skip
