"""A recovery after the close of a fiscal year: written down in one year's books, tested again at the end of the next."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.cases.books import Books
from tests.cases.record import Case
from tests.cases.stock import ONE, is_of_one
from tests.cases.waiting import Waits

FIRST, SECOND = date(2026, 12, 31), date(2027, 12, 31)
NEEDED = {"original_cost", "nrv_period_1", "nrv_period_2"}
KNOWN = NEEDED | {"units"}


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Test the goods at the end of two fiscal years, and post what is proposed."""
    if not NEEDED <= case.inputs.keys() <= KNOWN:
        raise Waits(f"a reversal with {', '.join(sorted(case.inputs))}")
    cost, first, second = (case.inputs[name] for name in ("original_cost", "nrv_period_1", "nrv_period_2"))
    books = Books(
        framework=framework, quantity=case.given("units") or ONE, cost=cost,
        cost_is_each=is_of_one(cost, case.expected, "carrying_1", "carrying_2"),
    )  # fmt: skip
    down = books.test(FIRST, value=first, value_is_each=is_of_one(first, case.expected, "carrying_1"))
    up = books.test(SECOND, value=second, value_is_each=is_of_one(second, case.expected, "carrying_2"))
    return {
        "carrying_1": down.carrying, "write_down_1": down.charged, "carrying_2": up.carrying, "reversal_2": up.recovered,
    }  # fmt: skip
