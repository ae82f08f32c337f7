"""The models that are tried, by name: benchmarks that anybody can check, models of a library, and averages of them.

Before this: a panel of demand. After this: `choosing`, which tries them on the past. The library is statsforecast, imported
when the first model is asked for: it takes seconds to load, and is an extra. What an average of models consists of was fixed
before any was scored. Sources: Croston (1972); Syntetos and Boylan (2005); Teunter, Syntetos and Babai (2011, TSB);
Nikolopoulos et al. (2011, ADIDA); Petropoulos and Kourentzes (2015, IMAPA); Assimakopoulos and Nikolopoulos (2000, Theta).
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final

import numpy as np

from lowmark.core.forecasting.classes import ERRATIC, INTERMITTENT, LUMPY, SMOOTH, SOLD_ONCE, Array
from lowmark.core.kinds.problems import Problem

NAIVE: Final = "naive"
SEASONAL: Final = "seasonal_naive"
ZERO: Final = "all_zero"
YEAR: Final = "twelve_month_average"
BENCHMARKS: Final = (NAIVE, ZERO, YEAR)
"""What every model has to beat."""

_ALWAYS: Final = (SEASONAL, "mean", "ses", "croston", "sba", "tsb", "adida", "imapa")
_STEADY: Final = ("holt", "theta", "ets")
AVERAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "imapa_tsb_ses": ("imapa", "tsb", "ses"),
    "imapa_ses_mean": ("imapa", "ses", "mean"),
    "imapa_tsb_mean_adida": ("imapa", "tsb", "mean", "adida"),
}
_STEADY_AVERAGE: Final[Mapping[str, tuple[str, ...]]] = {"ets_theta_ses": ("ets", "theta", "ses")}
FEWEST_FOR_TREND: Final = 12
SES_ALPHA: Final = 0.05
TSB_ALPHAS: Final = (0.1, 0.05)
"""Of the size, and of the probability of a demand; both, and that of the exponential smoothing, from the range of 0.05 to
0.2 that Syntetos and Boylan (2005) have for intermittent demand."""


def models_for(demand_class: int) -> tuple[str, ...]:
    """Return the library's models that are tried on a class; those with a trend on demand that is steady alone.

    >>> "ets" in models_for(SMOOTH), "ets" in models_for(LUMPY)
    (True, False)
    """
    if demand_class in {SMOOTH, ERRATIC}:
        return (*_ALWAYS, *_STEADY)
    return _ALWAYS if demand_class in {INTERMITTENT, LUMPY, SOLD_ONCE} else ()


def averages_for(demand_class: int) -> Mapping[str, tuple[str, ...]]:
    """Return the averages of models that are tried on a class, each with what it consists of.

    >>> sorted(averages_for(LUMPY))
    ['imapa_ses_mean', 'imapa_tsb_mean_adida', 'imapa_tsb_ses']
    """
    if demand_class in {SMOOTH, ERRATIC}:
        return {**AVERAGES, **_STEADY_AVERAGE}
    return AVERAGES if demand_class in {INTERMITTENT, LUMPY, SOLD_ONCE} else {}


def forecast_with(name: str, *, values: Array, season: int, horizon: int) -> Array:
    """Return what one model says of each row: demand of each period to come.

    Shapes: `values` [items, periods known], out [items, horizon], in units a period.
    Domain: nothing below zero is expected; a row without any demand is expected to have none.
    Raises: Problem ``missing_extra`` where the library is not installed.

    >>> forecast_with("all_zero", values=np.array([[1.0, 2.0]]), season=12, horizon=2).tolist()
    [[0.0, 0.0]]
    >>> forecast_with("twelve_month_average", values=np.array([[9.0, 1.0, 2.0]]), season=2, horizon=1).tolist()
    [[1.5]]
    """
    if name == ZERO:
        return np.zeros((len(values), horizon))
    if name == YEAR:
        return np.repeat(values[:, -season:].mean(axis=1, keepdims=True), horizon, axis=1)
    if name == NAIVE or (name == SEASONAL and values.shape[1] < season):  # Before a year is known, last year is not.
        return np.repeat(values[:, -1:], horizon, axis=1)
    # A trend takes some periods to be seen at all: before that, the level alone is forecast.
    model = _library(season)["ses" if name in _STEADY and values.shape[1] < FEWEST_FOR_TREND else name]
    found = np.zeros((len(values), horizon))
    with np.errstate(all="ignore"):  # A model that fits perfectly divides by nothing; what is no number is none below.
        for place in np.flatnonzero(values.any(axis=1)):
            found[place] = model.forecast(y=values[place], h=horizon)["mean"]
    return np.nan_to_num(np.maximum(found, 0.0), posinf=0.0)


def average_of(parts: Sequence[Array]) -> Array:
    """Return the plain average of forecasts.

    >>> average_of([np.array([[1.0]]), np.array([[3.0]])]).tolist()
    [[2.0]]
    """
    found: Array = np.mean(np.stack(parts), axis=0)
    return found


@cache
def _library(season: int) -> Mapping[str, Any]:
    try:
        from statsforecast import models
    except ImportError:
        raise Problem("missing_extra", "forecasts need the package statsforecast",
                      hint="install lowmark[forecast]") from None  # fmt: skip
    made: dict[str, Callable[[], Any]] = {
        SEASONAL: lambda: models.SeasonalNaive(season), "mean": models.HistoricAverage,
        "ses": lambda: models.SimpleExponentialSmoothing(SES_ALPHA), "croston": models.CrostonClassic,
        "sba": models.CrostonSBA, "tsb": lambda: models.TSB(*TSB_ALPHAS), "adida": models.ADIDA, "imapa": models.IMAPA,
        "holt": models.Holt, "theta": models.Theta, "ets": lambda: models.AutoETS(model="ZZN"),
    }  # fmt: skip
    return {name: make() for name, make in made.items()}
