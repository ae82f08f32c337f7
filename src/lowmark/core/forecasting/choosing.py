"""Choose for each demand class the model, its level, and how much of an item's own past its distribution takes.

Before this: trials from origins that end before the last twelve months. After this: `scoring`, once, on those twelve months. What
is least in the scaled pinball loss of the sum over the horizon is chosen, of what beats naive in that and in RMSSE; where
nothing does, the class goes by its twelve-month average, and says so. Of models that cannot be told apart the broadest
average is taken: what is chosen among equals should not hang on chance. Sources: Breiman et al. (1984), the rule of one
standard error; Bates and Granger (1969), combination.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from lowmark.core.forecasting.classes import CLASSES, UNSOLD, Array, Whole
from lowmark.core.forecasting.level import level_of
from lowmark.core.forecasting.models import NAIVE, YEAR, ZERO, averages_for
from lowmark.core.forecasting.scores import pinball
from lowmark.core.forecasting.spread import DRAWS, Pools, drawn, pooled, quantiles_of
from lowmark.core.forecasting.trials import Steps, Trial, tried_on

OWN_SHARES: Final = (0.0, 0.3)
ANALOGY: Final = "analogy"
"""How an item is forecast that has never sold: as those like it came to sell."""

Own = Callable[[int], Array]
"""From an origin: sums drawn from each item's own past, up to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """How the items of one class are forecast; `why` is empty where a model was chosen, else says what it falls back for."""

    model: str
    level: float
    own_share: float
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How everything is forecast: a choice for each class, and how forecasts turned out."""

    choices: Mapping[int, Choice]
    pools: Pools
    horizon: int


NO_PLAN: Final = Plan(
    choices={
        each: Choice(model=ANALOGY if each == UNSOLD else YEAR, level=1.0, own_share=1.0, why="too_short_to_test")
        for each in range(len(CLASSES))
    },
    pools=Pools(ratios={}, unsold=np.array([])),
    horizon=0,
)  # fmt: skip
"""Where the past is too short to try anything."""


def choose(*, trials: Sequence[Trial], scale: tuple[Array, Array], own: Own) -> Plan:
    """Return how each class is forecast, chosen on trials.

    Shapes: `scale`: squared and absolute, by item, as `scores.scales` has them of what was known before the first trial.

    >>> from lowmark.core.forecasting.scores import scales
    >>> from lowmark.core.forecasting.trials import try_from
    >>> values = np.array([[0.0, 3.0, 0.0, 0.0, 2.0, 0.0, 0.0, 1.0]] * 3)
    >>> trials = [try_from(values=values, origin=6, season=4, horizon=2)]
    >>> plan = choose(trials=trials, scale=scales(values[:, :6]), own=lambda origin: values[:, :1].repeat(200, axis=1))
    >>> CLASSES[2], plan.choices[2].why, plan.choices[2].model != "naive"
    ('intermittent', '', True)
    """
    choices = {each: _choice(trials, each, scale) for each in range(len(CLASSES))}
    pools = pooled([_part(trial, choices) for trial in trials])
    shared = {
        each: _own_share(trials, each, choices[each], pools, scale[1], own) if each != UNSOLD else 0.0
        for each in choices
    }
    choices = {
        each: Choice(model=one.model, level=one.level, own_share=shared[each], why=one.why)
        for each, one in choices.items()
    }
    return Plan(choices=choices, pools=pools, horizon=trials[0].horizon)


def total_by(trial: Trial, choices: Mapping[int, Choice], pools: Pools | None = None) -> Array:
    """Return what a plan's choices forecast from an origin, by item; what never sold by analogy, where pools are given."""
    found = np.zeros(len(trial.came))
    for each, choice in choices.items():
        rows = trial.classes == each
        if choice.model == ANALOGY:
            found[rows] = pools.mean_unsold() if pools is not None else 0.0
        else:
            found[rows] = choice.level * trial.forecasts[choice.model].total[rows]
    return found


def steps_by(plan: Plan) -> Steps:
    """Return what makes of every model's forecasts by period those of a plan."""

    def planned(steps: Mapping[str, Array], classes: Whole) -> Array:
        found = np.zeros_like(steps[NAIVE])
        for each, choice in plan.choices.items():
            rows = classes == each
            if choice.model == ANALOGY:
                found[rows] = plan.pools.mean_unsold() / found.shape[1]
            else:
                found[rows] = choice.level * steps[choice.model][rows]
        return found

    return planned


def draws_by(trial: Trial, plan: Plan, own: Array) -> Array:
    """Return draws of what each item sells over the horizon of a trial, by a plan."""
    total = total_by(trial, plan.choices, plan.pools)
    found = np.zeros((len(total), DRAWS))
    for each, choice in plan.choices.items():
        rows = np.flatnonzero(trial.classes == each)
        if rows.size:
            found[rows] = drawn(
                classes=trial.classes[rows], size=trial.size[rows], total=total[rows], pools=plan.pools,
                own=own[rows], own_share=choice.own_share,
            )  # fmt: skip
    return found


