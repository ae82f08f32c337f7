"""What a back-test says, in whole millionths: rows to keep and to show.

Before this: `scoring`. After this: a table kept beside forecasts, a page, a file's answer. The one place where scores are rounded.
"""

import math
from typing import Any, Final

from lowmark.core.forecasting.choosing import Plan
from lowmark.core.forecasting.classes import CLASSES
from lowmark.core.forecasting.models import BENCHMARKS
from lowmark.core.forecasting.scoring import ALL, Scored
from lowmark.core.forecasting.trials import CHOSEN
from lowmark.core.kinds.quantity import MICRO

_MEASURES: Final = ("rmsse", "pinball", "pinball_as_number", "bias", "rmsse_by_item", "mase")
LARGEST: Final = 10**15


def score_rows(scored: Scored) -> list[dict[str, Any]]:
    """Return a row a class and model, its measures in millionths.

    >>> import polars as pl
    >>> from lowmark.core.forecasting.choosing import NO_PLAN
    >>> from lowmark.core.forecasting.scoring import SCORES
    >>> scores = pl.DataFrame([("lumpy", "naive", 7, 1.5, 1.0, 0.5, 2.0, 2.5, None)], schema=SCORES, orient="row")
    >>> row = score_rows(Scored(scores=scores, coverage=scores, unscaled=scores, plan=NO_PLAN))[0]
    >>> row["model"], row["rmsse_micro"], row["bias_micro"]
    ('naive', 1500000, None)
    """
    return [
        {"demand_class": row["demand_class"], "model": row["model"], "n": row["n"]}
        | {f"{name}_micro": micro(row[name]) for name in _MEASURES}
        for row in scored.scores.iter_rows(named=True)
    ]


def coverage_rows(scored: Scored) -> list[dict[str, Any]]:
    """Return a row a class and quantile: how often what came lay below it."""
    return [
        {"demand_class": row["demand_class"], "probability_micro": micro(row["probability"]),
         "covered_micro": micro(row["covered"]), "n": row["n"]}
        for row in scored.coverage.iter_rows(named=True)
    ]  # fmt: skip


def choice_rows(plan: Plan) -> list[dict[str, Any]]:
    """Return a row a class: by what it is forecast, and why where no tested model is used."""
    return [
        {"demand_class": CLASSES[each], "model": choice.model, "level_micro": micro(choice.level),
         "own_share_micro": micro(choice.own_share), "why": choice.why}
        for each, choice in sorted(plan.choices.items())
    ]  # fmt: skip


def is_better(scored: Scored) -> bool:
    """Say whether the chosen mix is better than every benchmark over everything, in RMSSE and in pinball loss."""
    rows = {row["model"]: row for row in scored.scores.filter(demand_class=ALL).iter_rows(named=True)}
    mine = rows.get(CHOSEN)
    return mine is not None and all(
        mine[measure] < rows[name][measure] for name in BENCHMARKS for measure in ("rmsse", "pinball")
    )


def micro(value: float | None) -> int | None:
    """Return millionths; none of what is no number.

    >>> micro(0.5), micro(float("nan")), micro(None)
    (500000, None, None)
    """
    if value is None or not math.isfinite(value):
        return None
    return max(-LARGEST, min(LARGEST, round(value * MICRO)))
