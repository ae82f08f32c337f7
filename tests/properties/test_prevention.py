"""Plans: by hand on small situations, as laws on generated groups, and against all plans there are where those can be counted.

By hand, all money in dollars. 100 units lie in Main, cost 10 each, sell at 20; Main sells 40 in 180 days, so 60 are at risk.
North is short of 30. A vendor takes 20 back at 80% of cost. A liquidator pays 25% of the price, 5.00, after a fee of 10.00.
Best: 30 to North, worth what buying them would cost, 300.00; 20 back, 160.00; the last 10 to the liquidator, 50.00 - 10.00.
"""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.planning import situation_of
from lowmark.core.prevention import checking, risks
from lowmark.core.prevention.choices import Situation, lay_out
from lowmark.core.prevention.described import described
from lowmark.core.prevention.filling import Basket, whole_steps
from lowmark.core.prevention.outlook import outlook
from lowmark.core.prevention.plan import plan
from lowmark.core.prevention.pricing import solve_large
from lowmark.core.prevention.solving import Limits
from lowmark.core.prevention.terms import TERMS

U = 1_000_000
AS_OF = date(2026, 10, 31)
BLANK = {
    "entity": "E", "item": "", "category": "", "location": "", "partner": "", "to_location": "", "amount_micro": None,
    "rate_micro": None, "cost_micro": 0, "fixed_minor": 0, "limit_micro": None, "minimum_micro": 0, "elasticity_micro": None,
    "lead_days": 0,
}  # fmt: skip
RETURN = {"action": "vendor_return", "partner": "ACME", "rate_micro": 800_000, "limit_micro": 20 * U}
LIQUIDATE = {"action": "liquidate", "rate_micro": 250_000, "fixed_minor": 10_00}


def situation(
    *terms: dict,
    held: int = 100,
    sells: int = 40,
    north: int = 30,
    last_on: date | None = None,
    ordered: int = 0,
    **given,
) -> Situation:
    stock = pl.DataFrame(
        {"entity": ["E"], "item": ["A"], "location": ["Main"], "lot": [""], "quantity_micro": [held * U],
         "cost_minor": [held * 10_00], "last_on": [last_on]}, schema_overrides={"last_on": pl.Date},
    )  # fmt: skip
    demand = pl.DataFrame({"entity": ["E", "E"], "item": ["A", "A"], "location": ["Main", "North"],
                           "quantity_micro": [sells * U, north * U]})  # fmt: skip
    orders = pl.DataFrame({"entity": ["E"], "item": ["A"], "order": ["PO-1/1"], "quantity_micro": [ordered * U],
                           "cost_minor": [ordered * 10_00], "due_on": [date(2026, 12, 1)]}).filter(pl.lit(ordered > 0))  # fmt: skip
    prices = pl.DataFrame({"entity": ["E"], "item": ["A"], "category": ["tents"], "price_micro": [20 * U],
                           "unit_cost_micro": [10 * U]})  # fmt: skip
    table = pl.DataFrame([{**BLANK, "term": number, **term} for number, term in enumerate(terms)], schema=TERMS)
    found = risks.find(stock=stock, demand=demand, orders=orders, as_of=AS_OF, horizon_days=180)
    about = described(risks=found.risks, prices=prices, terms=table)
    return Situation(risks=about.risks, short=found.short, terms=table, worth=about.worth, currency="USD", as_of=AS_OF,
                     horizon_days=180, **given)  # fmt: skip


