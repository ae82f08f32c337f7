"""The average of a period, written from its definition: what all of a period had is shared among what went and what is left.

What was left at its start and all that it received are its quantity and value. What comes back of what went in it lowers what
went. The value of what went so far is value * gone / quantity, rounded half to even, and an issue costs the difference of two such
values. Until the period's average is said its issues cost the moving average; then what is left stands as if it had just come.

Before this: the moves of a pool in costing order, and the periods whose averages are said. After this: the check compares flows
and layers. Sources: IAS 2.25 and 2.27.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from lowmark.verify.fifo import Layer, Replayed, round_half_even
from lowmark.verify.pooled import replay as moving
from lowmark.verify.reader import Row

Periods = tuple[tuple[int, int], ...]
"""First day and last day of periods, in their order."""


def replay(moves: Sequence[Row], periods: Sequence[tuple[int, int]], backs: Mapping[int, int]) -> Replayed:
    """Cost the moves of one pool: by the average of each period in which it is said, by the moving average elsewhere.

    Shapes: moves: as for `fifo.replay`; backs: by move, the issue whose goods it brings back. Flows are by move, each as if it
            had a layer of its own.

    >>> def move(number, day, change, brings=0):
    ...     return {"id": number, "accounting_on": day, "change": change, "brings": brings,
    ...             "kind": "receipt" if change > 0 else "issue"}
    >>> told = replay([move(1, 1, 10, 50), move(2, 2, -5), move(3, 3, 10, 90), move(4, 40, -5)], [(1, 31)], {})
    >>> told.flows[2, 2], told.flows[4, 4], told.layers[-1].quantity, told.layers[-1].consumed
    (('issue', -5, -35), ('issue', -5, -35), 15, 5)
    """
    told, layer, start = Replayed(), None, 0
    for first, last in periods:
        here = bisect_left(moves, first, lo=start, key=_day)
        layer = _move(told, layer, moves[start:here])
        start = bisect_right(moves, last, lo=here, key=_day)
        if start > here:
            layer = _average(told, layer, moves[here:start], backs)
    _move(told, layer, moves[start:])
    told.flows = {(move, move): flow for (move, _), flow in told.flows.items()}
    return told


def _day(move: Row) -> int:
    return int(move["accounting_on"])


def _move(told: Replayed, layer: Layer | None, moves: Sequence[Row]) -> Layer | None:
    """Cost moves by the moving average, on from a layer; return the one that is open after them."""
    found = moving(moves, begins=layer)
    told.flows |= found.flows
    told.short += found.short
    told.layers += [one for one in found.layers if one is not layer]
    last = found.layers[-1] if found.layers else layer
    return last if last is not None and last.consumed < last.quantity else None


def _average(told: Replayed, layer: Layer | None, moves: Sequence[Row], backs: Mapping[int, int]) -> Layer | None:
    """Cost the moves of a period by its average; return what is left under the name that it has on the way."""
    quantity = 0 if layer is None else layer.quantity - layer.consumed
    value = 0 if layer is None else layer.value - layer.value_consumed()
    last = _move(told, layer, moves)
    if told.short:
        return last
    went = {one["id"] for one in moves if one["change"] < 0}
    comes = [one for one in moves if one["change"] > 0 and backs.get(one["id"]) not in went]
    quantity, value = quantity + sum(one["change"] for one in comes), value + sum(one["brings"] for one in comes)
    own, gone, cost = {one["id"] for one in comes}, 0, 0
    here = {one["id"] for one in moves}
    told.flows = {key: flow for key, flow in told.flows.items() if key[0] not in here}
    for one in moves:
        if one["id"] in own:
            flow = one["brings"]
        else:
            gone -= one["change"]
            before, cost = cost, round_half_even(value * gone, quantity)
            flow = before - cost
        told.flows[one["id"], one["id"]] = (one["kind"], one["change"], flow)
    if last is not None:
        last.quantity, last.value, last.consumed = last.quantity - last.consumed, value - cost, 0
    return last
