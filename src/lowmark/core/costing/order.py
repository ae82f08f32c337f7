"""Costing order: by day, by when it became known, by move number, inside every pool.

Before this: `grouping` has put the rows of each pool together. After this: `cost` sorts them only if it must.
"""

from collections.abc import Sequence
from typing import Any

from lowmark.core.costing.flow_table import Marks
from lowmark.core.kinds.compiled import for_size


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


def is_in_order(starts: Any, marks: Marks) -> bool:
    """Say whether grouped rows are in costing order.

    >>> is_in_order([0, 2], Marks(pool=[1, 1], move=[1, 2], day=[4, 4], seq=[1, 2], brought_in=[0, 0]))
    True
    """
    check = for_size(first_disorder, len(marks.day))
    return bool(check(starts, marks.day, marks.seq, marks.move) < 0)
