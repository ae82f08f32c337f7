"""First in, first out: every issue takes from the oldest layer that has something left.

Before this: `grouping` has put the rows of each pool together. After this: `cost` makes tables of what is written
here, `one` a single answer. A layer keeps the quantity and value with which it came; the value consumed so far is
*defined* as round(value * consumed / quantity), component by component, and an issue costs the difference of two such
values, so the last unit takes the last cent. Sources: IAS 2.25 and 2.27; ASC 330-10-30-9.
"""

from typing import Final

from lowmark.core.costing.returns import bring_back, keep_cost
from lowmark.core.costing.rows import AFTER_REFUSAL, SHORT, Flows, Rows
from lowmark.core.kinds.arithmetic import checked_add, multiply_divide_round

METHOD: Final = "fifo"
FAMILY: Final = "layered"


def kernel(rows: Rows, flows: Flows) -> int:
    """Cost the issues of every pool; return how many flows were written.

    An issue that would go below zero takes nothing: it is marked short, and what follows it in its pool is refused
    with it. A head per pool moves from layer to layer and never back.

    Raises: OverflowError when a pool's quantity on hand, or what comes back, does not fit 64 bits.

    >>> rows = Rows([0, 3], [3, -1, -2], 1, [[100], [0], [0]], [0] * 3, [0] * 3, [0] * 3)
    >>> flows = Flows([0] * 3, [0] * 3, [0] * 3, [[0], [0], [0]])
    >>> kernel(rows, flows), flows.value[:2], rows.consumed
    (2, [[33], [67]], [3, 0, 0])
    """
    starts, quantity, value, consumed = rows.starts, rows.quantity, rows.value, rows.consumed
    components, status, short = rows.components, rows.status, rows.short
    flow_move, flow_layer, flow_quantity, flow_value = flows.move, flows.layer, flows.quantity, flows.value
    has_returns = len(rows.rows_back) > 0
    written = 0
    for pool in range(len(starts) - 1):
        head = starts[pool]
        on_hand = 0
        for row in range(starts[pool], starts[pool + 1]):
            if quantity[row] > 0:
                if has_returns and rows.rows_back[row] > 0:
                    bring_back(rows, row)
                on_hand = checked_add(on_hand, quantity[row] - consumed[row])
                continue
            wanted = -quantity[row]
            if wanted > on_hand:
                status[row] = SHORT
                short[row] = wanted - on_hand
                for later in range(row + 1, starts[pool + 1]):
                    status[later] = AFTER_REFUSAL
                break
            on_hand -= wanted
            first = written
            while wanted > 0:
                while consumed[head] >= quantity[head]:  # A layer that is used up, or an issue: 0 > -1.
                    head += 1
                came, before = quantity[head], consumed[head]
                taken = min(came - before, wanted)
                for k in range(components):
                    whole = value[head][k]
                    gone = multiply_divide_round(whole, before, came)
                    flow_value[written][k] = multiply_divide_round(whole, before + taken, came) - gone
                flow_move[written] = row
                flow_layer[written] = head
                flow_quantity[written] = taken
                written += 1
                wanted -= taken
                consumed[head] = before + taken
            if has_returns and rows.rows_back[row] < 0:
                keep_cost(rows, row, flows, first, written)
    return written
