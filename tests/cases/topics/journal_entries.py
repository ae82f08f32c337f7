"""Entries of year-end tests: the allowance method, year after year, all goods as one unit of account.

An entry's name may bear a year's number: a place in the list of years where it is small enough, or else the years' own
numbers, of which the highest is the last year. A name without one is of the last year.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.cases import waiting
from tests.cases.ledger import Result, at_year_end, expense_of, in_words, shape
from tests.cases.record import Case, rows_of
from tests.cases.stock import NOTHING, is_less
from tests.cases.waiting import Waits

FIRST_YEAR = 2021
COST = ("cost", "closing_cost")
VALUE = ("nrv", "market", "lcnrv", "lcm", "closing_market", "expected_disposal")
KNOWN = {"item", "years", "opening_cost", "opening_market", *COST, *VALUE}

CHANGED = {"change", "allowance_change"}
HELD = {"allowance", "reserve"}
CHARGED = {"write_down", "loss", "loss_method", "allowance_method"}
RECOVERED = {"recovery", "reversal"}
CARRIED = {"net_inventory", "carrying_amount"}
DIRECT = {"cogs_method", "direct_method", "direct"}


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Test each year's goods, with what the year before has left on them."""
    if not case.inputs.keys() <= KNOWN:
        raise Waits(f"years with {', '.join(sorted(case.inputs.keys()))}")
    results = _results(_years(case), framework)
    entries, amounts = case.expected.get("entries") or {}, case.expected.get("amounts") or {}
    year_of = _by_label([*entries, *amounts], results)
    return {
        "entries": {name: _entry(rows_of(lines), year_of(name)) for name, lines in entries.items()},
        "amounts": {name: _amount(name, year_of(name)) for name in amounts},
    }


def _years(case: Case) -> list[tuple[str, str]]:
    """Return the cost and the value of each year's goods.

    Raises: Waits.
    """
    if "years" in case.inputs:
        return [_cost_and_value(row) for row in rows_of(case.given("years"))]
    opening = [(case.inputs["opening_cost"], case.inputs["opening_market"])] if "opening_market" in case.inputs else []
    return [*opening, _cost_and_value(case.inputs)]


def _cost_and_value(row: Mapping[str, Any]) -> tuple[str, str]:
    costs, values = ([row[name] for name in names if name in row] for names in (COST, VALUE))
    if len(costs) != 1 or len(values) != 1:
        raise Waits(f"a year with {', '.join(sorted(row))}")
    return costs[0], values[0]


def _results(years: list[tuple[str, str]], framework: str) -> list[Result | Waits]:
    """Return what each year's test came to; from a year that has to wait on, all wait."""
    results: list[Result | Waits] = []
    held = NOTHING
    for year, (cost, value) in enumerate(years, start=FIRST_YEAR):
        if results and isinstance(results[-1], Waits):
            results.append(results[-1])
            continue
        try:
            result = at_year_end(framework=framework, cost=cost, value=value, held=held, on=date(year, 12, 31))
        except Waits as waits:
            results.append(waits)
        else:
            results.append(result)
            held = result.held
    return results


def _by_label(names: list[str], results: list[Result | Waits]) -> Any:
    """Return a function from a name to the result of the year that it bears."""
    places = {str(place): result for place, result in enumerate(results, start=1)}
    labels = {label for name in names for label in re.findall(r"\d+", name) if label not in places}
    latest_first = sorted(labels, key=lambda label: (len(label), label), reverse=True)
    by_label = places | dict(zip(latest_first, reversed(results), strict=False))

    def year_of(name: str) -> Result | Waits:
        found = re.findall(r"\d+", name)
        if not found:
            return results[-1]
        return by_label.get(found[0], Waits(f"the year of {name}"))

    return year_of


def _entry(said: list[Mapping[str, Any]], year: Result | Waits) -> Any:
    """Return the entry of a year, in the case's words."""
    try:
        does = shape(said)
    except Waits as waits:
        return waits
    if does == "direct":
        return Waits(waiting.DIRECT)
    if does == "use":
        return Waits(waiting.AGGREGATE)
    return year if isinstance(year, Waits) else in_words(said, year.lines)


def _amount(name: str, year: Result | Waits) -> Any:
    """Return an amount of a year."""
    bare = re.sub(r"_?\d+", "", name)
    if bare in DIRECT:
        return Waits(waiting.DIRECT)
    if isinstance(year, Waits):
        return year
    falls = is_less(year.change, NOTHING)
    answers = (
        (CHANGED, year.change),
        (HELD, year.held),
        (CARRIED, year.carrying),
        (CHARGED, NOTHING if falls else expense_of(year.lines)),
        (RECOVERED, expense_of(year.lines) if falls else NOTHING),
    )
    return next((figure for called, figure in answers if bare in called), Waits(f"an amount called {name}"))
