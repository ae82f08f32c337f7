"""Positions: each stratum with its share of its pool's cost and allowance, the oldest strata with the oldest layers.

Before this: the strata and the layers of one pool at a date. After this: whoever shows stock by place, lot or age. Where
costs are averaged every unit takes the same. The parts are the whole to the last cent, and order does not matter within a day.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lowmark.core.kinds.arithmetic import multiply_divide_round


@dataclass(frozen=True, slots=True)
class Held:
    """A layer: how much is left of it, what that cost, and the allowance on it."""

    quantity_micro: int
    cost_minor: int
    allowance_minor: int


def spread(*, strata: Sequence[int], layers: Sequence[Held], averaged: bool = False) -> list[tuple[int, int]]:
    """Return cost and allowance of each stratum.

    Shapes: `strata` are quantities, oldest first, and `layers` too. Out: one pair a stratum, in its order.
    Domain: nothing is below zero. Where strata have less than the layers (goods recorded for a later day than they moved),
            the rest of the cost is nobody's here; where they have more, the last of them have none.

    >>> layers = [Held(10, 100, 0), Held(5, 75, 10)]
    >>> spread(strata=[4, 8, 3], layers=layers)
    [(40, 0), (90, 4), (45, 6)]
    >>> spread(strata=[4, 8, 3], layers=layers, averaged=True)
    [(47, 3), (93, 5), (35, 2)]
    """
    if averaged:
        layers = [Held(sum(each.quantity_micro for each in layers), sum(each.cost_minor for each in layers),
                       sum(each.allowance_minor for each in layers))]  # fmt: skip
    found: list[tuple[int, int]] = []
    place, used = 0, 0
    for quantity in strata:
        cost, allowance, wanted = 0, 0, quantity
        while wanted and place < len(layers):
            layer = layers[place]
            part = min(wanted, layer.quantity_micro - used)
            cost += _between(layer.cost_minor, used, part, layer.quantity_micro)
            allowance += _between(layer.allowance_minor, used, part, layer.quantity_micro)
            wanted, used = wanted - part, used + part
            if used == layer.quantity_micro:
                place, used = place + 1, 0
        found.append((cost, allowance))
    return found


def _between(value: int, before: int, part: int, whole: int) -> int:
    """Return what of a value lies between two quantities of a whole: the difference of two defined values."""
    if not part or not value:
        return 0
    until = value if before + part == whole else multiply_divide_round(value, before + part, whole)
    return until - multiply_divide_round(value, before, whole) if before else until
