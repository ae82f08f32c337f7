"""Pools in which everything on hand is one layer, written from their definitions: moving average and standard cost.

* Moving average: between two receipts the layer is as in first in, first out. A receipt mixes: what is left and what
  comes are the layer's new quantity and value, of which nothing is gone.
* Standard cost: what is on hand is worth the standard times its quantity, rounded half to even, and what a move does is
  the difference of two such values. What a receipt brings beyond that is its variance. Where the standard is rolled, what
  is on hand before the first move of that day is worth the new one from then on.

A layer is named by the receipt that opened it, and ends when nothing is left. Before this: the moves of a pool in
costing order. After this: the check compares flows and layers. Sources: IAS 2.21, 2.25 and 2.27.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from lowmark.verify.fifo import Layer, Replayed, round_half_even
from lowmark.verify.reader import Row


@dataclass(frozen=True, slots=True)
class Standard:
    """What a quantity should cost: so many minor units for so many millionths of a unit."""

    value: int
    quantity: int

    def worth(self, quantity: int) -> int:
        """Return what a quantity is worth."""
        return round_half_even(self.value * quantity, self.quantity)


@dataclass(slots=True)
class Standards:
    """The standard with which goods began, and those to which it was rolled: day, known sequence, standard."""

    first: Standard
    rolls: list[tuple[int, int, Standard]] = field(default_factory=list)


def replay(moves: Iterable[Row], *, standard: Standards | None = None, begins: Layer | None = None) -> Replayed:
    """Cost the moves of one pool, perhaps on from a layer: at standard, or without one by a moving average.

    Shapes: as for `fifo.replay`.

    >>> def move(number, change, brings=0):
    ...     return {"id": number, "change": change, "brings": brings, "kind": "receipt" if change > 0 else "issue"}
    >>> told = replay([move(1, 10, 50), move(2, 10, 90), move(3, -5)])
    >>> told.flows[3, 1], told.layers[0].value, told.layers[0].consumed
    (('issue', -5, -35), 140, 5)
    >>> told = replay([move(1, 10, 55), move(3, -4)], standard=Standards(Standard(value=5, quantity=1)))
    >>> told.flows, told.variances
    ({(1, 1): ('receipt', 10, 50), (3, 1): ('issue', -4, -20)}, {1: 5})
    """
    told, layer, rolls = Replayed(), begins, list(standard.rolls) if standard else []
    at = standard.first if standard else None
    for move in moves:
        while rolls and rolls[0][0] <= move["accounting_on"]:
            at = _roll(told, layer, rolls.pop(0))
        change = move["change"]
        if change > 0:
            if layer is None:
                layer = Layer(move, move, 0, 0)
                told.layers.append(layer)
            value = _come(layer, move, at)
            if at is not None:
                told.variances[move["id"]] = move["brings"] - value
        else:
            there = layer.quantity - layer.consumed if layer else 0
            if -change > there:
                told.short.append((move, -change - there))
                change = -there
            if layer is None or change == 0:
                continue
            value = _leave(layer, -change, at)
        told.flows[move["id"], layer.move["id"]] = (move["kind"], change, value)
        if layer.consumed == layer.quantity:
            layer = None
    for roll in rolls:
        _roll(told, layer, roll)
    return told


def _roll(told: Replayed, layer: Layer | None, roll: tuple[int, int, Standard]) -> Standard:
    """Revalue what is on hand to another standard, and return that."""
    day, seq, standard = roll
    if layer is not None:
        before, layer.value = layer.value, standard.worth(layer.quantity)
        if layer.value != before:
            told.revalued[layer.move["id"], day] = (seq, layer.value - before)
    return standard


def _come(layer: Layer, move: Row, standard: Standard | None) -> int:
    """Let goods join the layer; return what that does to its value."""
    left, worth = layer.quantity - layer.consumed, layer.value
    if layer.consumed:
        worth -= layer.value_consumed()
    layer.last, layer.quantity, layer.consumed = move, left + move["change"], 0
    layer.value = standard.worth(layer.quantity) if standard else worth + move["brings"]
    return layer.value - worth


def _leave(layer: Layer, quantity: int, standard: Standard | None) -> int:
    """Let goods leave the layer; return what that does to its value. At standard a layer is what is on hand."""
    if standard and quantity < layer.quantity:
        before = layer.value
        layer.quantity -= quantity
        layer.value = standard.worth(layer.quantity)
        return layer.value - before
    before = layer.value_consumed()
    layer.consumed += quantity
    return before - layer.value_consumed()
