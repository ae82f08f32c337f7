"""Put the rows of each pool together, in a stable counting sort on dense pool codes.

Before this: `prepare` has the rows in one frame. After this: `walk` takes them bucket by bucket to a method's kernel.
A general sort costs ten times the valuation, so it is only done for rows that turn out to be out of order. Rows go to
their pool in two steps, first to a bucket of neighbouring pools, and inside it when that bucket's turn comes: a
processor writes to some dozens of places at once as fast as to one, and its caches hold a bucket's rows, not all. Rows that
come by pool, as those of a single one do, stay where they are.
"""

from collections.abc import MutableSequence, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from lowmark.core.costing.columns import Medium, medium_for
from lowmark.core.kinds.compiled import for_size

MOST_BUCKETS: Final = 64
ROWS_PER_BUCKET: Final = 100_000
"""The pools are spread over as many buckets as have so many rows on average, but not over more than the most."""

MOST_CODES_PER_ROW: Final = 2
"""Pool numbers that lie within a range of so many per row are their own codes; others are ranked first."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """Rows by pool: when all is in place, ``pools[p]`` has rows ``starts[p]`` to ``starts[p + 1]``.

    Shapes: row i goes first to ``bucketed[i]``, among the rows of a bucket of ``2**shift`` pools; ``ranks`` has the p of
            each row there. Where rows came by pool already, all is in place, and both are empty.
    """

    pools: pl.Series
    shift: int
    starts: Any
    bucketed: Any
    ranks: Any

    def buckets(self) -> list[tuple[int, int]]:
        """Return the first pool of each bucket, and the first after it."""
        step, end = 1 << self.shift, len(self.pools)
        return [(first, min(first + step, end)) for first in range(0, end, step)]

    def to_buckets(self, series: pl.Series) -> Any:
        """Return a column with the rows of each bucket together."""
        medium, n = medium_for(len(series)), len(series)
        if len(self.bucketed) == 0:
            return medium.column(series)
        column = medium.room(n, type(series.dtype))
        for_size(to_buckets, n)(medium.column(series), self.bucketed, column)
        return column

    def to_pools(self, first_pool: int, end_pool: int, columns: Sequence[tuple[Any, Any]], medium: Medium) -> None:
        """Carry a bucket's part of columns that went to their buckets to its pools, each to the room beside it."""
        first, end, n = self.starts[first_pool], self.starts[end_pool], len(self.bucketed)
        if n == 0:
            for column, to in columns:
                to[:] = column[first:end]
            return
        order = medium.room(end - first, pl.UInt32, "order")
        place = medium.from_zero(self.starts[first_pool : end_pool + 1])
        for_size(find_order, n)(self.ranks[first:end], first_pool, place, order)
        for column, to in columns:
            for_size(to_pools, n)(column[first:end], order, to)


def find_starts(codes: Sequence[int], low: int, starts: MutableSequence[int]) -> None:
    """Find the first row of each pool, when all are in place, and last how many rows there are.

    Domain: codes are ``low`` to low plus the number of pools less one; ``starts`` comes in as zeros.

    >>> starts = [0, 0, 0]
    >>> find_starts([41, 40, 41], 40, starts)
    >>> starts
    [0, 1, 3]
    """
    for code in codes:
        starts[code - low + 1] += 1
    for pool in range(1, len(starts)):
        starts[pool] += starts[pool - 1]


def find_buckets(
    codes: Sequence[int],
    low: int,
    shift: int,
    place: MutableSequence[int],
    bucketed: MutableSequence[int],
    ranks: MutableSequence[int],
) -> None:
    """Find the place of each row in its bucket, and write there which pool it is of.

    Shapes: ``place`` comes in as the first row of each bucket.

    >>> bucketed, ranks = [0] * 3, [0] * 3
    >>> find_buckets([41, 40, 41], 40, 0, [0, 1], bucketed, ranks)
    >>> bucketed, ranks
    ([1, 0, 2], [0, 1, 1])
    """
    for row in range(len(codes)):
        pool = codes[row] - low
        to = place[pool >> shift]
        place[pool >> shift] = to + 1
        bucketed[row] = to
        ranks[to] = pool


