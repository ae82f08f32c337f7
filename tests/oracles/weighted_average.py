"""Periodic average as one would do it on paper: add up the period, then give every issue its share."""

from itertools import groupby

from tests.oracles.pooled import Layer, Told, added, less, opened_by, pools_of, up_to_the_first_short


def weighted_average(moves: list[dict], layers: list[Layer]) -> Told:
    """Cost moves (pool, move, period, day, seq, quantity, values) from layers."""
    told = Told()
    for stock, own in pools_of(moves, layers):
        on_hand = sum(layer.left()[0] for layer in stock)
        good = up_to_the_first_short(told, own, on_hand)
        for _, of_period in groupby(good, key=lambda each: each["period"]):
            _cost_period(told, stock, list(of_period))
        told.layers += stock
    return told


def _cost_period(told: Told, stock: list[Layer], moves: list[dict]) -> None:
    layer = next((each for each in stock if each.left()[0]), None)
    if layer is None:
        layer = opened_by(moves[0])
        stock.append(layer)
        quantity, values = 0, tuple(0 for _ in layer.values)
    else:
        quantity, values = layer.left()
    for move in moves:
        if move["quantity"] > 0:
            quantity, values = quantity + move["quantity"], added(values, move["values"])
            layer.day, layer.seq = move["day"], move["seq"]
    layer.quantity, layer.values, layer.taken = quantity, values, 0
    for move in moves:
        if move["quantity"] > 0:
            told.flow(layer, move, move["values"])
        else:
            before = layer.given_up()
            layer.taken -= move["quantity"]
            told.flow(layer, move, less(before, layer.given_up()))
