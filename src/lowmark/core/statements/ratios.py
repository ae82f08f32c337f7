"""Ratios of an entity before and after a change, and whether covenants on them still hold.

Before this: `impact` (the figures, and what a change does to them). After this: `significance`, pages, a lender's
certificate. A ratio is kept as two integers until it is shown; two are compared by multiplying crosswise, so that a
covenant of 1.25 is kept at exactly 1.25. Sources: definitions as in the CFA Program's financial statement analysis.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem
from lowmark.core.statements.impact import Figures

Ratio = tuple[int, int]
"""A numerator of any sign and a positive denominator."""

Direction = Literal["up", "down", "unchanged", "unknown"]
Operator = Literal["at_least", "at_most"]
MICRO: Final = 1_000_000


def _average_inventory(of: Figures) -> Ratio:
    """Return the average of opening and closing inventory, or the closing one where the opening one is not known."""
    if of.opening_inventory_minor is None:
        return of.inventory_minor, 1
    return of.opening_inventory_minor + of.inventory_minor, 2


def _turnover(of: Figures) -> Ratio:
    both, two = _average_inventory(of)
    return of.cost_of_sales_minor * two, both


def _days_on_hand(of: Figures) -> Ratio:
    both, two = _average_inventory(of)
    return of.days * both, of.cost_of_sales_minor * two


RATIOS: Final[Mapping[str, Callable[[Figures], Ratio]]] = MappingProxyType({
    "current_ratio": lambda of: (of.current_assets_minor, of.current_liabilities_minor),
    "quick_ratio": lambda of: (of.quick_assets_minor, of.current_liabilities_minor),
    "inventory_turnover": _turnover,
    "days_on_hand": _days_on_hand,
    "gross_margin": lambda of: (of.gross_profit_minor, of.revenue_minor),
    "net_margin": lambda of: (of.net_income_minor, of.revenue_minor),
    "asset_turnover": lambda of: (of.revenue_minor, of.total_assets_minor),
    "debt_to_equity": lambda of: (of.total_liabilities_minor, of.equity_minor),
    "return_on_assets": lambda of: (of.net_income_minor, of.total_assets_minor),
    "return_on_equity": lambda of: (of.net_income_minor, of.equity_minor),
})  # fmt: skip
"""The ratios that there are, each with its definition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioChange:
    """One ratio before and after; none where it cannot be taken."""

    name: str
    before: Ratio | None
    after: Ratio | None
    direction: Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Covenant:
    """What a lender asks of a ratio; the bound itself keeps it."""

    name: str
    ratio: str
    operator: Operator
    bound: Ratio


@dataclass(frozen=True, slots=True, kw_only=True)
class CovenantTest:
    """Whether a covenant is kept before and after; a ratio that cannot be taken keeps nothing."""

    covenant: Covenant
    kept_before: bool
    kept_after: bool

    @property
    def breaks(self) -> bool:
        """Whether it is this change that breaks it."""
        return self.kept_before and not self.kept_after


def ratio_of(*, name: str, figures: Figures) -> Ratio | None:
    """Return a ratio, or none where what it divides by is not positive.

    Raises: Problem ``unknown_ratio``.

    >>> ratio_of(name="current_ratio", figures=Figures(current_assets_minor=300, current_liabilities_minor=200))
    (300, 200)
    """
    defined = RATIOS.get(name)
    if defined is None:
        raise Problem("unknown_ratio", f"no ratio is called {name[:40]!r}", hint=f"there are {', '.join(RATIOS)}",
                      where={"ratio": name[:40]})  # fmt: skip
    numerator, denominator = defined(figures)
    return (numerator, denominator) if denominator > 0 else None


def to_micro(ratio: Ratio) -> int:
    """Return a ratio in millionths, rounded half to even, to be shown.

    >>> to_micro((2, 3))
    666667
    """
    return multiply_divide_round(ratio[0], MICRO, ratio[1])


def in_percent(ratio: Ratio) -> Ratio:
    """Return a ratio as so many to a hundred.

    >>> in_percent((1, 8))
    (100, 8)
    """
    return ratio[0] * 100, ratio[1]


def compare(first: Ratio | None, second: Ratio | None) -> Direction:
    """Say where the second lies from the first, exactly.

    >>> compare((1, 2), (2, 3)), compare((2, 4), (1, 2)), compare((1, 2), None)
    ('up', 'unchanged', 'unknown')
    """
    if first is None or second is None:
        return "unknown"
    was, is_now = first[0] * second[1], second[0] * first[1]
    return "unchanged" if was == is_now else "up" if is_now > was else "down"


