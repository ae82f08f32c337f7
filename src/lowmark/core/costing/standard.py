"""Standard cost: stock is valued at what a unit should cost, and receipts say how much more or less was paid.

Before this: `grouping` has put the rows of each pool together. After this: `cost` makes tables of what is written
here, `one` a single answer. The value on hand is *defined* as round(standard * quantity on hand), component by
component, and what a move does to it is the difference of two such values. What a receipt brings beyond that is its
variance, which the journal takes. The layer is restated at every move. Sources: IAS 2.21; ASC 330-10-30-12.
"""

from typing import Final

from lowmark.core.costing.pooled_steps import bring_in, open_layer, refuse_from
from lowmark.core.costing.returns import bring_back
from lowmark.core.costing.rows import Pooled, Rows, Terms
from lowmark.core.kinds.arithmetic import checked_add, multiply_divide_round

METHOD: Final = "standard"
FAMILY: Final = "pooled"
NEEDS: Final = "standards"


def kernel(rows: Rows, terms: Terms, pooled: Pooled) -> int:
    """Cost every pool; return how many moves were costed, each of which makes one flow.

    A layer that ends stands as it did before its last issue, with all of it consumed.

    Raises: OverflowError when a pool's quantity or value on hand does not fit 64 bits.

    >>> rows = Rows([0, 2], [10, -4], 1, [[55], [0]], [0] * 2, [0] * 2, [0] * 2)
    >>> pooled = Pooled([0] * 2, [0] * 2, [0] * 2, [0] * 2, *([[0], [0]] for _ in range(3)))
    >>> kernel(rows, Terms([0] * 2, [], [1], [5]), pooled), pooled.flow, pooled.quantity[0], pooled.value[0]
    (2, [[50], [-20]], 6, [30])
    """
    starts, quantity, components = rows.starts, rows.quantity, rows.components
    head, last, held, consumed = pooled.head, pooled.last, pooled.quantity, pooled.consumed
    held_value, gone, flow, brought_in = pooled.value, pooled.gone, pooled.flow, terms.brought_in
    has_returns = len(rows.rows_back) > 0
    costed = 0
    for pool in range(len(starts) - 1):
        layer, on_hand = -1, 0
        for row in range(starts[pool], starts[pool + 1]):
            if brought_in[row] != 0:
                left = bring_in(rows, pooled, row)
                if left > 0:
                    layer, on_hand = row, left
                continue
            moved = quantity[row]
            if -moved > on_hand:
                refuse_from(rows, row, starts[pool + 1], -moved - on_hand)
                break
            if on_hand == 0:
                layer = row
                open_layer(pooled, row, components)
            if moved > 0:
                last[layer] = row
                if has_returns and rows.rows_back[row] > 0:
                    bring_back(rows, row)
            now_on_hand = checked_add(on_hand, moved)
            for k in range(components):
                before = held_value[layer][k] - gone[layer][k]
                standard = terms.standard_value[pool * components + k]
                after = multiply_divide_round(standard, now_on_hand, terms.standard_quantity[pool])
                flow[row][k] = after - before
                gone[layer][k] = before if now_on_hand == 0 else 0
                held_value[layer][k] = before if now_on_hand == 0 else after
                if has_returns and rows.rows_back[row] < 0:
                    rows.value[row][k] = -flow[row][k]
            held[layer] = on_hand if now_on_hand == 0 else now_on_hand
            consumed[layer] = on_hand if now_on_hand == 0 else 0
            head[row] = layer
            on_hand = now_on_hand
            costed += 1
    return costed
