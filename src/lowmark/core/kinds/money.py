"""Money: an integer number of minor units of a currency (`*_minor`), from text, to text, and for the eye.

Before this: `currency` (how many decimals), `scaled` (the grammar). After this: every amount. Source: ISO 4217.
"""

from lowmark.core.kinds.currency import exponent
from lowmark.core.kinds.scaled import format_scaled, parse_scaled


def parse_minor(text: str, currency: str) -> int:
    """Return the minor units that a decimal text says.

    Domain: an optional minus, digits, optionally a point and digits; ``|result| < 2**63``.
    Raises: Problem ``bad_amount``, ``too_many_decimals``, ``out_of_range`` or ``unknown_currency``.

    >>> parse_minor("1234.5", "EUR"), parse_minor("-1234", "JPY"), parse_minor("0.001", "KWD")
    (123450, -1234, 1)
    """
    return parse_scaled(text, places=exponent(currency), noun="amount")


def format_minor(minor: int, currency: str) -> str:
    """Write minor units as a decimal text which `parse_minor` reads back.

    >>> format_minor(123450, "EUR"), format_minor(-5, "EUR"), format_minor(1234, "JPY")
    ('1234.50', '-0.05', '1234')
    """
    return format_scaled(minor, places=exponent(currency))


def present_minor(minor: int, currency: str) -> str:
    """Write minor units for a statement: thousands separated, negatives in parentheses.

    >>> present_minor(123456789, "EUR"), present_minor(-123450, "EUR"), present_minor(0, "JPY")
    ('1,234,567.89', '(1,234.50)', '0')
    """
    whole, point, fraction = format_minor(abs(minor), currency).partition(".")
    shown = f"{int(whole):,}{point}{fraction}"
    return f"({shown})" if minor < 0 else shown
