"""Overhead on normal capacity: what of it goods carry, and what is an expense of the period.

Before this: a period's overhead, and activity in hours or units: normal, and actual. After this: `production_cost`, and
the entry for what is not absorbed. Fixed overhead has a rate by normal capacity; a poor period does not raise it, and what
is then left over is expense; in an abnormally good one it falls, so that goods are not measured above cost. Variable
overhead goes by actual use. Sources: IAS 2.12 to 2.14; ASC 330-10-30-3 to 330-10-30-7; ASPE 3031.
"""

from dataclasses import dataclass

from lowmark.core.estimates.ratios import Ratio, make_ratio, require_amounts, take_share
from lowmark.core.kinds.problems import Problem

UNIT_MICRO = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsorbedOverhead:
    """What a period's goods carry of its overhead.

    Units:  rates are minor units a millionth of activity, as ratios.
    Domain: ``absorbed_fixed + unabsorbed_fixed = fixed overhead``; variable overhead is absorbed whole.
    """

    fixed_rate: Ratio
    variable_rate: Ratio
    actual_micro: int
    absorbed_fixed_minor: int
    unabsorbed_fixed_minor: int
    variable_minor: int

    @property
    def absorbed_minor(self) -> int:
        """All overhead that goods carry."""
        return self.absorbed_fixed_minor + self.variable_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class OverheadSplit:
    """Absorbed overhead, as far as its goods are still there, and what is expense: gone with goods, and not absorbed.

    Domain: ``in_inventory + in_goods_sold = absorbed``; ``expense = in_goods_sold + unabsorbed``.
    """

    in_inventory_minor: int
    in_goods_sold_minor: int
    unabsorbed_minor: int

    @property
    def expense_minor(self) -> int:
        """What cost of sales bears in all (IAS 2.38)."""
        return self.in_goods_sold_minor + self.unabsorbed_minor


def absorb_overhead(
    *, fixed_minor: int, variable_minor: int = 0, normal_micro: int, actual_micro: int
) -> AbsorbedOverhead:
    """Return what a period's goods carry of its overhead: fixed by the larger of normal and actual activity.

    Units:  activity in millionths of an hour or unit.
    Raises: Problem ``negative_amount`` or ``no_activity``.
    Source: IAS 2.13; ASC 330-10-30-3 to 330-10-30-7.

    >>> half = absorb_overhead(fixed_minor=10_000_000, normal_micro=100_000_000_000, actual_micro=50_000_000_000)
    >>> half.absorbed_fixed_minor, half.unabsorbed_fixed_minor
    (5000000, 5000000)
    >>> twice = absorb_overhead(fixed_minor=10_000_000, normal_micro=100_000_000_000, actual_micro=200_000_000_000)
    >>> twice.unabsorbed_fixed_minor, half.fixed_rate, twice.fixed_rate
    (0, (1, 10000), (1, 20000))
    """
    require_amounts({"fixed": fixed_minor, "variable": variable_minor, "actual": actual_micro})
    if normal_micro <= 0:
        raise Problem(
            "no_activity", "normal capacity is nothing", hint="give what is produced on average in normal times"
        )
    if actual_micro == 0 and variable_minor:
        raise Problem(
            "no_activity", "variable overhead without any activity", hint="what is spent on nothing made is expense"
        )
    most = max(normal_micro, actual_micro)
    absorbed = take_share(fixed_minor, (actual_micro, most))

    assert 0 <= absorbed <= fixed_minor
    return AbsorbedOverhead(
        fixed_rate=make_ratio(numerator=fixed_minor, denominator=most, name="overhead to activity"),
        variable_rate=make_ratio(numerator=variable_minor, denominator=actual_micro or 1, name="overhead to activity"),
        actual_micro=actual_micro, absorbed_fixed_minor=absorbed, unabsorbed_fixed_minor=fixed_minor - absorbed,
        variable_minor=variable_minor,
    )  # fmt: skip


def split_overhead(*, overhead: AbsorbedOverhead, produced_micro: int, on_hand_micro: int) -> OverheadSplit:
    """Return absorbed overhead as far as the period's goods are still on hand, and what is expense.

    Domain: ``0 <= on_hand_micro <= produced_micro``: goods from before the period carry their own overhead.
    Raises: Problem ``negative_amount`` or ``more_left_than_made``.

    >>> half = absorb_overhead(fixed_minor=100, normal_micro=10, actual_micro=5)
    >>> split_overhead(overhead=half, produced_micro=5, on_hand_micro=1)
    OverheadSplit(in_inventory_minor=10, in_goods_sold_minor=40, unabsorbed_minor=50)
    """
    require_amounts({"produced": produced_micro, "on_hand": on_hand_micro})
    if on_hand_micro > produced_micro:
        raise Problem("more_left_than_made", f"{on_hand_micro} are on hand of {produced_micro} produced",
                      hint="goods from before the period carry their own overhead")  # fmt: skip
    kept = take_share(overhead.absorbed_minor, (on_hand_micro, produced_micro)) if on_hand_micro else 0
    return OverheadSplit(
        in_inventory_minor=kept, in_goods_sold_minor=overhead.absorbed_minor - kept,
        unabsorbed_minor=overhead.unabsorbed_fixed_minor,
    )  # fmt: skip


def rate_of_one(*, rate: Ratio) -> int:
    """Return a rate as minor units a whole unit of activity, rounded once; to be shown, never multiplied back.

    >>> rate_of_one(rate=(1, 20_000))
    50
    """
    return take_share(UNIT_MICRO, rate)
