"""Exchange: an amount of one currency in another, at a rate of two whole numbers, rounded once.

Before this: rates as they are quoted, either way round. After this: translation, remeasurement, margins of layers.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.currency import exponent
from lowmark.core.kinds.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """So many units of one currency for one of another.

    Units:  major units of both: ``numerator / denominator`` of the one for one of the other.
    Domain: both parts are positive.
    """

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        """Refuse a rate that is nothing, or less."""
        if self.numerator <= 0 or self.denominator <= 0:
            raise Problem("bad_rate", f"{self.numerator} for {self.denominator} is no exchange rate",
                          hint="a rate is more than nothing; turn it round if it is quoted the other way")  # fmt: skip

    @classmethod
    def of(cls, text: str) -> Self:
        """Return the rate that a decimal says, exactly.

        >>> Rate.of("1.3720")
        Rate(numerator=13720, denominator=10000)
        """
        sign, digits, places = Decimal(text).as_tuple()
        assert isinstance(places, int), "a rate is a plain number"
        whole = int("".join(map(str, digits))) * (-1 if sign else 1)
        return cls(numerator=whole * 10 ** max(places, 0), denominator=10 ** max(-places, 0))

    def inverse(self) -> "Rate":
        """Return the rate the other way round: for one quoted as units of the foreign currency.

        >>> Rate(numerator=152, denominator=1).inverse()
        Rate(numerator=1, denominator=152)
        """
        return Rate(numerator=self.denominator, denominator=self.numerator)

    def over(self, other: "Rate") -> "Rate":
        """Return the rate between two currencies of which each has one to the same third.

        >>> Rate.of("1.5").over(Rate.of("0.5"))
        Rate(numerator=150, denominator=50)
        """
        return Rate(numerator=self.numerator * other.denominator, denominator=self.denominator * other.numerator)


ONE = Rate(numerator=1, denominator=1)


def exchange(amount_minor: int, *, rate: Rate, of: str, into: str) -> int:
    """Return an amount of minor units of one currency in minor units of another, rounded once, half to even.

    Raises: Problem ``unknown_currency``; OverflowError where the result does not fit 64 bits.

    >>> exchange(50_000_000_000, rate=Rate(numerator=1, denominator=152), of="JPY", into="USD")
    32894736842
    >>> exchange(1_000, rate=Rate.of("1.5"), of="USD", into="KWD")
    15000
    """
    return multiply_divide_round(
        amount_minor, rate.numerator * 10 ** exponent(into), rate.denominator * 10 ** exponent(of)
    )
