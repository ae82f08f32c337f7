"""The allowance of all goods together, in books that do not follow them: set at each year's end to what is required.

Before this: assessment (what all goods on hand need) and the allowance as the books have it. After this: `journal`, by the
same events as ever. Periodic books do not know which goods were sold, so an allowance stays as it was until goods are
tested again; then what was held on goods that have gone is released with them, what is required of those on hand is
charged, and one amount of both is posted. Perpetual books release with every exit, and are refused: to post an amount
of both there would release twice. This is how textbooks work out an allowance; stages above the core never call it.

Sources: IAS 2.33-34; ASC 330-10-35-14 (what is on hand still is not written up: an allowance falls by sales alone).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, get_args

from lowmark.core.frameworks.policy import Reversal
from lowmark.core.kinds.problems import Problem

Inventory = Literal["periodic", "perpetual"]
INVENTORIES: Final[tuple[Inventory, ...]] = get_args(Inventory)


@dataclass(frozen=True, slots=True, kw_only=True)
class AggregateChange:
    """What an allowance changes by: released with goods that have gone, charged or reversed on those on hand.

    Domain: all are amounts of their own, none below zero; only one of charged and reversed is not zero.
    """

    before_minor: int
    released_minor: int
    charged_minor: int
    reversed_minor: int

    @property
    def change_minor(self) -> int:
        """The signed change of the allowance: positive is more of it."""
        return self.charged_minor - self.released_minor - self.reversed_minor

    @property
    def held_minor(self) -> int:
        """The allowance afterwards."""
        return self.before_minor + self.change_minor

    @property
    def events(self) -> tuple[tuple[str, int], ...]:
        """What is posted, as events with their amounts: charge and release as one, a reversal by itself."""
        return tuple(self._events())

    def _events(self) -> Iterator[tuple[str, int]]:
        both = self.charged_minor - self.released_minor
        if both:
            yield ("write_down", both) if both > 0 else ("release_on_sale", -both)
        if self.reversed_minor:
            yield "reversal", self.reversed_minor


def change_in_aggregate(
    *, inventory: Inventory, reversal: Reversal, required_minor: int, held_minor: int, still_held_minor: int = 0
) -> AggregateChange:
    """Say what the allowance of all goods together changes by at a year's end.

    Units:  minor units; ``required_minor`` is of the goods on hand, ``held_minor`` what the books have from the year
            before, ``still_held_minor`` how much of it is on goods that are on hand still: nothing, where all that
            was on hand a year ago has been sold, as textbooks take it to be.
    Domain: ``0 <= still_held_minor <= held_minor``. Where less is required of goods on hand than is held on them, it is
            taken back as far as the framework has it: what an earlier year charged is reversed or never.
    Raises: Problem ``perpetual_books``, ``unknown_inventory``, ``negative_amount`` or ``more_than_held``.
    Source: IAS 2.33-34; ASC 330-10-35-14.

    >>> lower = change_in_aggregate(inventory="periodic", reversal="refused", required_minor=1_000, held_minor=1_500)
    >>> lower.change_minor, lower.held_minor, lower.events
    (-500, 1000, (('release_on_sale', 500),))
    >>> change_in_aggregate(inventory="periodic", reversal="required", required_minor=1_000, held_minor=1_500,
    ...                     still_held_minor=1_200).events
    (('release_on_sale', 300), ('reversal', 200))
    """
    if inventory not in INVENTORIES:
        raise Problem("unknown_inventory", f"there are no {str(inventory)[:40]!r} books",
                      hint=f"use one of: {', '.join(INVENTORIES)}")  # fmt: skip
    if inventory == "perpetual":
        raise Problem("perpetual_books", "perpetual books release an allowance with the goods that carry it",
                      hint="test each unit of account and post a run: what was sold has released its part")  # fmt: skip
    _require(required_minor=required_minor, held_minor=held_minor, still_held_minor=still_held_minor)
    if still_held_minor > held_minor:
        raise Problem("more_than_held", f"{still_held_minor} cannot be held still of {held_minor}",
                      hint="give what is held in all, and of it what is on goods on hand")  # fmt: skip

    more = required_minor - still_held_minor
    found = AggregateChange(
        before_minor=held_minor, released_minor=held_minor - still_held_minor, charged_minor=max(0, more),
        reversed_minor=max(0, -more) if reversal == "required" else 0,
    )  # fmt: skip

    assert found.held_minor >= required_minor
    assert found.held_minor == required_minor or more < 0
    return found


def _require(**amounts: int) -> None:
    wrong = {name: amount for name, amount in amounts.items() if amount < 0}
    if wrong:
        raise Problem("negative_amount", f"below zero: {', '.join(sorted(wrong))}",
                      hint="an allowance is positive, or there is none", where=wrong)  # fmt: skip
