"""Periods: the calendar month and the fiscal year that a day falls in, and how many months lie between two days.

Before this: `day`. After this: closes, significance, roll-forwards. Days are numbers since 1970-01-01.
"""

from calendar import monthrange

from lowmark.core.kinds.day import from_day
from lowmark.core.kinds.problems import Problem


def month_of(day: int) -> tuple[int, int]:
    """Return the first and the last day of the calendar month that holds a day.

    Raises: Problem ``day_out_of_range``.

    >>> from lowmark.core.kinds.day import parse_day
    >>> month_of(parse_day("2028-02-10")) == (parse_day("2028-02-01"), parse_day("2028-02-29"))
    True
    """
    when = from_day(day)
    first = day - when.day + 1
    return first, first + monthrange(when.year, when.month)[1] - 1


def fiscal_year(day: int, start_month: int) -> int:
    """Return the calendar year in which the day's fiscal year ends.

    Domain: ``start_month`` is 1 to 12; with 1 the fiscal year is the calendar year.
    Raises: Problem ``bad_start_month`` or ``day_out_of_range``.

    >>> from lowmark.core.kinds.day import parse_day
    >>> fiscal_year(parse_day("2026-06-30"), 7), fiscal_year(parse_day("2026-07-01"), 7)
    (2026, 2027)
    """
    if not 1 <= start_month <= 12:
        raise Problem("bad_start_month", f"a fiscal year cannot start in month {start_month}",
                      hint="use 1 for January to 12 for December", where={"value": start_month})  # fmt: skip
    when = from_day(day)
    return when.year + 1 if when.month >= start_month > 1 else when.year


def months_between(earlier: int, later: int) -> int:
    """Return how many starts of a calendar month lie after ``earlier`` and up to ``later``; negative if reversed.

    >>> from lowmark.core.kinds.day import parse_day
    >>> months_between(parse_day("2026-01-31"), parse_day("2026-02-01"))
    1
    >>> months_between(parse_day("2026-12-31"), parse_day("2026-12-01"))
    0
    """
    start, end = from_day(earlier), from_day(later)
    return (end.year - start.year) * 12 + end.month - start.month
