"""The steps of a kernel by which goods come back at what they cost: keep what an issue cost, value a return by it.

Before this: `linked_plan` has found which receipts bring what an issue before them in their pool cost. After this: every
method's kernel. They are kernels themselves. A row that is an issue has no value, so its place keeps what it cost.
"""

from typing import Final

from lowmark.core.costing.rows import Flows, Rows
from lowmark.core.costing.shares import share
from lowmark.core.kinds.arithmetic import checked_add

COLUMNS: Final = ("rows_back", "whole", "before")


def keep_cost(rows: Rows, row: int, flows: Flows, first: int, end: int) -> None:
    """Keep what an issue cost: the flows from ``first`` to before ``end``.

    Raises: OverflowError when that does not fit 64 bits.

    >>> rows = Rows([0, 2], [3, -3], 1, [[9], [0]], [0] * 2, [0] * 2, [0] * 2)
    >>> keep_cost(rows, 1, Flows([1, 1], [0, 0], [1, 2], [[3], [6]]), 0, 2)
    >>> rows.value
    [[9], [9]]
    """
    for flow in range(first, end):
        for k in range(rows.components):
            rows.value[row][k] = checked_add(rows.value[row][k], flows.value[flow][k])


def bring_back(rows: Rows, row: int) -> None:
    """Give a receipt its share of what its issue cost.

    Raises: OverflowError when that does not fit 64 bits.

    >>> rows = Rows([0, 2], [-3, 1], 1, [[100], [0]], [0] * 2, [0] * 2, [0] * 2, [-1, 1], [0, 3], [0, 1])
    >>> bring_back(rows, 1)
    >>> rows.value
    [[100], [34]]
    """
    for k in range(rows.components):
        cost = rows.value[row - rows.rows_back[row]][k]
        rows.value[row][k] = share(cost, rows.whole[row], rows.before[row], rows.quantity[row])
