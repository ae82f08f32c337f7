"""Moving average: what is on hand is one layer, whose cost every receipt mixes anew.

Before this: `grouping` has put the rows of each pool together. After this: `cost` makes tables of what is written
here, `one` a single answer. Between two receipts the layer keeps its quantity and value, and the value consumed so far
is *defined* as round(value * consumed / quantity), as in `fifo`: an issue costs the difference of two such values. A
receipt restates the layer: what is left of it and what comes are its new quantity and value, of which nothing is gone.
When nothing is left the layer has ended, and the next receipt opens another. Sources: IAS 2.25 and 2.27;
ASC 330-10-30-9.
"""

from typing import Final

from lowmark.core.costing.pooled_steps import bring_in, open_layer, refuse_from
from lowmark.core.costing.returns import bring_back
from lowmark.core.costing.rows import Pooled, Rows, Terms
from lowmark.core.kinds.arithmetic import checked_add, multiply_divide_round

METHOD: Final = "moving_average"
FAMILY: Final = "pooled"


def kernel(rows: Rows, terms: Terms, pooled: Pooled) -> int:
    """Cost every pool; return how many moves were costed, each of which makes one flow.

    Raises: OverflowError when a pool's quantity or value on hand does not fit 64 bits.

    >>> rows = Rows([0, 3], [10, 10, -5], 1, [[50], [90], [0]], [0] * 3, [0] * 3, [0] * 3)
    >>> pooled = Pooled([0] * 3, [0] * 3, [0] * 3, [0] * 3, *([[0], [0], [0]] for _ in range(3)))
    >>> kernel(rows, Terms([0] * 3, [], [], []), pooled), pooled.flow, pooled.value[0], pooled.consumed[0]
    (3, [[50], [90], [-35]], [140], 5)
    """
    starts, quantity, value, components = rows.starts, rows.quantity, rows.value, rows.components
    head, last, held, consumed = pooled.head, pooled.last, pooled.quantity, pooled.consumed
    held_value, gone, flow, brought_in = pooled.value, pooled.gone, pooled.flow, terms.brought_in
    has_returns = len(rows.rows_back) > 0
    costed = 0
    for pool in range(len(starts) - 1):
        layer, on_hand, came = -1, 0, 0
        for row in range(starts[pool], starts[pool + 1]):
            if brought_in[row] != 0:
                left = bring_in(rows, pooled, row)
                if left > 0:
                    layer, on_hand, came = row, left, quantity[row]
                continue
            moved = quantity[row]
            if moved > 0:
                if has_returns and rows.rows_back[row] > 0:
                    bring_back(rows, row)
                if on_hand == 0:
                    layer = row
                    open_layer(pooled, row, components)
                for k in range(components):
                    flow[row][k] = value[row][k]
                    held_value[layer][k] = checked_add(held_value[layer][k] - gone[layer][k], value[row][k])
                    gone[layer][k] = 0
                came = checked_add(on_hand, moved)
                on_hand = came
                held[layer] = came
                consumed[layer] = 0
                last[layer] = row
            elif -moved > on_hand:
                refuse_from(rows, row, starts[pool + 1], -moved - on_hand)
                break
            else:
                on_hand += moved
                consumed[layer] = came - on_hand
                for k in range(components):
                    now = multiply_divide_round(held_value[layer][k], came - on_hand, came)
                    flow[row][k] = gone[layer][k] - now
                    gone[layer][k] = now
                    if has_returns and rows.rows_back[row] < 0:
                        value[row][k] = -flow[row][k]
            head[row] = layer
            costed += 1
    return costed
