"""Rows by unit: an order that is there is kept and said, so that joins and sums over the rows of a unit need no search.

Before this: `inputs`, whose units come in the order of their numbers. After this: `tiers`, `lower_of_cost_and_nrv`. A unit
has a tier or a few; where its rows stand together, what concerns all of them is counted from where they begin.
"""

from typing import Any

import polars as pl


def in_order(tiers: pl.DataFrame) -> pl.DataFrame:
    """Return rows by unit and tier; rows that are in order already are not sorted again.

    >>> in_order(pl.DataFrame({"unit": [2, 1, 1], "tier": [1, 2, 1]})).rows()
    [(1, 1), (1, 2), (2, 1)]
    """
    unit, tier = pl.col("unit"), pl.col("tier")
    before = unit.shift()
    is_next = before.is_null() | (unit > before) | ((unit == before) & (tier >= tier.shift()))
    ordered = tiers if tiers.select(is_next.all()).item() else tiers.sort("unit", "tier")
    return ordered.set_sorted("unit")


class Spans:
    """Where the rows of each unit begin, and how many they are; rows come by unit.

    >>> spans = Spans(pl.Series([4, 4, 7]))
    >>> spans.total(pl.Series([1, 2, 3])).tolist(), spans.over(spans.most(pl.Series([1, 2, 3]))).tolist()
    ([3, 3], [2, 2, 3])
    """

    def __init__(self, unit: pl.Series) -> None:
        """Find where each unit begins."""
        import numpy as np

        self._numpy = np
        number = unit.to_numpy()
        self.first: Any = np.flatnonzero(np.concatenate(([True], number[1:] != number[:-1]))[: len(number)])
        self.n_rows: Any = np.diff(np.append(self.first, len(number)))

    def total(self, values: pl.Series) -> Any:
        """Sum the rows of each unit."""
        return self._of(self._numpy.add, values)

    def most(self, values: pl.Series) -> Any:
        """Return the greatest of the rows of each unit."""
        return self._of(self._numpy.maximum, values)

    def first_where(self, holds: pl.Series) -> Any:
        """Return the first row of each unit of which something holds; of every unit it holds of one at least."""
        rows = self._numpy.flatnonzero(holds.to_numpy())
        of_unit = self.over(self._numpy.arange(len(self.first)))[rows]
        return rows[self._numpy.concatenate(([True], of_unit[1:] != of_unit[:-1]))[: len(rows)]]

    def over(self, of_unit: Any) -> Any:
        """Give every row what is of its unit."""
        return self._numpy.repeat(of_unit, self.n_rows)

    def _of(self, reduction: Any, values: pl.Series) -> Any:
        found = values.to_numpy()
        return reduction.reduceat(found, self.first) if len(found) else found
