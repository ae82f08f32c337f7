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
    """The rows of each pool: the p-th is ``starts[p]`` to ``starts[p + 1]`` of every column that `column` brings."""

    places: Places

    @property
    def starts(self) -> Any:
        """Where each pool's rows start, and at the end where the last one's end."""
        return self.places.starts

    def column(self, series: pl.Series) -> Any:
        """Return a column with the rows of each pool together."""
        medium, n = medium_for(len(series)), len(series)
        column = medium.room(n, type(series.dtype))
        self.column_into(series, column)
        return column

    def column_into(self, series: pl.Series, column: Any) -> None:
        """Write a column with the rows of each pool together."""
        medium, n = medium_for(len(series)), len(series)
        room = self.places.room if series.dtype == pl.Int64 else medium.room(n, type(series.dtype))
        for_size(regroup, n)(medium.column(series), self.places.bucketed, self.places.order, room, column)


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


def group(*, pool: pl.Series) -> Grouped:
    """Find the rows of each pool, in ascending order of pool numbers.

    >>> group(pool=pl.Series([70, 40, 70])).column(pl.Series([1, 2, 3]))
    [2, 1, 3]
    """
    n = len(pool)
    medium = medium_for(n)
    codes, low, n_pools = _codes(pool)
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
    return Grouped(places)


def _codes(pool: pl.Series) -> tuple[pl.Series, int, int]:
    """Return each row's code, the lowest code there can be, and how many there can be; some may have no row."""
    low, high = pool.min(), pool.max()
    if not isinstance(low, int) or not isinstance(high, int):
        return pool, 0, 0
    if high - low < MOST_CODES_PER_ROW * len(pool):
        return pool, low, high - low + 1
    pools = pool.unique().sort()
    ranks = pl.int_range(len(pools), dtype=pl.Int64, eager=True)
    return pool.replace_strict(pools, ranks, return_dtype=pl.Int64), 0, len(pools)
