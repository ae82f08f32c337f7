"""What is made of what, written from its definition: goods that come out of a production are worth what went into it.

What went in is what the inputs left at, by their cost flows (which the replay of their own pools checks), and conversion. A
by-product comes in at its own value; the rest is split over the shares of the products and what was lost abnormally, each
rounded down, and the cents that are left go to the largest remainders, the earlier one first. Before this: moves. After
this: what moves bring, and the check of productions. Sources: IAS 2.10 to 2.14 and 2.16(a).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from lowmark.verify.reader import Row, Rows
from lowmark.verify.stock import MISSING, Moves

_PRODUCTIONS: Final = """
SELECT id, document, accounting_on, labour_minor, depreciation_minor, other_overhead_minor, idle_minor, abnormal_micro
FROM stock_production WHERE entity_id = %s ORDER BY id
"""

Cost = Callable[[int], int]
"""What a move left its pool at."""


@dataclass(slots=True)
class Production:
    """One production with its moves, in the order in which they came to be known."""

    row: Row
    inputs: list[Row] = field(default_factory=list)
    products: list[Row] = field(default_factory=list)
    by_products: list[Row] = field(default_factory=list)

    @property
    def conversion(self) -> int:
        """What went in besides goods."""
        row = self.row
        return int(row["labour_minor"] + row["depreciation_minor"] + row["other_overhead_minor"])

    def rest(self, cost: Cost) -> int:
        """Return what products and abnormal waste share."""
        went = sum(cost(move["id"]) for move in self.inputs)
        return went + self.conversion - sum(move["value_minor"] or 0 for move in self.by_products)

    def parts(self, amount: int) -> list[int]:
        """Split an amount over the products, and last over what was lost abnormally."""
        return split(amount, [*(move["share_micro"] for move in self.products), self.row["abnormal_micro"]])

    def worth(self, number: int, cost: Cost) -> int:
        """Return what one of its outputs is worth."""
        for move in self.by_products:
            if move["id"] == number:
                return int(move["value_minor"] or 0)
        place = next(place for place, move in enumerate(self.products) if move["id"] == number)
        return self.parts(self.rest(cost))[place]

    def wasted(self, cost: Cost) -> int:
        """Return what was lost abnormally."""
        return self.parts(self.rest(cost))[-1] if self.products else 0


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """Split an amount by weights, to the cent.

    >>> split(100, [1, 1, 1]), split(5, [0, 2, 3]), split(7, [0])
    ([34, 33, 33], [0, 2, 3], [0])
    """
    whole = sum(weights)
    if whole <= 0 or amount <= 0:
        return [0] * len(weights)
    parts = [amount * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda place: (-(amount * weights[place] % whole), place))
    for place in order[: amount - sum(parts)]:
        parts[place] += 1
    return parts


def read_productions(reader: Rows, entity_id: int, moves: Moves) -> dict[int, Production]:
    """Return every production with its moves, by number."""
    found = {row["id"]: Production(row) for row in reader.rows(_PRODUCTIONS, [entity_id])}
    places = [place for place, number in enumerate(moves.columns["production_id"]) if number != MISSING]
    for move in sorted(moves.in_order(places), key=lambda row: int(row["known_seq"])):
        production = found.get(move["production_id"])
        if production is None:
            continue
        if move["left"] >= 0:
            production.inputs.append(move)
        elif move["share_micro"] is None:
            production.by_products.append(move)
        else:
            production.products.append(move)
    return found
