"""What a back-test of a file of demand comes to, in plain figures.

Before this: `demand_file`. After this: `lowmark forecast --backtest`.
"""

import math
from typing import Any

from lowmark.core.forecasting.backtest import BackTest
from lowmark.core.forecasting.told import choice_rows, coverage_rows, is_better, micro, score_rows
from lowmark.core.forecasting.trials import Tell
from lowmark.library.demand_file import DemandFile, back_test_file, read_demand
from lowmark.library.named import Named


def answer_of(
    *, demand: Named, items: Named | None, horizon: int, periods: int = 0, tell: Tell | None = None
) -> dict[str, Any]:
    """Back-test a file, and return the figures of the answer by name; rows as mappings."""
    file = read_demand(demand=demand, items=items, periods=periods)
    found = back_test_file(file=file, horizon=horizon, tell=tell)
    scored = found.scored
    unscaled = _unscaled(file, found)
    money = [row["error_price_micro"] for row in unscaled if row["error_price_micro"] is not None]
    return {
        "file": demand.name, "file_hash": file.file_hash.hex(), "items": len(file.items),
        "periods": file.values.shape[1], "period": file.period, "horizon": found.windows.horizon,
        "chosen_on": _said(found.windows.choosing), "scored_on": _said(found.windows.scoring),
        "better_than_benchmarks": is_better(scored), "scores": score_rows(scored), "coverage": coverage_rows(scored),
        "choices": choice_rows(scored.plan),
        "unscaled": [row for row in unscaled if row["forecast_micro"] or row["came_micro"]],
        "unscaled_items": len(unscaled), "unscaled_error_price_micro": sum(abs(each) for each in money),
        "unscaled_bias_price_micro": sum(money),
    }  # fmt: skip


def _unscaled(file: DemandFile, found: BackTest) -> list[dict[str, Any]]:
    rows = []
    for place, forecast, came in found.scored.unscaled.iter_rows():
        price = float(file.prices[place])
        rows.append({
            "item": file.items[place], "forecast_micro": micro(forecast) or 0, "came_micro": micro(came) or 0,
            "error_price_micro": None if math.isnan(price) else micro((forecast - came) * price),
        })  # fmt: skip
    return sorted(rows, key=lambda row: (-abs(row["error_price_micro"] or row["forecast_micro"] - row["came_micro"]),
                                         row["item"]))  # fmt: skip


def _said(origins: tuple[int, ...]) -> str:
    return ", ".join(str(each) for each in origins)
