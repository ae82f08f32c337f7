"""A year in periodic inventory accounts: what was sold is what there was less what is left, at cost or at its carrying amount."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.cases.ledger import at_year_end, in_words, shape
from tests.cases.periodic import closing_entry, totals
from tests.cases.record import Case, rows_of
from tests.cases.stock import money
from tests.cases.waiting import Waits

ON = date(2026, 12, 31)
NEEDED = {"purchases", "closing_cost"}
TOTALS = ("opening", "purchases", "freight_in", "purchase_returns", "purchase_discounts")
KNOWN = {"closing_nrv", "write_downs", *NEEDED, *TOTALS}


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Close the year, and make the entries that the case names."""
    if not NEEDED <= case.inputs.keys() <= KNOWN:
        raise Waits(f"a year with {', '.join(sorted(case.inputs))}")
    cost, style = case.inputs["closing_cost"], "direct" if case.given("write_downs") == "direct" else "allowance"
    tested = at_year_end(framework=framework, cost=cost, value=case.given("closing_nrv") or cost, on=ON)
    given = {name: case.inputs[name] for name in TOTALS if name in case.inputs}
    year = totals(**given, closing=tested.carrying if style == "direct" else cost)
    entries = {}
    for name, lines in (case.expected.get("entries") or {}).items():
        said = rows_of(lines)
        writes_down = shape(said) == "charge" and style == "allowance"
        entries[name] = in_words(said, tested.lines) if writes_down else closing_entry(said, year=year, on=ON)
    return {
        "entries": entries, "net_purchases": money(year.net_purchases_minor),
        "cost_available": money(year.available_minor), "cogs": money(year.cost_of_goods_sold_minor),
        "write_down": tested.held, "net_inventory": tested.carrying,
    }  # fmt: skip
