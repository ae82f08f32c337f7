"""The steps that every pooled kernel takes: bring a layer in, open one, refuse a move and all after it.

Before this: `rows`. After this: `moving_average`, `standard`, `weighted_average`. They are kernels themselves.
"""

from lowmark.core.costing.rows import AFTER_REFUSAL, SHORT, Pooled, Rows
from lowmark.core.kinds.arithmetic import multiply_divide_round


def bring_in(rows: Rows, pooled: Pooled, row: int) -> int:
    """Note a layer as it was given; return how much of it is left.

    >>> rows = Rows([0, 1], [10], 1, [[99]], [4], [0], [0])
    >>> pooled = Pooled([7], [7], [7], [7], [[7]], [[7]], [[7]])
    >>> bring_in(rows, pooled, 0), pooled
    (6, Pooled(head=[0], last=[0], quantity=[10], consumed=[4], value=[[99]], gone=[[40]], flow=[[0]]))
    """
    pooled.head[row] = row
    pooled.last[row] = row
    pooled.quantity[row] = rows.quantity[row]
    pooled.consumed[row] = rows.consumed[row]
    for k in range(rows.components):
        pooled.value[row][k] = rows.value[row][k]
        pooled.gone[row][k] = multiply_divide_round(rows.value[row][k], rows.consumed[row], rows.quantity[row])
        pooled.flow[row][k] = 0
    return rows.quantity[row] - rows.consumed[row]


def open_layer(pooled: Pooled, row: int, components: int) -> None:
    """Open a layer with nothing in it, named by a row.

    >>> pooled = Pooled([7], [7], [7], [7], [[7]], [[7]], [[7]])
    >>> open_layer(pooled, 0, 1)
    >>> pooled.last, pooled.quantity, pooled.consumed, pooled.value, pooled.gone
    ([0], [0], [0], [[0]], [[0]])
    """
    pooled.last[row] = row
    pooled.quantity[row] = 0
    pooled.consumed[row] = 0
    for k in range(components):
        pooled.value[row][k] = 0
        pooled.gone[row][k] = 0


def refuse_from(rows: Rows, row: int, end: int, missing: int) -> None:
    """Mark an issue as short, and the rest of its pool as refused with it.

    >>> rows = Rows([0, 3], [1, -3, 1], 1, [[1], [0], [1]], [0] * 3, [0] * 3, [0] * 3)
    >>> refuse_from(rows, 1, 3, 2)
    >>> rows.status, rows.short
    ([0, 1, 2], [0, 2, 0])
    """
    rows.status[row] = SHORT
    rows.short[row] = missing
    for later in range(row + 1, end):
        rows.status[later] = AFTER_REFUSAL
