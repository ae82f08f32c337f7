"""Write what a pooled kernel found into the columns of tables: flows, layers, variances, pool by pool.

Before this: a method's kernel has filled `rows.Pooled`. After this: `pooled_results` makes frames of the columns.
"""

from collections.abc import MutableSequence, Sequence
from typing import NamedTuple

from lowmark.core.costing.rows import COSTED, Pooled, Rows
from lowmark.core.costing.tables import Marks


class VarianceTable(NamedTuple):
    """The columns of the table of variances, to be written."""

    pool: MutableSequence[int]
    move: MutableSequence[int]
    day: MutableSequence[int]
    seq: MutableSequence[int]
    value: Sequence[MutableSequence[int]]


def first_late(marks: Marks, starts: Sequence[int]) -> int:
    """Return the first row of grouped ones that belongs before its predecessor, or -1.

    A layer bears the day and place of its last receipt but the number of its first, so numbers are compared only
    between two moves.

    >>> first_late(Marks([7], [50, 20, 10], [5, 5, 5], [1, 1, 1], [1, 0, 0]), [0, 3])
    2
    """
    day, seq = marks.day, marks.seq
    for pool in range(len(starts) - 1):
        for row in range(starts[pool] + 1, starts[pool + 1]):
            if day[row] > day[row - 1]:
                continue
            if day[row] < day[row - 1] or seq[row] < seq[row - 1]:
                return row
            tied = seq[row] == seq[row - 1] and marks.brought_in[row - 1] == 0
            if tied and marks.move[row] < marks.move[row - 1]:
                return row
    return -1


def first_earlier_period(starts: Sequence[int], period: Sequence[int], brought_in: Sequence[int]) -> int:
    """Return the first move whose period is before that of the move before it in its pool, or -1.

    >>> first_earlier_period([0, 3], [0, 2, 1], [1, 0, 0])
    2
    """
    for pool in range(len(starts) - 1):
        for row in range(starts[pool] + 1, starts[pool + 1]):
            if period[row] < period[row - 1] and brought_in[row - 1] == 0:
                return row
    return -1


def count_refused(rows: Rows) -> int:
    """Return how many moves are refused."""
    refused = 0
    for row in range(len(rows.status)):
        refused += rows.status[row] != COSTED
    return refused


def find_moves(rows: Rows, brought_in: Sequence[int], found: MutableSequence[int]) -> int:
    """Find the rows of costed moves, each of which is a flow; return how many there are.

    Shapes: ``found`` has room for all rows.
    """
    status = rows.status
    written = 0
    for row in range(len(status)):
        found[written] = row
        written += (status[row] == COSTED) & (brought_in[row] == 0)
    return written


def find_heads(rows: Rows, head: Sequence[int], found: MutableSequence[int]) -> int:
    """Find the rows that opened a layer, ended or not; return how many there are.

    Shapes: ``found`` has room for all rows.
    """
    status = rows.status
    written = 0
    for row in range(len(status)):
        found[written] = row
        written += (status[row] == COSTED) & (head[row] == row)
    return written


def write_variances(rows: Rows, pooled: Pooled, marks: Marks, table: VarianceTable) -> int:
    """Write a row per receipt whose value is not what it did to its layer; return how many."""
    written = 0
    for pool in range(len(rows.starts) - 1):
        for row in range(rows.starts[pool], rows.starts[pool + 1]):
            if rows.status[row] != COSTED:
                break
            if marks.brought_in[row] != 0 or rows.quantity[row] < 0:
                continue
            differs = False
            for k in range(rows.components):
                table.value[written][k] = rows.value[row][k] - pooled.flow[row][k]
                differs = differs or rows.value[row][k] != pooled.flow[row][k]
            table.pool[written] = marks.pool[row]
            table.move[written] = marks.move[row]
            table.day[written] = marks.day[row]
            table.seq[written] = marks.seq[row]
            if differs:
                written += 1
    return written
