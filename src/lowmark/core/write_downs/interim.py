"""Losses of interim periods: what each charges, what a later one gains, what is left out as temporary.

Before this: how value fell and rose from period to period, and what people expect of it. After this: what a period's test
proposes; an interim report. A decline that is expected to be made up within the fiscal year may be left out where the
framework has it, and is charged in the year's last period if it was not made up. Sources: ASC 270-10-45-6; ASC
330-10-35-14; IAS 34.28 and B25; IAS 2.33.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lowmark.core.frameworks.policy import Reversal
from lowmark.core.frameworks.reporting import TemporaryDeclines
from lowmark.core.kinds.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueChange:
    """By how much the value of the same goods fell and rose in a period, and whether the fall is expected to be made up.

    Domain: ``made_up_because`` is the evidence that a decline will be made up within the fiscal year; empty: it is not.
    """

    fiscal_year: int
    period: int
    decline_minor: int = 0
    recovery_minor: int = 0
    made_up_because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterimResult:
    """What a period records, and what it does not.

    Domain: only one of charged and gained is not zero. ``left_out_minor`` is what stands left out as temporary at the
            period's end, ``unrecognised_minor`` what of its recovery is recorded nowhere, ``net_loss_minor`` the fiscal
            year's to date, ``value_minor`` what the goods are worth, which may be more than ``cost_minor``.
    """

    fiscal_year: int
    period: int
    charged_minor: int
    gained_minor: int
    left_out_minor: int
    unrecognised_minor: int
    net_loss_minor: int
    held_minor: int
    cost_minor: int
    value_minor: int

    @property
    def result_minor(self) -> int:
        """The loss of the period, or negative its gain."""
        return self.charged_minor - self.gained_minor


def interim_results(
    *, changes: Sequence[ValueChange], reversal: Reversal, temporary: TemporaryDeclines, periods_in_year: int = 4,
    cost_minor: int | None = None,
) -> list[InterimResult]:  # fmt: skip
    """Return what each period records of goods that are on hand throughout, worth their cost at first.

    Units:  ``cost_minor`` is what the goods cost: none for as much as all declines together.
    Domain: changes are in the order of time, one a period. What is charged at the close of a fiscal year is not gained
            in a later one unless reversals are required.
    Raises: Problem ``negative_amount``, ``out_of_order`` or ``bad_period``.
    Source: ASC 270-10-45-6.

    >>> found = interim_results(reversal="within_fiscal_year", temporary="may_be_deferred", changes=[
    ...     ValueChange(fiscal_year=2026, period=1, decline_minor=360),
    ...     ValueChange(fiscal_year=2026, period=3, recovery_minor=500)])
    >>> [(each.charged_minor, each.gained_minor, each.unrecognised_minor) for each in found]
    [(360, 0, 0), (0, 360, 140)]
    """
    _require(changes, periods_in_year)
    cost = sum(change.decline_minor for change in changes) if cost_minor is None else cost_minor
    fallen = held = of_the_year = left_out = year = 0
    found = []
    for change in changes:
        if change.fiscal_year != year:
            year, of_the_year = change.fiscal_year, 0
        fallen += change.decline_minor - change.recovery_minor
        was_left_out = left_out
        if temporary == "may_be_deferred" and change.made_up_because.strip():
            left_out += change.decline_minor
        left_out = 0 if change.period == periods_in_year else min(left_out, max(0, fallen))

        more = max(0, fallen) - left_out - held
        may_be_gained = {"required": held, "within_fiscal_year": max(0, of_the_year), "refused": 0}[reversal]
        charged, gained = max(0, more), min(max(0, -more), may_be_gained)
        held += charged - gained
        of_the_year += charged - gained
        found.append(InterimResult(
            fiscal_year=year, period=change.period, charged_minor=charged, gained_minor=gained, left_out_minor=left_out,
            unrecognised_minor=max(0, change.recovery_minor - gained - max(0, was_left_out - left_out)),
            net_loss_minor=of_the_year, held_minor=held, cost_minor=cost, value_minor=cost - fallen,
        ))  # fmt: skip

    assert all(each.held_minor >= 0 for each in found)
    return found


def _require(changes: Sequence[ValueChange], periods_in_year: int) -> None:
    if any(min(change.decline_minor, change.recovery_minor) < 0 for change in changes):
        raise Problem("negative_amount", "declines and recoveries are positive amounts of their own")
    order = [(change.fiscal_year, change.period) for change in changes]
    if order != sorted(set(order)):
        raise Problem("out_of_order", "changes are given in the order of time, one a period",
                      hint="add up what happened in one period")  # fmt: skip
    if any(not 1 <= change.period <= periods_in_year for change in changes):
        raise Problem("bad_period", f"a fiscal year has periods 1 to {periods_in_year}")
