"""Closing entries of a periodic system: they balance, empty what they close, and leave what was counted and what was sold."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.journal.periodic_inventory import PeriodicAccounts, PeriodTotals, close_periodic
from lowmark.core.kinds.problems import Problem

YEAR_END = date(2026, 12, 31)
APART = PeriodicAccounts(inventory=1, purchases=2, freight_in=3, purchase_returns=4, purchase_discounts=5,
                         cost_of_goods_sold=6)  # fmt: skip
TOGETHER = PeriodicAccounts(inventory=1, purchases=2, freight_in=2, purchase_returns=2, purchase_discounts=2,
                            cost_of_goods_sold=6)  # fmt: skip
MINOR = st.integers(0, 10**12)


@st.composite
def years(draw):
    opening, purchases, freight = draw(MINOR), draw(MINOR), draw(MINOR)
    returns = draw(st.integers(0, purchases))
    discounts = draw(st.integers(0, purchases - returns))
    closing = draw(st.integers(0, opening + purchases + freight - returns - discounts))
    return PeriodTotals(opening_minor=opening, purchases_minor=purchases, freight_in_minor=freight, closing_minor=closing,
                        purchase_returns_minor=returns, purchase_discounts_minor=discounts)  # fmt: skip


def close(totals, accounts=APART):
    return close_periodic(totals=totals, accounts=accounts, accounting_on=YEAR_END, document="CLOSE")


def of_the_year(totals, accounts):
    """Return the balances before the close, as the year's own entries have made them; debit positive."""
    balances = Counter()
    for account, amount in (
        (accounts.inventory, totals.opening_minor),
        (accounts.purchases, totals.purchases_minor),
        (accounts.freight_in, totals.freight_in_minor),
        (accounts.purchase_returns, -totals.purchase_returns_minor),
        (accounts.purchase_discounts, -totals.purchase_discounts_minor),
    ):
        balances[account] += amount
    return balances


@given(totals=years(), accounts=st.sampled_from([APART, TOGETHER]))
def test_what_is_left_is_what_was_counted_and_what_was_sold(totals, accounts):
    balances = of_the_year(totals, accounts)
    for entry in close(totals, accounts):
        assert sum(line.amount_minor for line in entry.lines) == 0
        assert [line.line_no for line in entry.lines] == list(range(1, len(entry.lines) + 1))
        assert all(line.amount_minor for line in entry.lines)
        for line in entry.lines:
            balances[line.account_id] += line.amount_minor

    left = {account: amount for account, amount in balances.items() if amount}
    expected = {accounts.inventory: totals.closing_minor, accounts.cost_of_goods_sold: totals.cost_of_goods_sold_minor}
    assert left == {account: amount for account, amount in expected.items() if amount}


@given(totals=years(), data=st.data())
def test_a_write_down_is_in_what_was_sold_where_what_is_left_is_carried_lower(totals, data):
    """Income is the same, whether an allowance is posted apart or not."""
    lower = data.draw(st.integers(0, totals.closing_minor))
    direct = PeriodTotals(opening_minor=totals.available_minor, purchases_minor=0, closing_minor=lower)
    assert direct.cost_of_goods_sold_minor == totals.cost_of_goods_sold_minor + totals.closing_minor - lower


def test_a_year_without_purchases_has_two_entries():
    made = close(PeriodTotals(opening_minor=50, purchases_minor=0, closing_minor=20))
    assert [entry.event for entry in made] == ["close_opening_inventory", "close_ending_inventory"]


@pytest.mark.parametrize(
    "totals, code",
    [
        (PeriodTotals(opening_minor=1, purchases_minor=1, closing_minor=3), "more_left_than_there_was"),
        (PeriodTotals(opening_minor=-1, purchases_minor=9, closing_minor=3), "negative_amount"),
    ],
)
def test_what_cannot_be_closed_is_refused(totals, code):
    with pytest.raises(Problem, match=code):
        close(totals)


def test_what_is_past_64_bits_overflows():
    with pytest.raises(OverflowError):
        close(PeriodTotals(opening_minor=2**63, purchases_minor=0, closing_minor=0))
