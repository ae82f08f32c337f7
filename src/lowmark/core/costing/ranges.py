"""Cost more moves than memory holds: range by range of pools, which know nothing of one another.

Before this: whoever has the moves counts the rows of each pool, cuts the pools into ranges (`ranges_of`), and brings the
moves and layers of one range after the other, from a file or a database. After this: what each range costs is written away
before the next is brought. What links one pool to another cannot be costed so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from lowmark.core.costing.cost import cost
from lowmark.core.costing.results import Costed
from lowmark.core.kinds.problems import Problem


@dataclass(frozen=True, slots=True)
class Range:
    """The moves of all pools of a range, and the layers that these hold from before, as `cost` takes them."""

    moves: pl.DataFrame
    layers: pl.DataFrame | None = None


def ranges_of(*, counts: pl.DataFrame, at_most: int) -> list[tuple[int, int]]:
    """Cut pools into ranges of so many rows at most, unless a single pool has more; return the first and last pool of each.

    Shapes: counts: pool, n (rows), a row per pool.

    >>> ranges_of(counts=pl.DataFrame({"pool": [3, 1, 2, 9], "n": [1, 2, 3, 7]}), at_most=5)
    [(1, 2), (3, 3), (9, 9)]
    """
    assert at_most > 0
    found: list[tuple[int, int]] = []
    held = 0
    for pool, n in counts.sort("pool").select("pool", "n").iter_rows():
        if found and held + n <= at_most:
            found[-1], held = (found[-1][0], pool), held + n
        else:
            found.append((pool, pool))
            held = n
    return found


def cost_by_ranges(
    *,
    ranges: Iterable[Range],
    method: str = "fifo",
    components: tuple[str, ...] = ("value_minor",),
    standards: pl.DataFrame | None = None,
) -> Iterator[Costed]:
    """Cost range after range, each as `cost` does; only one is held at a time, if whoever asks lets go of the last.

    Domain: ranges come in ascending order of pools, no pool in two of them; so their tables, one after the other, are those
            of one call.
    Raises: Problem as `cost` does; ``pool_again`` for a pool that is not beyond those of the ranges before.

    >>> moves = pl.DataFrame({"pool": [1, 2], "move": [10, 11], "accounting_on": [1, 1], "known_seq": [1, 2],
    ...     "quantity_micro": [3, 4], "value_minor": [100, 7]}, schema_overrides={"accounting_on": pl.Int32})
    >>> costed = cost_by_ranges(ranges=(Range(moves.filter(pool=pool)) for pool in (1, 2)))
    >>> [one.layers["value_minor"].to_list() for one in costed]
    [[100], [7]]
    """
    last: int | None = None
    for each in ranges:
        pools = each.moves["pool"] if each.layers is None else pl.concat([each.moves["pool"], each.layers["pool"]])
        first, end = pools.min(), pools.max()
        if isinstance(first, int) and isinstance(end, int):
            if last is not None and first <= last:
                raise Problem("pool_again", "a pool comes after a range that it belongs to, or before",
                              hint="bring the pools in ascending order, all rows of a pool at once",
                              where={"pool": first})  # fmt: skip
            last = end
        yield cost(moves=each.moves, layers=each.layers, method=method, components=components, standards=standards)
