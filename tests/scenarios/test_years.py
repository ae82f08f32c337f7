"""A company whose year is of weeks (4-5-4, ending on the Saturday nearest to 31 January) closes it and goes on.

By hand, in CAD. It begins on 2026-01-04, the first day of the last period of its year 2026 (which ends on 2026-01-31),
with 1,000.00 of capital. In that period: 300.00 of fees earned in cash, 100.00 of expenses paid, and, as an adjusting
entry of the year's end, 20.00 of expenses accrued: profit 180.00. In February, the first of 2027: fees of 50.00, a
dividend of 30.00.

    equity at 2026-01-31: capital 1,000.00, retained earnings 180.00
    equity at 2026-02-28: capital 1,000.00, retained earnings 180.00 + 50.00 - 30.00 = 200.00
"""

from datetime import date

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import Company, found
from tests.fresh_store import ENGINES, fresh_store
from tests.scenarios.test_journals_by_hand import approve

YEAR_END, FEBRUARY = date(2026, 1, 31), date(2026, 2, 28)


@pytest.fixture(params=ENGINES)
def company(request):
    with fresh_store(request.param):
        made = found("WEEKS", opens_on=date(2026, 1, 4), months=3, fiscal_year_start_month=2, fiscal_pattern="4-5-4",
                     year_ends="nearest")  # fmt: skip
        made.bring("trial_balance", [("1000", date(2026, 1, 3), "1000.00"), ("3000", date(2026, 1, 3), "-1000.00")],
                   ("account", "as_of", "amount"))  # fmt: skip
        book(made, "FEES", "1000 300.00; 4000 -300.00", date(2026, 1, 10))
        book(made, "COSTS", "6000 100.00; 1000 -100.00", date(2026, 1, 20))
        book(made, "ACCRUED", "6000 20.00; 2200 -20.00", YEAR_END, purpose="adjusting")
        yield made


def book(company: Company, document: str, lines: str, on: date, **given) -> None:
    """Draft, approve and post one journal."""
    made = company.do("draft-journal", company.ada, document=document, on=on, lines=lines, because="x", **given)
    assert made.accepted, made.faults
    approve(company, document)
    company.do("post-journal", company.ben, up_to=on, document=document)


def lines(company: Company, statement: str, **asked) -> list[tuple]:
    found_ = company.do("statements", company.ben, **asked)
    return [(one.section, one.caption, one.posted_minor, one.earlier_minor) for one in found_.lines
            if one.statement == statement]  # fmt: skip


def test_a_year_of_weeks_is_closed_to_retained_earnings_and_reads_the_same(company):
    before = company.do("statements", company.ben, as_of=YEAR_END)
    assert (before.from_on, before.net_income_minor) == (date(2025, 2, 2), 180_00)
    unadjusted = company.do("statements", company.ben, as_of=YEAR_END, stage="unadjusted")
    assert unadjusted.net_income_minor == 200_00
    done = company.do("close-year", company.ben, year=2026)
    assert [(one.book, one.profit_minor, bool(one.entry)) for one in done.books] == [("ifrs", 180_00, True)]
    after = company.do("statements", company.ben, as_of=YEAR_END)
    assert after.lines == before.lines, "a year reads as it was before the entry that closes it"
    closed = {one.account: one.posted_minor for one in company.do(
        "statements", company.ben, as_of=YEAR_END, stage="closed").lines if one.statement == "trial_balance" and one.account}  # fmt: skip
    assert closed == {"1000": 1200_00, "2200": -20_00, "3000": -1000_00, "3100": -180_00}
    again = company.do("close-year", company.ben, year=2026)
    assert again.books[0].entry == "", "nothing is left to close"
    company.do("close", company.root, ends_on=YEAR_END)
    with pytest.raises(Problem, match="closed"):
        company.do("close-year", company.ben, year=2026)


def test_equity_changes_and_earlier_dates_stand_beside(company):
    company.do("close-year", company.ben, year=2026)
    book(company, "MORE", "1000 50.00; 4000 -50.00", date(2026, 2, 10))
    book(company, "PAID", "3200 30.00; 1000 -30.00", date(2026, 2, 20))
    assert lines(company, "changes_in_equity", as_of=FEBRUARY, compare="prior_year_end") == [
        ("Share capital", "At the beginning of the year", 1000_00, 1000_00),
        ("Share capital", "At the end", 1000_00, 1000_00),
        ("Retained earnings", "At the beginning of the year", 180_00, 0),
        ("Retained earnings", "Profit for the year", 50_00, 180_00),
        ("Retained earnings", "Dividends", -30_00, 0),
        ("Retained earnings", "At the end", 200_00, 180_00),
        ("", "Total equity at the beginning of the year", 1180_00, 1000_00),
        ("", "Total equity at the end", 1200_00, 1180_00),
    ]
    said = company.do("statements", company.ben, as_of=FEBRUARY, compare="prior_period")
    assert (said.compared_on, said.compared_from) == (YEAR_END, date(2025, 2, 2))
    assert lines(company, "income_statement", as_of=FEBRUARY, compare="prior_year_end") == [
        ("income", "Revenue", 50_00, 300_00),
        ("expense", "Selling and administrative expenses", 0, 120_00),
        ("", "Net income", 50_00, 180_00),
    ]
    assert lines(company, "income_statement_by_nature", as_of=YEAR_END) == [
        ("income", "Revenue", 300_00, None),
        ("expense", "Other operating expenses", 120_00, None),
        ("", "Net income", 180_00, None),
    ]
    assert company.balances(FEBRUARY)["3100"] == -180_00, "and the ledger's year begins with nothing in its results"
    assert company.do("verify", company.ben).clean


def test_periods_are_those_of_the_calendar():
    with fresh_store("sqlite"), pytest.raises(Problem, match="not the first of a period") as told:
        found("OTHER", opens_on=date(2026, 1, 1), months=1, fiscal_pattern="4-4-5")
    assert "2025-12-28" in told.value.hint
