"""A recovery in US books: refused after the close of a fiscal year, a gain up to the loss within one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.cases.books import Books
from tests.cases.record import Case
from tests.cases.stock import ONE, is_of_one
from tests.cases.waiting import Waits

NEEDED = {"original_cost", "market_or_nrv_1", "market_or_nrv_2"}
KNOWN = NEEDED | {"units", "periods"}
FIRST, NEXT_YEAR = date(2026, 12, 31), date(2027, 12, 31)
QUARTER, NEXT_QUARTER = date(2026, 3, 31), date(2026, 6, 30)
WITHIN = ("interim", "quarter", "month", "same fiscal year", "one fiscal year", "within")
ACROSS = ("year", "annual")


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Test the goods at the ends of two periods, and post what is proposed."""
    if not NEEDED <= case.inputs.keys() <= KNOWN:
        raise Waits(f"a recovery with {', '.join(sorted(case.inputs))}")
    cost, first, second = (case.inputs[name] for name in ("original_cost", "market_or_nrv_1", "market_or_nrv_2"))
    on, later = _days(str(case.given("periods") or "fiscal years").casefold())
    books = Books(
        framework=framework, quantity=case.given("units") or ONE, cost=cost,
        cost_is_each=is_of_one(cost, case.expected, "carrying_1", "carrying_2"),
    )  # fmt: skip
    down = books.test(on, value=first, value_is_each=is_of_one(first, case.expected, "carrying_1"))
    up = books.test(later, value=second, value_is_each=is_of_one(second, case.expected, "carrying_2"))
    return {
        "carrying_1": down.carrying, "loss_1": down.charged, "carrying_2": up.carrying, "recovery_2": up.recovered,
    }  # fmt: skip


def _days(periods: str) -> tuple[date, date]:
    """Return the ends of two periods: of one fiscal year, or of two."""
    if any(word in periods for word in WITHIN):
        return QUARTER, NEXT_QUARTER
    if any(word in periods for word in ACROSS):
        return FIRST, NEXT_YEAR
    raise Waits(f"periods that are {periods}")
