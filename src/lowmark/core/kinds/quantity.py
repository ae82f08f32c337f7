"""Quantity: an integer number of millionths of an item's base unit (`*_micro`).

Before this: `scaled` (the grammar). After this: every quantity.
"""

from typing import Final

from lowmark.core.kinds.scaled import format_scaled, parse_scaled

MICRO: Final = 1_000_000
"""Millionths in one base unit."""


def parse_micro(text: str) -> int:
    """Return the millionths that a decimal text says.

    Raises: Problem ``bad_quantity``, ``too_many_decimals`` or ``out_of_range``.

    >>> parse_micro("2.5"), parse_micro("-0.000001")
    (2500000, -1)
    """
    return parse_scaled(text, places=6, noun="quantity")


def format_micro(micro: int) -> str:
    """Write millionths as the shortest decimal text, which `parse_micro` reads back.

    >>> format_micro(2_500_000), format_micro(-1), format_micro(3_000_000)
    ('2.5', '-0.000001', '3')
    """
    return format_scaled(micro, places=6, least=0)
