"""Lower of cost or market: replacement cost between a ceiling and a floor; beside it what cost and value alone come to."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from lowmark.core.frameworks.policy import InventoriesPolicy
from tests.cases.books import Books
from tests.cases.record import Case, Figure, rows_of
from tests.cases.stock import NOTHING, ONE, Measured, is_less
from tests.cases.units import MARKET, PLAIN, Held, assess_goods, in_all, market_of, policy_of
from tests.cases.waiting import Waits

SELLING = ("disposal_cost", "disposal", "selling_cost", "cost_to_complete_and_sell")
COMPLETING = "cost_to_complete"
"""What goods still cost until they are sold, under the names that cases give it."""

RATES = {
    "normal_profit_pct_of_price": "price", "normal_gp_pct_of_price": "price", "gross_profit_pct_of_price": "price",
    "normal_profit_pct_of_nrv": "nrv", "normal_profit_pct_of_cost": "cost",
}  # fmt: skip
FIGURES = {"cost", "replacement_cost", "nrv", "normal_profit", "selling_price", COMPLETING, *SELLING, *RATES}
FIRST, NEXT_YEAR = date(2026, 12, 31), date(2027, 12, 31)
LOWER_OF_MARKET, LOWER_OF_NRV = "us_gaap", "ifrs"
"""A framework that has the test, and one that has none."""


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Measure the case's goods, one of them or several."""
    if "items" in case.inputs:
        return _of_items(case, framework)
    if not case.inputs.keys() <= FIGURES | {"year2_selling_price"}:
        raise Waits(f"a test of market with {', '.join(sorted(case.inputs))}")
    market, carried = at_market(case.inputs)
    plain = plainly(case.inputs)
    answers = {
        **market, "carrying_amount": carried.carrying, "write_down": carried.write_down, "nrv": plain.nrv,
        "us_carrying": carried.carrying, "us_write_down": carried.write_down, "us_market": market["market"],
        "us_floor": market["floor"], "ifrs_carrying": plain.carrying, "ifrs_write_down": plain.write_down,
    }  # fmt: skip
    if "year2_selling_price" in case.inputs:
        answers |= _a_year_later(case.inputs)
    if framework == LOWER_OF_MARKET:
        return answers
    return answers | {"carrying_amount": plain.carrying, "write_down": plain.write_down}


def at_market(said: Mapping[str, Any]) -> tuple[Mapping[str, Figure], Measured]:
    """Return ceiling, floor and market of some goods of one unit, and what they are measured at."""
    found = assess_goods([_held(said)], policy=_policy(said), basis=MARKET)
    return market_of(found), in_all([found])


def plainly(said: Mapping[str, Any]) -> Measured:
    """Return what the goods are measured at where only cost and value count."""
    return in_all([assess_goods([_held(said)], policy=policy_of(LOWER_OF_NRV))])


def _a_year_later(said: Mapping[str, Any]) -> Mapping[str, Figure]:
    """Post both years' tests to books of both kinds, at what goods are worth in each."""
    later = {name: value for name, value in said.items() if name != "nrv"}
    later["selling_price"] = said["year2_selling_price"]
    worth = {
        "us_year2_reversal": (LOWER_OF_MARKET, [at_market(each)[0]["market"] for each in (said, later)]),
        "ifrs_year2_reversal": (LOWER_OF_NRV, [plainly(each).nrv for each in (said, later)]),
    }
    answers = {}
    for name, (framework, (first, second)) in worth.items():
        books = Books(framework=framework, quantity=ONE, cost=said["cost"], cost_is_each=False)
        books.test(FIRST, value=first)
        answers[name] = books.test(NEXT_YEAR, value=second).recovered
    return answers


def _of_items(case: Case, framework: str) -> Mapping[str, Any]:
    rows = rows_of(case.given("items"))
    for row in rows:
        if not row.keys() <= FIGURES | {"item", "qty"}:
            raise Waits(f"items with {', '.join(sorted(row))}")
    # Items of one case may have rates of their own, and an entity has one: each is tested under its own.
    if framework == LOWER_OF_MARKET:
        found = [assess_goods([_held(row)], policy=_policy(row), basis=MARKET) for row in rows]
    else:
        found = [assess_goods([_held(row)], policy=policy_of(framework), basis=PLAIN) for row in rows]
    both = in_all(found)
    by_item = {row["item"]: in_all([each]).carrying for row, each in zip(rows, found, strict=True) if "item" in row}
    return {
        "carrying_by_item": by_item, "total": both.carrying, "ending_inventory": both.carrying,
        "carrying_amount": both.carrying, "write_down": both.write_down,
    }  # fmt: skip


def _held(said: Mapping[str, Any]) -> Held:
    """Read goods: what they fetch before costs where a case says it, or else what is left of that.

    Raises: Waits.
    """
    selling = [said[name] for name in SELLING if name in said]
    if "cost" not in said or not {"selling_price", "nrv"} & said.keys() or len(selling) > 1:
        raise Waits(f"a test of market with {', '.join(sorted(said))}")
    completing = said.get(COMPLETING)
    is_gross = "selling_price" in said and (bool(selling) or completing is not None or "nrv" not in said)
    has_rate = bool(RATES.keys() & said.keys())
    return Held(
        quantity=said.get("qty", ONE), cost=said["cost"], price=said["selling_price"] if is_gross else said["nrv"],
        cost_to_sell=selling[0] if is_gross and selling else None, cost_to_complete=completing if is_gross else None,
        replacement=said.get("replacement_cost"), profit=None if has_rate else said.get("normal_profit", NOTHING),
    )  # fmt: skip


def _policy(said: Mapping[str, Any]) -> InventoriesPolicy:
    """Set the normal profit that goods say as a share."""
    shares: Sequence[tuple[str, str]] = [(of, said[name]) for name, of in RATES.items() if name in said]
    if not shares:
        return policy_of(LOWER_OF_MARKET)
    of, share = shares[0]
    rate = f"{share}%" if is_less(ONE, share) else share
    return policy_of(LOWER_OF_MARKET, {"normal_profit": {"rate": rate, "of": of}})
