"""Periodic inventory accounts: what is bought stands on accounts of its own, and the year's closing entries say what was sold.

Before this: a year's purchases as its ledger has them, and goods counted and costed at its two ends. After this: a ledger
that keeps no account of stock from day to day; Lowmark's own books are perpetual and never close in this way. Cost of
goods sold is what there was less what is left, so whatever is wrong with a count is in it. What is left may be at cost,
beside an allowance that is posted apart, or at its carrying amount, which puts a write-down into cost of goods sold.

Sources: IAS 2.38 (costs of what was sold are the period's expense); ASC 330-10-35-2; the closing entries are those of any
periodic system.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Final

from lowmark.core.journal.one import EntryDraft, LineDraft
from lowmark.core.kinds.arithmetic import INT64_MAX
from lowmark.core.kinds.problems import Problem

JOURNAL: Final = "general"
"""The journal of closing entries: no document moves goods."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodicAccounts:
    """The accounts of a periodic system; several may be one."""

    inventory: int
    purchases: int
    freight_in: int
    purchase_returns: int
    purchase_discounts: int
    cost_of_goods_sold: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodTotals:
    """What a year began with, what was bought in it, and what is left of both.

    Domain: none is below zero; returns, with allowances that vendors gave, and discounts take off purchases. `closing`
            is no more than there was.
    """

    opening_minor: int
    purchases_minor: int
    closing_minor: int
    freight_in_minor: int = 0
    purchase_returns_minor: int = 0
    purchase_discounts_minor: int = 0

    @property
    def net_purchases_minor(self) -> int:
        """What was bought, as it was paid for and brought in."""
        off = self.purchase_returns_minor + self.purchase_discounts_minor
        return self.purchases_minor + self.freight_in_minor - off

    @property
    def available_minor(self) -> int:
        """What there was to be sold."""
        return self.opening_minor + self.net_purchases_minor

    @property
    def cost_of_goods_sold_minor(self) -> int:
        """What there was, less what is left."""
        return self.available_minor - self.closing_minor


def close_periodic(
    *, totals: PeriodTotals, accounts: PeriodicAccounts, accounting_on: date, document: str
) -> tuple[EntryDraft, ...]:
    """Make the closing entries: opening goods and purchases into cost of goods sold, and out of it what is left.

    Shapes: three entries at most, in this order: close_opening_inventory, close_purchases, close_ending_inventory; an
            entry without an amount is left out. Lines as `one.to_entries_one` has them: debits first, then accounts.
    Units:  minor units; a line's debit is positive, its credit negative.
    Raises: Problem ``negative_amount`` or ``more_left_than_there_was``; OverflowError past 64 bits.
    Source: IAS 2.38; the closing entries of a periodic system.

    >>> accounts = PeriodicAccounts(inventory=1200, purchases=5010, freight_in=5020, purchase_returns=5030,
    ...                             purchase_discounts=5040, cost_of_goods_sold=5000)
    >>> totals = PeriodTotals(opening_minor=85, purchases_minor=300, purchase_returns_minor=10, closing_minor=97)
    >>> made = close_periodic(totals=totals, accounts=accounts, accounting_on=date(2026, 12, 31), document="CLOSE-2026")
    >>> [[(line.account_id, line.amount_minor) for line in entry.lines] for entry in made]
    [[(5000, 85), (1200, -85)], [(5000, 290), (5030, 10), (5010, -300)], [(1200, 97), (5000, -97)]]
    >>> totals.cost_of_goods_sold_minor
    278
    """
    _require(totals)
    entries = tuple(
        EntryDraft(journal=JOURNAL, event=event, accounting_on=accounting_on, document=document, lines=lines)
        for event, amounts in _closing(totals, accounts)
        if (lines := _lines(amounts))
    )
    assert all(sum(line.amount_minor for line in entry.lines) == 0 for entry in entries)
    return entries


def _closing(totals: PeriodTotals, accounts: PeriodicAccounts) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Yield each closing entry's event, and its accounts with what is debited."""
    sold = accounts.cost_of_goods_sold
    yield "close_opening_inventory", [(sold, totals.opening_minor), (accounts.inventory, -totals.opening_minor)]
    yield (
        "close_purchases",
        [
            (sold, totals.net_purchases_minor),
            (accounts.purchases, -totals.purchases_minor),
            (accounts.freight_in, -totals.freight_in_minor),
            (accounts.purchase_returns, totals.purchase_returns_minor),
            (accounts.purchase_discounts, totals.purchase_discounts_minor),
        ],
    )
    yield "close_ending_inventory", [(accounts.inventory, totals.closing_minor), (sold, -totals.closing_minor)]


def _lines(amounts: list[tuple[int, int]]) -> tuple[LineDraft, ...]:
    sums: dict[int, int] = {}
    for account, amount_minor in amounts:
        sums[account] = sums.get(account, 0) + amount_minor
    if any(abs(amount) > INT64_MAX for amount in sums.values()):
        raise OverflowError("the sum does not fit 64 bits")
    rows = sorted((amount < 0, account, amount) for account, amount in sums.items() if amount)
    return tuple(
        LineDraft(line_no=line_no, account_id=account, reason="", item_class="", amount_minor=amount)
        for line_no, (_, account, amount) in enumerate(rows, start=1)
    )


def _require(totals: PeriodTotals) -> None:
    given = {field.name: int(getattr(totals, field.name)) for field in fields(totals)}
    wrong = {name: amount for name, amount in given.items() if amount < 0}
    if wrong:
        raise Problem("negative_amount", f"below zero: {', '.join(sorted(wrong))}",
                      hint="give returns and discounts as positive amounts of their own", where=wrong)  # fmt: skip
    if totals.cost_of_goods_sold_minor < 0:
        raise Problem("more_left_than_there_was", f"{totals.closing_minor} are left of {totals.available_minor}",
                      hint="check the count, or that opening goods and purchases are complete")  # fmt: skip
