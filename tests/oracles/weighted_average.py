"""Weighted average of a period as one would do it on paper: add up the period, then give every issue its share.

What comes back in the period in which it went makes what went less; what comes back later comes at what it had cost.
"""

from fractions import Fraction
from itertools import groupby

from tests.oracles.pooled import Layer, Told, added, less, opened_by, pools_of, up_to_the_first_short


def weighted_average(moves: list[dict], layers: list[Layer]) -> Told:
    """Cost moves (pool, move, period, day, seq, quantity, values) from layers; a return has its source's number too."""
    told = Told()
    for stock, own in pools_of(moves, layers):
        on_hand = sum(layer.left()[0] for layer in stock)
        good = up_to_the_first_short(told, own, on_hand)
        for _, of_period in groupby(good, key=lambda each: each["period"]):
            _cost_period(told, stock, _valued(told, good, list(of_period)))
        told.layers += stock
    return told


def _valued(told: Told, moves: list[dict], of_period: list[dict]) -> list[dict]:
    """Give what comes back of an earlier period its share of what its issue cost."""
    period = {each["move"] for each in of_period}
    found = []
    for move in of_period:
        source = move.get("source")
        if source is None:
            found.append(move)
        elif source in period:
            found.append(move | {"values": None})
        else:
            whole, cost = next((-flow[4], flow[5]) for flow in told.flows if flow[2] == source)
            before = sum(
                each["quantity"] for each in moves if each.get("source") == source and each["seq"] < move["seq"]
            )
            found.append(move | {"values": tuple(
                round(-value * Fraction(before + move["quantity"], whole)) - round(-value * Fraction(before, whole))
                for value in cost
            )})  # fmt: skip
    return found


def _cost_period(told: Told, stock: list[Layer], moves: list[dict]) -> None:
    layer = next((each for each in stock if each.left()[0]), None)
    if layer is None:
        layer = opened_by(moves[0])
        stock.append(layer)
        quantity, values = 0, tuple(0 for _ in layer.values)
    else:
        quantity, values = layer.left()
    for move in moves:
        if move["quantity"] > 0 and move["values"] is not None:
            quantity, values = quantity + move["quantity"], added(values, move["values"])
            layer.day, layer.seq = move["day"], move["seq"]
    layer.quantity, layer.values, layer.taken = quantity, values, 0
    for move in moves:
        if move["quantity"] > 0 and move["values"] is not None:
            told.flow(layer, move, move["values"])
        else:
            before = layer.given_up()
            layer.taken -= move["quantity"]
            told.flow(layer, move, less(before, layer.given_up()))
