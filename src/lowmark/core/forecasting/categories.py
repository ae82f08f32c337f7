"""Categories: what their items sell together is forecast once more, by itself, and both are brought to one figure.

Before this: forecasts of items and of categories over the same periods, each back-tested. After this: rows to keep, which add up.
A category is steadier than its items, and its items know more of what it is made of; the two are weighed by how far each was off on
the origins of choice, and items are scaled to add up, in proportion to their own forecasts, as places are. Scored once, on
the last twelve months: where that is no better than the items added up, items stay as they are. Sources: Bates and Granger
(1969), combination; Wickramasuriya, Athanasopoulos and Hyndman (2019), minimum trace, of which this is the case of one
weight; Athanasopoulos, Ahmed and Hyndman (2009), forecast proportions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from lowmark.core.forecasting.backtest import BackTest, Past
from lowmark.core.forecasting.classes import Array, Whole
from lowmark.core.forecasting.forecast import PROBABILITIES, Forecasts, reconciled
from lowmark.core.forecasting.scores import pinball
from lowmark.core.forecasting.spread import FARTHEST
from lowmark.core.forecasting.told import micro

CATEGORY: Final = "category"
ADDED_UP: Final = "items_added_up"
ALONE: Final = "category_alone"
RECONCILED: Final = "reconciled"
NO_CATEGORY: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """Items and categories that add up.

    Units:  whole millionths, of the sum over the horizon.
    Shapes: `mean_micro`, `quantiles_micro` by item; `whole_micro`, `whole_quantiles_micro` by category. `weight`: how much of the
            category's own forecast is taken, from nought to one; `why`: for what reason none is, empty where some is.
            `scores`: rows as `told.score_rows` has them, errors as a share of what a category sold on the origins of choice.
    """

    mean_micro: Whole
    quantiles_micro: Whole
    whole_micro: Whole
    whole_quantiles_micro: Whole
    weight: float
    why: str
    scores: tuple[dict[str, Any], ...]


def reconcile(*, items: Forecasts, categories: Forecasts, category_of: Whole) -> Reconciled:
    """Bring forecasts of items and of their categories to figures that add up.

    Shapes: `category_of`: the place of each item's category among `categories`, `NO_CATEGORY` for none, which stays as it is.
    Domain: no item is raised or lowered by more than a factor of two; what is expected of nothing stays nothing.

    >>> from lowmark.core.forecasting.forecast import forecast
    >>> values = np.tile([[0.0, 3.0]], (4, 3))
    >>> items, whole = (forecast(values=each, season=12, horizon=6, seed=7) for each in (values, values[:2] * 2))
    >>> found = reconcile(items=items, categories=whole, category_of=np.array([0, 0, 1, 1]))
    >>> found.whole_micro.tolist(), int(found.mean_micro.sum()), found.why
    ([18000000, 18000000], 36000000, 'too_short_to_test')
    """
    n = len(categories.mean_micro)
    weight, why, scores = _weighed(items.tested, categories.tested, category_of, n)
    added = _added(items.mean_micro.astype(np.float64), category_of, n)
    wanted = weight * categories.mean_micro + (1 - weight) * added
    wanted = np.clip(wanted, added / FARTHEST, added * FARTHEST)
    mean, quantiles = items.mean_micro.copy(), items.quantiles_micro.copy()
    whole = np.rint(wanted).astype(np.int64)
    for place in range(n):
        rows = np.flatnonzero(category_of == place)
        if rows.size and added[place] > 0 and weight > 0:
            mean[rows] = reconciled(whole_micro=int(whole[place]), parts_micro=items.mean_micro[rows].tolist())
            quantiles[rows] = _times(items.quantiles_micro[rows], wanted[place] / added[place])
    own = categories.mean_micro.astype(np.float64)
    factor = np.where(own > 0, wanted / np.where(own > 0, own, 1.0), 1.0)

    assert (_added(mean.astype(np.float64), category_of, n) == whole).all()
    return Reconciled(
        mean_micro=mean, quantiles_micro=quantiles, whole_micro=whole,
        whole_quantiles_micro=_times(categories.quantiles_micro, factor[:, None]), weight=weight, why=why, scores=scores,
    )  # fmt: skip


def weight_of(*, added: Array, alone: Array, came: Array) -> float:
    """Return how much of the category's own forecast serves best, of it and of the items added up.

    Shapes: all [origins, categories], as shares of what is usual for a category.
    Source: Bates and Granger (1969), errors taken to be apart.

    >>> came = np.array([[1.0, 1.0]])
    >>> weight_of(added=came + 0.3, alone=came - 0.1, came=came)
    0.9
    >>> weight_of(added=came, alone=came, came=came)
    0.0
    """
    by_items, by_itself = float(((added - came) ** 2).mean()), float(((alone - came) ** 2).mean())
    return round(by_items / (by_items + by_itself), 9) if by_items > 0 else 0.0


def _weighed(
    items: BackTest | None, categories: BackTest | None, category_of: Whole, n: int
) -> tuple[float, str, tuple[dict[str, Any], ...]]:
    """Return the weight of the category's own forecast, why it is none, and how all three would have done."""
    if items is None or categories is None:
        return 0.0, "too_short_to_test", ()
    usual = np.mean([past.came for past in categories.chosen_on], axis=0)
    told = usual > 0
    if not told.any():
        return 0.0, "none_to_choose_on", ()

    def shares(mine: Sequence[Past], theirs: Sequence[Past]) -> tuple[Array, Array, Array]:
        added = np.array([_added(past.total, category_of, n)[told] for past in mine]) / usual[told]
        alone, came = (
            np.array([getattr(past, name)[told] for past in theirs]) / usual[told] for name in ("total", "came")
        )
        return added, alone, came

    added, alone, came = shares(items.chosen_on, categories.chosen_on)
    weight = weight_of(added=added, alone=alone, came=came)
    added, alone, came = shares(items.scored_on, categories.scored_on)
    together = weight * alone + (1 - weight) * added
    scores = tuple(
        _score(name, said, came, usual[told])
        for name, said in ((ADDED_UP, added), (ALONE, alone), (RECONCILED, together))
    )
    if weight > 0 and scores[2]["rmsse_micro"] >= scores[0]["rmsse_micro"]:
        return 0.0, "no_better_than_items", scores
    return weight, "" if weight > 0 else "items_were_right", scores


def _score(name: str, said: Array, came: Array, usual: Array) -> dict[str, Any]:
    """Return a row of scores; errors are of the sum over the horizon, for that is what is brought to one figure."""
    error, sold = said - came, (came * usual).sum()
    number = pinball(np.repeat(said.reshape(-1, 1), 4, axis=1), came.reshape(-1))
    return {
        "demand_class": CATEGORY, "model": name, "n": int(came.size), "rmsse_micro": micro(float(np.sqrt((error**2).mean()))),
        "pinball_micro": None, "pinball_as_number_micro": micro(float(number.mean())),
        "bias_micro": micro(float((error * usual).sum() / sold)) if sold > 0 else None, "rmsse_by_item_micro": None,
        "mase_micro": micro(float(np.abs(error).mean())),
    }  # fmt: skip


def _added(values: Array, category_of: Whole, n: int) -> Array:
    has_one = category_of != NO_CATEGORY
    return np.bincount(category_of[has_one], weights=values[has_one], minlength=n).astype(np.float64)


def _times(quantiles: Whole, factor: Any) -> Whole:
    found: Whole = np.rint(quantiles * factor).astype(np.int64)

    assert found.shape[1] == len(PROBABILITIES)
    return found