def done(asked: Situation) -> dict[str, tuple[int, int]]:
    found = plan(situation=asked, limits=Limits(gap_micro=0))
    assert checking.faults(situation=asked, actions=found.actions) == []
    rows = found.actions.select("action", "quantity_micro", "gain_minor").iter_rows()
    return {action: (quantity // U, gain) for action, quantity, gain in rows}


def test_goods_go_where_they_bring_most():
    assert done(situation(RETURN, LIQUIDATE)) == {
        "transfer": (30, 300_00), "vendor_return": (20, 160_00), "liquidate": (10, 40_00),
    }  # fmt: skip


def test_each_action_says_what_would_be_without_it():
    found = plan(situation=situation(RETURN, LIQUIDATE), limits=Limits(gap_micro=0))
    told = {row["action"]: row for row in found.actions.iter_rows(named=True)}
    # Without the transfer the liquidator, whose fee is paid already, takes its 30 for 5.00 each.
    assert (told["transfer"]["without_minor"], told["transfer"]["saves_minor"]) == (150_00, 150_00)
    assert (told["transfer"]["next_best"], told["transfer"]["held_by"]) == ("liquidate", "need|E|A|North")
    assert (told["vendor_return"]["without_minor"], told["vendor_return"]["held_by"]) == (100_00, "term|0")
    assert (told["liquidate"]["without_minor"], told["liquidate"]["next_best"]) == (0, "nothing")
    assert found.gain_minor == found.bound_minor == 500_00
    assert found.gap_micro == 0
    assert (found.single_action, found.single_minor) == ("transfer", 300_00)
    # One more unit that North is short of would bring 10.00 in place of 5.00.
    assert {row[0]: row[3] for row in found.limits.rows()} == {"need|E|A|North": 500_000_000, "term|0": 300_000_000}


def test_a_budget_and_a_room_hold():
    carriage = {"action": "transfer", "cost_micro": U, "fixed_minor": 5_00}
    assert done(situation(carriage)) == {"transfer": (30, 300_00 - 30_00 - 5_00)}
    assert done(situation(carriage, budgets={"E": 25_00})) == {"transfer": (20, 200_00 - 20_00 - 5_00)}
    assert done(situation(carriage, budgets={"E": 4_99})) == {}
    assert done(situation(carriage, rooms={("E", "North"): 7 * U})) == {"transfer": (7, 70_00 - 7_00 - 5_00)}


def test_a_markdown_sells_more_and_forgoes_the_full_price():
    half = {"action": "markdown", "rate_micro": 500_000, "elasticity_micro": 1_000_000}
    # At half the price twice the 40 are sold: 40 more at 10.00; 40 that sell anyway bring 10.00 less each. It gains nothing.
    assert done(situation(half, north=0)) == {}
    # At an elasticity of 2 four times as many are: all 60, for 600.00 less 400.00.
    steep = {**half, "elasticity_micro": 2_000_000}
    assert done(situation(steep, north=0)) == {"markdown": (60, 200_00)}
    tenth = {**steep, "rate_micro": 100_000}
    # A tenth off: 40 / 0.81 - 40 = 9.38, so 9 more at 18.00, less 2.00 of each of 40. Only one depth is taken, the better.
    assert done(situation(tenth, north=0)) == {"markdown": (9, 162_00 - 80_00)}
    assert done(situation(tenth, steep, north=0)) == {"markdown": (60, 200_00)}


def test_what_expires_is_moved_only_as_far_as_it_still_sells():
    # It keeps for 90 of 180 days: Main sells 20 by then, so 80 are at risk; North 15.
    soon = AS_OF + timedelta(days=90)
    assert done(situation(last_on=soon)) == {"transfer": (15, 150_00)}
    assert done(situation({"action": "transfer", "lead_days": 60}, last_on=soon)) == {"transfer": (5, 50_00)}


def test_an_order_fills_what_is_missing_and_the_rest_is_cancelled_or_deferred():
    cancel = {"action": "cancel", "rate_micro": 900_000, "limit_micro": 30 * U}
    defer = {"action": "defer", "rate_micro": 200_000}
    # 70 are ordered: 30 for North, 40 too many. The goods in Main have nowhere left to go.
    assert done(situation(cancel, defer, ordered=70)) == {"cancel": (30, 270_00), "defer": (10, 20_00)}


def test_goods_stand_in_for_others_that_are_short():
    one = situation({"action": "substitute", "partner": "B", "rate_micro": 500_000}, north=0)
    short = pl.DataFrame({"entity": ["E"], "item": ["B"], "location": ["Plant"], "quantity_micro": [12 * U]})
    worth = pl.DataFrame({"entity": ["E"], "item": ["B"], "worth_micro": [30 * U]})
    asked = Situation(
        risks=one.risks, short=short, terms=one.terms, worth=worth, currency="USD", as_of=AS_OF, horizon_days=180
    )
    # Two of ours do what one of B does, which would cost 30.00: 24 of ours save 12 of B.
    assert done(asked) == {"substitute": (24, 360_00)}


def test_nothing_at_risk_is_a_plan_of_nothing():
    found = plan(situation=situation(RETURN, held=40))
    assert (found.actions.height, found.gain_minor, found.gap_micro, found.is_reproducible) == (0, 0, 0, True)


def test_what_is_left_may_be_worth_something_and_then_less_is_gained():
    worth = {"action": "nothing", "rate_micro": 600_000}
    assert done(situation(RETURN, LIQUIDATE, worth, north=0)) == {"vendor_return": (20, 40_00)}


def test_the_outlook_counts_what_falls_into_each_window():
    asked = situation(last_on=AS_OF + timedelta(days=45), ordered=80)
    rows = (
        outlook(risks=asked.risks, as_of=AS_OF)
        .filter(pl.col("cost_minor") > 0)
        .select("cause", "days", "cost_minor")
        .rows()
    )
    # 45 of 180 days: Main sells 10 and 90 expire; it lacks the other 30 then, North 30: of 80 on order 20 are too many.
    assert rows == [("ordered", 60, 200_00), ("ordered", 90, 200_00), ("ordered", 180, 200_00),
                    ("expiry", 60, 900_00), ("expiry", 90, 900_00), ("expiry", 180, 900_00)]  # fmt: skip


@pytest.fixture(scope="module")
def group() -> Situation:
    return situation_of(seed=7, entities=3, places=4, items=25, budget_minor=2_000_00)


def test_a_group_is_planned_within_its_limits_and_better_than_by_rule(group: Situation):
    found = plan(situation=group, limits=Limits(gap_micro=100))
    assert checking.faults(situation=group, actions=found.actions) == []
    assert found.gain_minor > max(found.single_minor, found.greedy_minor)
    assert found.gap_micro < 10_000
    assert set(found.actions["action"]) >= {"transfer", "vendor_return", "markdown", "cancel", "liquidate"}
    assert found.actions.equals(plan(situation=group, limits=Limits(gap_micro=100)).actions)


@pytest.mark.parametrize("budget_minor", [500_00, 2_000_00])
def test_a_program_in_parts_has_a_bound_that_holds_and_quantities_near_it(budget_minor: int):
    asked = situation_of(seed=7, entities=3, places=4, items=15, budget_minor=budget_minor)
    choices = lay_out(asked)
    exact = solve_large(choices, Limits(gap_micro=0))
    parted = solve_large(choices, Limits(gap_micro=5_000), whole=0, part=100)
    best = whole_steps(choices, exact.steps).total()
    assert best <= parted.bound_minor <= exact.bound_minor * 1.01
    assert whole_steps(choices, parted.steps).total() > best * 0.985
    assert parted.nodes > 0


def test_parts_that_share_nothing_come_to_the_optimum_of_the_whole(group: Situation):
    free = replace(
        group, budgets={}, rooms={}, terms=group.terms.with_columns(limit_micro=pl.lit(None, dtype=pl.Int64))
    )
    choices = lay_out(free)
    exact = solve_large(choices, Limits(gap_micro=0))
    parted = solve_large(choices, Limits(gap_micro=0), whole=0, part=100)
    assert parted.bound_minor == pytest.approx(exact.bound_minor, rel=1e-4)
    assert whole_steps(choices, parted.steps).total() == pytest.approx(
        whole_steps(choices, exact.steps).total(), rel=1e-4
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"quantity_micro": pl.col("quantity_micro") + U}, "is done, of"), ({"gain_minor": pl.col("gain_minor") + 1}, "and says"),
        ({"quantity_micro": pl.col("quantity_micro") + 1}, "no whole number"), ({"action": pl.lit("cancel")}, "is not for"),
        ({"term": pl.lit(0, dtype=pl.Int64)}, "does not cover"), ({"to_location": pl.lit("S1/P01")}, "is short of"),
    ],
)  # fmt: skip
def test_the_check_sees_what_is_wrong(group: Situation, change: dict, words: str):
    actions = plan(situation=group).actions
    assert any(words in fault for fault in checking.faults(situation=group, actions=actions.with_columns(**change)))


