"""A group by brute force: every lot walked through its days with fractions, every account added up by hand.

Shares no code with what it checks. Slow and obvious: margins are held as whole units of the seller's currency in each lot,
and what has gone of them is the fraction that has gone of the lot, rounded half to even.
"""

from dataclasses import dataclass, field
from fractions import Fraction


@dataclass
class Lot:
    """Goods of one entity from one receipt, and each seller's margin in them as they came."""

    entity: str
    quantity: int
    cost: int
    gone: int = 0
    margins: dict[tuple[str, int, str], int] = field(default_factory=dict)

    def take(self, quantity: int) -> tuple[int, dict[tuple[str, int, str], int]]:
        """Take some of it: what that cost, and the margins that go with it."""
        before, after = Fraction(self.gone, self.quantity), Fraction(self.gone + quantity, self.quantity)
        self.gone += quantity
        cost = round(self.cost * after) - round(self.cost * before)
        return cost, {key: round(margin * after) - round(margin * before) for key, margin in self.margins.items()}


def walk(events: list[tuple]) -> dict[int, Lot]:
    """Walk purchases, sales within the group, sales to others and productions, in order."""
    lots: dict[int, Lot] = {}
    for event in events:
        if event[0] == "bought":
            _, entity, lot, quantity, cost = event
            lots[lot] = Lot(entity, quantity, cost)
        elif event[0] == "gone":
            _, lot, quantity = event
            lots[lot].take(quantity)
        elif event[0] == "made":
            make(lots, event)
        else:
            _, seller, lot, buyer, new, quantity, price, worth, day, currency = event
            cost, passed = lots[lot].take(quantity)
            key = (seller, day, currency)
            passed[key] = passed.get(key, 0) + price - cost
            lots[new] = Lot(buyer, quantity, worth, margins=passed)
    return lots


def make(lots: dict[int, Lot], event: tuple) -> None:
    """Make lots of lots: margins and cost go by share, what is lost with what is lost."""
    _, entity, inputs, outputs, lost = event
    cost, into = 0, dict[tuple[str, int, str], int]()
    for lot, quantity in inputs:
        went, passed = lots[lot].take(quantity)
        cost += went
        for key, margin in passed.items():
            into[key] = into.get(key, 0) + margin
    whole, done = sum(share for _, _, share in outputs) + lost, 0
    for new, quantity, share in outputs:
        before, after = Fraction(done, whole), Fraction(done + share, whole)
        done += share
        lots[new] = Lot(entity, quantity, round(cost * after) - round(cost * before), margins={
            key: round(margin * after) - round(margin * before) for key, margin in into.items()
        })  # fmt: skip


def profit_in_stock(lots: dict[int, Lot], rate: dict[tuple[str, int], Fraction]) -> dict[tuple[str, str], int]:
    """Return what each seller has made on what each holder still has, in the group's currency."""
    found: dict[tuple[str, str], int] = {}
    for lot in lots.values():
        if lot.gone < lot.quantity:
            for (seller, day, currency), margin in lot.margins.items():
                left = margin - round(margin * Fraction(lot.gone, lot.quantity))
                pair = (seller, lot.entity)
                found[pair] = found.get(pair, 0) + round(left * rate[currency, day])
    return found


def shares(parent: str, holdings: list[tuple[str, str, int]]) -> dict[str, Fraction]:
    """Return what the parent has of each entity, by following every path from it."""
    found = {parent: Fraction(1)}
    paths = [(parent, Fraction(1))]
    while paths:
        at, part = paths.pop()
        for holder, held, micro in holdings:
            if holder == at:
                found[held] = found.get(held, Fraction(0)) + part * Fraction(micro, 10**6)
                paths.append((held, part * Fraction(micro, 10**6)))
    return found
