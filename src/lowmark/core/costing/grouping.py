"""Put the rows of each pool together, in a stable counting sort on dense pool codes, and check their order inside.

Before this: `cost` has the rows in one frame. After this: a method's kernel walks through each pool. A general sort
costs ten times the valuation, so it is only done for rows that turn out to be out of order. Rows go to their pool in
two steps, first to a bucket of neighbouring pools and then inside it: a processor writes to some dozens of places at
once as fast as to one, and to a hundred thousand ten times slower.
"""

from collections.abc import MutableSequence, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import polars as pl

from lowmark.core.costing.columns import medium_for
from lowmark.core.kinds.compiled import for_size

BUCKET_BITS: Final = 6
"""The pools are spread over at most two to this power of buckets."""

MOST_CODES_PER_ROW: Final = 2
"""Pool numbers that lie within a range of so many per row are their own codes; others are ranked first."""


class Places(NamedTuple):
    """Where rows go: row i first to ``bucketed[i]``, and what is then at ``order[j]`` to j. The rest is room.

    Shapes: ``bucketed``, ``order`` and ``room`` have an entry per row; ``starts`` comes in as zeros, one more than
            there are pools; ``place`` one per pool; ``bucket_place`` one per bucket of ``2**shift`` pools.
    """

    low: int
    shift: int
    starts: MutableSequence[int]
    place: MutableSequence[int]
    bucket_place: MutableSequence[int]
    bucketed: MutableSequence[int]
    order: MutableSequence[int]
    room: MutableSequence[int]


@dataclass(frozen=True, slots=True)
class Grouped:
    """Rows by pool: ``pools[p]`` has ``starts[p]`` to ``starts[p + 1]`` of every column that `carry` writes."""

    pools: pl.Series
    places: Places

    @property
    def starts(self) -> Any:
        """Where each pool's rows start, and at the end where the last one's end."""
        return self.places.starts

    def carry(self, series: pl.Series, column: Any) -> None:
        """Write a series into a column, with the rows of each pool together."""
        places, n = self.places, len(series)
        for_size(regroup, n)(medium_for(n).column(series), places.bucketed, places.order, places.room, column)


def group_by_pool(codes: Sequence[int], places: Places) -> None:
    """Find the place of each row, keeping the order of rows inside a pool.

    Domain: codes are ``low`` to low plus the number of pools less one.

    >>> places = Places(40, 0, [0, 0, 0], [0, 0], [0, 0], [0] * 3, [0] * 3, [0] * 3)
    >>> group_by_pool([41, 40, 41], places)
    >>> places.starts, places.bucketed, places.order
    ([0, 1, 3], [1, 0, 2], [0, 1, 2])
    """
    low, shift, starts, place, bucket_place = places.low, places.shift, places.starts, places.place, places.bucket_place
    bucketed, order, room = places.bucketed, places.order, places.room
    for code in codes:
        starts[code - low + 1] += 1
    for pool in range(len(place)):
        starts[pool + 1] += starts[pool]
        place[pool] = starts[pool]
    for bucket in range(len(bucket_place)):
        bucket_place[bucket] = starts[bucket << shift]
    for row in range(len(codes)):
        pool = codes[row] - low
        to = bucket_place[pool >> shift]
        bucket_place[pool >> shift] = to + 1
        bucketed[row] = to
        room[to] = pool
    for row in range(len(codes)):
        pool = room[row]
        order[place[pool]] = row
        place[pool] += 1


def regroup(
    column: Sequence[int],
    bucketed: Sequence[int],
    order: Sequence[int],
    room: MutableSequence[int],
    out: MutableSequence[int],
) -> None:
    """Carry one column to the places that `group_by_pool` found.

    >>> out = [0, 0, 0]
    >>> regroup([7, 8, 9], [1, 0, 2], [0, 1, 2], [0, 0, 0], out)
    >>> out
    [8, 7, 9]
    """
    for row in range(len(column)):
        room[bucketed[row]] = column[row]
    for row in range(len(column)):
        out[row] = room[order[row]]


def first_disorder(starts: Sequence[int], day: Sequence[int], seq: Sequence[int], move: Sequence[int]) -> int:
    """Return the first grouped row that belongs before its predecessor, or -1.

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

    >>> grouped, column = group(pool=pl.Series([70, 40, 70])), [0, 0, 0]
    >>> grouped.carry(pl.Series([1, 2, 3]), column)
    >>> grouped.pools.to_list()[:1], grouped.starts[:2], column
    ([40], [0, 1], [2, 1, 3])
    """
    n = len(pool)
    medium = medium_for(n)
    pools, codes, low = _codes(pool)
    n_pools = len(pools)
    shift = max(0, n_pools.bit_length() - BUCKET_BITS)
    places = Places(
        low=low,
        shift=shift,
        starts=medium.zeros(n_pools + 1, pl.Int64),
        place=medium.room(n_pools, pl.Int64),
        bucket_place=medium.room(((n_pools - 1) >> shift) + 1, pl.Int64),
        bucketed=medium.room(n, pl.UInt32),
        order=medium.room(n, pl.UInt32),
        room=medium.room(n, pl.Int64),
    )
    for_size(group_by_pool, n)(medium.column(codes), places)
    return Grouped(pools, places)


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