def find_order(ranks: Sequence[int], first_pool: int, place: MutableSequence[int], order: MutableSequence[int]) -> None:
    """Find from where in its bucket each row of its pools comes, keeping the order of rows inside a pool.

    Shapes: ``place`` comes in as the first row of each pool.

    >>> order = [0] * 3
    >>> find_order([8, 7, 8], 7, [0, 1], order)
    >>> order
    [1, 0, 2]
    """
    for row in range(len(ranks)):
        pool = ranks[row] - first_pool
        order[place[pool]] = row
        place[pool] += 1


def to_buckets(column: Sequence[int], bucketed: Sequence[int], out: MutableSequence[int]) -> None:
    """Carry a column to its buckets.

    >>> out = [0, 0, 0]
    >>> to_buckets([7, 8, 9], [1, 0, 2], out)
    >>> out
    [8, 7, 9]
    """
    for row in range(len(column)):
        out[bucketed[row]] = column[row]


def to_pools(column: Sequence[int], order: Sequence[int], out: MutableSequence[int]) -> None:
    """Carry a bucket's rows to their pools.

    >>> out = [0, 0]
    >>> to_pools([7, 8, 9], [2, 1], out)
    >>> out
    [9, 8]
    """
    for row in range(len(out)):
        out[row] = column[order[row]]


def first_disorder(starts: Sequence[int], day: Sequence[int], seq: Sequence[int], move: Sequence[int]) -> int:
    """Return the first row of grouped ones that belongs before its predecessor, by (day, seq, move), or -1.

    >>> first_disorder([0, 2, 4], [5, 5, 4, 3], [1, 2, 1, 1], [1, 2, 3, 4])
    3
    """
    for pool in range(len(starts) - 1):
        for row in range(starts[pool] + 1, starts[pool + 1]):
            if day[row] > day[row - 1]:
                continue
            if day[row] < day[row - 1] or seq[row] < seq[row - 1]:
                return row
            if seq[row] == seq[row - 1] and move[row] < move[row - 1]:
                return row
    return -1


def group(*, pool: pl.Series) -> Grouped:
    """Find the rows of each pool, in ascending order of pool numbers.

    >>> grouped = group(pool=pl.Series([70, 69, 70]))
    >>> grouped.pools.to_list(), grouped.starts, grouped.buckets()
    ([69, 70], [0, 1, 3], [(0, 2)])
    """
    n = len(pool)
    medium = medium_for(n)
    pools, codes, low = _codes(pool)
    n_pools = len(pools)
    shift = (max(n_pools - 1, 0) // min(MOST_BUCKETS, 1 + n // ROWS_PER_BUCKET)).bit_length()
    column, starts = medium.column(codes), medium.zeros(n_pools + 1, pl.Int64)
    for_size(find_starts, n)(column, low, starts)
    to_place = 0 if pool.is_sorted() else n
    bucketed, ranks = medium.room(to_place, pl.UInt32), medium.room(to_place, pl.UInt32)
    if to_place:
        for_size(find_buckets, n)(column, low, shift, starts[: -1 : 1 << shift].copy(), bucketed, ranks)
    return Grouped(pools, shift, starts, bucketed, ranks)


def _codes(pool: pl.Series) -> tuple[pl.Series, pl.Series, int]:
    """Return the pools that there can be, some of which may have no row, each row's code, and the lowest code."""
    low, high = pool.min(), pool.max()
    if not isinstance(low, int) or not isinstance(high, int):
        return pool, pool, 0
    if high - low < MOST_CODES_PER_ROW * len(pool):
        return pl.int_range(high - low + 1, dtype=pl.Int64, eager=True) + low, pool, low
    pools = pool.unique().sort()
    ranks = pl.int_range(len(pools), dtype=pl.Int64, eager=True)
    return pools, pool.replace_strict(pools, ranks, return_dtype=pl.Int64), 0
