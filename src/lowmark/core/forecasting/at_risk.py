"""What a quantity that depends on demand may come to: its mean, its interval, how likely it passes a threshold.

Before this: the quantity of each item at every quantile of its demand. After this: `flow_forecast`, for write-downs. Items are
drawn apart from one another: what one sells says nothing of another. Amounts stay whole: only places are drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
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


def risk_of(
    *, amounts: Whole, probabilities_micro: Sequence[int], thresholds: Sequence[int], seed: int
) -> Risk:  # fmt: skip
    """Return what the sum over items may come to.

    Shapes: `amounts` [items, probabilities]: of each item at each quantile of its demand.

    >>> found = risk_of(amounts=np.array([[100, 40, 0]]), probabilities_micro=[250_000, 500_000, 900_000], thresholds=[50], seed=7)
    >>> found.expected, found.low, found.high, 300_000 < found.above_micro[0] < 450_000
    (50, 0, 100, True)
    """
    mean = sum(expected(amounts=row.tolist(), probabilities_micro=probabilities_micro) for row in amounts)
    chance = np.random.Generator(np.random.PCG64(seed))
    ends = np.cumsum(weights_micro(probabilities_micro))
    sums = np.zeros(DRAWS, dtype=np.int64)
    for row in amounts:
        if row.any():
            sums += row[np.searchsorted(ends, chance.integers(0, MICRO, DRAWS), side="right")]
    sums.sort()
    return Risk(
        expected=mean, low=int(sums[DRAWS * LOW_MICRO // MICRO]), high=int(sums[DRAWS * HIGH_MICRO // MICRO - 1]),
        above_micro=tuple(int((sums > each).sum()) * MICRO // DRAWS for each in thresholds),
    )  # fmt: skip
