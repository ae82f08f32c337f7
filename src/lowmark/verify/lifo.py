"""Last in, first out, move by move, written from its definition: an issue takes from the newest layer that has some left.

Layers are those of `fifo`, and so is what a part of one costs. Before this: the moves of a pool in costing order. After
this: the check compares flows and layers. Source: ASC 330-10-30-9.
"""

from collections.abc import Iterable

from lowmark.verify.fifo import Layer, Replayed
from lowmark.verify.reader import Row


def replay(moves: Iterable[Row]) -> Replayed:
    """Cost the moves of one pool.

    Shapes: as for `fifo.replay`.

    >>> def move(number, change, brings=0):
    ...     return {"id": number, "change": change, "brings": brings, "kind": "receipt" if change > 0 else "issue"}
    >>> told = replay([move(1, 3, 100), move(2, 2, 90), move(3, -3), move(4, 1, 50), move(5, -2)])
    >>> [(key, flow[1:]) for key, flow in told.flows.items() if key[0] in (3, 5)]
    [((3, 2), (-2, -90)), ((3, 1), (-1, -33)), ((5, 4), (-1, -50)), ((5, 1), (-1, -34))]
    """
    told, newest = Replayed(), list[Layer]()
    for move in moves:
        wanted = -move["change"]
        if wanted < 0:
            newest.append(Layer(move, move, -wanted, move["brings"]))
            told.layers.append(newest[-1])
            told.flows[move["id"], move["id"]] = (move["kind"], -wanted, move["brings"])
            continue
        while wanted and newest:
            layer = newest[-1]
            before, taken = layer.value_consumed(), min(wanted, layer.quantity - layer.consumed)
            layer.consumed += taken
            wanted -= taken
            told.flows[move["id"], layer.move["id"]] = (move["kind"], -taken, before - layer.value_consumed())
            if layer.consumed == layer.quantity:
                newest.pop()
        if wanted:
            told.short.append((move, wanted))
    return told
