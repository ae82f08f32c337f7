"""Forecast: what each item is expected to sell over a horizon, how far that may be off, and by which model.

Before this: a panel of demand. After this: rows to keep, for tiers of net realisable value, excess, plans. The back-test that chose
the models comes with it. Quantities are rounded once, here. An item that has never sold is forecast by analogy: as those like it,
of its group where there are enough, came to sell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from lowmark.core.forecasting.backtest import BackTest, back_test
from lowmark.core.forecasting.choosing import ANALOGY, NO_PLAN, Plan
from lowmark.core.forecasting.classes import CLASSES, Array, Whole, classify, mean_size
from lowmark.core.forecasting.models import average_of, averages_for, forecast_with
from lowmark.core.forecasting.spread import DRAWS, Pools, drawn, own_sums, quantiles_of
from lowmark.core.forecasting.trials import Tell
from lowmark.core.kinds.allocation import largest_remainder
from lowmark.core.kinds.arithmetic import INT64_MAX
from lowmark.core.kinds.quantity import MICRO

PROBABILITIES: Final = (0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975)
NO_HISTORY: Final = "no_history"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecasts:
    """What is expected, by row of the panel.

    Units:  whole millionths, of the sum over the horizon. `quantiles_micro` [rows, `PROBABILITIES`].
    Shapes: `why`: for what reason a row goes by a benchmark, by analogy, or by nothing; empty where a tested model was chosen.
    """

    mean_micro: Whole
    quantiles_micro: Whole
    demand_class: tuple[str, ...]
    method: tuple[str, ...]
    why: tuple[str, ...]
    tested: BackTest | None
    draws: Array


def forecast(
    *, values: Array, season: int, horizon: int, seed: int, plan: Plan | None = None, tell: Tell | None = None
) -> Forecasts:  # fmt: skip
    """Forecast the sum over the horizon of each row.

    Shapes: `values` [rows, periods] of demand, none below zero, the last period complete. `plan`: one that a back-test left, to
            take as it is; else the past is back-tested first.
    Domain: the same seed and demand give the same answer.

    >>> found = forecast(values=np.tile([[0.0, 3.0]], (4, 3)), season=12, horizon=6, seed=7)
    >>> found.mean_micro.tolist(), found.method[0], found.why[0]
    ([9000000, 9000000, 9000000, 9000000], 'twelve_month_average', 'too_short_to_test')
    """
    tested = back_test(values=values, season=season, horizon=horizon, seed=seed, tell=tell) if plan is None else None
    taken = plan or (tested.scored.plan if tested else NO_PLAN)
    classes = classify(values)
    total = _total(values, classes, taken, season, horizon, tell)
    own = own_sums(values=values, horizon=horizon, season=season, seed=seed + values.shape[1])
    draws = _draws(classes, mean_size(values), total, own, taken, horizon)
    choices = [taken.choices[int(each)] for each in classes]
    return Forecasts(
        mean_micro=_micro(total), quantiles_micro=_micro(quantiles_of(draws, PROBABILITIES)),
        demand_class=tuple(CLASSES[int(each)] for each in classes), method=tuple(one.model for one in choices),
        why=tuple(_why(one.why, one.model, taken) for one in choices), tested=tested, draws=draws,
    )  # fmt: skip


def reconciled(*, whole_micro: int, parts_micro: Sequence[int]) -> tuple[int, ...]:
    """Return forecasts of places that add up to the forecast of all of them, in proportion to their own.

    Domain: by proportions of forecasts; alike where no place is expected to sell anything. To the last millionth.
    Source: Athanasopoulos, Ahmed and Hyndman (2009), top-down by forecast proportions.

    >>> reconciled(whole_micro=10, parts_micro=[1, 1, 1])
    (4, 3, 3)
    """
    weights = list(parts_micro) if any(parts_micro) else [1] * len(parts_micro)
    return tuple(largest_remainder(whole_micro, weights))


def _total(values: Array, classes: Whole, plan: Plan, season: int, horizon: int, tell: Tell | None) -> Array:
    """Return the mean of each row, telling before each class how far it has come."""
    found = np.zeros(len(values))
    for done, (each, choice) in enumerate(plan.choices.items()):
        if tell is not None:
            tell("forecasting", done, len(plan.choices))
        rows = np.flatnonzero(classes == each)
        if not rows.size:
            continue
        if choice.model == ANALOGY:
            found[rows] = plan.pools.mean_unsold() * (horizon / plan.horizon if plan.horizon else 0.0)
            continue
        parts: Mapping[str, tuple[str, ...]] = averages_for(each)
        steps = [
            forecast_with(name, values=values[rows], season=season, horizon=horizon)
            for name in parts.get(choice.model, (choice.model,))
        ]
        found[rows] = choice.level * average_of(steps).sum(axis=1)
    return found


def _draws(classes: Whole, size: Array, total: Array, own: Array, plan: Plan, horizon: int) -> Array:
    """Return draws of the sum over the horizon, class by class."""
    longer = horizon / plan.horizon if plan.horizon else 1.0
    pools = Pools(ratios=plan.pools.ratios, unsold=plan.pools.unsold * longer)
    found = np.zeros((len(total), DRAWS))
    for each, choice in plan.choices.items():
        rows = np.flatnonzero(classes == each)
        if rows.size:
            found[rows] = drawn(classes=classes[rows], size=size[rows], total=total[rows], pools=pools, own=own[rows],
                                own_share=choice.own_share)  # fmt: skip
    return found


def _why(why: str, model: str, plan: Plan) -> str:
    if model != ANALOGY:
        return why
    return "by_analogy" if plan.pools.unsold.size else NO_HISTORY


def _micro(units: Array) -> Whole:
    """Return quantities rounded to whole millionths, half to even; none below zero."""
    found: Whole = np.rint(np.clip(units * MICRO, 0.0, float(INT64_MAX // 2))).astype(np.int64)
    return found
