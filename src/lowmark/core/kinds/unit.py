"""Units of measure: a quantity in one unit, said exactly in another, or not at all.

Before this: `arithmetic`'s limits; a factor of a unit, numerator over denominator. After this: recording, which keeps the
quantity in the base unit and beside it what was written. Nothing is rounded: a third of a carton of ten is no quantity
in millionths, and whoever wrote it has to say which of the two nearest was meant.
"""

from dataclasses import dataclass
from math import gcd
from typing import Final

from lowmark.core.kinds.arithmetic import INT64_MAX
from lowmark.core.kinds.quantity import format_micro

LARGEST: Final = 10**9
"""The largest numerator or denominator that a factor may have."""


@dataclass(frozen=True, slots=True)
class Inexact:
    """A quantity that is no whole number of millionths in the base unit, and the two nearest that are, in its own unit.

    Domain: `below_micro` is zero where nothing that is more than nothing and less than it is exact.
    """

    below_micro: int
    above_micro: int


def in_base_units(*, quantity_micro: int, numerator: int, denominator: int) -> int | Inexact:
    """Return a quantity in millionths of the base unit; or, where that is no whole number, the nearest that would be.

    Units:  quantity_micro: millionths of the unit. The unit is numerator / denominator of the base unit.
    Domain: all three are positive.
    Raises: OverflowError past 64 bits.

    >>> in_base_units(quantity_micro=2_500_000, numerator=12, denominator=1)
    30000000
    >>> in_base_units(quantity_micro=1_000_000, numerator=1, denominator=3)
    Inexact(below_micro=999999, above_micro=1000002)
    """
    assert quantity_micro > 0 and numerator > 0 and denominator > 0
    whole, rest = divmod(quantity_micro * numerator, denominator)
    if rest:
        step = denominator // gcd(numerator, denominator)  # What is a multiple of this converts exactly.
        below = quantity_micro // step * step
        return Inexact(below_micro=below, above_micro=below + step)
    if whole > INT64_MAX:
        raise OverflowError(f"{whole} millionths of the base unit are more than 64 bits hold")
    return whole


def not_exact(quantity_micro: int, unit: str, base_unit: str) -> str:
    """Say that a quantity cannot be said in base units.

    >>> not_exact(1_000_000, "THIRD", "KG")
    '1 THIRD is no exact quantity in KG'
    """
    return f"{format_micro(quantity_micro)} {unit} is no exact quantity in {base_unit}"


def nearest(inexact: Inexact, unit: str) -> str:
    """Say which quantities beside it would be exact.

    >>> nearest(Inexact(999_999, 1_000_002), "THIRD")
    'the nearest that are exact are 0.999999 and 1.000002 THIRD'
    >>> nearest(Inexact(0, 3), "THIRD")
    'the nearest that is exact is 0.000003 THIRD'
    """
    above = f"{format_micro(inexact.above_micro)} {unit}"
    if inexact.below_micro == 0:
        return f"the nearest that is exact is {above}"
    return f"the nearest that are exact are {format_micro(inexact.below_micro)} and {above}"
