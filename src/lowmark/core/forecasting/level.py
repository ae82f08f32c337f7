"""The level of a model on a class: by how much it forecast too much or too little, as far as that stands out from chance.

Before this: trials. After this: `choosing`. One factor a model and class: of what came over what was forecast, the least correction
that every origin asks for, so that one good or bad half-year corrects nothing; and that drawn back to one by its
uncertainty, so that a few large items do not move thousands of others. Source: James and Stein (1961), shrinkage.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from lowmark.core.forecasting.classes import Array
from lowmark.core.forecasting.trials import Trial

MOST: Final = 2.0
"""No class is raised by more: what asks for that is too few items."""


def level_of(*, trials: Sequence[Trial], model: str, demand_class: int) -> float:
    """Return the factor that a model's forecasts of a class are multiplied by.

    Domain: one where nothing was forecast; the origins of one item count as one observation of it.

    >>> from lowmark.core.forecasting.trials import try_from
    >>> values = np.tile([[0.0, 0.0, 2.0, 0.0, 0.0, 1.0, 0.0, 0.0]], (400, 1))
    >>> trial = try_from(values=values, origin=6, season=2, horizon=2)
    >>> level_of(trials=[trial], model="naive", demand_class=int(trial.classes[0]))
    0.0
    """
    n = len(trials[0].came)
    came, said, ratios = np.zeros(n), np.zeros(n), []
    for trial in trials:
        rows = (trial.classes == demand_class) & (trial.forecasts[model].total > 0)
        came[rows] += trial.came[rows]
        said[rows] += trial.forecasts[model].total[rows]
        if rows.any():
            ratios.append(float(trial.came[rows].sum() / trial.forecasts[model].total[rows].sum()))
    return shrunk(came=came, said=said, ratio=agreed(ratios))


def agreed(ratios: Sequence[float]) -> float:
    """Return the ratio nearest to one, if all lie on one side of it; else one.

    >>> agreed([0.7, 0.8]), agreed([1.3, 1.1]), agreed([0.9, 1.1]), agreed([])
    (0.8, 1.1, 1.0, 1.0)
    """
    if ratios and max(ratios) < 1.0:
        return max(ratios)
    return min(ratios) if ratios and min(ratios) > 1.0 else 1.0


def shrunk(*, came: Array, said: Array, ratio: float) -> float:
    """Return a ratio of two sums, drawn back to one by its variance over the rows.

    >>> shrunk(came=np.array([6.0, 6.0]), said=np.array([4.0, 4.0]), ratio=1.5)
    1.5
    >>> shrunk(came=np.array([3.0, 0.0]), said=np.array([1.0, 1.0]), ratio=1.5)
    1.0909090909090908
    """
    whole = said.sum()
    if whole <= 0:
        return 1.0
    variance = ((came - ratio * said) ** 2).sum() / whole**2
    away = (ratio - 1.0) ** 2
    return min(MOST, float(1.0 + (ratio - 1.0) * away / (away + variance))) if away > 0 else 1.0
