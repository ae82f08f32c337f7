"""Write the table of flows: what every receipt brought in and every issue took, pool by pool in costing order.

Before this: a method's kernel. After this: `cost` makes a frame of it.
"""

from collections.abc import MutableSequence, Sequence
from typing import Final, NamedTuple

from lowmark.core.costing.rows import COSTED, Flows, Rows

RECEIPT: Final = 0
ISSUE: Final = 1


class Marks(NamedTuple):
    """What tells a grouped row apart: its pool, move and place; ``brought_in`` is 1 on layers from before, else 0."""

    pool: Sequence[int]
    move: Sequence[int]
    day: Sequence[int]
    seq: Sequence[int]
    brought_in: Sequence[int]


class FlowTable(NamedTuple):
    """The columns of the table of flows, to be written."""

    pool: MutableSequence[int]
    layer: MutableSequence[int]
    move: MutableSequence[int]
    kind: MutableSequence[int]
    day: MutableSequence[int]
    seq: MutableSequence[int]
    quantity: MutableSequence[int]
    value: Sequence[MutableSequence[int]]


def write_flows(rows: Rows, flows: Flows, n_flows: int, marks: Marks, table: FlowTable) -> int:
    """Write a row per receipt, positive, and per flow of an issue, negative; return how many.

    What was refused has no row, and neither has a layer that was brought in, for it did so before.
    """
    starts, quantity, value, status, components = rows.starts, rows.quantity, rows.value, rows.status, rows.components
    flow_move, flow_layer, flow_quantity, flow_value = flows.move, flows.layer, flows.quantity, flows.value
    pool_of, move, day, seq, brought_in = marks.pool, marks.move, marks.day, marks.seq, marks.brought_in
    to_pool, to_layer, to_move, to_kind = table.pool, table.layer, table.move, table.kind
    to_day, to_seq, to_quantity, to_value = table.day, table.seq, table.quantity, table.value
    written = 0
    flow = 0
    for pool in range(len(starts) - 1):
        for row in range(starts[pool], starts[pool + 1]):
            if status[row] != COSTED:
                break
            first = written
            if quantity[row] > 0:
                if brought_in[row] == 0:
                    to_layer[written] = move[row]
                    to_kind[written] = RECEIPT
                    to_quantity[written] = quantity[row]
                    for k in range(components):
                        to_value[written][k] = value[row][k]
                    written += 1
            else:
                while flow < n_flows and flow_move[flow] == row:
                    to_layer[written] = move[flow_layer[flow]]
                    to_kind[written] = ISSUE
                    to_quantity[written] = -flow_quantity[flow]
                    for k in range(components):
                        to_value[written][k] = -flow_value[flow][k]
                    written += 1
                    flow += 1
            for each in range(first, written):
                to_pool[each] = pool_of[row]
                to_move[each] = move[row]
                to_day[each] = day[row]
                to_seq[each] = seq[row]
    return written
