"""First in, first out as one would do it on paper: exact fractions, every total added up anew, nothing kept.

It shares no code with the package. A layer is a receipt with what has been taken from it; what it has given up is its
value times the share taken, rounded half to even, and an issue costs what that grew by.
"""

from dataclasses import dataclass, field
from fractions import Fraction


@dataclass
class Layer:
    pool: int
    number: int
    day: int
    seq: int
    quantity: int
    values: tuple[int, ...]
    taken: int = 0

    def given_up(self) -> list[int]:
        share = Fraction(self.taken, self.quantity)
        return [round(value * share) for value in self.values]  # round() of a Fraction is half to even.


@dataclass
class Told:
    """Flows as (pool, layer, move, kind, quantity, values), layers, and refusals as (move, short, code)."""

    flows: list[tuple[int, int, int, str, int, tuple[int, ...]]] = field(default_factory=list)
    layers: list[Layer] = field(default_factory=list)
    refused: list[tuple[int, int, str]] = field(default_factory=list)


def fifo(moves: list[dict], layers: list[Layer]) -> Told:
    """Cost moves (pool, move, day, seq, quantity, values) from layers; rows may come in any order."""
    told = Told()
    for pool in sorted({each["pool"] for each in moves} | {each.pool for each in layers}):
        stock = sorted((each for each in layers if each.pool == pool), key=lambda each: (each.day, each.seq))
        stock = [Layer(**vars(each)) for each in stock]
        own = [each for each in moves if each["pool"] == pool]
        stopped = False
        for move in sorted(own, key=lambda each: (each["day"], each["seq"], each["move"])):
            if stopped:
                told.refused.append((move["move"], 0, "after_refusal"))
            elif move["quantity"] > 0:
                receive(told, stock, move)
            else:
                stopped = not issue(told, stock, move)
        told.layers += stock
    return told


def receive(told: Told, stock: list[Layer], move: dict) -> None:
    stock.append(Layer(move["pool"], move["move"], move["day"], move["seq"], move["quantity"], move["values"]))
    told.flows.append((move["pool"], move["move"], move["move"], "receipt", move["quantity"], move["values"]))


def issue(told: Told, stock: list[Layer], move: dict) -> bool:
    wanted = -move["quantity"]
    there = sum(layer.quantity - layer.taken for layer in stock)
    if there < wanted:
        told.refused.append((move["move"], wanted - there, "short"))
        return False
    for layer in stock:
        some = min(wanted, layer.quantity - layer.taken)
        if some:
            before = layer.given_up()
            layer.taken += some
            cost = tuple(then - now for then, now in zip(before, layer.given_up(), strict=True))
            told.flows.append((move["pool"], layer.number, move["move"], "issue", -some, cost))
            wanted -= some
    return True
