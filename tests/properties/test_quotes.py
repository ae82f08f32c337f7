"""Rates of exchange: the last quote holds for a month, a third currency crosses two others, a mean is of quoted days."""

from datetime import date

import pytest

from lowmark.core.consolidation.exchange import Rate
from lowmark.core.consolidation.quotes import Quote, Quotes
from lowmark.core.kinds.problems import Problem

QUOTES = Quotes([
    Quote("EUR", "USD", date(2026, 1, 2), 11, 10), Quote("EUR", "CAD", date(2026, 1, 2), 3, 2),
    Quote("EUR", "USD", date(2026, 1, 5), 12, 10), Quote("EUR", "CAD", date(2026, 1, 5), 3, 2),
    Quote("EUR", "TRY", date(2025, 6, 2), 45, 1),
])  # fmt: skip


def same(rate: Rate, numerator: int, denominator: int) -> bool:
    return rate.numerator * denominator == numerator * rate.denominator


def test_a_quote_holds_over_the_week_end_and_for_a_month():
    assert same(QUOTES.on("EUR", "USD", date(2026, 1, 4)), 11, 10)
    assert same(QUOTES.on("USD", "EUR", date(2026, 1, 5)), 10, 12)
    assert same(QUOTES.on("EUR", "USD", date(2026, 2, 5)), 12, 10)
    for of, on in (
        ("USD", date(2026, 2, 6)),
        ("TRY", date(2026, 1, 5)),
        ("USD", date(2026, 1, 1)),
        ("GBP", date(2026, 1, 5)),
    ):
        with pytest.raises(Problem) as raised:
            QUOTES.on(of, "EUR", on)
        assert raised.value.code == "no_rate"


def test_two_currencies_are_crossed_by_a_third():
    assert same(QUOTES.on("USD", "CAD", date(2026, 1, 2)), 15, 11)
    assert same(QUOTES.on("CAD", "USD", date(2026, 1, 2)), 11, 15)


def test_a_mean_is_of_the_days_that_are_quoted():
    """By hand: (1.1 + 1.2) / 2 = 1.15; and of 15/11 and 15/12, 345/264."""
    assert same(QUOTES.average("EUR", "USD", date(2026, 1, 1), date(2026, 1, 31)), 115, 100)
    assert same(QUOTES.average("USD", "CAD", date(2026, 1, 1), date(2026, 1, 31)), 345, 264)
    assert same(QUOTES.average("EUR", "USD", date(2026, 1, 10), date(2026, 1, 31)), 12, 10)


def test_where_rates_begin_later_than_a_holding_the_first_one_holds():
    assert same(QUOTES.since("EUR", "USD", date(2020, 1, 1)), 11, 10)
    assert same(QUOTES.since("CAD", "CAD", date(2020, 1, 1)), 1, 1)
