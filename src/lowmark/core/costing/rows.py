"""What a costing kernel reads and writes: the rows of all pools, and the flows out of their layers.

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
    Writes: the kernel moves ``consumed`` on; ``status`` and ``short`` come in as zeros, and it marks what it refuses.
    """

    starts: Sequence[int]
    quantity: Sequence[int]
    components: int
    value: Sequence[Sequence[int]]
    consumed: MutableSequence[int]
    status: MutableSequence[int]
    short: MutableSequence[int]


class Flows(NamedTuple):
    """What was taken from which layer for which issue: rows by their position, quantity and value both positive.

    Shapes: room for as many flows as there are rows, which is enough, for each flow ends an issue or a layer.
    """

    move: MutableSequence[int]
    layer: MutableSequence[int]
    quantity: MutableSequence[int]
    value: Sequence[MutableSequence[int]]
