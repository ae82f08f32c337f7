"""Margins: what each seller of a group put on top of the goods that a buyer received, hop by hop.

Before this: matched sales, and what each of them was taken from: layers, and goods that are made of others. After this:
`unrealised`. A seller's own margin is its price less what the goods cost it. The margins that were in its layers go on with the
goods: a layer's margin telescopes as its cost does, so that what passes on and what stays are the whole, to the last unit.
Nothing is remembered of this: it follows from the flows of cost, and so changes with them when a cost is known late.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """One sale within the group: the seller's issue, the buyer's receipt, the price and what the goods cost the seller.

    Units:  minor units of the seller's currency.
    Domain: moves are numbers that no other entity uses.
    """

    seller: str
    buyer: str
    issue: int
    receipt: int
    on: int
    currency: str
    price_minor: int
    cost_minor: int


class Taken(NamedTuple):
    """What an issue took of a layer: how much had gone before it, how much went, and with how much the layer came."""

    issue: int
    layer: int
    before_micro: int
    quantity_micro: int
    of_micro: int


class Margin(NamedTuple):
    """One seller's margin in one layer, as it came with the layer."""

    entity: str
    layer: int
    seller: str
    on: int
    currency: str
    margin_minor: int


def margins_of(*, sales: Sequence[Matched], taken: Iterable[Taken]) -> list[Margin]:
    """Return every seller's margin in every layer that came from within the group.

    Units:  minor units of the currency of the seller who made it; `on` is the day of that sale, whose rate it keeps.
    Domain: `taken` are the takings of the issues among the sales. A margin below zero is a loss.
    Raises: Problem ``sold_in_a_circle`` for goods that are said to come from themselves.

    >>> sales = [Matched(seller="A", buyer="B", issue=1, receipt=2, on=1, currency="EUR", price_minor=130, cost_minor=100),
    ...          Matched(seller="B", buyer="C", issue=3, receipt=4, on=2, currency="USD", price_minor=70, cost_minor=52)]
    >>> [tuple(margin) for margin in margins_of(sales=sales, taken=[Taken(3, 2, 0, 4, 10)])]
    [('B', 2, 'A', 1, 'EUR', 30), ('C', 4, 'B', 2, 'USD', 18), ('C', 4, 'A', 1, 'EUR', 12)]
    """
    by_receipt = {sale.receipt: sale for sale in sales}
    takings: dict[int, list[Taken]] = {}
    for each in taken:
        takings.setdefault(each.issue, []).append(each)
    known: dict[int, list[Margin]] = {}
    for sale in sales:
        _margins(sale, by_receipt, takings, known, set())
    return [margin for sale in sales for margin in known[sale.receipt]]


def _margins(
    sale: Matched, by_receipt: Mapping[int, Matched], takings: Mapping[int, list[Taken]], known: dict[int, list[Margin]],
    under_way: set[int],
) -> list[Margin]:  # fmt: skip
    """Return the margins of one receipt: the seller's own, then what came with the layers that it was taken from."""
    if sale.receipt in known:
        return known[sale.receipt]
    if sale.receipt in under_way:
        raise Problem("sold_in_a_circle", f"goods that {sale.buyer} received came from themselves",
                      hint="match each sale with the receipt that it led to", where={"receipt": sale.receipt})  # fmt: skip
    under_way.add(sale.receipt)
    passed: dict[tuple[str, int, str], int] = {
        (sale.seller, sale.on, sale.currency): sale.price_minor - sale.cost_minor
    }
    for part in takings.get(sale.issue, ()):
        earlier = by_receipt.get(part.layer)
        if earlier is None:
            continue
        for margin in _margins(earlier, by_receipt, takings, known, under_way):
            key = (margin.seller, margin.on, margin.currency)
            passed[key] = passed.get(key, 0) + _gone(margin.margin_minor, part)
    known[sale.receipt] = [
        Margin(sale.buyer, sale.receipt, seller, on, currency, amount)
        for (seller, on, currency), amount in passed.items()
    ]
    return known[sale.receipt]


def _gone(margin_minor: int, part: Taken) -> int:
    """Return what of a layer's margin goes with a taking: the difference of two defined amounts."""
    after = multiply_divide_round(margin_minor, part.before_micro + part.quantity_micro, part.of_micro)
    return after - multiply_divide_round(margin_minor, part.before_micro, part.of_micro)
