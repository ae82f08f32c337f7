"""Back-test: try every model on the past, choose, score once. The whole of it in the order in which it happens.

Before this: a panel of demand. After this: `forecast`, and a table that stands beside every forecast.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lowmark.core.forecasting.choosing import Plan, choose, steps_by, total_by
from lowmark.core.forecasting.classes import Array
from lowmark.core.forecasting.scores import scales
from lowmark.core.forecasting.scoring import Scored, score
from lowmark.core.forecasting.spread import own_sums
from lowmark.core.forecasting.trials import Tell, Trial, try_all
from lowmark.core.forecasting.windows import Windows, windows_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One origin: what the plan said of the sum over the horizon, and what came, by row."""

    origin: int
    total: Array
    came: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class BackTest:
    """What was tried, from where, and what came of it."""

    windows: Windows
    scored: Scored
    chosen_on: tuple[Past, ...]
    scored_on: tuple[Past, ...]


def back_test(*, values: Array, season: int, horizon: int, seed: int, tell: Tell | None = None) -> BackTest | None:
    """Try, choose, and score once; none where the past is too short.

    Shapes: `values` [items, periods] of demand, none below zero, the last period complete.
    Units:  `season` and `horizon` in periods; a season is a year.
    Domain: choice and its scales know nothing of the twelve months that are scored.

    >>> import numpy as np
    >>> values = np.tile([[0.0, 2.0, 0.0, 1.0]], (5, 12))
    >>> found = back_test(values=values, season=12, horizon=6, seed=7)
    >>> found.windows.choosing[-1] + 6 <= found.windows.scoring[0], found.scored.scores["model"].n_unique() > 10
    (True, True)
    """
    windows = windows_of(periods=values.shape[1], season=season, horizon=horizon)
    if windows is None:
        return None
    own = _own(values, season, windows.horizon, seed)
    choosing = try_all(values=values, origins=windows.choosing, season=season, horizon=windows.horizon, tell=tell)
    _say(tell, "choosing among models")
    plan = choose(trials=choosing, scale=scales(values[:, : windows.choosing[0]]), own=own)
    scoring = try_all(values=values, origins=windows.scoring, season=season, horizon=windows.horizon,
                      planned=steps_by(plan), tell=tell)  # fmt: skip
    _say(tell, "scoring what was chosen")
    scored = score(
        trials=scoring, pools_of=choosing, plan=plan, scale=scales(values[:, : windows.scoring[0]]), own=own, seed=seed
    )
    return BackTest(windows=windows, scored=scored, chosen_on=_past(choosing, plan), scored_on=_past(scoring, plan))


def _past(trials: Sequence[Trial], plan: Plan) -> tuple[Past, ...]:
    return tuple(
        Past(origin=each.origin, total=total_by(each, plan.choices, plan.pools), came=each.came) for each in trials
    )


def _say(tell: Tell | None, words: str) -> None:
    if tell is not None:
        tell(words, 0, 1)


def _own(values: Array, season: int, horizon: int, seed: int) -> Callable[[int], Array]:
    return lambda origin: own_sums(values=values[:, :origin], horizon=horizon, season=season, seed=seed + origin)
