"""First in, first out, written from its definition and from nothing else: whole numbers, one move after the other.

A layer keeps the quantity and value with which it came. The value consumed so far is defined as value * consumed /
quantity, rounded half to even; an issue takes from the oldest layer that has something left, and costs the difference
of two such values. Goods that are told apart (by lot or serial) have pools apart, in which nothing is left to choose, so
specific identification is the same. Before this: the moves of a pool in costing order. After this: the check compares
flows and layers. Sources: IAS 2.23, 2.25 and 2.27.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from lowmark.verify.reader import Row


@dataclass(slots=True)
class Layer:
    """A layer: the receipt that opened it, the last one that joined it, its quantity and value, how much of it is gone."""

    move: Row
    last: Row
    quantity: int
    value: int
    consumed: int = 0

    def value_consumed(self) -> int:
        """Return the value of what is gone."""
        return round_half_even(self.value * self.consumed, self.quantity)


@dataclass(slots=True)
class Replayed:
    """What moves come to: flows by move and layer as (kind, quantity, value), layers in order, what was short, by
    receipt what it brought beyond what it is valued at; and by layer and day the known sequence of the standard to which it
    was rolled, and by how much its value changed.
    """

    flows: dict[tuple[int, int], tuple[str, int, int]] = field(default_factory=dict)
    layers: list[Layer] = field(default_factory=list)
    short: list[tuple[Row, int]] = field(default_factory=list)
    variances: dict[int, int] = field(default_factory=dict)
    revalued: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)


def round_half_even(numerator: int, denominator: int) -> int:
    """Return a quotient of whole numbers, rounded to the nearest, and halfway to the even one.

    >>> round_half_even(5, 2), round_half_even(7, 2), round_half_even(100, 3)
    (2, 4, 33)
    """
    below, rest = divmod(numerator, denominator)
    return below + (2 * rest > denominator or (2 * rest == denominator and below % 2 == 1))


def replay(moves: Iterable[Row]) -> Replayed:
    """Cost the moves of one pool.

    Shapes: id, kind (of the flow), change (of the pool's stock), brings (value, on what comes); in costing order. What
            an issue wants beyond what there is, is short.
    """
    told, oldest = Replayed(), 0
    for move in moves:
        wanted = -move["change"]
        if wanted < 0:
            told.layers.append(Layer(move, move, -wanted, move["brings"]))
            told.flows[move["id"], move["id"]] = (move["kind"], -wanted, move["brings"])
            continue
        while wanted and oldest < len(told.layers):
            layer = told.layers[oldest]
            before, taken = layer.value_consumed(), min(wanted, layer.quantity - layer.consumed)
            layer.consumed += taken
            wanted -= taken
            told.flows[move["id"], layer.move["id"]] = (move["kind"], -taken, before - layer.value_consumed())
            oldest += layer.consumed == layer.quantity
        if wanted:
            told.short.append((move, wanted))
    return told
