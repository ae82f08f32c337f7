"""Score, once, what was chosen: on origins of the last twelve months, beside every model and the three benchmarks, by class.

Before this: a plan, trials that it was not chosen on. After this: a table that is kept with the forecast, and what of the plan
stands: a class in which the plan is not better than naive, all-zero and the twelve-month average goes by the best of these.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from lowmark.core.forecasting.choosing import Choice, Own, Plan, draws_by, total_by
from lowmark.core.forecasting.classes import CLASSES, UNSOLD, Array, Whole
from lowmark.core.forecasting.models import BENCHMARKS
from lowmark.core.forecasting.scores import QUANTILES, pinball, transformed
from lowmark.core.forecasting.spread import Pools, drawn, pooled, quantiles_of
from lowmark.core.forecasting.trials import CHOSEN, Sums, Trial, tried_on
from lowmark.core.kinds.quantity import MICRO

ALL: Final = "all"
Mask = npt.NDArray[np.bool_]
SCORES: Final = {
    "demand_class": pl.String, "model": pl.String, "n": pl.Int64, "rmsse": pl.Float64, "rmsse_by_item": pl.Float64,
    "mase": pl.Float64, "pinball": pl.Float64, "pinball_as_number": pl.Float64, "bias": pl.Float64,
}  # fmt: skip
COVERED: Final = {"demand_class": pl.String, "probability": pl.Float64, "covered": pl.Float64, "n": pl.Int64}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What the last twelve months say.

    Shapes: scores: `SCORES`, a row a class (and `all`) and model, the plan as `chosen`. coverage: `COVERED`. unscaled: place
            (of the item), forecast, came: means over origins of what has no scale. plan: what stands of it.
    """

    scores: pl.DataFrame
    coverage: pl.DataFrame
    unscaled: pl.DataFrame
    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lines:
    """One model's losses, a place an item and origin, of those that have a scale."""

    squared: Array
    absolute: Array
    pinball: Array
    as_number: Array
    error: Array


def score(
    *, trials: Sequence[Trial], pools_of: Sequence[Trial], plan: Plan, scale: tuple[Array, Array], own: Own, seed: int
) -> Scored:
    """Score a plan, and every model that was tried, on trials that it was not chosen on.

    Shapes: `trials` with the plan among their forecasts; `pools_of`: the trials of choice, from which models
            other than the plan take their distribution.
    """
    has_scale = ~np.isnan(scale[1])
    rows = [np.flatnonzero(has_scale)] * len(trials)
    item = np.concatenate(rows)
    classes = np.concatenate([trial.classes[has_scale] for trial in trials])
    came = np.concatenate([trial.came[has_scale] for trial in trials])
    lines = {
        name: _of_model(name, trials, pools_of, scale, has_scale)
        for name in dict.fromkeys(each for place in range(len(CLASSES)) for each in tried_on(place))
    }
    lines[CHOSEN], chances = _of_plan(trials, plan, scale, has_scale, own, seed)
    found: list[tuple[Any, ...]] = []
    for place, label in (*enumerate(CLASSES), (None, ALL)):
        within = np.ones(len(item), dtype=bool) if place is None else classes == place
        if within.any():
            names = [name for name in lines if _is_everywhere(name) or (place is not None and name in tried_on(place))]
            found += [_row(label, name, lines[name], within, item, came) for name in names]
    scores = pl.DataFrame(found, schema=SCORES, orient="row")
    return Scored(
        scores=scores, coverage=_coverage(chances, classes), unscaled=_unscaled(trials, plan, has_scale),
        plan=_standing(plan, scores),
    )  # fmt: skip


