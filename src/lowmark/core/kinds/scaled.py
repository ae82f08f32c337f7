"""Decimal text to scaled integer and back: the one strict grammar behind money, quantity, price and rate.

Before this: `arithmetic` (limits), `problems`. After this: `money`, `quantity`, `price`, `rate`. The grammar is an
optional minus, ASCII digits, and optionally a point with ASCII digits. There are no thousands separators, no
exponents and no spaces, and a decimal too many is an error: text is never rounded.
"""

import re

from lowmark.core.kinds.arithmetic import INT64_MAX
from lowmark.core.kinds.problems import Problem

_DECIMAL = re.compile(r"(-?)([0-9]{1,40})(?:\.([0-9]{1,40}))?")


def parse_scaled(text: str, *, places: int, noun: str) -> int:
    """Return ``text * 10**places`` as an integer, or say what is wrong with it.

    Domain: ``|result| < 2**63``.
    Raises: Problem ``bad_<noun>``, ``too_many_decimals`` or ``out_of_range``.

    >>> parse_scaled("-12.5", places=2, noun="amount")
    -1250
    """
    matched = _DECIMAL.fullmatch(text)
    if matched is None:
        raise Problem(f"bad_{noun}", f"{text[:60]!r} is not a plain decimal number",
                      hint="write it as 1234.5, with a point, and without separators, exponent or spaces",
                      where={"value": text[:60]})  # fmt: skip
    sign, whole, fraction = matched[1], matched[2], matched[3] or ""
    if len(fraction) > places:
        raise Problem("too_many_decimals", f"{text!r} has {len(fraction)} decimals and this {noun} takes {places}",
                      hint="round it where you know how; it is never rounded on the way in",
                      where={"value": text})  # fmt: skip
    magnitude = int(whole + fraction.ljust(places, "0"))
    if magnitude > INT64_MAX:
        raise Problem("out_of_range", f"{text!r} is too large for a 64-bit {noun}", where={"value": text})
    return -magnitude if sign else magnitude


def format_scaled(value: int, *, places: int, least: int | None = None) -> str:
    """Write a scaled integer as decimal text, with at least ``least`` decimals (all ``places`` by default).

    >>> format_scaled(1_500_000, places=6, least=0), format_scaled(-5, places=2), format_scaled(7, places=0)
    ('1.5', '-0.05', '7')
    """
    digits = str(abs(value)).rjust(places + 1, "0")
    whole, fraction = digits[: len(digits) - places], digits[len(digits) - places :]
    kept = places if least is None else max(least, len(fraction.rstrip("0")))
    return ("-" if value < 0 else "") + whole + ("." + fraction[:kept] if kept else "")
