"""Write what a kernel found into the columns of three tables: flows, layers, refusals, pool by pool in costing order.

Before this: a method's kernel has filled `rows`. After this: `cost` makes frames of the columns.
"""

from collections.abc import MutableSequence, Sequence
from typing import Final, NamedTuple

from lowmark.core.costing.rows import COSTED, Flows, Rows

RECEIPT: Final = 0
ISSUE: Final = 1


class Marks(NamedTuple):
    """What tells rows apart: the pool of each group, the move and place of each row, and 1 for layers brought in."""

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


class LayerTable(NamedTuple):
    """The columns of the table of layers, to be written."""

    pool: MutableSequence[int]
    layer: MutableSequence[int]
    day: MutableSequence[int]
    seq: MutableSequence[int]
    quantity: MutableSequence[int]
    consumed: MutableSequence[int]
    value: Sequence[MutableSequence[int]]


class RefusalTable(NamedTuple):
    """The columns of the table of refused moves, to be written."""

    pool: MutableSequence[int]
    move: MutableSequence[int]
    day: MutableSequence[int]
    seq: MutableSequence[int]
    short: MutableSequence[int]
    status: MutableSequence[int]


def count(rows: Rows) -> tuple[int, int]:
    """Return how many layers and how many refusals there are."""
    layers = 0
    refused = 0
    for row in range(len(rows.status)):
        if rows.status[row] != COSTED:
            refused += 1
        elif rows.quantity[row] > 0:
            layers += 1
    return layers, refused


def write_flows(rows: Rows, flows: Flows, n_flows: int, marks: Marks, table: FlowTable) -> int:
    """Write a row per receipt, positive, and per flow of an issue, negative; return how many.

    What was refused has no row, and neither has a layer that was brought in, for it did so before.
    """
    starts, quantity, value, status, components = rows.starts, rows.quantity, rows.value, rows.status, rows.components
    flow_move, flow_layer, flow_quantity, flow_value = flows.move, flows.layer, flows.quantity, flows.value
    move, day, seq, brought_in = marks.move, marks.day, marks.seq, marks.brought_in
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
                to_pool[each] = marks.pool[pool]
                to_move[each] = move[row]
                to_day[each] = day[row]
                to_seq[each] = seq[row]
    return written


def write_layers(rows: Rows, marks: Marks, table: LayerTable) -> None:
    """Write a row per layer, used up or not, of those brought in and of those that moves brought."""
    starts, quantity, value, components = rows.starts, rows.quantity, rows.value, rows.components
    consumed, status = rows.consumed, rows.status
    move, day, seq = marks.move, marks.day, marks.seq
    to_pool, to_layer, to_day, to_seq = table.pool, table.layer, table.day, table.seq
    to_quantity, to_consumed, to_value = table.quantity, table.consumed, table.value
    written = 0
    for pool in range(len(starts) - 1):
        for row in range(starts[pool], starts[pool + 1]):
            if status[row] != COSTED:
                break
            if quantity[row] > 0:
                to_pool[written] = marks.pool[pool]
                to_layer[written] = move[row]
                to_day[written] = day[row]
                to_seq[written] = seq[row]
                to_quantity[written] = quantity[row]
                to_consumed[written] = consumed[row]
                for k in range(components):
                    to_value[written][k] = value[row][k]
                written += 1


def write_refusals(rows: Rows, marks: Marks, table: RefusalTable) -> None:
    """Write a row per refused move."""
    written = 0
    for pool in range(len(rows.starts) - 1):
        for row in range(rows.starts[pool], rows.starts[pool + 1]):
            if rows.status[row] != COSTED:
                table.pool[written] = marks.pool[pool]
                table.move[written] = marks.move[row]
                table.day[written] = marks.day[row]
                table.seq[written] = marks.seq[row]
                table.short[written] = rows.short[row]
                table.status[written] = rows.status[row]
                written += 1
