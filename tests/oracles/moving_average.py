"""Moving average as one would do it on paper: at a receipt, add up what is left and what comes."""

from tests.oracles.pooled import Layer, Told, added, less, opened_by, pools_of, up_to_the_first_short


def moving_average(moves: list[dict], layers: list[Layer]) -> Told:
    """Cost moves (pool, move, day, seq, quantity, values) from layers; rows may come in any order."""
    told = Told()
    for stock, own in pools_of(moves, layers):
        on_hand = sum(layer.left()[0] for layer in stock)
        for move in up_to_the_first_short(told, own, on_hand):
            layer = next((each for each in stock if each.left()[0]), None)
            if layer is None:
                stock.append(opened_by(move))
                told.flow(stock[-1], move, move["values"])
            elif move["quantity"] > 0:
                quantity, values = layer.left()
                layer.quantity, layer.values, layer.taken = (
                    quantity + move["quantity"],
                    added(values, move["values"]),
                    0,
                )
                layer.day, layer.seq = move["day"], move["seq"]
                told.flow(layer, move, move["values"])
            else:
                before = layer.given_up()
                layer.taken -= move["quantity"]
                told.flow(layer, move, less(before, layer.given_up()))
        told.layers += stock
    return told
