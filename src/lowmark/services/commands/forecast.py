"""Forecast demand from what is known at a date, and keep it: forecasts that tests read, and the scores behind them.

The work is done on a snapshot, outside the ledger's transaction; the pen then only writes what was found. Chance comes from the
hash of the demand and the request, so that the same facts give the same forecast.
"""

import hashlib
import json
from datetime import timedelta
from typing import Any

import numpy as np
import polars as pl

from lowmark.core.forecasting.forecast import PROBABILITIES, Forecasts, reconciled
from lowmark.core.forecasting.forecast import forecast as forecast_of
from lowmark.core.forecasting.panel import DAYS, Panel, Period, periods_in, to_panel
from lowmark.core.forecasting.told import choice_rows, score_rows
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import MICRO
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.forecasting.categories import Brought, bring_together
from lowmark.services.forecasting.history import History, history
from lowmark.services.operations.back_test import Choice, Score
from lowmark.services.operations.forecast import OPERATION, Line, Request, Response
from lowmark.services.progress import tell
from lowmark.store.entities import read as entities_read
from lowmark.store.items.described import described
from lowmark.store.session import Writer, reading

MONTHS_ENOUGH = 24
ALL_PLACES = -1
FARTHEST_DAYS = 1_096


def forecast(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Forecast every item that is not superseded, back-tested, and keep the forecasts with their scores.

    Raises: Problem `bad_request`, `refused` where nothing has been sold or used.
    """
    if not 1 <= request.horizon_days <= FARTHEST_DAYS:
        raise Problem("bad_request", f"{request.horizon_days} days is no horizon", hint="1 to 1,096 days")
    tell("reading demand", 0, 1)
    with reading(granted.scope()) as reader:
        known_seq = entities_read.known_seq(reader, granted.entity.id)
        found = history(reader, granted.entity, as_of=request.as_of, known_seq=known_seq)
        items = described(reader, granted.entity.catalogue_id, on=request.as_of).filter(
            pl.col("status").fill_null("") != "superseded"
        )
    if found.first_on is None:
        raise Problem("refused", f"nothing of {granted.entity.code} has been sold or used by {request.as_of}",
                      hint="import stock moves first")  # fmt: skip
    panel = _panel(found, items["item"].to_list(), request)
    seed_hash = _hash(panel, request)
    horizon = periods_in(request.horizon_days, panel.period)
    made = forecast_of(values=panel.values, season=panel.season, horizon=horizon, seed=_seed(seed_hash), tell=tell)
    brought = None
    if request.by_category:
        made, brought = bring_together(panel=panel, made=made, horizon=horizon, seed=_seed(seed_hash),
                                       categories=dict(items.select("item", "category").iter_rows()))  # fmt: skip
    rows = _rows(panel, made, request) + (_of_places(found, panel, made, request) if request.by_location else [])
    rows += [] if brought is None else _of_categories(brought, request)
    scores = (score_rows(made.tested.scored) if made.tested else []) + (
        [] if brought is None else [*brought.found.scores]
    )
    codes = dict(items.select("item", "item_code").iter_rows())
    response = _response(granted, request, panel, made, codes, {"seed_hash": seed_hash.hex()} | _said(scores, brought))

    def work(writer: Writer) -> Done:
        _write(writer, granted.entity.id, request, rows, scores)
        return Done(response, f"forecast {request.as_of}", after_hash=seed_hash)

    tell("keeping the forecast", 1, 1)
    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _panel(found: History, items: list[int], request: Request) -> Panel:
    assert found.first_on is not None
    days = (request.as_of - found.first_on).days
    period: Period = request.period or ("month" if days >= MONTHS_ENOUGH * DAYS["month"] else "week")  # type: ignore[assignment]
    return to_panel(demand=found.demand.rename({"item": "key"}), keys=items, period=period, first_on=found.first_on,
                    as_of=request.as_of)  # fmt: skip


def _hash(panel: Panel, request: Request) -> bytes:
    said = f"{request.entity}|{request.as_of}|{request.horizon_days}|{panel.period}|{panel.keys}".encode()
    return hashlib.sha256(said + np.ascontiguousarray(panel.values).tobytes()).digest()


def _seed(hashed: bytes) -> int:
    return int.from_bytes(hashed[:6], "big")


def _rows(panel: Panel, made: Forecasts, request: Request) -> list[dict[str, Any]]:
    """Return what is kept of each item's forecast."""
    return [
        {"item_id": item, "location_id": None, "category": "", "made_on": request.as_of, "horizon_days": request.horizon_days,
         "mean_micro": int(made.mean_micro[place]), "quantiles": _quantiles(made.quantiles_micro[place]),
         "method": _method(made, place)}
        for place, item in enumerate(panel.keys)
    ]  # fmt: skip


def _quantiles(values: Any) -> str:
    said = {str(each): int(value) for each, value in zip(PROBABILITIES, values, strict=True)}
    return json.dumps(said, sort_keys=True, separators=(",", ":"))


def _method(made: Forecasts, place: int) -> str:
    return f"{made.method[place]} ({made.why[place]})" if made.why[place] else made.method[place]


def _of_places(found: History, panel: Panel, made: Forecasts, request: Request) -> list[dict[str, Any]]:
    """Return forecasts of places, each by its own demand with the items' plan, brought to add up to the item's."""
    keyed = found.demand.with_columns(pl.col("location").fill_null(ALL_PLACES))
    pairs = keyed.select("item", "location").unique().filter(
        pl.col("item").is_in(list(panel.keys)), pl.col("location") != ALL_PLACES
    ).sort("item", "location")  # fmt: skip
    if pairs.is_empty():
        return []
    numbered = pairs.with_row_index("key")
    assert found.first_on is not None
    placed = to_panel(
        demand=keyed.join(numbered, on=["item", "location"]).select("key", "on", "quantity_micro"),
        keys=numbered["key"].to_list(), period=panel.period, first_on=found.first_on, as_of=request.as_of,
    )  # fmt: skip
    plan = made.tested.scored.plan if made.tested else None
    own = forecast_of(values=placed.values, season=panel.season, horizon=periods_in(request.horizon_days, panel.period),
                      seed=_seed(_hash(placed, request)), plan=plan)  # fmt: skip
    whole = dict(zip(panel.keys, made.mean_micro.tolist(), strict=True))
    rows = []
    for (item,), group in numbered.group_by("item", maintain_order=True):
        places = group["key"].to_list()
        parts = reconciled(whole_micro=whole[item], parts_micro=[int(own.mean_micro[each]) for each in places])
        rows += [
            {"item_id": item, "location_id": location, "category": "", "made_on": request.as_of,
             "horizon_days": request.horizon_days, "mean_micro": part,
             "quantiles": _quantiles(own.quantiles_micro[place]), "method": _method(own, place)}
            for place, location, part in zip(places, group["location"].to_list(), parts, strict=True)
        ]  # fmt: skip
    return rows


def _of_categories(brought: Brought, request: Request) -> list[dict[str, Any]]:
    """Return what is kept of each category: what its items add up to, with the quantiles of its own forecast."""
    return [
        {"item_id": None, "location_id": None, "category": name, "made_on": request.as_of,
         "horizon_days": request.horizon_days, "mean_micro": int(brought.found.whole_micro[place]),
         "quantiles": _quantiles(brought.found.whole_quantiles_micro[place]), "method": _method(brought.own, place)}
        for place, name in enumerate(brought.names)
    ]  # fmt: skip


def _said(scores: list[dict[str, Any]], brought: Brought | None) -> dict[str, Any]:
    """Return what the response says of scores and categories."""
    return {
        "scores": tuple(Score(**row) for row in scores), "categories": () if brought is None else brought.lines,
        "category_weight_micro": None if brought is None else round(brought.found.weight * MICRO),
        "category_why": "" if brought is None else brought.found.why,
    }  # fmt: skip


def _write(
    writer: Writer, entity_id: int, request: Request, rows: list[dict[str, Any]], scored: list[dict[str, Any]]
) -> None:
    sequences, recorded_at = writer.tick(entity_id, len(rows) + len(scored))
    common = {"entity_id": entity_id, "recorded_at": recorded_at}
    numbers = writer.take_ids("demand_forecast", len(rows))
    writer.insert("demand_forecast", [
        row | common | {"id": number, "known_seq": seq}
        for row, number, seq in zip(rows, numbers, sequences[: len(rows)], strict=True)
    ])  # fmt: skip
    more = writer.take_ids("forecast_score", len(scored))
    writer.insert("forecast_score", [
        row | common | {"id": number, "known_seq": seq, "made_on": request.as_of, "horizon_days": request.horizon_days}
        for row, number, seq in zip(scored, more, sequences[len(rows) :], strict=True)
    ])  # fmt: skip


def _response(
    granted: Granted,
    request: Request,
    panel: Panel,
    made: Forecasts,
    codes: dict[int, str],
    said: dict[str, Any],
) -> Response:
    at = {each: place for place, each in enumerate(PROBABILITIES)}
    lines = [
        Line(
            item=codes[key], demand_class=made.demand_class[place], method=made.method[place], why=made.why[place],  # type: ignore[index]
            mean_micro=int(made.mean_micro[place]), low_micro=int(made.quantiles_micro[place][at[0.05]]),
            median_micro=int(made.quantiles_micro[place][at[0.5]]), high_micro=int(made.quantiles_micro[place][at[0.95]]),
        )
        for place, key in enumerate(panel.keys)
    ]  # fmt: skip
    tested = made.tested
    return Response(
        entity=granted.entity.code, made_on=request.as_of, horizon_days=request.horizon_days, period=panel.period,
        periods=len(panel.begins), items=len(lines), mean_micro=int(made.mean_micro.sum()), is_tested=tested is not None,
        tested_horizon_days=0 if tested is None else timedelta(days=round(tested.windows.horizon * DAYS[panel.period])).days,
        choices=tuple(Choice(**row) for row in choice_rows(tested.scored.plan)) if tested else (),
        lines=tuple(sorted(lines, key=lambda line: (-line.mean_micro, line.item))), **said,
    )  # fmt: skip
