"""Weighted average of a period: one unit cost for all that a period issues, known when the period is over.

Before this: `grouping` has put the rows of each pool together. After this: `cost` makes tables of what is written
here. A period's quantity and value are what was left at its start and all that it receives; the value consumed so far
is *defined* as round(value * consumed / quantity) of these, and an issue costs the difference of two such values. The
layer is restated when the next period with a move begins. Issues still keep to what had come by then: stock is never
negative on the way. What comes back in the period in which it went was never issued: it lowers what is consumed, at the
period's unit cost; what comes back later is a receipt at what it had cost. Sources: IAS 2.25 and 2.27; ASC 330-10-30-9.
"""

from typing import Final

from lowmark.core.costing.pooled_steps import bring_in, open_layer, refuse_from
from lowmark.core.costing.returns import bring_back
from lowmark.core.costing.rows import COSTED, Pooled, Rows, Terms
from lowmark.core.kinds.arithmetic import checked_add, multiply_divide_round

METHOD: Final = "weighted_average"
FAMILY: Final = "pooled"
NEEDS: Final = "period"


def kernel(rows: Rows, terms: Terms, pooled: Pooled) -> int:
    """Cost every pool, period by period; return how many moves were costed, each of which makes one flow.

    A period in which an issue is refused is what came before that issue.

    Raises: OverflowError when a pool's quantity or value on hand does not fit 64 bits.

    >>> rows = Rows([0, 3], [10, -5, 10], 1, [[50], [0], [90]], [0] * 3, [0] * 3, [0] * 3)
    >>> pooled = Pooled([0] * 3, [0] * 3, [0] * 3, [0] * 3, *([[0], [0], [0]] for _ in range(3)))
    >>> kernel(rows, Terms([0] * 3, [1, 1, 1], [], []), pooled), pooled.flow, pooled.value[0], pooled.consumed[0]
    (3, [[50], [-35], [90]], [140], 5)
    """
    starts = rows.starts
    costed = 0
    for pool in range(len(starts) - 1):
        layer = -1
        row = starts[pool]
        while row < starts[pool + 1] and terms.brought_in[row] != 0:
            if bring_in(rows, pooled, row) > 0:
                layer = row
            row += 1
        while row < starts[pool + 1] and rows.status[row] == COSTED:
            layer, end = gather(rows, terms, pooled, layer, row, starts[pool + 1])
            issue(rows, pooled, layer, row, end)
            costed += end - row
            row = end
            if layer >= 0 and pooled.consumed[layer] == pooled.quantity[layer]:
                layer = -1
    return costed


def gather(rows: Rows, terms: Terms, pooled: Pooled, layer: int, first: int, pool_end: int) -> tuple[int, int]:
    """Restate the layer as of the period that starts at a row; return it, and the first row after the period.

    >>> rows = Rows([0, 3], [10, 10, -30], 1, [[50], [90], [0]], [0] * 3, [0] * 3, [0] * 3)
    >>> pooled = Pooled([0] * 3, [0] * 3, [0] * 3, [0] * 3, *([[0], [0], [0]] for _ in range(3)))
    >>> gather(rows, Terms([0] * 3, [1, 1, 1], [], []), pooled, -1, 0, 3), pooled.quantity[0], rows.short
    ((0, 2), 20, [0, 0, 10])
    """
    quantity, value, components = rows.quantity, rows.value, rows.components
    held, held_value, gone = pooled.quantity, pooled.value, pooled.gone
    on_hand = 0 if layer < 0 else held[layer] - pooled.consumed[layer]
    for row in range(first, pool_end):
        if terms.period[row] != terms.period[first]:
            return layer, row
        if -quantity[row] > on_hand:
            refuse_from(rows, row, pool_end, -quantity[row] - on_hand)
            return layer, row
        if layer < 0:
            layer = row
            open_layer(pooled, row, components)
        elif row == first:
            held[layer] = on_hand
            pooled.consumed[layer] = 0
            for k in range(components):
                held_value[layer][k] -= gone[layer][k]
                gone[layer][k] = 0
        on_hand = checked_add(on_hand, quantity[row])
        if quantity[row] > 0 and not is_of_period(rows, row, first):
            if len(rows.rows_back) > 0 and rows.rows_back[row] > 0:
                bring_back(rows, row)
            pooled.last[layer] = row
            held[layer] = checked_add(held[layer], quantity[row])
            for k in range(components):
                held_value[layer][k] = checked_add(held_value[layer][k], value[row][k])
    return layer, pool_end


def is_of_period(rows: Rows, row: int, first: int) -> bool:
    """Say whether a row brings back what went in the period that starts at ``first``.

    >>> rows = Rows([0, 3], [9, -5, 2], 1, [[9], [0], [0]], [0] * 3, [0] * 3, [0] * 3, [0, -1, 1], [0, 0, 5], [0] * 3)
    >>> is_of_period(rows, 2, 0), is_of_period(rows, 2, 2)
    (True, False)
    """
    return len(rows.rows_back) > 0 and rows.rows_back[row] > 0 and row - rows.rows_back[row] >= first


def issue(rows: Rows, pooled: Pooled, layer: int, first: int, end: int) -> None:
    """Give each row of a period its flow: a receipt its value, an issue its share of the whole period's.

    An issue from which something comes back keeps what it cost in its place for a value.

    >>> rows = Rows([0, 2], [10, -5], 1, [[50], [0]], [0] * 2, [0] * 2, [0] * 2)
    >>> pooled = Pooled([0] * 2, [0] * 2, [20, 0], [0] * 2, [[140], [0]], [[0], [0]], [[0], [0]])
    >>> issue(rows, pooled, 0, 0, 2)
    >>> pooled.flow
    [[50], [-35]]
    """
    for row in range(first, end):
        pooled.head[row] = layer
        if rows.quantity[row] > 0 and not is_of_period(rows, row, first):
            for k in range(rows.components):
                pooled.flow[row][k] = rows.value[row][k]
            continue
        pooled.consumed[layer] -= rows.quantity[row]
        for k in range(rows.components):
            now = multiply_divide_round(pooled.value[layer][k], pooled.consumed[layer], pooled.quantity[layer])
            pooled.flow[row][k] = pooled.gone[layer][k] - now
            pooled.gone[layer][k] = now
            if len(rows.rows_back) > 0 and rows.rows_back[row] < 0:
                rows.value[row][k] = -pooled.flow[row][k]
