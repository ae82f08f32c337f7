"""What the three oracles of pooled costing have in common: one layer a pool, what is told of it, nothing of the package.

A layer is what was there at its last value event and what has been taken since; what it has given up is its value times
the share taken, in exact fractions, rounded half to even.
"""

from collections.abc import Iterator
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

    def given_up(self) -> tuple[int, ...]:
        share = Fraction(self.taken, self.quantity)
        return tuple(round(value * share) for value in self.values)  # round() of a Fraction is half to even.

    def left(self) -> tuple[int, tuple[int, ...]]:
        values = tuple(value - gone for value, gone in zip(self.values, self.given_up(), strict=True))
        return self.quantity - self.taken, values


@dataclass
class Told:
    """Flows (pool, layer, move, kind, quantity, values), layers, refusals (move, short, code), variances by move."""

    flows: list[tuple[int, int, int, str, int, tuple[int, ...]]] = field(default_factory=list)
    layers: list[Layer] = field(default_factory=list)
    refused: list[tuple[int, int, str]] = field(default_factory=list)
    variances: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def flow(self, layer: Layer, move: dict, values: tuple[int, ...]) -> None:
        kind = "receipt" if move["quantity"] > 0 else "issue"
        self.flows.append((layer.pool, layer.number, move["move"], kind, move["quantity"], values))


def opened_by(move: dict) -> Layer:
    return Layer(move["pool"], move["move"], move["day"], move["seq"], move["quantity"], move["values"])


def pools_of(moves: list[dict], layers: list[Layer]) -> Iterator[tuple[list[Layer], list[dict]]]:
    """Yield each pool's layers and moves, in costing order."""
    for pool in sorted({each["pool"] for each in moves} | {each.pool for each in layers}):
        own = sorted((each for each in layers if each.pool == pool), key=lambda each: (each.day, each.seq))
        moved = (each for each in moves if each["pool"] == pool)
        yield [Layer(**vars(each)) for each in own], sorted(moved, key=lambda each: (each["day"], each["seq"]))


def up_to_the_first_short(told: Told, moves: list[dict], on_hand: int) -> list[dict]:
    """Return the moves before the first that takes more than there is; tell that and all after it as refused."""
    for place, move in enumerate(moves):
        if on_hand + move["quantity"] < 0:
            told.refused.append((move["move"], -on_hand - move["quantity"], "short"))
            told.refused += [(each["move"], 0, "after_refusal") for each in moves[place + 1 :]]
            return moves[:place]
        on_hand += move["quantity"]
    return moves


def added(some: tuple[int, ...], others: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(a + b for a, b in zip(some, others, strict=True))


def less(some: tuple[int, ...], others: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(a - b for a, b in zip(some, others, strict=True))
