"""The consolidation book: entries that balance, each of which says what it is and why.

Before this: nothing. After this: `eliminations` and `attribution` write in it; the worksheet adds it up.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from lowmark.core.kinds.arithmetic import checked_add

Kind = Literal["translated", "balances", "sales", "opening_profit", "closing_profit", "tax_on_profit", "retest", "investment",
               "non_controlling"]  # fmt: skip
KINDS: Final[tuple[Kind, ...]] = ("translated", "balances", "sales", "opening_profit", "closing_profit", "tax_on_profit",
                                  "retest", "investment", "non_controlling")  # fmt: skip


class Line(NamedTuple):
    """One account of one entry, in the group's currency, debits less credits."""

    entry: int
    kind: Kind
    entity: str
    counterparty: str
    account: str
    amount_minor: int
    because: str


@dataclass(slots=True)
class Book:
    """Entries as they are written.

    >>> book = Book()
    >>> book.write("sales", "A", "B", "sold within the group", [("4000", 100), ("5000", -100)])
    >>> [(line.entry, line.account, line.amount_minor) for line in book.lines]
    [(1, '4000', 100), (1, '5000', -100)]
    """

    lines: list[Line] = field(default_factory=list)
    entries: int = 0

    def write(
        self, kind: Kind, entity: str, counterparty: str, because: str, amounts: Iterable[tuple[str, int]]
    ) -> None:
        """Write an entry, without lines of nothing; one that has no other is not written. It balances."""
        summed: dict[str, int] = {}
        for account, amount in amounts:
            summed[account] = checked_add(summed.get(account, 0), amount)
        kept = [(account, amount) for account, amount in summed.items() if amount]
        assert sum(amount for _, amount in kept) == 0, f"{kind} of {entity} does not balance"
        if kept:
            self.entries += 1
            self.lines += [
                Line(self.entries, kind, entity, counterparty, account, amount, because) for account, amount in kept
            ]
