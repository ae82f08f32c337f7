"""What to order and by when, from demand, what is there and what is on its way; and what is on its way and should not be.

Before this: demand by day or a forecast, stock, open orders. After this: people, who order. `replenishment` has the formulas of one
order; here they meet the days ahead. Sources: Silver, Pyke and Thomas, "Inventory and Production Management in Supply Chains" (4th
edition), chapters 6 (safety stock by service level), 7 (minimum and maximum) and 15 (time-phased); National Institute of Standards
and Technology, "Engineering Statistics Handbook", 1.3.6.7.1 (the normal distribution).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt
from types import MappingProxyType
from typing import Final

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem

LEVELS: Final = MappingProxyType({
    "80%": 841_621, "85%": 1_036_433, "90%": 1_281_552, "95%": 1_644_854, "97.5%": 1_959_964, "98%": 2_053_749,
    "99%": 2_326_348, "99.5%": 2_575_829, "99.9%": 3_090_232,
})  # fmt: skip
"""Service levels, and how many standard deviations above its mean demand stays below with that certainty, in millionths."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Demand of a day: its mean and its standard deviation, in millionths of the unit."""

    mean_micro: int
    sigma_micro: int


@dataclass(frozen=True, slots=True)
class Coming:
    """A quantity that comes so many days from now: of an open order, by its place in the list of orders."""

    day: int
    quantity_micro: int


@dataclass(frozen=True, slots=True)
class Phase:
    """A span of the days ahead: what comes, what goes, what is there at its end, and what to order for it by its first day."""

    first_day: int
    receipts_micro: int
    demand_micro: int
    projected_micro: int
    suggested_micro: int


def z_micro(level: str) -> int:
    """Return the standard deviations of a service level.

    Raises: Problem ``bad_level``, with those that there are.

    >>> z_micro("95%")
    1644854
    """
    found = LEVELS.get(level.replace(" ", ""))
    if found is None:
        raise Problem(
            "bad_level", f"{level!r} is no service level that is known here", hint=f"use one of {', '.join(LEVELS)}"
        )
    return found


def spread_by_day(*, quantities: Sequence[int], days: int) -> Spread:
    """Return mean and deviation of demand a day, over a window in which most days may have none.

    Shapes: `quantities`: the demand of each day that had any.
    Domain: the deviation is the sample's, of all days of the window.

    >>> spread_by_day(quantities=[4_000_000, 2_000_000], days=4)
    Spread(mean_micro=1500000, sigma_micro=1914854)
    """
    assert days >= len(quantities)
    whole = sum(quantities)
    if days < 2:
        return Spread(max(whole, 0), 0)
    squares = sum(each * each for each in quantities)
    variance = (days * squares - whole * whole) // (days * (days - 1))
    return Spread(multiply_divide_round(max(whole, 0), 1, days), (isqrt(4 * variance) + 1) // 2)


def phased(
    *, on_hand_micro: int, coming: Sequence[Coming], mean_micro: int, owed: Sequence[Coming], safety_micro: int,
    lot_micro: int, span_days: int, spans: int,
) -> list[Phase]:  # fmt: skip
    """Return the spans ahead: in each the larger of forecast and what is owed goes, and an order fills up to the safety stock.

    Units:  `mean_micro` is of a day; an order is of whole lots.
    Domain: what is owed or was to come before today is of the first span. A lot of nothing is as much as is lacking.

    >>> [(one.projected_micro, one.suggested_micro) for one in phased(on_hand_micro=30, coming=[Coming(8, 10)], mean_micro=2,
    ...     owed=[Coming(15, 20)], safety_micro=5, lot_micro=25, span_days=7, spans=3)]
    [(16, 0), (12, 0), (17, 25)]
    """
    found, there = [], on_hand_micro
    for nth in range(spans):
        first, last = nth * span_days, (nth + 1) * span_days
        receipts = sum(one.quantity_micro for one in coming if first <= max(one.day, 0) < last)
        wanted = sum(one.quantity_micro for one in owed if first <= max(one.day, 0) < last)
        demand = max(mean_micro * span_days, wanted)
        there += receipts - demand
        lacking = max(safety_micro - there, 0)
        suggested = lacking if lot_micro <= 0 else -(-lacking // lot_micro) * lot_micro
        there += suggested
        found.append(Phase(first, receipts, demand, there, suggested))
    return found


def becomes_excess(*, on_hand_micro: int, needed_micro: int, coming: Sequence[Coming]) -> list[int]:
    """Return of each quantity that comes how much nobody needs: what is due first is needed first.

    Domain: `needed_micro` is what is wanted over the days that stock is held for, safety stock and what is owed with it.

    >>> becomes_excess(on_hand_micro=60, needed_micro=80, coming=[Coming(5, 15), Coming(9, 15), Coming(20, 15)])
    [0, 10, 15]
    """
    left, found = max(needed_micro - on_hand_micro, 0), []
    for one in coming:
        used = min(left, one.quantity_micro)
        left -= used
        found.append(one.quantity_micro - used)
    return found
