"""What a costing kernel reads and writes: the rows of all pools, and what became of them.

A *layered* method (first in, first out) writes `Flows`: which layers an issue took from. A *pooled* one (averages,
standard) has one open layer per pool, and writes `Pooled`: the layer that each row joined or left, and how that stands.
Before this: nothing. After this: every method's kernel, `one` (with lists of int) and `cost` (with int64 arrays when
there are many). Named tuples, because numba compiles them.
"""

from collections.abc import MutableSequence, Sequence
from typing import Final, NamedTuple

COSTED: Final = 0
SHORT: Final = 1
AFTER_REFUSAL: Final = 2


class Rows(NamedTuple):
    """Open layers and moves, those of one pool together: its layers first, then its moves in costing order.

    Shapes: rows ``starts[p]`` to ``starts[p + 1]`` are pool p's; every other field has one entry a row, and ``value``
            ``components`` of them.
    Units:  a positive ``quantity`` brings a layer in, of which ``consumed`` is gone; a negative one is an issue.
    Domain: no quantity is 0; ``0 <= consumed <= quantity`` on layers, 0 on issues; ``value >= 0`` on layers.
    Returns: if some receipt brings what an issue of its pool cost, ``rows_back`` says of it how many rows before it that
            issue is, and is -1 on such an issue and 0 on all else; ``whole`` and ``before`` are, on such a receipt, the
            quantity of the issue and how much of it came back earlier. Without such receipts the three are empty.
    Writes: the kernel moves ``consumed`` on; ``status`` and ``short`` come in as zeros, and it marks what it refuses.
            Where there are returns, it writes what such an issue cost, and then what the receipt brings, to ``value``.
    """

    starts: Sequence[int]
    quantity: Sequence[int]
    components: int
    value: Sequence[MutableSequence[int]]
    consumed: MutableSequence[int]
    status: MutableSequence[int]
    short: MutableSequence[int]
    rows_back: Sequence[int] = ()
    whole: Sequence[int] = ()
    before: Sequence[int] = ()


class Flows(NamedTuple):
    """What was taken from which layer for which issue: rows by their position, quantity and value both positive.

    Shapes: room for as many flows as there are rows, which is enough, for each flow ends an issue or a layer.
    """

    move: MutableSequence[int]
    layer: MutableSequence[int]
    quantity: MutableSequence[int]
    value: Sequence[MutableSequence[int]]


class Terms(NamedTuple):
    """What a pooled method asks for besides the rows; what it does not ask for is empty.

    Shapes: ``brought_in`` has an entry per row, 1 for layers and 0 for moves, and so has ``period``;
            ``standard_quantity`` one per pool, and ``standard_value`` one per pool and component, pool by pool.
    Domain: a pool brings in one layer at most that has something left; periods do not decrease among a pool's moves;
            every pool that has moves has a positive standard quantity.
    """

    brought_in: Sequence[int]
    period: Sequence[int]
    standard_quantity: Sequence[int]
    standard_value: Sequence[int]


class Pooled(NamedTuple):
    """What became of each row, and, at the row that opened it, how each layer stands.

    Shapes: ``head`` is the row of the layer that a costed row belongs to, its own if it opened it or is one, and
            ``flow`` by how much it changed the layer's value, component by component, negative on issues. At heads:
            ``last`` is the row of the last receipt; ``quantity``, ``value`` and ``consumed`` are as of the last value
            event; ``gone`` is the value consumed since.
    Domain: comes in as room with any numbers in it; rows that were refused are left as they were.
    """

    head: MutableSequence[int]
    last: MutableSequence[int]
    quantity: MutableSequence[int]
    consumed: MutableSequence[int]
    value: Sequence[MutableSequence[int]]
    gone: Sequence[MutableSequence[int]]
    flow: Sequence[MutableSequence[int]]
