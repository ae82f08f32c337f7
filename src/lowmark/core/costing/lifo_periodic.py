"""Last in, first out, periodic: what a period issues takes from its newest receipts, whenever in the period they came.

Before this: `grouping` has put the rows of each pool together. After this: `cost` makes tables of what is written
here. The layers are `lifo`'s; a period's receipts are all there before its first issue takes. Issues still keep to what
had come by then: stock is never negative on the way. Goods that come back in the period in which they went need a value
of their own, for what their issue cost depends on them. Only US books may use it. Source: ASC 330-10-30-9.
"""

from typing import Final

from lowmark.core.costing.lifo import largest_pool
from lowmark.core.costing.pooled_steps import refuse_from
from lowmark.core.costing.rows import COSTED, Flows, Rows, Terms
from lowmark.core.kinds.arithmetic import checked_add, multiply_divide_round

METHOD: Final = "lifo_periodic"
FAMILY: Final = "layered"
NEEDS: Final = "period"
TAKES_BACK: Final = False


def kernel(rows: Rows, flows: Flows, terms: Terms) -> int:
    """Cost the issues of every pool, period by period; return how many flows were written.

    A period in which an issue is refused is what came before that issue.

    Raises: OverflowError when a pool's quantity on hand does not fit 64 bits.

    >>> rows = Rows([0, 3], [3, -1, 2], 1, [[100], [0], [90]], [0] * 3, [0] * 3, [0] * 3)
    >>> flows = Flows([0] * 3, [0] * 3, [0] * 3, [[0], [0], [0]])
    >>> kernel(rows, flows, Terms([0] * 3, [1, 1, 1], [], [])), flows.layer[0], flows.value[0]
    (1, 2, [45])
    """
    starts, quantity, consumed = rows.starts, rows.quantity, rows.consumed
    stack = [0] * largest_pool(starts)
    written = 0
    for pool in range(len(starts) - 1):
        height, on_hand = 0, 0
        row = starts[pool]
        while row < starts[pool + 1] and terms.brought_in[row] != 0:
            on_hand = checked_add(on_hand, quantity[row] - consumed[row])
            if consumed[row] < quantity[row]:
                stack[height] = row
                height += 1
            row += 1
        while row < starts[pool + 1] and rows.status[row] == COSTED:
            end, on_hand = end_of_period(rows, terms, row, starts[pool + 1], on_hand)
            for each in range(row, end):
                if quantity[each] > 0:
                    stack[height] = each
                    height += 1
            height, written = take_period(rows, row, end, flows, written, stack, height)
            row = end
    return written


def end_of_period(rows: Rows, terms: Terms, first: int, pool_end: int, on_hand: int) -> tuple[int, int]:
    """Return the first row after the period that starts at a row, and what is then on hand.

    >>> rows = Rows([0, 3], [3, -4, 2], 1, [[100], [0], [90]], [0] * 3, [0] * 3, [0] * 3)
    >>> end_of_period(rows, Terms([0] * 3, [1, 1, 1], [], []), 0, 3, 0), rows.short
    ((1, 3), [0, 1, 0])
    """
    for row in range(first, pool_end):
        if terms.period[row] != terms.period[first]:
            return row, on_hand
        if -rows.quantity[row] > on_hand:
            refuse_from(rows, row, pool_end, -rows.quantity[row] - on_hand)
            return row, on_hand
        on_hand = checked_add(on_hand, rows.quantity[row])
    return pool_end, on_hand


def take_period(  # noqa: PLR0917
    rows: Rows, first: int, end: int, flows: Flows, written: int, stack: list[int], height: int
) -> tuple[int, int]:
    """Let a period's issues take from the top of a stack of layers; return its height, and how many flows are written.

    Domain: the layers of the stack have as much left as the issues want.

    >>> rows = Rows([0, 2], [3, -1], 1, [[100], [0]], [1, 0], [0] * 2, [0] * 2)
    >>> take_period(rows, 0, 2, Flows([0], [0], [0], [[0]]), 0, [0], 1), rows.consumed
    ((1, 1), [2, 0])
    """
    quantity, value, consumed, components = rows.quantity, rows.value, rows.consumed, rows.components
    for row in range(first, end):
        wanted = -quantity[row]
        while wanted > 0:
            layer = stack[height - 1]
            came, before = quantity[layer], consumed[layer]
            taken = min(came - before, wanted)
            for k in range(components):
                gone = multiply_divide_round(value[layer][k], before, came)
                flows.value[written][k] = multiply_divide_round(value[layer][k], before + taken, came) - gone
            flows.move[written] = row
            flows.layer[written] = layer
            flows.quantity[written] = taken
            written += 1
            wanted -= taken
            consumed[layer] = before + taken
            if before + taken == came:
                height -= 1
    return height, written
