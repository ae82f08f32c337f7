"""Rate: an exact share or factor as an integer number of millionths (`*_rate_micro`); five percent is 50_000.

Before this: `scaled` (the grammar). After this: policies, estimators, exchange rates of up to six decimals.
"""

from lowmark.core.kinds.scaled import format_scaled, parse_scaled


def parse_rate_micro(text: str) -> int:
    """Return the millionths that a decimal or a percentage says.

    Raises: Problem ``bad_rate``, ``too_many_decimals`` (six as a decimal, four as a percentage) or ``out_of_range``.

    >>> parse_rate_micro("0.05"), parse_rate_micro("5 %"), parse_rate_micro("12.5%"), parse_rate_micro("-1")
    (50000, 50000, 125000, -1000000)
    """
    if text.endswith("%"):
        return parse_scaled(text[:-1].removesuffix(" "), places=4, noun="rate")
    return parse_scaled(text, places=6, noun="rate")


def format_rate_micro(rate_micro: int) -> str:
    """Write a rate as the shortest decimal text, which `parse_rate_micro` reads back.

    >>> format_rate_micro(50_000), format_rate_micro(1_000_000)
    ('0.05', '1')
    """
    return format_scaled(rate_micro, places=6, least=0)


def present_rate(rate_micro: int) -> str:
    """Write a rate as a percentage, which `parse_rate_micro` reads back too.

    >>> present_rate(50_000), present_rate(-125_000)
    ('5 %', '-12.5 %')
    """
    return format_scaled(rate_micro, places=4, least=0) + " %"
