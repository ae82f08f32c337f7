"""Day: the number of days since 1970-01-01, from a date, from text, and back.

Before this: `problems`. After this: every date in the core. Instants do not exist here: an entity's time zone turns
a timestamp into a day at the door.
"""

import re
from datetime import date
from typing import Final

from lowmark.core.kinds.problems import Problem

_EPOCH: Final = date(1970, 1, 1).toordinal()
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

FIRST: Final = 0
LAST: Final = date(2199, 12, 31).toordinal() - _EPOCH


def to_day(when: date) -> int:
    """Return the day number of a date.

    Domain: 1970-01-01 to 2199-12-31.
    Raises: Problem ``day_out_of_range``.

    >>> to_day(date(1970, 1, 2)), to_day(date(2026, 10, 31))
    (1, 20757)
    """
    day = when.toordinal() - _EPOCH
    _require_in_range(day, when.isoformat())
    return day


def from_day(day: int) -> date:
    """Return the date of a day number.

    Raises: Problem ``day_out_of_range``.

    >>> from_day(20757)
    datetime.date(2026, 10, 31)
    """
    _require_in_range(day)
    return date.fromordinal(day + _EPOCH)


def parse_day(text: str) -> int:
    """Return the day number of an ISO date, written in full.

    Raises: Problem ``bad_day`` or ``day_out_of_range``.

    >>> parse_day("2026-10-31")
    20757
    """
    if _ISO.fullmatch(text) is None:
        raise Problem("bad_day", f"{text[:40]!r} is not a date", hint="write it as 2026-10-31",
                      where={"value": text[:40]})  # fmt: skip
    try:
        when = date.fromisoformat(text)
    except ValueError:
        raise Problem("bad_day", f"{text!r} is not in the calendar", hint="check the month and the day",
                      where={"value": text}) from None  # fmt: skip
    return to_day(when)


def _require_in_range(day: int, shown: str = "") -> None:
    if not FIRST <= day <= LAST:
        shown = shown or f"day {day}"
        raise Problem("day_out_of_range", f"{shown} is not between 1970-01-01 and 2199-12-31",
                      hint="check the century", where={"value": shown})  # fmt: skip
