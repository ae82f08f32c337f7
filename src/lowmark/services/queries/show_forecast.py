"""The latest forecast beside what is on hand."""

import json
from collections import defaultdict
from datetime import date

from lowmark.core.forecasting.running_out import running_out
from lowmark.core.tables.locations import SOUND
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.show_forecast import Category, Line, Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.evidence import forecast_scores
from lowmark.store.session import Row, reading
from lowmark.store.stock import demand as demand_read

Lots = list[tuple[date | None, int]]


def show_forecast(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the forecasts of the latest date that has any with a distribution."""
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        known_seq = entities_read.known_seq(reader, entity.id)
        made_on = forecast_scores.latest(reader, entity.id, as_of=request.as_of, known_seq=known_seq)
        rows = [] if made_on is None else forecast_scores.made(
            reader, entity.id, made_on=made_on, known_seq=known_seq
        )  # fmt: skip
        whole = [] if made_on is None or request.item else forecast_scores.made_of_categories(
            reader, entity.id, made_on=made_on, known_seq=known_seq
        )  # fmt: skip
        mine = [row for row in rows if request.item in {"", row["item"]}]
        # What lies there is asked for where there is a forecast to hold against it.
        there = demand_read.on_hand(
            reader, entity.id, kinds=SOUND, as_of=made_on, known_seq=known_seq
        ).iter_rows() if mine and made_on else ()  # fmt: skip
    lots: dict[int, Lots] = defaultdict(list)
    for item, expires_on, quantity in there:
        lots[item].append((expires_on, quantity))
    lines = [_line(row, lots[row["item_id"]]) for row in mine]
    return Response(
        entity=entity.code, as_of=request.as_of, made_on=made_on, known_seq=known_seq,
        horizon_days=rows[0]["horizon_days"] if rows else 0,
        lines=tuple(sorted(lines, key=lambda line: (-line.mean_micro, line.item, line.location))),
        categories=tuple(sorted(map(_category, whole), key=lambda line: (-line.mean_micro, line.category))),
    )  # fmt: skip


def _category(row: Row) -> Category:
    quantiles = json.loads(row["quantiles"])
    return Category(
        category=row["category"], method=row["method"], mean_micro=row["mean_micro"], low_micro=quantiles.get("0.05"),
        median_micro=quantiles.get("0.5"), high_micro=quantiles.get("0.95"),
    )  # fmt: skip


def _line(row: Row, lots: Lots) -> Line:
    quantiles = json.loads(row["quantiles"])
    whole = not row["location"]
    found = running_out(
        made_on=row["made_on"], horizon_days=row["horizon_days"], mean_micro=row["mean_micro"], lots=lots
    )  # fmt: skip
    return Line(
        item=row["item"], location=row["location"], method=row["method"], mean_micro=row["mean_micro"],
        low_micro=quantiles.get("0.05"), median_micro=quantiles.get("0.5"), high_micro=quantiles.get("0.95"),
        on_hand_micro=sum(quantity for _, quantity in lots) if whole else None, runs_out_on=found.on if whole else None,
        first_expiry_on=found.first_expiry if whole else None, expires_micro=found.expires_micro if whole else None,
    )  # fmt: skip
