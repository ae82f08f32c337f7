"""What a quantity that depends on demand may come to: its mean, its interval, how likely it passes a threshold.

Before this: the quantity of each item at every quantile of its demand. After this: `flow_forecast`, for write-downs. What lifts or
sinks all items at once (a season, a crisis) does not even out over many items: so they are drawn with one factor in common, as
strong as it takes for the sum of demand to be off as far as it was in the back-test. Amounts stay whole: only places are
drawn. Source: Vasicek (2002), "Loan portfolio value", Risk 15: one Gaussian factor.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from statistics import NormalDist
from typing import Final

import numpy as np

from lowmark.core.forecasting.classes import Whole
from lowmark.core.kinds.quantity import MICRO

DRAWS: Final = 2_000
LOW_MICRO: Final = 50_000
HIGH_MICRO: Final = 950_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """A sum over items: mean, 5 % and 95 % quantiles, and for each threshold how likely the sum is above it."""

    expected: int
    low: int
    high: int
    above_micro: tuple[int, ...]


def weights_micro(probabilities_micro: Sequence[int]) -> tuple[int, ...]:
    """Return how much of probability each of some quantiles stands for: all that is nearest to it.

    >>> weights_micro([250_000, 500_000, 900_000])
    (375000, 325000, 300000)
    """
    between = [(one + other) // 2 for one, other in pairwise(probabilities_micro)]
    ends = [0, *between, MICRO]
    return tuple(after - before for before, after in pairwise(ends))


def expected(*, amounts: Sequence[int], probabilities_micro: Sequence[int]) -> int:
    """Return the mean of an amount given at some quantiles, rounded once, half to even.

    >>> expected(amounts=[100, 40, 0], probabilities_micro=[250_000, 500_000, 900_000])
    50
    """
    whole = sum(
        amount * weight for amount, weight in zip(amounts, weights_micro(probabilities_micro), strict=True)
    )  # fmt: skip
    quotient, rest = divmod(whole, MICRO)
    return quotient + (2 * rest > MICRO or (2 * rest == MICRO and quotient % 2))


def in_common(*, quantiles: Whole, probabilities_micro: Sequence[int], shock_micro: int) -> float:
    """Return how much of the chance of items is common to all, so that their sum is off by a share of itself.

    Shapes: `quantiles` [items, probabilities]: of each item's demand.
    Domain: what items apart from one another make of the sum's spread comes on top; nothing where they cannot vary.

    >>> half = [250_000, 750_000]
    >>> in_common(quantiles=np.array([[0, 10]] * 100), probabilities_micro=half, shock_micro=0)
    0.0
    >>> round(in_common(quantiles=np.array([[0, 10]] * 100), probabilities_micro=half, shock_micro=100_000), 4)
    0.0101
    """
    weights = np.array(weights_micro(probabilities_micro)) / MICRO
    mean = quantiles @ weights
    variance = np.maximum((quantiles.astype(np.float64) - mean[:, None]) ** 2 @ weights, 0.0)
    together = float(np.sqrt(variance).sum()) ** 2 - float(variance.sum())
    wanted = (float(mean.sum()) * shock_micro / MICRO) ** 2
    return min(1.0, wanted / together) if together > 0 else 0.0


def risk_of(
    *, amounts: Whole, probabilities_micro: Sequence[int], thresholds: Sequence[int], seed: int, common: float = 0.0
) -> Risk:  # fmt: skip
    """Return what the sum over items may come to.

    Shapes: `amounts` [items, probabilities]: of each item at each quantile of its demand. `common`: the share of chance that all
            items have in common, as `in_common` has it.

    >>> found = risk_of(amounts=np.array([[100, 40, 0]]), probabilities_micro=[250_000, 500_000, 900_000], thresholds=[50], seed=7)
    >>> found.expected, found.low, found.high, 300_000 < found.above_micro[0] < 450_000
    (50, 0, 100, True)
    """
    mean = sum(expected(amounts=row.tolist(), probabilities_micro=probabilities_micro) for row in amounts)
    chance = np.random.Generator(np.random.PCG64(seed))
    ends = np.cumsum(weights_micro(probabilities_micro))[:-1]
    edges = np.array([NormalDist().inv_cdf(int(end) / MICRO) for end in ends])
    sums = np.zeros(DRAWS, dtype=np.int64)
    for_all = sqrt(common) * chance.standard_normal(DRAWS)
    for row in amounts:
        if row.any():
            drawn = for_all + sqrt(1.0 - common) * chance.standard_normal(DRAWS)
            sums += row[np.searchsorted(edges, drawn, side="right")]
    sums.sort()
    return Risk(
        expected=mean, low=int(sums[DRAWS * LOW_MICRO // MICRO]), high=int(sums[DRAWS * HIGH_MICRO // MICRO - 1]),
        above_micro=tuple(int((sums > each).sum()) * MICRO // DRAWS for each in thresholds),
    )  # fmt: skip
