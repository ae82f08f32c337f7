"""Strata: what is physically there, with its age; what leaves a place is the oldest there, and what arrives keeps its age.

Before this: moves, in the order in which they happened. After this: the store keeps what is left, and picking and ageing
read it. A stratum has no cost: it is a quantity of an item (lot, owner) at a place since a day. What leaves before it has
come is owed: a stratum below zero, which what comes next settles; whoever asks for it at a desk is refused.
Source: IAS 2.36(b) and ASC 330-10-35 take ages of goods, not of documents; so an age outlives a transfer.
"""

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Final

OUTSIDE: Final = 0
"""The number that stands for every place that is not ours."""

Shelf = tuple[int, int, str, str]
"""Place, item, lot (empty without one) and owner: where strata lie beside each other."""

Days = dict[int, int]
"""Quantity by the day on which the goods were first received."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One move as strata see it.

    Units:  quantity_micro in millionths of the base unit; received_on in days since 1970.
    Domain: a place is `OUTSIDE` or a number of ours; `received_on` is the age of what comes from outside.
    """

    item: int
    lot: str
    from_place: int
    to_place: int
    owner: str
    to_owner: str
    quantity_micro: int
    received_on: int


def lay(strata: MutableMapping[Shelf, Days], move: Moved) -> list[tuple[int, int]]:
    """Move a quantity between shelves, oldest first; change `strata` in place, and return what moved, by age.

    >>> strata: dict[Shelf, Days] = {(1, 7, "", ""): {100: 5, 110: 5}}
    >>> lay(strata, Moved(7, "", 1, 2, "", "", 8, 120))
    [(100, 5), (110, 3)]
    >>> strata
    {(1, 7, '', ''): {110: 2}, (2, 7, '', ''): {100: 5, 110: 3}}
    """
    quantity = move.quantity_micro
    if move.from_place == OUTSIDE:
        parts = [(move.received_on, quantity)]
    else:
        shelf = strata.setdefault((move.from_place, move.item, move.lot, move.owner), {})
        parts = take(shelf, quantity, owed_on=move.received_on)
    if move.to_place != OUTSIDE:
        put(strata.setdefault((move.to_place, move.item, move.lot, move.to_owner), {}), parts)
    return parts


def take(shelf: Days, quantity: int, *, owed_on: int) -> list[tuple[int, int]]:
    """Take the oldest of a shelf; what is not there is owed since a day. Return what was taken, by age.

    >>> shelf = {100: 5, 90: 1}
    >>> take(shelf, 7, owed_on=120), shelf
    ([(90, 1), (100, 5), (120, 1)], {120: -1})
    """
    parts: list[tuple[int, int]] = []
    for day in sorted(shelf) if len(shelf) > 1 else tuple(shelf):
        there = shelf[day]
        if there <= 0:
            continue
        part = min(there, quantity)
        parts.append((day, part))
        quantity -= part
        if part == there:
            del shelf[day]
        else:
            shelf[day] = there - part
        if not quantity:
            return parts
    if quantity:
        parts.append((owed_on, quantity))
        shelf[owed_on] = shelf.get(owed_on, 0) - quantity
    return parts


def put(shelf: Days, parts: Iterable[tuple[int, int]]) -> None:
    """Put goods on a shelf by their age; what was owed there is settled first.

    >>> shelf = {120: -1}
    >>> put(shelf, [(90, 3)])
    >>> shelf
    {90: 2}
    """
    for day, came in parts:
        left = came
        for owed in [each for each, quantity in shelf.items() if quantity < 0]:
            settled = min(left, -shelf[owed])
            shelf[owed] += settled
            left -= settled
            if not shelf[owed]:
                del shelf[owed]
        if left:
            shelf[day] = shelf.get(day, 0) + left
            if not shelf[day]:
                del shelf[day]


def laid(moves: Iterable[Moved], before: Mapping[Shelf, Days] | None = None) -> dict[Shelf, Days]:
    """Return what moves in their order leave of what was there before: no shelf is empty.

    >>> bought = Moved(7, "", OUTSIDE, 1, "", "", 5, 100)
    >>> laid([bought, Moved(7, "", 1, OUTSIDE, "", "", 2, 101)])
    {(1, 7, '', ''): {100: 3}}
    >>> laid([Moved(7, "", 1, OUTSIDE, "", "", 2, 101)])
    {(1, 7, '', ''): {101: -2}}
    """
    strata = {shelf: dict(days) for shelf, days in (before or {}).items()}
    for move in moves:
        lay(strata, move)
    return {shelf: days for shelf, days in strata.items() if days}


def owed_micro(days: Days) -> int:
    """Return how much of a shelf is owed.

    >>> owed_micro({100: 5}), owed_micro({120: -1})
    (0, 1)
    """
    return -sum(quantity for quantity in days.values() if quantity < 0)
