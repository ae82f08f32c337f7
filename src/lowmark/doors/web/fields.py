"""Read a form's fields: what cannot be read is a problem with words, never a guess.

Before this: a browser's form. After this: `pages`.
"""

import re
from datetime import date, timedelta

from lowmark.core.kinds.problems import Problem

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day(text: str, field: str) -> date:
    """Return the date that a field says.

    Raises: Problem ``bad_request``.

    >>> day("2026-10-31", "as of")
    datetime.date(2026, 10, 31)
    """
    try:
        if _ISO.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Problem("bad_request", f"{text[:40]!r} is not a date", hint="write it as 2026-10-31", where={"field": field})


def optional_day(text: str, field: str) -> date | None:
    """Return the date that a field says; null where it is empty.

    Raises: Problem ``bad_request``.
    """
    return day(text, field) if text else None


def sequence(text: str, field: str) -> int:
    """Return the known sequence that a field says; zero, for now, where it is empty.

    Raises: Problem ``bad_request``.

    >>> sequence("", "known"), sequence("1042", "known")
    (0, 1042)
    """
    if text and not re.fullmatch(r"[0-9]{1,18}", text):
        raise Problem("bad_request", f"{text[:40]!r} is not a sequence number", hint="a whole number; 0 is now",
                      where={"field": field})  # fmt: skip
    return int(text or 0)


def whole(text: str, field: str, *, most: int) -> int:
    """Return the whole number that a field says, of either sign; zero where it is empty.

    Raises: Problem ``bad_request``.

    >>> whole("-10", "price", most=50), whole("", "price", most=50)
    (-10, 0)
    """
    if text and (not re.fullmatch(r"[+-]?[0-9]{1,4}", text) or abs(int(text)) > most):
        raise Problem("bad_request", f"{text[:40]!r} is not a whole number up to {most}", hint=f"-{most} to {most}",
                      where={"field": field})  # fmt: skip
    return int(text or 0)


def last_month_end(today: date) -> date:
    """Return the end of the month before: the day that most questions are about.

    >>> last_month_end(date(2026, 11, 22)).isoformat()
    '2026-10-31'
    """
    return today.replace(day=1) - timedelta(days=1)
