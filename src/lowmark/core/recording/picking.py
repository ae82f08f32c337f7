"""Picking: which goods go first. What expires first, then what came first; nothing that the customer would not take.

Before this: what lies where, and what keeps it there. After this: a proposal, which a person or `issue-picked` carries out.
A last day is a day of life: goods that expire on the day are sold on it, unless the customer wants days left.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

NEVER: Final = date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A quantity of one lot at one place since one day; `kept_by` says why nobody may take it, if so.

    Domain: its life ends on `expires_on`, or where nobody says that, on `best_before_on`.
    """

    location: str
    lot: str
    received_on: date
    expires_on: date | None
    quantity_micro: int
    kept_by: str = ""
    best_before_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """What to take, in the order in which to take it; what is passed over, with the reason; what is lacking."""

    take: tuple[Candidate, ...]
    passed: tuple[Candidate, ...]
    short_micro: int


def pick(*, there: Iterable[Candidate], wanted_micro: int, on: date, minimum_remaining_days: int = 0) -> Picked:
    """Return which goods to take on a day for somebody who wants some days of life left.

    >>> goods = [Candidate(location="A", lot="L2", received_on=date(2026, 1, 1), expires_on=date(2027, 6, 30), quantity_micro=5),
    ...          Candidate(location="B", lot="L1", received_on=date(2026, 2, 1), expires_on=date(2027, 1, 31), quantity_micro=5),
    ...          Candidate(location="B", lot="L0", received_on=date(2026, 1, 1), expires_on=date(2026, 11, 5), quantity_micro=5)]
    >>> found = pick(there=goods, wanted_micro=8, on=date(2026, 11, 1), minimum_remaining_days=30)
    >>> [(one.lot, one.quantity_micro) for one in found.take], [(one.lot, one.kept_by) for one in found.passed]
    ([('L1', 5), ('L2', 3)], [('L0', 'too_little_life')])
    """
    take: list[Candidate] = []
    passed: list[Candidate] = []
    left = wanted_micro
    for one in sorted(there, key=lambda each: (_first_of(each), each.received_on, each.location, each.lot)):
        why = one.kept_by or _too_old(one, on, minimum_remaining_days)
        if why:
            passed.append(replace(one, kept_by=why))
        elif left and one.quantity_micro > 0:
            part = min(left, one.quantity_micro)
            take.append(replace(one, quantity_micro=part))
            left -= part
    assert sum(one.quantity_micro for one in take) + left == wanted_micro
    return Picked(take=tuple(take), passed=tuple(passed), short_micro=left)


def _first_of(one: Candidate) -> date:
    """Return the day by which goods are ordered: the earlier of their last day and the day they are best before."""
    return min(one.expires_on or NEVER, one.best_before_on or NEVER)


def _too_old(one: Candidate, on: date, minimum_remaining_days: int) -> str:
    """Say why goods are too old for a day, or nothing."""
    ends_on = one.expires_on or one.best_before_on
    if ends_on is None:
        return ""
    days = (ends_on - on).days
    return "expired" if days < 0 else "too_little_life" if days < minimum_remaining_days else ""
