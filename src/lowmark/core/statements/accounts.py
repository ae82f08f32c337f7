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
    """One account with its balances, debits less credits: since the beginning, and in the fiscal year to date."""

    account_id: int
    code: str
    name: str
    section: str
    caption: str
    sort_order: int
    posted_minor: int
    posted_year_minor: int
    change_minor: int

    def __post_init__(self) -> None:
        """Refuse a section that no statement has."""
        if self.section not in DEBIT_SECTIONS + CREDIT_SECTIONS:
            raise Problem("unknown_section", f"account {self.code} stands in {self.section!r}",
                          hint=f"use {', '.join(DEBIT_SECTIONS + CREDIT_SECTIONS)}",
                          where={"account": self.code})  # fmt: skip

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
