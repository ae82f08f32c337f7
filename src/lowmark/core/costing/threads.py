"""Do pieces of work side by side, on as many threads as polars uses.

Before this: `prepare` and `walk` have pieces that know nothing of one another. After this: their results, in order.
Compiled kernels and numpy let other threads run meanwhile; plain Python does not, so few rows are not worth it.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import polars as pl

Piece = TypeVar("Piece")
Result = TypeVar("Result")


def count_threads(*, is_large: bool) -> int:
    """Return how many threads take part."""
    return pl.thread_pool_size() if is_large else 1


def side_by_side(work: Callable[[Piece], Result], pieces: Iterable[Piece], *, is_large: bool) -> list[Result]:
    """Return what the work makes of each piece.

    >>> side_by_side(abs, [-1, 2], is_large=True)
    [1, 2]
    """
    threads = count_threads(is_large=is_large)
    if threads == 1:
        return [work(piece) for piece in pieces]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, pieces))
