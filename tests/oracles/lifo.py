"""Last in, first out as one would do it on paper: go through the layers from the newest, each time from the start.

It shares no code with the package. What a layer has given up is exact fractions, rounded half to even, as in `fifo`.
"""

from itertools import groupby

from tests.oracles.fifo import Layer, Told, issue, receive
from tests.oracles.pooled import pools_of, up_to_the_first_short


def lifo(moves: list[dict], layers: list[Layer]) -> Told:
    """Cost moves (pool, move, day, seq, quantity, values) from layers; rows may come in any order."""
    return lifo_periodic([each | {"period": place} for place, each in enumerate(_in_order(moves))], layers)


def lifo_periodic(moves: list[dict], layers: list[Layer]) -> Told:
    """Cost moves, each with its period, from layers: what a period receives is there before it issues anything."""
    told = Told()
    for stock, own in pools_of(moves, layers):
        mine = [Layer(**vars(each)) for each in stock]
        good = up_to_the_first_short(told, own, sum(each.quantity - each.taken for each in mine))
        for _, of_period in groupby(good, key=lambda each: each["period"]):
            _cost_period(told, mine, list(of_period))
        told.layers += mine
    return told


def _in_order(moves: list[dict]) -> list[dict]:
    return sorted(moves, key=lambda each: (each["day"], each["seq"], each["move"]))


def _cost_period(told: Told, stock: list[Layer], moves: list[dict]) -> None:
    flows: dict[int, list] = {}
    for wanted in ("in", "out"):
        for move in moves:
            before = len(told.flows)
            if wanted == "in" and move["quantity"] > 0:
                receive(told, stock, move)
            elif wanted == "out" and move["quantity"] < 0:
                assert issue(told, stock[::-1], move)
            flows.setdefault(move["move"], []).extend(told.flows[before:])
            del told.flows[before:]
    told.flows += [flow for move in moves for flow in flows[move["move"]]]
