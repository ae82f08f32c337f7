"""Losses and recoveries of quarters: goods that cost as much as is lost on them, tested at each quarter's end.

What is lost is all that the goods cost, so they fetch nothing then; what recovers is what they fetch afterwards.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.cases.books import Books, Tested
from tests.cases.record import Case
from tests.cases.stock import NOTHING, ONE
from tests.cases.waiting import Waits

QUARTERS = {
    "Q1": date(2026, 3, 31), "Q2": date(2026, 6, 30), "Q3": date(2026, 9, 30), "Q4": date(2026, 12, 31),
}  # fmt: skip
NEXT_YEAR = {
    "Q1": date(2027, 3, 31), "Q2": date(2027, 6, 30), "Q3": date(2027, 9, 30), "Q4": date(2027, 12, 31),
}  # fmt: skip
MADE_UP = "declines that are expected to be made up within the year"
EXCESS = "the part of a recovery beyond cost, which is recorded nowhere"


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Test the goods of the case, quarter by quarter."""
    if case.given("expected_permanent") is False or case.given("recovered_by_year_end") is True:
        raise Waits(MADE_UP)
    if {"loss", "occurred"} <= case.inputs.keys():
        return _of_one_loss(case, framework)
    return _of_a_recovery(case, framework)


def _of_one_loss(case: Case, framework: str) -> Mapping[str, Any]:
    """Answer what each quarter bears of a loss that lasts."""
    loss, occurred = case.inputs["loss"], str(case.inputs["occurred"])
    if occurred not in QUARTERS or not case.inputs.keys() <= {
        "loss",
        "occurred",
        "recovered_by_year_end",
        "expected_permanent",
    }:
        raise Waits(f"a loss with {', '.join(sorted(case.inputs))}")
    books = _books(framework, loss)
    return {
        quarter: books.test(on, value=NOTHING if quarter >= occurred else loss).charged
        for quarter, on in QUARTERS.items()
    }


def _of_a_recovery(case: Case, framework: str) -> Mapping[str, Any]:
    """Answer what is lost in one quarter and gained in a later one."""
    (lost_in, loss), (gained_in, recovery) = _changes(case)
    days = QUARTERS if case.given("same_fiscal_year") is not False else NEXT_YEAR
    if lost_in not in QUARTERS or gained_in not in days or QUARTERS[lost_in] >= days[gained_in]:
        raise Waits(f"a recovery in {gained_in} of a loss in {lost_in}")
    books = _books(framework, loss)
    down = books.test(QUARTERS[lost_in], value=NOTHING)
    up = books.test(days[gained_in], value=recovery)
    return _told(lost_in, down, gained_in, up)


def _told(lost_in: str, down: Tested, gained_in: str, up: Tested) -> Mapping[str, Any]:
    return {
        f"{lost_in}_loss": down.charged, lost_in: down.charged, f"{gained_in}_gain": up.recovered,
        "unrecognised_excess": Waits(EXCESS),
    }  # fmt: skip


def _changes(case: Case) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return the quarter and amount of the loss, and those of the recovery.

    Raises: Waits where there is more than one of either.
    """
    losses, recoveries = dict(case.given("quarter_loss") or {}), dict(case.given("quarter_recovery") or {})
    for name, amount in case.inputs.items():
        quarter, _, change = name.partition("_")
        if change == "decline":
            losses[quarter] = amount
        elif change == "increase":
            recoveries[quarter] = amount
        elif name not in {"quarter_loss", "quarter_recovery", "same_fiscal_year", "expected_permanent"}:
            raise Waits(f"quarters with {', '.join(sorted(case.inputs))}")
    if len(losses) != 1 or len(recoveries) != 1:
        raise Waits("losses or recoveries of more than one quarter")
    return next(iter(losses.items())), next(iter(recoveries.items()))


def _books(framework: str, loss: str) -> Books:
    return Books(framework=framework, quantity=ONE, cost=loss, cost_is_each=False)
