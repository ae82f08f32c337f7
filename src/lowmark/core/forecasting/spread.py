"""The distribution of what is sold over a horizon: an item's own past, drawn again, blended with how items like it turned out.

Before this: trials, a chosen model and level of each class. After this: `choosing`, `scoring`, `forecast`. Items are alike where as
many demands are expected of them over the horizon. How they turned out is what came over what was forecast, from origins of
the past: it holds errors of the model, which an item's own past, drawn again, does not. Stock meets the sum over the
horizon, so sums are drawn, never periods. Sources: Willemain, Smart and Schwarz (2004), bootstrapping of intermittent
demand over a lead time; Efron (1979).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from lowmark.core.forecasting.classes import UNSOLD, Array, Whole
from lowmark.core.forecasting.scores import QUANTILES

EDGES: Final = (0.1, 0.25, 0.5, 1.0, 1.5, 2.5, 4.0, 8.0)
"""Expected demands over the horizon, between which items are alike."""

DRAWS: Final = 200
FEWEST: Final = 30
OWN_YEARS: Final = 3
FARTHEST: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pools:
    """How forecasts turned out: ratios of what came by bin, sorted; and what items came to sell that never had, in units."""

    ratios: Mapping[int, Array]
    unsold: Array

    def mean_unsold(self) -> float:
        """Return what an item is expected to sell that has never sold: the average of those like it."""
        return float(self.unsold.mean()) if self.unsold.size else 0.0


def pooled(parts: Sequence[tuple[Whole, Array, Array, Array]]) -> Pools:
    """Return how forecasts turned out, of several origins.

    Shapes: each part: classes, size, total (forecast), came, by item.

    >>> part = (np.array([2, 2, 5]), np.array([4.0, 4.0, 0.0]), np.array([2.0, 2.0, 0.0]), np.array([0.0, 4.0, 1.0]))
    >>> found = pooled([part])
    >>> {place: ratios.tolist() for place, ratios in found.ratios.items()}, found.unsold.tolist()
    ({3: [0.0, 2.0]}, [1.0])
    """
    classes, size, total, came = (np.concatenate([part[place] for part in parts]) for place in range(4))
    is_said = (total > 0) & (classes != UNSOLD)
    bins = bins_of(total, size)
    ratios = {
        int(each): np.sort(came[is_said & (bins == each)] / total[is_said & (bins == each)])
        for each in np.unique(bins[is_said])
    }
    return Pools(ratios=ratios, unsold=np.sort(came[classes == UNSOLD]))


def bins_of(total: Array, size: Array) -> Whole:
    """Return by how many demands are expected over the horizon: the place among `EDGES`.

    >>> bins_of(np.array([0.1, 3.0]), np.array([2.0, 2.0])).tolist()
    [0, 5]
    """
    demands = total / np.where(size > 0, size, 1.0)
    return np.digitize(demands, EDGES).astype(np.int64)


def own_sums(*, values: Array, horizon: int, season: int, seed: int, draws: int = DRAWS) -> Array:
    """Return sums over the horizon of periods drawn from each row's own last years; the same periods for all rows.

    Shapes: `values` [items, periods known], out [items, draws].

    >>> own_sums(values=np.array([[1.0, 1.0]]), horizon=3, season=12, seed=7, draws=2).tolist()
    [[3.0, 3.0]]
    """
    window = values[:, -OWN_YEARS * season :]
    chance = np.random.Generator(np.random.PCG64(seed))
    drawn = chance.integers(0, window.shape[1], (draws, horizon))
    times = np.zeros((window.shape[1], draws))
    for draw in range(draws):
        np.add.at(times[:, draw], drawn[draw], 1.0)
    found: Array = window @ times
    return found


def drawn(
    *, classes: Whole, size: Array, total: Array, pools: Pools, own: Array | None, own_share: float, draws: int = DRAWS
) -> Array:
    """Return draws of what each item sells over the horizon, sorted: of its own past, and as items like it turned out.

    Shapes: by item; `total` the forecast, `own` [items, draws] as `own_sums` has it. Out [items, draws].
    Domain: an item's own past is brought to the level of its forecast, at most by a factor of two.

    >>> pools = Pools(ratios={3: np.array([0.0, 2.0])}, unsold=np.array([]))
    >>> drawn(classes=np.array([2]), size=np.array([4.0]), total=np.array([2.0]), pools=pools, own=None, own_share=0.0,
    ...       draws=4).tolist()
    [[0.0, 0.0, 4.0, 4.0]]
    """
    mine = int(draws * own_share) if own is not None else 0
    found = np.zeros((len(total), draws))
    places = (np.arange(draws - mine) + 0.5) / max(1, draws - mine)
    bins = bins_of(total, size)
    for each in np.unique(bins) if mine < draws else ():
        rows = bins == each
        found[rows, mine:] = total[rows, None] * _at(_nearest(pools.ratios, int(each)), places)[None, :]
    if mine and own is not None:
        mean = own.mean(axis=1)
        factor = np.clip(total / np.where(mean > 0, mean, 1.0), 1 / FARTHEST, FARTHEST)
        found[:, :mine] = own[:, :mine] * np.where(mean > 0, factor, 1.0)[:, None]
    unsold = classes == UNSOLD
    if unsold.any():
        every = (np.arange(draws) + 0.5) / draws
        found[unsold] = _at(pools.unsold, every) if pools.unsold.size else 0.0
    if mine:  # Else they are in order already: ratios are.
        found.sort(axis=1)
    return found


def quantiles_of(draws: Array, probabilities: Sequence[float] = QUANTILES) -> Array:
    """Return quantiles of sorted draws: the least that holds so large a part of them.

    >>> quantiles_of(np.array([[1.0, 2.0, 3.0, 4.0]]), (0.5, 0.75, 0.9)).tolist()
    [[2.0, 3.0, 4.0]]
    """
    n = draws.shape[1]
    places = [min(n - 1, max(0, int(np.ceil(each * n - 1e-9)) - 1)) for each in probabilities]
    return draws[:, places]


def _at(ordered: Array, places: Array) -> Array:
    return ordered[np.minimum((places * len(ordered)).astype(np.int64), len(ordered) - 1)]


def _nearest(ratios: Mapping[int, Array], wanted: int) -> Array:
    """Return the ratios of a bin, or of the nearest that has enough to draw from; one without any."""
    enough = [each for each in ratios if len(ratios[each]) >= FEWEST] or list(ratios)
    if not enough:
        return np.ones(1)
    return ratios[min(enough, key=lambda each: (abs(each - wanted), each))]
