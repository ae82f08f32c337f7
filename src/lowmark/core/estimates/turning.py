"""How often stock turns, and how long it lasts.

Before this: cost at two dates and what was sold between them. After this: a trend. Source: Kieso, Weygandt and Warfield,
"Intermediate Accounting", appendix on ratio analysis.
"""

from dataclasses import dataclass

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.quantity import MICRO

YEAR = 365


@dataclass(frozen=True, slots=True)
class Turnover:
    """Turns in a year, in millionths; and days on hand, none where nothing went."""

    turnover_micro: int
    days_on_hand: int | None


def turnover(*, opening_minor: int, closing_minor: int, sold_minor: int, days: int) -> Turnover:
    """Return how often stock would turn in a year, and how many days it would last, at the rate of some days.

    Domain: of the mean of the two ends; where nothing stood there, nothing turned.

    >>> turnover(opening_minor=100, closing_minor=140, sold_minor=30, days=30)
    Turnover(turnover_micro=3041667, days_on_hand=120)
    """
    assert days > 0
    twice = opening_minor + closing_minor
    if sold_minor <= 0 or twice <= 0:
        return Turnover(0, None)
    return Turnover(
        multiply_divide_round(sold_minor * 2 * YEAR, MICRO, twice * days),
        multiply_divide_round(twice, days, 2 * sold_minor),
    )
