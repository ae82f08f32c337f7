"""Write what a kernel found into the columns of three tables: flows, layers, refusals, pool by pool in costing order.

Before this: a method's kernel has filled `rows`. After this: `cost` makes frames of the columns. Where each row of a table is
from is found first, and then its columns are written one after the other: a processor foresees no receipt among issues, but
it copies a column from places that it is told as fast as memory comes.
"""

from collections.abc import MutableSequence, Sequence
from typing import NamedTuple

from lowmark.core.costing.rows import COSTED, Flows, Rows


class Marks(NamedTuple):
    """What tells rows apart: the pool, the move and the place of each, and 1 for layers brought in."""

    pool: Sequence[int]
    move: Sequence[int]
    day: Sequence[int]
    seq: Sequence[int]
    brought_in: Sequence[int]


class Sources(NamedTuple):
    """Where the rows of the table of flows are from: each its move's row, and that of its layer.

    Shapes: ``move`` and ``layer`` have an entry per flow; ``place`` one per row, and one more: the first flow of a row, or
            where it would be, in the end how many there are. All come in as room.
    """

    move: MutableSequence[int]
    layer: MutableSequence[int]
    place: MutableSequence[int]


class Amounts(NamedTuple):
    """The columns of quantity and value of a table, to be written."""

    quantity: MutableSequence[int]
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


def find_layers(rows: Rows, found: MutableSequence[int]) -> None:
    """Find the rows of layers, used up or not, brought in or not.

    Shapes: ``found`` has room for all rows.
    """
    quantity, status = rows.quantity, rows.status
    written = 0
    for row in range(len(quantity)):
        found[written] = row  # Written over unless it is one: a jump that cannot be foreseen costs more than this.
        written += (quantity[row] > 0) & (status[row] == COSTED)


def place_flows(rows: Rows, flows: Flows, n_flows: int, brought_in: Sequence[int], place: MutableSequence[int]) -> int:
    """Find the place of each row's flows among all: one per receipt, and those of each issue; return how many there are.

    What was refused has no flow, and neither has a layer that was brought in, for it did so before.
    """
    quantity, status, move, n = rows.quantity, rows.status, flows.move, len(rows.quantity)
    for row in range(n):
        place[row] = 0
    for flow in range(n_flows):
        place[move[flow]] = flow + 1  # The last of a row stays.
    received, issued = 0, 0
    for row in range(n):
        then = max(issued, place[row])
        place[row] = received + issued
        issued = then
        received += (quantity[row] > 0) * (status[row] == COSTED) * (1 - brought_in[row])
    place[n] = received + issued
    return received + issued


def write_receipts(
    rows: Rows, layers: Sequence[int], brought_in: Sequence[int], sources: Sources, table: Amounts
) -> None:
    """Write what receipts brought to their flows, positive."""
    quantity, value, components = rows.quantity, rows.value, rows.components
    move, layer, place, to_quantity, to_value = sources.move, sources.layer, sources.place, table.quantity, table.value
    for nth in range(len(layers)):
        row = layers[nth]
        if brought_in[row] == 0:
            at = place[row]
            move[at] = row
            layer[at] = row
            to_quantity[at] = quantity[row]
            for k in range(components):
                to_value[at][k] = value[row][k]


def write_issues(flows: Flows, n_flows: int, components: int, sources: Sources, table: Amounts) -> None:
    """Write what issues took to their flows, negative."""
    flow_move, flow_layer, flow_quantity, flow_value = flows.move, flows.layer, flows.quantity, flows.value
    move, layer, place, to_quantity, to_value = sources.move, sources.layer, sources.place, table.quantity, table.value
    first = 0
    for flow in range(n_flows):
        row = flow_move[flow]
        first = flow if flow_move[first] != row else first
        at = place[row] + flow - first
        move[at] = row
        layer[at] = flow_layer[flow]
        to_quantity[at] = -flow_quantity[flow]
        for k in range(components):
            to_value[at][k] = -flow_value[flow][k]


def write_pools(starts: Sequence[int], pools: Sequence[int], to_pool: MutableSequence[int]) -> None:
    """Write the pool of each row.

    >>> to_pool = [0, 0, 0]
    >>> write_pools([0, 2, 2, 3], [7, 8, 9], to_pool)
    >>> to_pool
    [7, 7, 9]
    """
    for pool in range(len(starts) - 1):
        for row in range(starts[pool], starts[pool + 1]):
            to_pool[row] = pools[pool]


def carry(column: Sequence[int], source: Sequence[int], to: MutableSequence[int]) -> None:
    """Carry a column of rows to a table.

    >>> to = [0, 0]
    >>> carry([7, 8, 9], [2, 0], to)
    >>> to
    [9, 7]
    """
    for at in range(len(to)):
        to[at] = column[source[at]]


def carry_values(
    value: Sequence[Sequence[int]], source: Sequence[int], to: Sequence[MutableSequence[int]], components: int
) -> None:
    """Carry the values of rows to a table."""
    for k in range(components):
        for at in range(len(to)):
            to[at][k] = value[source[at]][k]


def write_refusals(rows: Rows, marks: Marks, table: RefusalTable) -> None:
    """Write a row per refused move."""
    written = 0
    for row in range(len(rows.status)):
        if rows.status[row] != COSTED:
            table.pool[written] = marks.pool[row]
            table.move[written] = marks.move[row]
            table.day[written] = marks.day[row]
            table.seq[written] = marks.seq[row]
            table.short[written] = rows.short[row]
            table.status[written] = rows.status[row]
            written += 1
