"""The balances that statements are made of, one account at a time, in plain ints.

Before this: `statements` has a frame of accounts. After this: its three statements, which add these up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple, Self

from lowmark.core.kinds.problems import Problem

DEBIT_SECTIONS: Final = ("asset", "expense")
CREDIT_SECTIONS: Final = ("liability", "equity", "income")
RESULT_SECTIONS: Final = ("income", "expense")
CASH_FLOWS: Final = ("cash", "result", "non_cash", "operating", "investing", "financing")


class Amount(NamedTuple):
    """What is posted, and what a run would add to it."""

    posted_minor: int
    change_minor: int

    @property
    def pro_forma_minor(self) -> int:
        """Posted and change together."""
        return self.posted_minor + self.change_minor

    def plus(self, other: Self) -> "Amount":
        """Add up, column by column."""
        return Amount(self.posted_minor + other.posted_minor, self.change_minor + other.change_minor)

    def less(self, other: Self) -> "Amount":
        """Take away, column by column."""
        return Amount(self.posted_minor - other.posted_minor, self.change_minor - other.change_minor)


NOTHING: Final = Amount(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account with its balances, debits less credits: since the beginning, and in the fiscal year to date.

    Domain: ``opening_minor`` is what the account stood at when the fiscal year began, with what opening entries of the
            year brought; null where that is not known. A result's is of the years before, with what they brought.
    """

    account_id: int
    code: str
    name: str
    section: str
    caption: str
    cash_flow: str
    sort_order: int
    posted_minor: int
    posted_year_minor: int
    opening_minor: int | None
    change_minor: int

    def __post_init__(self) -> None:
        """Refuse a section that no statement has, and a word that the statement of cash flows has not."""
        if self.section not in DEBIT_SECTIONS + CREDIT_SECTIONS:
            raise Problem("unknown_section", f"account {self.code} stands in {self.section!r}",
                          hint=f"use {', '.join(DEBIT_SECTIONS + CREDIT_SECTIONS)}",
                          where={"account": self.code})  # fmt: skip
        if self.cash_flow not in CASH_FLOWS:
            raise Problem("unknown_cash_flow", f"account {self.code} is {self.cash_flow!r} in the cash flows",
                          hint=f"use {', '.join(CASH_FLOWS)}", where={"account": self.code})  # fmt: skip

    @property
    def is_result(self) -> bool:
        """Whether it stands in the income statement."""
        return self.section in RESULT_SECTIONS

    @property
    def since_beginning(self) -> Amount:
        """Debits less credits since the beginning."""
        return Amount(self.posted_minor, self.change_minor)

    @property
    def this_year(self) -> Amount:
        """Debits less credits of the fiscal year; what a run adds falls in it."""
        return Amount(self.posted_year_minor, self.change_minor)

    @property
    def before_this_year(self) -> Amount:
        """Debits less credits of the years before."""
        return self.since_beginning.less(self.this_year)

    @property
    def opening(self) -> Amount:
        """What it stood at when the year began; no run changes that."""
        assert self.opening_minor is not None, "it is not known how the year began"
        return Amount(self.opening_minor, 0)

    @property
    def flow(self) -> Amount:
        """What it changed by in the year, debits less credits, without what opening entries brought."""
        return self.since_beginning.less(self.opening)

    @property
    def brought(self) -> Amount:
        """Of a result: what opening entries brought of the year."""
        return self.opening.less(self.before_this_year)


def natural(section: str, amount: Amount) -> Amount:
    """Turn debits less credits into the sign in which a section is shown: positive on its usual side.

    >>> natural("income", Amount(-500, 0)), natural("expense", Amount(300, 20))
    (Amount(posted_minor=500, change_minor=0), Amount(posted_minor=300, change_minor=20))
    """
    return NOTHING.less(amount) if section in CREDIT_SECTIONS else amount


def total(amounts: Iterable[Amount]) -> Amount:
    """Add up any number of amounts.

    >>> total([Amount(1, 2), Amount(3, 4)])
    Amount(posted_minor=4, change_minor=6)
    """
    result = NOTHING
    for amount in amounts:
        result = result.plus(amount)
    return result
