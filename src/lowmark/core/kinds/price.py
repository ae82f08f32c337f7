"""Unit price: evidence, an integer number of millionths of a currency unit (`*_price_micro`), never a stored cost.

Before this: `scaled` (the grammar). After this: evidence, assessment.
"""

from lowmark.core.kinds.currency import exponent
from lowmark.core.kinds.scaled import format_scaled, parse_scaled


def parse_price_micro(text: str) -> int:
    """Return the millionths of a currency unit that a decimal text says.

    Raises: Problem ``bad_price``, ``too_many_decimals`` or ``out_of_range``.

    >>> parse_price_micro("19.99")
    19990000
    """
    return parse_scaled(text, places=6, noun="price")


def format_price_micro(price_micro: int) -> str:
    """Write a price as the shortest decimal text, which `parse_price_micro` reads back.

    >>> format_price_micro(19_990_000), format_price_micro(1)
    ('19.99', '0.000001')
    """
    return format_scaled(price_micro, places=6, least=0)


def quantity_priced_micro(currency: str) -> int:
    """Return the quantity for which a price in millionths says, as it stands, minor units of a currency.

    So a price is an exact amount for a quantity, and nothing has to be rounded to say it.

    >>> quantity_priced_micro("EUR")  # 5.25 a unit, 5_250_000, is 5_250_000 cents for ten thousand units.
    10000000000
    """
    return int(10 ** (12 - exponent(currency)))
