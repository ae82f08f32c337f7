"""What is held for a contract: what was charged, less what was taken back and what was used as its goods came.

Before this: changes that were posted, oldest first. After this: `purchases` and `sales`, which say what is required; the
roll-forward. What is held stands on a quantity: when less of it is still to be delivered, the part for what came is used.
Sources: ASC 330-10-35-17; IAS 37.59, 37.61.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from lowmark.core.kinds.arithmetic import multiply_divide_round

Kind = Literal["charged", "reversed", "used"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change that was posted: the fiscal year that it counts in, and the quantity on which the liability stands after it."""

    kind: Kind
    fiscal_year: int
    amount_minor: int
    quantity_micro: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is held for a contract at a date, and how it came to that since its fiscal year began."""

    opening_minor: int = 0
    charged_minor: int = 0
    reversed_minor: int = 0
    used_minor: int = 0
    quantity_micro: int = 0

    @property
    def held_minor(self) -> int:
        """What is held."""
        return self.opening_minor + self.charged_minor - self.reversed_minor - self.used_minor

    @property
    def of_this_year_minor(self) -> int:
        """Of what is held, the part that this fiscal year has charged and not taken back: what is used is the oldest."""
        return max(0, min(self.held_minor, self.charged_minor - self.reversed_minor))


def held_at(*, changes: Iterable[Change], fiscal_year: int) -> Held:
    """Return what is held after changes, as a fiscal year sees it.

    >>> said = [Change(kind="charged", fiscal_year=2026, amount_minor=600, quantity_micro=100),
    ...         Change(kind="used", fiscal_year=2027, amount_minor=240, quantity_micro=60)]
    >>> found = held_at(changes=said, fiscal_year=2027)
    >>> found.opening_minor, found.used_minor, found.held_minor, found.of_this_year_minor
    (600, 240, 360, 0)
    """
    opening, sums, quantity = 0, {"charged": 0, "reversed": 0, "used": 0}, 0
    for change in changes:
        if change.fiscal_year < fiscal_year:
            opening += change.amount_minor if change.kind == "charged" else -change.amount_minor
        else:
            sums[change.kind] += change.amount_minor
        quantity = change.quantity_micro
    return Held(opening_minor=opening, charged_minor=sums["charged"], reversed_minor=sums["reversed"],
                used_minor=sums["used"], quantity_micro=quantity)  # fmt: skip


def used_by(*, held: Held, open_micro: int) -> int:
    """Return what of a liability goes with the goods that came since: nothing where no less is to be delivered than then.

    >>> used_by(held=Held(charged_minor=600, quantity_micro=100), open_micro=60), used_by(held=Held(), open_micro=0)
    (240, 0)
    """
    if open_micro >= held.quantity_micro or held.held_minor <= 0:
        return 0
    return held.held_minor - multiply_divide_round(held.held_minor, open_micro, held.quantity_micro)
