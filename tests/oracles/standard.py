"""Standard cost as one would do it on paper: value is the standard times what is there, before and after each move."""

from fractions import Fraction

from tests.oracles.pooled import Layer, Told, less, opened_by, pools_of, up_to_the_first_short

Standards = dict[int, tuple[int, tuple[int, ...]]]


def standard(moves: list[dict], layers: list[Layer], standards: Standards) -> Told:
    """Cost moves (pool, move, day, seq, quantity, values) from layers; a standard is a quantity and its values."""
    told = Told()
    for stock, own in pools_of(moves, layers):
        on_hand = sum(layer.left()[0] for layer in stock)
        for move in up_to_the_first_short(told, own, on_hand):
            layer = next((each for each in stock if each.left()[0]), None)
            if layer is None:
                layer = opened_by(move)
                stock.append(layer)
            before, after = (_worth(standards[move["pool"]], each) for each in (on_hand, on_hand + move["quantity"]))
            told.flow(layer, move, less(after, before))
            if move["quantity"] > 0:
                told.variances[move["move"]] = less(move["values"], less(after, before))
                layer.day, layer.seq = move["day"], move["seq"]
            if on_hand + move["quantity"]:
                layer.quantity, layer.values, layer.taken = on_hand + move["quantity"], after, 0
            else:
                layer.quantity, layer.values, layer.taken = on_hand, before, on_hand
            on_hand += move["quantity"]
        told.layers += stock
    return told


def _worth(of: tuple[int, tuple[int, ...]], quantity: int) -> tuple[int, ...]:
    return tuple(round(Fraction(value, of[0]) * quantity) for value in of[1])
