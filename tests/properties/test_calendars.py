"""Fiscal calendars: years and periods tile time, and agree with the years that companies have published."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.kinds.calendars import MONTHS, PATTERNS, WEEKDAYS, YEAR_ENDS, FiscalCalendar
from lowmark.core.kinds.day import from_day, to_day

CALENDARS = st.builds(
    FiscalCalendar, start_month=st.integers(1, 12), pattern=st.sampled_from(PATTERNS),
    week_ends_on=st.sampled_from(WEEKDAYS), year_ends=st.sampled_from(YEAR_ENDS),
)  # fmt: skip
YEARS = st.integers(1990, 2090)


@given(CALENDARS, YEARS)
def test_periods_tile_the_year_and_years_tile_time(calendar, year):
    first, last = calendar.year(year)
    spans = calendar.periods(year)
    assert (spans[0][0], spans[-1][1], len(spans)) == (first, last, 12)
    assert all(ends + 1 == starts for (_, ends), (starts, _) in pairwise(spans))
    assert calendar.year(year + 1)[0] == last + 1
    assert {calendar.year_of(day) for day in (first, last)} == {year}
    if calendar.pattern != MONTHS:
        assert (last - first + 1) // 7 in {52, 53} and (last - first + 1) % 7 == 0
        assert WEEKDAYS[from_day(last).weekday()] == calendar.week_ends_on
        weeks = [(ends - starts + 1) // 7 for starts, ends in spans]
        assert weeks[:11] == [int(one) for one in calendar.pattern.split("-") * 4][:11]


@given(CALENDARS, st.integers(to_day(date(1995, 1, 1)), to_day(date(2085, 1, 1))))
def test_a_day_is_in_its_period_and_its_place_a_year_before_is_in_the_year_before(calendar, day):
    starts, ends = calendar.period_of(day)
    assert starts <= day <= ends
    before = calendar.year_before(day)
    assert calendar.year_of(before) == calendar.year_of(day) - 1
    assert calendar.periods(calendar.year_of(before))[calendar.periods(calendar.year_of(day)).index((starts, ends))][
        1
    ] == (calendar.year_before(ends))


def test_years_as_published():
    """Apple's years end on the last Saturday of September; the retail calendar's about the end of January: 53 weeks in 2023."""
    apple = FiscalCalendar(start_month=10, pattern="4-4-5")
    assert [str(from_day(apple.year(year)[1])) for year in range(2017, 2025)] == [
        "2017-09-30", "2018-09-29", "2019-09-28", "2020-09-26", "2021-09-25", "2022-09-24", "2023-09-30", "2024-09-28",
    ]  # fmt: skip
    retail = FiscalCalendar(start_month=2, pattern="4-5-4", year_ends="nearest")
    assert [str(from_day(retail.year(year)[1])) for year in range(2019, 2026)] == [
        "2019-02-02", "2020-02-01", "2021-01-30", "2022-01-29", "2023-01-28", "2024-02-03", "2025-02-01",
    ]  # fmt: skip