def _part(trial: Trial, choices: Mapping[int, Choice]) -> tuple[Whole, Array, Array, Array]:
    return trial.classes, trial.size, total_by(trial, choices), trial.came


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tried:
    """What a model's forecasts of a class cost at a level: means over items and origins, and by item."""

    level: float
    squared: float
    pinball: float
    by_item: Array


def _choice(trials: Sequence[Trial], demand_class: int, scale: tuple[Array, Array]) -> Choice:
    if demand_class == UNSOLD:
        return Choice(model=ANALOGY, level=1.0, own_share=0.0)
    tried = {}
    for model in tried_on(demand_class):
        if model != ZERO:
            level = 1.0 if model in {NAIVE, YEAR} else level_of(trials=trials, model=model, demand_class=demand_class)
            tried[model] = _try(trials, demand_class, model, level, scale)
    naive = tried[NAIVE]
    if np.isinf(naive.pinball):
        return Choice(model=YEAR, level=1.0, own_share=0.0, why="none_to_choose_on")
    better = {
        model: one for model, one in tried.items() if one.pinball < naive.pinball and one.squared < naive.squared
    }  # fmt: skip
    if not better:
        return Choice(model=YEAR, level=1.0, own_share=0.0, why="nothing_beats_naive")
    model = _broadest(better, averages_for(demand_class))
    return Choice(model=model, level=better[model].level, own_share=0.0)


def _broadest(tried: Mapping[str, _Tried], averages: Mapping[str, tuple[str, ...]]) -> str:
    """Return the model of the least loss, or the broadest average of models that cannot be told from it.

    Domain: two cannot be told apart where their losses, item by item, differ by less than the error of that difference.
    """
    best = min(tried, key=lambda name: (tried[name].pinball, name))

    def is_as_good(name: str) -> bool:
        apart = tried[name].by_item - tried[best].by_item
        return bool(apart.mean() <= apart.std() / np.sqrt(len(apart)))

    alike = [name for name in tried if is_as_good(name)]
    return max(alike, key=lambda name: (len(averages.get(name, ("",))), -tried[name].pinball, name))


def _try(
    trials: Sequence[Trial], demand_class: int, model: str, level: float, scale: tuple[Array, Array]
) -> _Tried:  # fmt: skip
    """Return the scaled squared error and the scaled pinball loss of a model on a class, at a level."""
    squared, absolute = scale
    there = [np.flatnonzero((trial.classes == demand_class) & ~np.isnan(absolute)) for trial in trials]
    if not sum(rows.size for rows in there):
        return _Tried(level=level, squared=np.inf, pinball=np.inf, by_item=np.zeros(1))
    parts = [
        (trial.classes[rows], trial.size[rows], level * trial.forecasts[model].total[rows], trial.came[rows])
        for trial, rows in zip(trials, there, strict=True)
    ]
    pools = pooled(parts)
    errors, losses = [], []
    for trial, rows, part in zip(trials, there, parts, strict=True):
        sums = trial.forecasts[model]
        error = trial.came_squared[rows] - 2 * level * sums.with_came[rows] + level**2 * sums.with_itself[rows]
        errors.append(error / squared[rows] / trial.horizon)
        draws = drawn(classes=part[0], size=part[1], total=part[2], pools=pools, own=None, own_share=0.0)
        losses.append(pinball(quantiles_of(draws), part[3]) / absolute[rows])
    item = np.concatenate(there)
    by_item = np.bincount(item, weights=np.concatenate(losses))
    return _Tried(
        level=level, squared=float(np.concatenate(errors).mean()), pinball=float(np.concatenate(losses).mean()),
        by_item=by_item[np.bincount(item) > 0].astype(np.float64),
    )  # fmt: skip


def _own_share(
    trials: Sequence[Trial], demand_class: int, choice: Choice, pools: Pools, absolute: Array, own: Own
) -> float:  # fmt: skip
    """Return how much of an item's own past serves its class best."""
    found: dict[float, list[Array]] = {share: [] for share in OWN_SHARES}
    for trial in trials:
        rows = np.flatnonzero((trial.classes == demand_class) & ~np.isnan(absolute))
        mine = own(trial.origin)[rows]
        total = choice.level * trial.forecasts[choice.model].total[rows]
        for share, losses in found.items():
            draws = drawn(classes=trial.classes[rows], size=trial.size[rows], total=total, pools=pools, own=mine,
                          own_share=share)  # fmt: skip
            losses.append(pinball(quantiles_of(draws), trial.came[rows]) / absolute[rows])
    means = {share: float(np.concatenate(losses).mean()) for share, losses in found.items() if losses[0].size}
    return min(means, key=lambda share: (means[share], share)) if means else OWN_SHARES[-1]
