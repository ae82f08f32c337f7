"""Figures of a case as the core's integers, and answers as a source would print them.

A source that prints whole units has rounded to them, one that prints 1705.39 to cents: an answer is stated to as many
decimals as the figure that it is held against, and the case's tolerance applies to that. The core does the rounding.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from lowmark.core.estimates.ratios import Ratio, round_ratio, round_to_step
from lowmark.core.kinds.money import parse_minor
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.rate import parse_rate_micro
from lowmark.core.kinds.scaled import format_scaled
from tests.cases.record import Case, Figure
from tests.cases.stock import CURRENCY, NOTHING, is_less, money
from tests.cases.waiting import Waits

FINEST: Final = 4
"""The decimals of the currency that cases are in."""

PARTS: Final = 1_000_000
RATIO_PLACES: Final = 6


def minor(figure: str) -> int:
    """Return an amount in minor units."""
    return parse_minor(figure, CURRENCY)


def share(figure: str, *, most: str = "1") -> Ratio:
    """Return a share or factor as a ratio; what is more than it can be is a percentage.

    >>> share("0.35"), share("35")
    ((350000, 1000000), (350000, 1000000))
    """
    text = f"{figure}%" if is_less(most, figure) else figure
    return parse_rate_micro(text), PARTS


def decimals(figure: Any, otherwise: int) -> int:
    """Return how many decimals a figure has, or another number where it is none.

    >>> decimals(Figure("0.533"), 4), decimals(Figure("17"), 4), decimals(None, 4)
    (3, 0, 4)
    """
    return len(figure.partition(".")[2]) if isinstance(figure, Figure) else otherwise


def stated(amount_minor: int, like: Any) -> Figure:
    """Return an amount with as many decimals as a printed figure.

    >>> stated(17_053_892, Figure("1705.39")), stated(17_056_000, Figure("1706"))
    ('1705.3900', '1706.0000')
    """
    places = decimals(like, FINEST)
    if places >= FINEST:
        return money(amount_minor)
    step = f"0.{'1':0>{places}}" if places else "1"
    return money(round_to_step(amount_minor=amount_minor, step_minor=minor(step)))


def stated_ratio(ratio: Ratio, like: Any) -> Figure:
    """Return a ratio with as many decimals as a printed figure.

    >>> stated_ratio((17_800, 33_400), Figure("0.533")), stated_ratio((3, 4), None)
    ('0.533', '0.750000')
    """
    places = min(decimals(like, RATIO_PLACES), RATIO_PLACES)
    return Figure(format_scaled(round_ratio(ratio=ratio, places=places)[0], places=places))


def is_said(answer: Any, expected: Any) -> bool:
    """Say whether an answer is the very figure that a case prints.

    >>> is_said(Figure("1706.0000"), Figure("1706")), is_said(Figure("1705"), Figure("1706"))
    (True, False)
    """
    if not isinstance(answer, Figure) or not isinstance(expected, Figure):
        return False
    return not is_less(answer, expected) and not is_less(expected, answer)


def first_that_fits(case: Case, readings: Iterable[Callable[[], Mapping[str, Any]]]) -> Mapping[str, Any]:
    """Return the answers of the first reading that says all that the case prints, or else of the first that has any.

    For cases that do not say what an input is of: one unit or all of them.

    Raises: Problem where no reading has answers.
    """
    found: list[Mapping[str, Any]] = []
    problems: list[Problem] = []
    for reading in readings:
        try:
            answers = reading()
        except Problem as problem:
            problems.append(problem)
            continue
        if all(is_said(answers.get(name), figure) for name, figure in case.expected.items()):
            return answers
        found.append(answers)
    if not found:
        raise problems[0]
    return found[0]


def known(case: Case, names: Iterable[str]) -> None:
    """Wait for what an adapter does not read, and for amounts below zero.

    Raises: Waits.
    """
    for name in case.inputs:
        if name not in set(names):
            raise Waits(f"the input {name}")
    for name, value in case.inputs.items():
        if isinstance(value, Figure) and is_less(value, NOTHING):
            raise Waits(f"{name} below zero")
