"""An entity goes on beyond the periods that it was set up with: the next follow the last, in its own calendar."""

from datetime import date

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import found


def refused(act, *args: object, **given: object) -> Problem:
    with pytest.raises(Problem) as caught:
        act(*args, **given)
    return caught.value


def test_books_go_on_in_the_next_periods(store):
    company = found("MAPLE", months=2)
    company.items("TENT")
    company.record("PO-1", "TENT", 10, date(2026, 1, 2), value="100.00")
    late = refused(company.record, "SO-1", "TENT", 1, date(2026, 3, 2))
    assert "no period has the day 2026-03-02" in str(late) and "open-periods" in late.hint
    opened = company.do("open-periods", company.root, periods=2)
    assert (opened.periods, opened.starts_on, opened.ends_on) == (2, date(2026, 3, 1), date(2026, 4, 30))
    assert company.record("SO-1", "TENT", 1, date(2026, 3, 2)).value_minor == -10_00
    assert company.do("open-periods", company.ben).ends_on == date(2027, 4, 30)
    report = company.do("verify", company.ben)
    assert report.clean, [(one.name, one.faults) for one in report.checks if one.faults]


def test_quarters_of_weeks_go_on_in_weeks(store):
    """The year ends on 31 January; its first quarter has four weeks, five, and four from 5 April, the next begins on 3 May."""
    company = found("WEEKS", opens_on=date(2026, 1, 4), months=3, fiscal_year_start_month=2, fiscal_pattern="4-5-4",
                    week_ends_on="saturday", year_ends="nearest")  # fmt: skip
    opened = company.do("open-periods", company.root, periods=2)
    assert (opened.starts_on, opened.ends_on) == (date(2026, 4, 5), date(2026, 5, 30))


def test_who_may_not_and_what_cannot_be(store):
    company = found("MAPLE", months=2)
    assert refused(company.do, "open-periods", company.ada).code == "not_granted"
    for given in ({"periods": 0}, {"periods": 241}, {"because": " "}):
        assert refused(company.do, "open-periods", company.root, **given).code == "bad_request"