def ratios_before_and_after(*, before: Figures, after: Figures) -> list[RatioChange]:
    """Return every ratio before and after a change, and the way it goes.

    >>> from lowmark.core.statements.impact import impact
    >>> before = Figures(inventory_minor=100, quick_assets_minor=100, current_assets_minor=200, total_assets_minor=300,
    ...     current_liabilities_minor=100, total_liabilities_minor=150, equity_minor=150, revenue_minor=500,
    ...     cost_of_sales_minor=300, profit_before_tax_minor=80, net_income_minor=80)
    >>> found = ratios_before_and_after(before=before, after=before.plus(impact(charge_minor=20)))
    >>> [each.direction for each in found if each.name in {"current_ratio", "quick_ratio", "inventory_turnover"}]
    ['down', 'unchanged', 'up']
    """
    pairs = ((name, ratio_of(name=name, figures=before), ratio_of(name=name, figures=after)) for name in RATIOS)
    return [
        RatioChange(name=name, before=first, after=second, direction=compare(first, second))
        for name, first, second in pairs
    ]


def covenant_tests(*, covenants: Sequence[Covenant], before: Figures, after: Figures) -> list[CovenantTest]:
    """Say of each covenant whether it is kept before and after a change.

    Raises: Problem ``unknown_ratio`` or ``bad_bound``.

    >>> asked = Covenant(name="Bank", ratio="current_ratio", operator="at_least", bound=(3, 2))
    >>> was = Figures(current_assets_minor=300, current_liabilities_minor=200)
    >>> now = Figures(current_assets_minor=299, current_liabilities_minor=200)
    >>> covenant_tests(covenants=[asked], before=was, after=now)[0].breaks
    True
    """
    return [
        CovenantTest(covenant=each, kept_before=_kept(each, before), kept_after=_kept(each, after))
        for each in covenants
    ]


def headroom(*, covenant: Covenant, before: Figures, after: Callable[[int], Figures]) -> int | None:
    """Return the largest charge, up to all inventory, with which a covenant is still kept; none where it is not kept now.

    Domain: ``after`` says the figures after a charge; a larger charge never mends what a smaller one broke.
    Raises: Problem ``unknown_ratio`` or ``bad_bound``.

    >>> from lowmark.core.statements.impact import impact
    >>> was = Figures(inventory_minor=150, current_assets_minor=320, current_liabilities_minor=200)
    >>> asked = Covenant(name="Bank", ratio="current_ratio", operator="at_least", bound=(3, 2))
    >>> headroom(covenant=asked, before=was, after=lambda charge: was.plus(impact(charge_minor=charge)))
    20
    """
    if not _kept(covenant, before):
        return None
    kept, broken = 0, max(0, before.inventory_minor) + 1
    while broken - kept > 1:
        middle = (kept + broken) // 2
        if _kept(covenant, after(middle)):
            kept = middle
        else:
            broken = middle
    return kept


def _kept(covenant: Covenant, figures: Figures) -> bool:
    if covenant.bound[1] <= 0:
        raise Problem("bad_bound", f"{covenant.bound[0]} to {covenant.bound[1]} is no bound",
                      hint="give a numerator and a positive denominator", where={"covenant": covenant.name})  # fmt: skip
    ratio = ratio_of(name=covenant.ratio, figures=figures)
    wrong = "down" if covenant.operator == "at_least" else "up"
    return ratio is not None and compare(covenant.bound, ratio) != wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustedTurnover:
    """Turnover as an analyst reads it: without write-downs, and at current cost where there is a LIFO reserve."""

    cost_of_sales_minor: int
    average_inventory: Ratio
    turnover: Ratio | None


def adjusted_turnover(
    *, cost_of_sales_minor: int, write_down_minor: int, gross_inventory_minor: tuple[int, int],
    lifo_reserve_minor: tuple[int, int] = (0, 0),
) -> AdjustedTurnover:  # fmt: skip
    """Return turnover without a period's write-downs, on inventory before its allowance.

    Units:  pairs are opening and closing; cost of sales has the write-downs in it, which are taken out.
    Source: the analyst's adjustment: cost of sales on FIFO is that on LIFO less the rise of the reserve.

    >>> found = adjusted_turnover(cost_of_sales_minor=3_120, write_down_minor=13, gross_inventory_minor=(465, 480),
    ...                           lifo_reserve_minor=(72, 55))
    >>> found.cost_of_sales_minor, found.average_inventory, to_micro(found.turnover)
    (3124, (1072, 2), 5828358)
    """
    cost = cost_of_sales_minor - write_down_minor - (lifo_reserve_minor[1] - lifo_reserve_minor[0])
    both = sum(gross_inventory_minor) + sum(lifo_reserve_minor)
    return AdjustedTurnover(
        cost_of_sales_minor=cost, average_inventory=(both, 2), turnover=(2 * cost, both) if both > 0 else None
    )


def net_income_without(*, net_income_minor: int, charge_minor: int, tax_rate_micro: int) -> int:
    """Return net income as it were without a charge, which has lowered it by what is left of it after tax.

    Raises: Problem ``bad_tax_rate``.

    >>> net_income_without(net_income_minor=1_000, charge_minor=200, tax_rate_micro=300_000)
    1140
    """
    if not 0 <= tax_rate_micro <= MICRO:
        raise Problem("bad_tax_rate", f"{tax_rate_micro} millionths is no tax rate", hint="use 0 to 1000000")
    return net_income_minor + charge_minor - multiply_divide_round(charge_minor, tax_rate_micro, MICRO)
