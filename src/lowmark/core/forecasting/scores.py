"""Scores: how wrong a forecast was, on a scale that items share.

Before this: forecasts and what came. After this: `choosing`, `scoring`. Squares are pooled over items and periods before the root
is taken: the root of each item's own mean, averaged afterwards, is least for forecasts below the mean, and on intermittent
demand for zero; it is given beside it, and judges nothing. Sources: Hyndman and Koehler (2006, scaled errors); Makridakis,
Spiliotis and Assimakopoulos (2022, M5: RMSSE, scaled pinball loss, from the first demand on); Czado, Gneiting and Held (2009,
randomised PIT of counts).
"""

from typing import Final

import numpy as np

from lowmark.core.forecasting.classes import Array

QUANTILES: Final = (0.5, 0.75, 0.9, 0.95)


def scales(values: Array) -> tuple[Array, Array]:
    """Return the mean squared and the mean absolute step from period to period, from the first demand on.

    Shapes: `values` [items, periods known]; out [items], not a number where there is no step, or none that is not zero.

    >>> squared, absolute = scales(np.array([[0.0, 1.0, 3.0, 0.0], [0.0, 0.0, 0.0, 5.0]]))
    >>> squared.tolist(), absolute.tolist()
    ([6.5, nan], [2.5, nan])
    """
    steps = np.diff(values, axis=1)
    began = np.cumsum(values > 0, axis=1)[:, :-1] > 0
    count = began.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        squared = np.where(began, steps**2, 0.0).sum(axis=1) / count
        absolute = np.where(began, np.abs(steps), 0.0).sum(axis=1) / count
    is_none = (count == 0) | (absolute == 0)
    return np.where(is_none, np.nan, squared), np.where(is_none, np.nan, absolute)


def pinball(quantiles: Array, came: Array) -> Array:
    """Return the mean pinball loss of quantiles of `QUANTILES`, a row each.

    >>> pinball(np.array([[2.0, 2.0, 2.0, 2.0]]), np.array([3.0])).round(4).tolist()
    [0.775]
    """
    probability = np.array(QUANTILES)
    missed = came[:, None] - quantiles
    found: Array = np.maximum(probability * missed, (probability - 1) * missed).mean(axis=1)
    return found


def transformed(samples: Array, came: Array, chance: Array) -> Array:
    """Return the randomised probability integral transform: where what came lies among the samples, ties by chance.

    Shapes: `samples` [items, draws]; `came`, `chance` (between 0 and 1) [items].
    Domain: evenly spread over 0 to 1 where the forecast's distribution is right, however many zeros there are.
    Source: Czado, Gneiting and Held (2009).

    >>> transformed(np.array([[0.0, 0.0, 1.0, 4.0]]), np.array([0.0]), np.array([0.5])).tolist()
    [0.25]
    """
    near = 1e-9 * np.maximum(1.0, np.abs(came))[:, None]
    below = (samples < came[:, None] - near).mean(axis=1)
    upto = (samples <= came[:, None] + near).mean(axis=1)
    found: Array = below + chance * (upto - below)
    return found
