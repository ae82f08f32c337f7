"""Write-offs and write-downs of goods, as entries: goods that are scrapped, or written down to what they fetch.

Whether a write-down is called cost of goods sold or a loss is a matter of words here: its account, one for each reason,
stands under cost of sales either way.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.cases import waiting
from tests.cases.ledger import Line, at_year_end, expense_of, in_words, scrapped, shape
from tests.cases.record import Case, rows_of
from tests.cases.stock import NOTHING, is_zero
from tests.cases.waiting import Waits

ON = date(2026, 12, 31)
LEFT = ("value", "estimated_value", "proceeds", "carrying_as_published")
"""What is left of the goods, under the names that cases give it; nothing, where they say nothing."""

EXPENSED = {"loss", "amount", "write_off", "write_down", "expense"}
HELD = {"reserve", "allowance"}


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Make the entries that the case names."""
    if not {"cost"} <= case.inputs.keys() <= {"cost", "item", *LEFT}:
        raise Waits(f"a write-off with {', '.join(sorted(case.inputs))}")
    goods = _Goods(case, framework)
    entries = {
        name: _or_waits(goods.entry, rows_of(lines)) for name, lines in (case.expected.get("entries") or {}).items()
    }
    amounts = {name: _or_waits(goods.amount, name) for name in case.expected.get("amounts") or {}}
    return {"entries": entries, "amounts": amounts}


class _Goods:
    """The goods of a case: what they cost, and what is left of that."""

    def __init__(self, case: Case, framework: str) -> None:
        self.framework, self.cost = framework, case.inputs["cost"]
        self.left = next((case.inputs[name] for name in LEFT if name in case.inputs), NOTHING)
        self.has_proceeds = not is_zero(case.given("proceeds") or NOTHING)

    def entry(self, said: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Make one entry, told in the case's words."""
        does = shape(said)
        if does == "charge":
            return in_words(said, at_year_end(framework=self.framework, cost=self.cost, value=self.left, on=ON).lines)
        if does == "use":
            return in_words(said, self._gone(held=self.cost))
        if does == "direct":
            return in_words(said, self._gone(held=NOTHING) if is_zero(self.left) else self._written_down())
        raise Waits(f"a write-off by {does}")

    def amount(self, name: str) -> Any:
        """Return an amount that the case names."""
        if name in EXPENSED and is_zero(self.left):
            return expense_of(self._gone(held=NOTHING))
        result = at_year_end(framework=self.framework, cost=self.cost, value=self.left, on=ON)
        if name in EXPENSED:
            return expense_of(result.lines)
        if name in HELD:
            return result.held
        raise Waits(f"an amount called {name}")

    def _written_down(self) -> tuple[Line, ...]:
        """Write the goods down to what is left of them, on the inventory account itself.

        Raises: Waits where that is what they were sold for.
        """
        if self.has_proceeds:
            raise Waits(waiting.PROCEEDS)
        return at_year_end(
            framework=self.framework, cost=self.cost, value=self.left, on=ON, write_downs="direct"
        ).lines  # fmt: skip

    def _gone(self, *, held: str) -> tuple[Line, ...]:
        """Let the goods go to scrap: nothing may be left of them.

        Raises: Waits.
        """
        if not is_zero(self.left):
            raise Waits(waiting.PROCEEDS)
        return scrapped(framework=self.framework, cost=self.cost, held=held, on=ON)


def _or_waits(make: Any, said: Any) -> Any:
    """Return what is made, or what it waits for, so that the rest of a case is answered all the same."""
    try:
        return make(said)
    except Waits as waits:
        return waits
