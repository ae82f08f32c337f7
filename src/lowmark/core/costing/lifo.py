"""Last in, first out, perpetual: every issue takes from the newest layer that has something left when it happens.

Before this: `grouping` has put the rows of each pool together. After this: `cost` makes tables of what is written
here, `one` a single answer. Layers telescope as in `fifo`: the value consumed so far is *defined* as
round(value * consumed / quantity), component by component, and an issue costs the difference of two such values. Only
US books may use it. Sources: ASC 330-10-30-9; IAS 2.BC9 (why IFRS has it no more).
"""

from collections.abc import Sequence
from typing import Final

from lowmark.core.costing.pooled_steps import refuse_from
from lowmark.core.costing.returns import bring_back, keep_cost
from lowmark.core.costing.rows import Flows, Rows
from lowmark.core.kinds.arithmetic import checked_add, multiply_divide_round

METHOD: Final = "lifo"
FAMILY: Final = "layered"


def kernel(rows: Rows, flows: Flows) -> int:
    """Cost the issues of every pool; return how many flows were written.

    The layers that have something left are on a stack, which a receipt is put on and an issue takes from the top of, so
    each layer comes and goes once. An issue that would go below zero takes nothing and ends its pool, as in `fifo`.

    Raises: OverflowError when a pool's quantity on hand, or what comes back, does not fit 64 bits.

    >>> rows = Rows([0, 3], [3, 2, -3], 1, [[100], [90], [0]], [0] * 3, [0] * 3, [0] * 3)
    >>> flows = Flows([0] * 3, [0] * 3, [0] * 3, [[0], [0], [0]])
    >>> kernel(rows, flows), flows.layer[:2], flows.value[:2], rows.consumed
    (2, [1, 0], [[90], [33]], [1, 2, 0])
    """
    starts, quantity, value, consumed = rows.starts, rows.quantity, rows.value, rows.consumed
    flow_move, flow_layer, flow_quantity, flow_value = flows.move, flows.layer, flows.quantity, flows.value
    components, has_returns = rows.components, len(rows.rows_back) > 0
    stack = [0] * largest_pool(starts)
    written = 0
    for pool in range(len(starts) - 1):
        height, on_hand = 0, 0
        for row in range(starts[pool], starts[pool + 1]):
            if quantity[row] > 0:
                if has_returns and rows.rows_back[row] > 0:
                    bring_back(rows, row)
                on_hand = checked_add(on_hand, quantity[row] - consumed[row])
                if consumed[row] < quantity[row]:
                    stack[height] = row
                    height += 1
                continue
            wanted = -quantity[row]
            if wanted > on_hand:
                refuse_from(rows, row, starts[pool + 1], wanted - on_hand)
                break
            on_hand -= wanted
            first = written
            while wanted > 0:
                layer = stack[height - 1]
                came, before = quantity[layer], consumed[layer]
                taken = min(came - before, wanted)
                for k in range(components):
                    whole = value[layer][k]
                    gone = multiply_divide_round(whole, before, came)
                    flow_value[written][k] = multiply_divide_round(whole, before + taken, came) - gone
                flow_move[written] = row
                flow_layer[written] = layer
                flow_quantity[written] = taken
                written += 1
                wanted -= taken
                consumed[layer] = before + taken
                if before + taken == came:
                    height -= 1
            if has_returns and rows.rows_back[row] < 0:
                keep_cost(rows, row, flows, first, written)
    return written


def largest_pool(starts: Sequence[int]) -> int:
    """Return how many rows the largest pool has.

    >>> largest_pool([0, 2, 7])
    5
    """
    largest = 0
    for pool in range(len(starts) - 1):
        largest = max(largest, starts[pool + 1] - starts[pool])
    return largest
