"""Write a cell's value as the text that it would be in a CSV file: the number a person reads, the day, the word.

Before this: `sheet` has found the cell's type, format and raw value. After this: the grammar of all files, which judges
the text. Here a cell is refused only where its text would say something else than the cell: an error, a formula without
a result, more digits than a spreadsheet holds, a time of day.

Sources: ECMA-376 part 1, 18.17.4 (dates), 18.18.11 (cell types), 22.4.2.4 (escaped characters); IEEE 754.
"""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from lowmark.interchange.workbook.markup import Unreadable

DIGITS: Final = 15
"""A spreadsheet keeps so many digits of a number; a binary float holds that many and no more in every case."""

Said = tuple[str, str]
"""A text, and the code of what is wrong with the cell: empty where nothing is."""

_PLAIN: Final = re.compile(r"(?:-?(?:[1-9][0-9]*|0(?=\.))(?:\.[0-9]*[1-9])?|0)").fullmatch
_NUMBER: Final = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MIDNIGHT: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T00:00(?::00(?:\.0+)?)?)?")
_NOT_FORMAT: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hmsHMS]+\])[^\]]*\]')
_DAY_PARTS: Final = frozenset("dmyhsDMYHS")
_DAY_FORMATS: Final = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_LAST: Final = 2_958_465


def number_text(raw: str) -> Said:
    """Return the plain decimal that a person reads in a number cell.

    >>> number_text("3"), number_text("0.10000000000000001"), number_text("1E-07")
    (('3', ''), ('0.1', ''), ('0.0000001', ''))
    >>> number_text("0.30000000000000004"), number_text("12345678901234568")
    (('0.30000000000000004', 'too_precise'), ('12345678901234568', 'too_precise'))
    """
    # A plain decimal of so few digits is what the float nearest to it is written as.
    if len(raw) <= DIGITS and _PLAIN(raw):
        return raw, ""
    if not _NUMBER.fullmatch(raw):
        raise Unreadable("a number that is none")
    held = float(raw)
    if held in {float("inf"), float("-inf")}:
        return raw, "too_precise"
    plain = format(Decimal(repr(held)), "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    if plain == "-0":
        plain = "0"
    digits = plain.lstrip("-").replace(".", "").lstrip("0")
    return plain, "too_precise" if len(digits) > DIGITS else ""


def day_text(raw: str, *, from_1904: bool) -> Said:
    """Return the day of a number that is formatted as one. There is no 29 February 1900, whatever the number 60 says.

    >>> day_text("46326", from_1904=False), day_text("44864", from_1904=True), day_text("60", from_1904=False)
    (('2026-10-31', ''), ('2026-10-31', ''), ('60', 'no_day'))
    >>> day_text("46326.25", from_1904=False)
    ('2026-10-31 06:00', 'time_of_day')
    """
    plain, _ = number_text(raw)
    number = Decimal(plain)
    whole = int(number)
    if number < 0 or whole > _LAST or (not from_1904 and (whole < 1 or whole == 60)):
        return plain, "no_day"
    if from_1904:
        day = date(1904, 1, 1) + timedelta(days=min(whole, _LAST - 1462))
    else:
        day = date(1899, 12, 30 if whole > 60 else 31) + timedelta(days=whole)
    if number == whole:
        return day.isoformat(), ""
    minutes = int((number - whole) * 24 * 60)
    return f"{day.isoformat()} {minutes // 60:02d}:{minutes % 60:02d}", "time_of_day"


def written_day(raw: str) -> Said:
    """Return the day of a cell that writes it out.

    >>> written_day("2026-10-31T00:00:00"), written_day("2026-10-31T06:00:00")
    (('2026-10-31', ''), ('2026-10-31T06:00:00', 'time_of_day'))
    """
    found = _MIDNIGHT.fullmatch(raw)
    return (found.group(1), "") if found else (raw, "time_of_day" if "T" in raw else "no_day")


def unescape(text: str) -> str:
    r"""Return a text with its escaped characters in place; halves of a pair stay as they are written.

    >>> unescape("a_x000A_b"), unescape("_x005F_x000A_"), unescape("_xD800_")
    ('a\nb', '_x000A_', '_xD800_')
    """
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: "re.Match[str]") -> str:
    number = int(found.group(1), 16)
    return found.group(0) if 0xD800 <= number < 0xE000 else chr(number)


def shows_days(number: int, code: str) -> bool:
    """Say whether a number format shows days or times: by its number, or by what its code asks for.

    >>> shows_days(14, ""), shows_days(164, "yyyy-mm-dd"), shows_days(164, '0.00" USD"'), shows_days(2, "")
    (True, True, False, False)
    >>> shows_days(164, "[Red]0.00"), shows_days(164, "[h]:mm"), shows_days(164, "[$-409]mmm d")
    (False, True, True)
    """
    if not code:
        return number in _DAY_FORMATS
    return bool(_DAY_PARTS & set(_NOT_FORMAT.sub("", code)))