def shock_micro(bias_micro: int | None) -> int:
    """Return how far all items together came off what was forecast, as a share of that, from the bias that a back-test found.

    >>> shock_micro(250_000), shock_micro(-200_000), shock_micro(None)
    (200000, 250000, 0)
    """
    if bias_micro is None or bias_micro <= -MICRO:
        return 0
    return abs(MICRO * MICRO // (MICRO + bias_micro) - MICRO)


def _is_everywhere(name: str) -> bool:
    return name == CHOSEN or name in BENCHMARKS


def _row(label: str, name: str, line: _Lines, within: Array, item: Whole, came: Array) -> tuple[Any, ...]:
    squared, of = line.squared[within], item[within]
    by_item = np.bincount(of, weights=squared) / np.maximum(np.bincount(of), 1)
    there = np.bincount(of) > 0
    sold = came[within].sum()
    return (
        label, name, int(within.sum()), float(np.sqrt(squared.mean())), float(np.sqrt(by_item[there]).mean()),
        float(line.absolute[within].mean()), float(line.pinball[within].mean()), float(line.as_number[within].mean()),
        float(line.error[within].sum() / sold) if sold else None,
    )  # fmt: skip


def _of_model(
    name: str, trials: Sequence[Trial], pools_of: Sequence[Trial], scale: tuple[Array, Array], rows: Array
) -> _Lines:
    """Return a model's losses as it is, with the distribution that its own errors on the trials of choice have."""
    pools = pooled([(each.classes, each.size, each.forecasts[name].total, each.came) for each in pools_of])
    bare = Pools(ratios=pools.ratios, unsold=np.array([]))
    parts = []
    for trial in trials:
        sums = trial.forecasts[name]
        draws = drawn(classes=trial.classes[rows], size=trial.size[rows], total=sums.total[rows], pools=bare,
                      own=None, own_share=0.0)  # fmt: skip
        parts.append(_lines(trial, rows, scale, sums, draws))
    return _joined(parts)


def _of_plan(
    trials: Sequence[Trial], plan: Plan, scale: tuple[Array, Array], rows: Array, own: Own, seed: int
) -> tuple[_Lines, Array]:
    """Return the losses of a plan, and where what came lies in its distribution."""
    chance = np.random.Generator(np.random.PCG64(seed))
    parts, chances = [], []
    for trial in trials:
        draws = draws_by(trial, plan, own(trial.origin))[rows]
        parts.append(_lines(trial, rows, scale, trial.forecasts[CHOSEN], draws))
        chances.append(transformed(draws, trial.came[rows], chance.random(len(draws))))
    return _joined(parts), np.concatenate(chances)


def _lines(trial: Trial, rows: Array, scale: tuple[Array, Array], sums: Sums, draws: Array) -> _Lines:
    squared = trial.came_squared - 2 * sums.with_came + sums.with_itself
    came, absolute = trial.came[rows], scale[1][rows]
    number = np.repeat(sums.total[rows, None], len(QUANTILES), axis=1)
    return _Lines(
        squared=squared[rows] / trial.horizon / scale[0][rows], absolute=sums.absolute[rows] / trial.horizon / absolute,
        pinball=pinball(quantiles_of(draws), came) / absolute, as_number=pinball(number, came) / absolute,
        error=sums.total[rows] - came,
    )  # fmt: skip


def _joined(parts: Sequence[_Lines]) -> _Lines:
    return _Lines(**{
        name: np.concatenate([getattr(part, name) for part in parts]) for name in _Lines.__dataclass_fields__
    })  # fmt: skip


def _coverage(chances: Array, classes: Array) -> pl.DataFrame:
    found = []
    for place, label in (*enumerate(CLASSES), (None, ALL)):
        within = chances if place is None else chances[classes == place]
        if within.size:
            found += [(label, each, float((within <= each).mean()), int(within.size)) for each in QUANTILES]
    return pl.DataFrame(found, schema=COVERED, orient="row")


def _unscaled(trials: Sequence[Trial], plan: Plan, has_scale: Mask) -> pl.DataFrame:
    places = np.flatnonzero(~has_scale)
    said = np.mean([total_by(trial, plan.choices, plan.pools)[places] for trial in trials], axis=0)
    came = np.mean([trial.came[places] for trial in trials], axis=0)
    return pl.DataFrame({"place": places, "forecast": said, "came": came})


def _standing(plan: Plan, scores: pl.DataFrame) -> Plan:
    """Return the plan, with the best benchmark where it was no better than all three."""
    choices = dict(plan.choices)
    for each, label in enumerate(CLASSES):
        rows = {row["model"]: row for row in scores.filter(demand_class=label).iter_rows(named=True)}
        if each == UNSOLD or CHOSEN not in rows:
            continue
        mine = rows[CHOSEN]
        if any(rows[name]["pinball"] < mine["pinball"] or rows[name]["rmsse"] < mine["rmsse"] for name in BENCHMARKS):
            best = min(BENCHMARKS, key=lambda name: (rows[name]["pinball"], name))
            choices[each] = Choice(model=best, level=1.0, own_share=plan.choices[each].own_share,
                                   why="no_better_than_benchmarks")  # fmt: skip
    return replace(plan, choices=choices)
