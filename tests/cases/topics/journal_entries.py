"""Entries of year-end tests, year after year, all goods as one unit of account: with an allowance, or directly.

Such cases give totals of years, as periodic books have them. All goods of a year are taken to be sold in the next: so
the allowance method posts one amount, of what is released with them and what the new goods are charged (the aggregate
mode); the direct method, which sold them at what they were written down to, charges the new goods in full.

An entry's name may bear a year's number: a place in the list of years where it is small enough, or else the years' own
numbers, of which the highest is the last year. A name without one is of the last year.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.cases.ledger import Result, at_year_end, expense_of, in_aggregate, in_words, shape
from tests.cases.periodic import closing_entry, totals
from tests.cases.record import Case, rows_of
from tests.cases.stock import NOTHING, is_less, is_zero
from tests.cases.waiting import Waits

FIRST_YEAR = 2021
COST = ("cost", "closing_cost")
LOWER = ("lcnrv", "lcm")
"""What goods are carried at, as a case works it out; beside it, what they fetch says nothing more."""

VALUE = ("nrv", "market", "closing_market", "expected_disposal")
KNOWN = {"item", "years", "opening_cost", "opening_market", *COST, *LOWER, *VALUE}

CHANGED = {"change", "allowance_change"}
HELD = {"allowance", "reserve"}
CHARGED = {"write_down", "loss", "loss_method", "allowance_method"}
RECOVERED = {"recovery", "reversal"}
CARRIED = {"net_inventory", "carrying_amount"}
DIRECT = {"cogs_method", "direct_method", "direct"}
DIRECTLY = ("direct", "cogs")
"""What the name of an entry says where goods are carried at what they were written down to."""


@dataclass(frozen=True, slots=True)
class Year:
    """What a year's test came to, by each way of posting it, and the year before it, where a case has one."""

    on: date
    allowance: Result
    direct: Result
    before: "Year | None"

    def left(self, is_directly: bool) -> str:
        """Return at what the year's goods stand on the inventory account."""
        return self.direct.carrying if is_directly else self.allowance.cost


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Test each year's goods, with what the year before has left on them."""
    if not case.inputs.keys() <= KNOWN:
        raise Waits(f"years with {', '.join(sorted(case.inputs.keys()))}")
    years = _tested(_years(case), framework)
    entries, amounts = case.expected.get("entries") or {}, case.expected.get("amounts") or {}
    year_of = _by_label([*entries, *amounts], years)
    return {
        "entries": {name: _or_waits(_entry, name, rows_of(lines), year_of) for name, lines in entries.items()},
        "amounts": {name: _or_waits(_amount, name, year_of) for name in amounts},
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
    costs, lower, values = ([row[name] for name in names if name in row] for names in (COST, LOWER, VALUE))
    values = lower or values
    if len(costs) != 1 or len(values) != 1:
        raise Waits(f"a year with {', '.join(sorted(row))}")
    return costs[0], values[0]


def _tested(years: list[tuple[str, str]], framework: str) -> list[Year]:
    """Return what each year's test came to."""
    found: list[Year] = []
    held = NOTHING
    for year, (cost, value) in enumerate(years, start=FIRST_YEAR):
        on = date(year, 12, 31)
        alone, direct = (
            at_year_end(framework=framework, cost=cost, value=value, on=on, write_downs=style)
            for style in ("allowance", "direct")
        )
        together = in_aggregate(framework=framework, cost=cost, value=value, held=held, on=on)
        found.append(Year(on, alone if is_zero(held) else together, direct, found[-1] if found else None))
        held = together.held
    return found


def _by_label(names: list[str], years: list[Year]) -> Callable[[str], Year]:
    """Return a function from a name to the year that it bears."""
    places = {str(place): year for place, year in enumerate(years, start=1)}
    labels = {label for name in names for label in re.findall(r"\d+", name) if label not in places}
    latest_first = sorted(labels, key=lambda label: (len(label), label), reverse=True)
    by_label = places | dict(zip(latest_first, reversed(years), strict=False))

    def year_of(name: str) -> Year:
        found = re.findall(r"\d+", name)
        if not found:
            return years[-1]
        if found[0] not in by_label:
            raise Waits(f"the year of {name}")
        return by_label[found[0]]

    return year_of


def _entry(name: str, said: list[Mapping[str, Any]], year_of: Callable[[str], Year]) -> Any:
    """Return the entry of a year, in the case's words."""
    does, year = shape(said), year_of(name)
    if does == "direct":
        return in_words(said, year.direct.lines)
    if does in {"close_opening_inventory", "close_ending_inventory"}:
        left = year.left(_is_direct(name))
        began = NOTHING if year.before is None else year.before.left(_is_direct(name))
        # Such a case says nothing of purchases: what is left was bought, at the least, and goes by another entry.
        return closing_entry(said, year=totals(opening=began, purchases=left, closing=left), on=year.on)
    if does in {"charge", "reversal"}:
        return in_words(said, year.allowance.lines)
    raise Waits(f"an entry of a year that does {does}")


def _amount(name: str, year_of: Callable[[str], Year]) -> Any:
    """Return an amount of a year."""
    year, bare = year_of(name), re.sub(r"_?\d+", "", name)
    if bare in DIRECT:
        return expense_of(year.direct.lines)
    found = year.allowance
    falls = is_less(found.change, NOTHING)
    answers = (
        (CHANGED, found.change),
        (HELD, found.held),
        (CARRIED, found.carrying),
        (CHARGED, NOTHING if falls else expense_of(found.lines)),
        (RECOVERED, expense_of(found.lines) if falls else NOTHING),
    )
    return next((figure for called, figure in answers if bare in called), Waits(f"an amount called {name}"))


def _is_direct(name: str) -> bool:
    return any(word in name for word in DIRECTLY)


def _or_waits(make: Callable[..., Any], *said: Any) -> Any:
    """Return what is made, or what it waits for, so that the rest of a case is answered all the same."""
    try:
        return make(*said)
    except Waits as waits:
        return waits
