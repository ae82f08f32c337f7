"""Fiscal calendars: which fiscal year and period a day falls in, by months or by weeks.

Before this: `day`, `periods`. After this: numbers of entries, closes, statements, comparatives. A year of weeks ends on the
last such weekday of its last month, or on the one nearest to that month's end; so it has 52 weeks, and every five or six
years 53, of which the last belongs to the last period. Sources: IAS 1.36, 1.37; Regulation S-X 3-12; retail calendars of
quarters of 4-4-5, 4-5-4 and 5-4-4 weeks.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

from lowmark.core.kinds.day import to_day
from lowmark.core.kinds.periods import fiscal_year
from lowmark.core.kinds.problems import Problem

MONTHS: Final = "months"
PATTERNS: Final = (MONTHS, "4-4-5", "4-5-4", "5-4-4")
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
YEAR_ENDS: Final = ("last", "nearest")
_WEEK: Final = 7

Span = tuple[int, int]
"""The first and the last day of a period or a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FiscalCalendar:
    """How an entity divides time.

    Domain: ``start_month`` is the month in which, or about whose first day, the fiscal year starts. ``week_ends_on`` and
            ``year_ends`` matter to patterns of weeks alone.
    Raises: Problem ``bad_calendar``.
    """

    start_month: int = 1
    pattern: str = MONTHS
    week_ends_on: str = "saturday"
    year_ends: str = "last"

    def __post_init__(self) -> None:
        """Refuse what is no calendar."""
        if not (1 <= self.start_month <= 12 and self.pattern in PATTERNS and self.week_ends_on in WEEKDAYS
                and self.year_ends in YEAR_ENDS):  # fmt: skip
            raise Problem("bad_calendar", "there is no such fiscal calendar",
                          hint=f"a month of 1 to 12; {', '.join(PATTERNS)}; a weekday; {' or '.join(YEAR_ENDS)}")  # fmt: skip

    def year_of(self, day: int) -> int:
        """Return the fiscal year of a day, named after the calendar year in which its last month ends.

        >>> from lowmark.core.kinds.day import parse_day
        >>> FiscalCalendar(start_month=2, pattern="4-5-4", year_ends="nearest").year_of(parse_day("2024-02-03"))
        2024
        """
        by_months = fiscal_year(day, self.start_month)
        if self.pattern == MONTHS:
            return by_months
        return next(year for year in (by_months - 1, by_months, by_months + 1) if day <= self._ends(year))

    def year(self, year: int) -> Span:
        """Return the first and the last day of a fiscal year.

        >>> from lowmark.core.kinds.day import from_day
        >>> first, last = FiscalCalendar(start_month=2, pattern="4-5-4", year_ends="nearest").year(2024)
        >>> str(from_day(first)), str(from_day(last)), (last - first + 1) // 7
        ('2023-01-29', '2024-02-03', 53)
        """
        return self._ends(year - 1) + 1, self._ends(year)

    def periods(self, year: int) -> tuple[Span, ...]:
        """Return the twelve periods of a fiscal year, in order.

        >>> spans = FiscalCalendar(start_month=2, pattern="4-5-4", year_ends="nearest").periods(2024)
        >>> [(last - first + 1) // 7 for first, last in spans]
        [4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 5]
        """
        first, last = self.year(year)
        starts = [first]
        if self.pattern == MONTHS:
            before = self.start_month - (1 if self.start_month == 1 else 13)
            starts = [_month_end(year, before + place) + 1 for place in range(12)]
        else:
            for weeks in [int(one) for one in self.pattern.split("-")] * 4:
                starts.append(starts[-1] + weeks * _WEEK)
            starts = starts[:12]
        ends = [start - 1 for start in starts[1:]]
        assert starts[0] == first
        return tuple(zip(starts, [*ends, last], strict=True))

    def period_of(self, day: int) -> Span:
        """Return the period that a day is in.

        >>> from lowmark.core.kinds.day import parse_day
        >>> FiscalCalendar().period_of(parse_day("2026-02-10")) == (parse_day("2026-02-01"), parse_day("2026-02-28"))
        True
        """
        return next(span for span in self.periods(self.year_of(day)) if span[0] <= day <= span[1])

    def year_before(self, day: int) -> int:
        """Return the day at the same place in the fiscal year before: a period's end there for a period's end here.

        >>> from lowmark.core.kinds.day import from_day, parse_day
        >>> str(from_day(FiscalCalendar().year_before(parse_day("2025-02-28"))))
        '2024-02-29'
        """
        year = self.year_of(day)
        place, (starts, ends) = next(one for one in enumerate(self.periods(year)) if one[1][0] <= day <= one[1][1])
        first, last = self.periods(year - 1)[place]
        return last if day == ends else min(first + day - starts, last)

    def _ends(self, year: int) -> int:
        """Return the last day of a fiscal year."""
        nominal = _month_end(year, self.start_month - 1 or 12)
        if self.pattern == MONTHS:
            return nominal
        back = (_weekday(nominal) - WEEKDAYS.index(self.week_ends_on)) % _WEEK
        return nominal - back + (_WEEK if self.year_ends == "nearest" and back > _WEEK // 2 else 0)


def _month_end(year: int, month: int) -> int:
    """Return the last day of a month; month 0 is December of the year before, month -1 November, and so on."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return to_day(date(year, month, monthrange(year, month)[1]))


def _weekday(day: int) -> int:
    """Return the weekday, 0 for Monday: the first of January 1970 was a Thursday."""
    return (day + 3) % _WEEK
