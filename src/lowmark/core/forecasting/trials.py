"""A trial: every model's forecast from one date in the past, beside what came.

Before this: a panel of demand, an origin. After this: `choosing`, `scoring`. Of each forecast only its sums are kept, which say
all that scores ask for, at any level: the squared error of k times a forecast is `yy - 2k * fy + k^2 * ff`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from lowmark.core.forecasting.classes import CLASSES, Array, Whole, classify, mean_size
from lowmark.core.forecasting.models import BENCHMARKS, average_of, averages_for, forecast_with, models_for

Tell = Callable[[str, int, int], None]
CHOSEN = "chosen"
MODELS: Final = tuple(
    dict.fromkeys(model for each in range(len(CLASSES)) for model in (*BENCHMARKS, *models_for(each)))
)
"""Every benchmark and model, each once; averages are made of their answers."""

PORTION: Final = 5_000
"""Items that a model is tried on before it is told how far it has come."""

Steps = Callable[[Mapping[str, Array], Whole], Array]
"""What a plan makes of every model's forecasts by period, and the classes of items."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Of one model, by item: the sum over the horizon, its products with what came and with itself, absolute errors."""

    total: Array
    with_came: Array
    with_itself: Array
    absolute: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One origin.

    Shapes: all by item; `classes` and `size` (mean demand) as known on the origin; `came` the sum over the horizon,
            `came_squared` of its squares. `forecasts` by model; a model says nothing of classes that it is not tried on.
    """

    origin: int
    horizon: int
    classes: Whole
    size: Array
    came: Array
    came_squared: Array
    forecasts: Mapping[str, Sums]


def tried_on(demand_class: int) -> tuple[str, ...]:
    """Return everything that is tried on a class: benchmarks, models, averages of models.

    >>> tried_on(CLASSES.index("unsold"))
    ('naive', 'all_zero', 'twelve_month_average')
    """
    return (*BENCHMARKS, *models_for(demand_class), *averages_for(demand_class))


def try_from(
    *, values: Array, origin: int, season: int, horizon: int, planned: Steps | None = None,
    tell: Callable[[int], None] | None = None,
) -> Trial:  # fmt: skip
    """Forecast from an origin with every model that is tried on an item's class, and hold it against what came.

    Shapes: `values` [items, periods], of which only those before the origin are shown to models. What is `planned` stands
            among the forecasts as `chosen`. `tell` hears how many of `MODELS` have been tried, before
            each portion of items: whoever hears it may stop the work.

    >>> trial = try_from(values=np.array([[0.0, 2.0, 4.0, 6.0]]), origin=3, season=2, horizon=1)
    >>> trial.came.tolist(), trial.forecasts["naive"].total.tolist(), trial.forecasts["twelve_month_average"].total.tolist()
    ([6.0], [4.0], [3.0])
    """
    known, came = values[:, :origin], values[:, origin : origin + horizon]
    classes = classify(known)
    steps: dict[str, Array] = {}
    for tried, name in enumerate(MODELS):
        steps[name] = np.zeros((len(values), horizon))
        for rows in _portions(_rows(classes, name)):
            if tell is not None:
                tell(tried)
            if rows.size:
                steps[name][rows] = forecast_with(name, values=known[rows], season=season, horizon=horizon)
    for each in range(len(CLASSES)):
        for name, parts in averages_for(each).items():
            steps.setdefault(name, average_of([steps[part] for part in parts]))
    if planned is not None:
        steps[CHOSEN] = planned(steps, classes)
    return Trial(
        origin=origin, horizon=horizon, classes=classes, size=mean_size(known), came=came.sum(axis=1),
        came_squared=(came**2).sum(axis=1), forecasts={name: _sums(step, came) for name, step in steps.items()},
    )  # fmt: skip


def try_all(
    *, values: Array, origins: Sequence[int], season: int, horizon: int, planned: Steps | None = None,
    tell: Tell | None = None,
) -> tuple[Trial, ...]:  # fmt: skip
    """Return the trials of several origins, telling after each model how far it has come."""
    found = []
    for place, origin in enumerate(origins):

        def heard(tried: int, place: int = place) -> None:
            if tell is not None:
                tell("trying models on the past", place * len(MODELS) + tried, len(origins) * len(MODELS))

        found.append(
            try_from(values=values, origin=origin, season=season, horizon=horizon, planned=planned, tell=heard)
        )
    return tuple(found)


def _portions(rows: Whole) -> Sequence[Whole]:
    """Return rows a portion at a time, one at least."""
    return [rows[begin : begin + PORTION] for begin in range(0, max(1, rows.size), PORTION)]


def _rows(classes: Whole, name: str) -> Whole:
    takes: Collection[int] = [each for each in range(len(CLASSES)) if name in (*BENCHMARKS, *models_for(each))]
    return np.flatnonzero(np.isin(classes, list(takes)))


def _sums(step: Array, came: Array) -> Sums:
    return Sums(
        total=step.sum(axis=1), with_came=(step * came).sum(axis=1), with_itself=(step**2).sum(axis=1),
        absolute=np.abs(step - came).sum(axis=1),
    )  # fmt: skip
