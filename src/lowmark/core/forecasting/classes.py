"""Demand classes: smooth, erratic, intermittent, lumpy, by how often there is demand and how much its size varies.

Before this: a panel of demand by period. After this: models are chosen, and errors reported, by class. An item that has been
sold in one period has no size that varies, and one that has never been sold has none at all: they are classes of their
own. Source: Syntetos, Boylan and Croston (2005), "On the categorization of demand patterns", Journal of the Operational
Research Society 56: cut-offs of 1.32 periods between demands and 0.49 of the squared coefficient of variation of sizes.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

INTERVAL_CUT_OFF: Final = 1.32
VARIATION_CUT_OFF: Final = 0.49
CLASSES: Final = ("smooth", "erratic", "intermittent", "lumpy", "sold_once", "unsold")
SMOOTH, ERRATIC, INTERMITTENT, LUMPY, SOLD_ONCE, UNSOLD = range(6)


def classify(values: Array) -> Whole:
    """Return the class of each row of demand, as a place in `CLASSES`.

    Shapes: `values` [items, periods], what is known so far.
    Domain: the interval is periods over periods with demand; sizes vary by their squared coefficient of variation.
    Source: Syntetos, Boylan and Croston (2005), figure 1.

    >>> rows = np.array([[4, 5, 4, 5], [1, 9, 1, 9], [0, 5, 0, 5], [0, 1, 0, 9], [0, 0, 0, 2], [0, 0, 0, 0]], dtype=float)
    >>> [CLASSES[each] for each in classify(rows)]
    ['smooth', 'erratic', 'intermittent', 'lumpy', 'sold_once', 'unsold']
    """
    times = (values > 0).sum(axis=1)
    mean = mean_size(values)
    spread = (((values - mean[:, None]) ** 2) * (values > 0)).sum(axis=1) / np.maximum(times, 1)
    varies = spread / np.where(mean > 0, mean, 1.0) ** 2 >= VARIATION_CUT_OFF
    is_rare = values.shape[1] >= INTERVAL_CUT_OFF * times
    found = np.where(is_rare, np.where(varies, LUMPY, INTERMITTENT), np.where(varies, ERRATIC, SMOOTH))
    return np.where(times == 0, UNSOLD, np.where(times == 1, SOLD_ONCE, found)).astype(np.int64)


def mean_size(values: Array) -> Array:
    """Return the mean of each row's demands, zeros left out; zero where there is none.

    >>> mean_size(np.array([[0.0, 4.0, 6.0], [0.0, 0.0, 0.0]])).tolist()
    [5.0, 0.0]
    """
    times = (values > 0).sum(axis=1)
    sums: Array = values.sum(axis=1) / np.maximum(times, 1)
    return sums
