"""Forecast categories beside their items, and bring both to figures that add up.

Before this: the items' forecasts, made on the same periods. After this: the command that keeps them. An item without a category
stays as it is.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lowmark.core.forecasting.categories import NO_CATEGORY, Reconciled, reconcile
from lowmark.core.forecasting.forecast import PROBABILITIES, Forecasts
from lowmark.core.forecasting.forecast import forecast as forecast_of
from lowmark.core.forecasting.panel import Panel
from lowmark.services.operations.forecast import Category


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """Items and categories that add up.

    Shapes: `names` the categories; `own` their own forecasts, `found` what both were brought to; `lines` as they are answered.
    """

    names: tuple[str, ...]
    own: Forecasts
    found: Reconciled
    lines: tuple[Category, ...]


def bring_together(
    *, panel: Panel, made: Forecasts, categories: Mapping[int, str], horizon: int, seed: int
) -> tuple[Forecasts, Brought]:
    """Return the items' forecasts brought to their categories', and the categories'.

    Shapes: `categories`: by key of the panel, its category; empty for none.
    """
    told = [categories.get(key, "") for key in panel.keys]  # type: ignore[call-overload]
    names = tuple(sorted({name for name in told if name}))
    place = {name: number for number, name in enumerate(names)}
    category_of = np.array([place.get(name, NO_CATEGORY) for name in told], dtype=np.int64)
    values = np.zeros((len(names), panel.values.shape[1]))
    np.add.at(values, category_of[category_of != NO_CATEGORY], panel.values[category_of != NO_CATEGORY])
    own = forecast_of(values=values, season=panel.season, horizon=horizon, seed=seed)
    found = reconcile(items=made, categories=own, category_of=category_of)
    added = Counter[str]()
    for name, mean in zip(told, made.mean_micro.tolist(), strict=True):
        added[name] += mean
    brought = replace(made, mean_micro=found.mean_micro, quantiles_micro=found.quantiles_micro)
    return brought, Brought(names=names, own=own, found=found, lines=_lines(names, own, found, Counter(told), added))


def _lines(
    names: Sequence[str], own: Forecasts, found: Reconciled, items: Mapping[str, int], added: Mapping[str, int]
) -> tuple[Category, ...]:
    low, median, high = (PROBABILITIES.index(each) for each in (0.05, 0.5, 0.95))
    lines = [
        Category(
            category=name, items=items[name], method=own.method[place], mean_micro=int(found.whole_micro[place]),
            added_up_micro=added[name], low_micro=int(found.whole_quantiles_micro[place][low]),
            median_micro=int(found.whole_quantiles_micro[place][median]),
            high_micro=int(found.whole_quantiles_micro[place][high]),
        )
        for place, name in enumerate(names)
    ]  # fmt: skip
    return tuple(sorted(lines, key=lambda line: (-line.mean_micro, line.category)))
