"""Balances of every account at several points at once: each a day, as known at a sequence; the lines are read once.

Before this: days and sequences that a check asks for. After this: the check compares the sums. A line counts at a point
when its day and its sequence do; points in which both only grow form a chain, on which a line counts from one place on.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from lowmark.verify.reader import Row, Rows, pages

Amounts = dict[tuple[int, int], int]
"""Book and account to the sum of debits less credits."""

# CROSS JOIN has SQLite go from the entries of the entity to their lines.
_LINES: Final = """
SELECT l.account_id, l.amount_minor, e.book_id, e.accounting_on, e.known_seq
FROM ledger_entry e CROSS JOIN ledger_line l WHERE l.entry_id = e.id AND e.entity_id = %s
"""


@dataclass(frozen=True, slots=True)
class Point:
    """The end of a day, as known at a sequence."""

    day: int
    seq: int


@dataclass(slots=True)
class _Chain:
    """Points in which both day and sequence only grow, and what each adds to the one before."""

    places: list[int] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    seqs: list[int] = field(default_factory=list)
    added: list[defaultdict[tuple[int, int], int]] = field(default_factory=list)


def balances(reader: Rows, entity_id: int, points: Sequence[Point]) -> list[Amounts]:
    """Return what each account of each book comes to at each point; what comes to nothing is left out."""
    return summed((line for page in pages(reader, _LINES, [entity_id], key="known_seq") for line in page), points)


def summed(lines: Iterable[Row], points: Sequence[Point]) -> list[Amounts]:
    """Sum lines at each point.

    >>> line = {"book_id": 1, "account_id": 5, "amount_minor": 7, "accounting_on": 3, "known_seq": 2}
    >>> summed([line], [Point(3, 1), Point(3, 2)])
    [{}, {(1, 5): 7}]
    """
    chains = _chains(points)
    for line in lines:
        key, amount = (line["book_id"], line["account_id"]), line["amount_minor"]
        for chain in chains:
            place = max(bisect_left(chain.days, line["accounting_on"]), bisect_left(chain.seqs, line["known_seq"]))
            if place < len(chain.days):
                chain.added[place][key] += amount
    found: list[Amounts] = [{} for _ in points]
    for chain in chains:
        running: defaultdict[tuple[int, int], int] = defaultdict(int)
        for place, added in zip(chain.places, chain.added, strict=True):
            for key, amount in added.items():
                running[key] += amount
            found[place] = {key: amount for key, amount in running.items() if amount}
    return found


def _chains(points: Sequence[Point]) -> list[_Chain]:
    """Put each point, in the order of sequences, on the first chain that it does not fall behind."""
    chains: list[_Chain] = []
    for place, point in sorted(enumerate(points), key=lambda each: (each[1].seq, each[1].day)):
        chain = next((chain for chain in chains if chain.days[-1] <= point.day), None)
        if chain is None:
            chain = _Chain()
            chains.append(chain)
        chain.places.append(place)
        chain.days.append(point.day)
        chain.seqs.append(point.seq)
        chain.added.append(defaultdict(int))
    return chains
