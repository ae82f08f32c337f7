"""Read the totals of a request: amounts in the book's currency, ratios and indices as exact fractions."""

from dataclasses import fields
from fractions import Fraction

from lowmark.core.estimates.ratios import Ratio
from lowmark.core.estimates.retail import RetailTotals
from lowmark.core.kinds.money import parse_minor
from lowmark.core.kinds.problems import Problem
from lowmark.services.operations.estimate_inventory import Request

LARGEST = 10**15
"""No part of a ratio may be larger: products of two of them are kept exactly, in 64 bits where they are stored."""


def amount(text: str, currency: str) -> int:
    """Return an amount; nothing said is nothing.

    Raises: Problem as the grammar of money words it.
    """
    return parse_minor(text, currency) if text else 0


def totals(request: Request, currency: str, *, before: RetailTotals | None = None) -> RetailTotals:
    """Return a department's totals: those given, on top of those of the year that were taken over."""
    names = [field.name for field in fields(RetailTotals) if field.name.endswith("_minor")]
    given = {name: getattr(request, name.removesuffix("_minor"), "") for name in names}
    return RetailTotals(department=request.pool, **{
        name: amount(text, currency) + (getattr(before, name) if before else 0) for name, text in given.items()
    })  # fmt: skip


def ratio(text: str, name: str) -> Ratio:
    """Return a ratio that is written as a decimal, a percentage or a fraction, in its lowest terms.

    Raises: Problem `bad_request`.

    >>> ratio("1.05", "index"), ratio("35 %", "margin"), ratio("178/334", "ratio")
    ((21, 20), (7, 20), (89, 167))
    """
    words = text.strip()
    scale = 100 if words.endswith("%") else 1
    try:
        found = Fraction(words.removesuffix("%").strip()) / scale
    except (ValueError, ZeroDivisionError):
        found = Fraction(-1)
    if found < 0 or max(found.numerator, found.denominator) > LARGEST:
        raise Problem("bad_request", f"{text[:40]!r} is no {name}", hint='write it as "1.05", "35 %" or "178/334"')
    return found.numerator, found.denominator


def places(text: str) -> int | None:
    """Return to how many places a ratio is rounded; none where it stays exact.

    Raises: Problem `bad_request`.
    """
    if text and not text.isdigit():
        raise Problem("bad_request", f"a ratio is not rounded to {text[:40]!r} places", hint="give a whole number")
    return int(text) if text else None


def said(part: Ratio) -> str:
    """Write a ratio: as a decimal where it is one, else as a fraction.

    >>> said((21, 20)), said((2, 3)), said((3, 1))
    ('1.05', '2/3', '3')
    """
    over, under = part
    for digits in range(13):
        scaled, rest = divmod(over * 10**digits, under)
        if rest == 0:
            whole, decimals = divmod(scaled, 10**digits)
            return f"{whole}.{decimals:0{digits}d}" if digits else str(whole)
    return f"{over}/{under}"