AMOUNTS = st.tuples(st.integers(0, 30), st.integers(0, 12), st.integers(1, 6), st.integers(0, 3))


@given(terms=st.lists(AMOUNTS, min_size=1, max_size=4), held=st.integers(1, 8), budget=st.integers(0, 40))
def test_no_plan_that_can_be_counted_is_better(terms: list[tuple[int, int, int, int]], held: int, budget: int):
    stated = [
        {"action": action, "amount_micro": brings * U, "fixed_minor": once * 100, "limit_micro": most * U, "minimum_micro": least * U}
        for action, (brings, once, most, least) in zip(("donate", "liquidate", "scrap", "vendor_return"), terms, strict=False)
    ]  # fmt: skip
    asked = situation(*stated, held=held, sells=0, north=0, budgets={"E": budget * 100})
    found = plan(situation=asked, limits=Limits(gap_micro=0))
    assert checking.faults(situation=asked, actions=found.actions) == []
    assert found.gain_minor == _best_of_all(asked)


def _best_of_all(asked: Situation) -> int:
    """Try every combination of whole units."""
    choices = lay_out(asked)
    best = 0
    spans = [range(most // U + 1) for most in choices.options["limit_micro"].to_list()]
    for units in product(*spans):
        basket = Basket(choices)
        for option, number in enumerate(units):
            if number and basket.fits(option, number * U) == number * U:
                basket.take(option, number * U)
        if [quantity // U for quantity in basket.quantity] == list(units):
            best = max(best, basket.total())
    return best
