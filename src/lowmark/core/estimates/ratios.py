"""Ratios: two integers, kept apart until the one rounding; and that rounding.

Before this: `kinds.arithmetic`. After this: every method of this stage. A cost-to-retail ratio of 1 143 323 to 1 874 300
is kept as just that. Where a source rounds a ratio before it uses it (61 %, 53.3 %), the caller says to how many places.
"""

from collections.abc import Mapping
from math import gcd

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem

Ratio = tuple[int, int]
"""A numerator and a denominator; the denominator is positive."""

ONE: Ratio = (1, 1)
PLACES_AT_MOST = 12


def make_ratio(*, numerator: int, denominator: int, name: str) -> Ratio:
    """Return a ratio in its lowest terms.

    Domain: neither part is negative, and a ratio to nothing is none.
    Raises: Problem ``no_ratio``.

    >>> make_ratio(numerator=66_300, denominator=88_400, name="cost to retail")
    (3, 4)
    """
    if denominator <= 0 or numerator < 0:
        raise Problem("no_ratio", f"{numerator} to {denominator} is no ratio of {name}",
                      hint="check the totals that it is made of", where={"ratio": name})  # fmt: skip
    shared = gcd(numerator, denominator)
    return numerator // shared, denominator // shared


def round_ratio(*, ratio: Ratio, places: int | None) -> Ratio:
    """Return a ratio rounded half to even to so many decimal places; none leaves it exact.

    Domain: ``0 <= places <= 12``; a percentage without decimals has two places.
    Raises: Problem ``bad_places``.

    >>> round_ratio(ratio=(17_800, 33_400), places=3), round_ratio(ratio=(2, 3), places=None)
    ((533, 1000), (2, 3))
    """
    if places is None:
        return ratio
    if not 0 <= places <= PLACES_AT_MOST:
        raise Problem("bad_places", f"a ratio is not rounded to {places} places", hint=f"use 0 to {PLACES_AT_MOST}",
                      where={"places": places})  # fmt: skip
    return multiply_divide_round(ratio[0], 10**places, ratio[1]), 10**places


def multiply_ratios(first: Ratio, second: Ratio) -> Ratio:
    """Return the product of two ratios, in its lowest terms.

    >>> multiply_ratios((21, 20), (10, 7))
    (3, 2)
    """
    numerator, denominator = first[0] * second[0], first[1] * second[1]
    shared = gcd(numerator, denominator)
    return numerator // shared, denominator // shared


def take_share(amount: int, ratio: Ratio) -> int:
    """Return an amount times a ratio, rounded once, half to even.

    >>> take_share(3_200_00, (178, 334)), take_share(3_200_00, (533, 1000))
    (170539, 170560)
    """
    return multiply_divide_round(amount, ratio[0], ratio[1])


def deflate(amount: int, index: Ratio) -> int:
    """Return an amount at the prices of the base year: divided by the index, rounded once, half to even.

    Raises: Problem ``no_index`` when the index is nothing.

    >>> deflate(70_000_00, (105, 100))
    6666667
    """
    if index[0] <= 0 or index[1] <= 0:
        raise Problem("no_index", f"{index[0]} to {index[1]} is no price index",
                      hint="an index is positive; in the base year it is 1 to 1")  # fmt: skip
    return multiply_divide_round(amount, index[1], index[0])


def round_to_step(*, amount_minor: int, step_minor: int) -> int:
    """Return an amount rounded half to even to whole steps: an estimate is not told to the cent.

    Raises: Problem ``bad_step``.

    >>> round_to_step(amount_minor=1_705_60, step_minor=1_00)
    170600
    """
    if step_minor <= 0:
        raise Problem("bad_step", f"an amount is not rounded to steps of {step_minor}", hint="use 1 or more")
    return multiply_divide_round(amount_minor, 1, step_minor) * step_minor


def require_amounts(amounts: Mapping[str, int]) -> None:
    """Refuse totals below zero: what takes away is a positive amount of its own name.

    Raises: Problem ``negative_amount``, which names all of them.
    """
    wrong = {name: amount for name, amount in amounts.items() if amount < 0}
    if wrong:
        raise Problem("negative_amount", f"below zero: {', '.join(sorted(wrong))}",
                      hint="give returns, cancellations and losses as positive amounts of their own", where=wrong)  # fmt: skip
