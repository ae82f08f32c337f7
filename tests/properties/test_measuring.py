"""Measures of stock: the months they are of, what counts as use and as receipt, ages, demand, second looks, suppositions."""

from datetime import date, timedelta
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lowmark.core.assessment.ages import ages_of
from lowmark.core.assessment.demand import demand_of
from lowmark.core.assessment.measuring import MOVED, measured_by_item, months_needed, period_ends
from lowmark.core.assessment.second_looks import with_second_looks
from lowmark.core.assessment.supposing import Change, Supposed, parse_change, suppose
from lowmark.core.frameworks.policy import Measures, Outlying
from lowmark.core.kinds.problems import Problem
from tests.properties.assessed import AS_OF, IFRS, applying, only, rows, rule, run

YEAR = Measures(stock_months=2, use_months=2, movement_months=2, demand_months=2)
MOVE = {"item": 7, "from_kind": "vendor", "from_area": "", "to_kind": "stock", "to_area": "P1", "is_return": False,
        "period": 0, "quantity_micro": 0, "last_on": date(2026, 1, 5)}  # fmt: skip
SOLD = {"from_kind": "stock", "from_area": "P1", "to_kind": "customer", "to_area": ""}
BACK = {"from_kind": "customer", "from_area": "", "to_kind": "stock", "to_area": "P1", "is_return": True}


def measure(*moves, estimators=(), months=2, area=""):
    frame = pl.DataFrame([MOVE | move for move in moves], schema_overrides={"last_on": pl.Date}).select(MOVED)
    found = measured_by_item(moves=frame, estimators=estimators, measures=YEAR, months=months, as_of=AS_OF)
    return found.filter(pl.col("area") == area).row(0, named=True)


# --- months -----------------------------------------------------------------------------------------------------------


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_months_end_on_the_date_and_follow_one_another(as_of, months):
    ends = period_ends(as_of, months)
    assert len(ends) == months + 1 and ends[-1] == as_of
    assert all(28 <= (later - earlier).days <= 31 for earlier, later in pairwise(ends))
    is_last = (as_of + timedelta(days=1)).day == 1
    assert all(((end + timedelta(days=1)).day == 1) or not is_last for end in ends)


def test_what_no_rule_asks_for_is_not_measured():
    assert months_needed((), Measures()) is None
    assert months_needed((rule("age", tables=[rows((">=", "1", "5 %"))]),), Measures()) is None
    slow = rule(
        "movement_rate", receipts=None, issues={"bound": "10 %", "operator": "<"}, tables=[rows((">=", "3", "5 %"))]
    )
    assert months_needed((slow,), Measures()) == 12 * 4


# --- use, receipts, stock ---------------------------------------------------------------------------------------------


def test_what_is_sold_or_used_is_use_and_what_is_scrapped_or_corrected_is_not():
    came = {"quantity_micro": 1_000}
    ways = {"customer": 10, "production": 20, "scrap": 40, "adjustment": 80, "vendor": 160}
    moves = [SOLD | {"to_kind": kind, "period": 1, "quantity_micro": much} for kind, much in ways.items()]
    found = measure(came, *moves)
    assert (found["issues_micro"], found["sold_micro"], found["average_consumption_micro"]) == (30, 30, 15)
    assert found["average_stock_micro"] == 690
    assert found["receipts_micro"] == 0


def test_what_comes_back_is_taken_off_what_went_out_and_is_no_receipt():
    found = measure({"quantity_micro": 100}, SOLD | {"period": 1, "quantity_micro": 60},
                    BACK | {"period": 2, "quantity_micro": 20})  # fmt: skip
    assert (found["issues_micro"], found["receipts_micro"], found["average_stock_micro"]) == (40, 0, 50)
    only_back = measure(BACK | {"period": 2, "quantity_micro": 20})
    assert (only_back["issues_micro"], only_back["average_stock_micro"]) == (0, 10)


def test_a_move_between_areas_is_no_use_and_is_seen_by_its_areas_alone():
    moved = {
        "from_kind": "stock",
        "from_area": "P1",
        "to_kind": "stock",
        "to_area": "P2",
        "period": 2,
        "quantity_micro": 40,
    }
    came = {"quantity_micro": 100}
    assert measure(came, moved)["average_stock_micro"] == 100
    assert measure(came, moved, area="P1")["average_stock_micro"] == 80
    assert measure(came, moved, area="P2")["average_stock_micro"] == 20
    assert measure(came, moved, area="P2")["issues_micro"] == 0


def test_goods_that_are_not_sound_are_not_measured():
    broken = {
        "from_kind": "stock",
        "from_area": "P1",
        "to_kind": "damaged",
        "to_area": "P1",
        "period": 1,
        "quantity_micro": 30,
    }
    assert measure({"quantity_micro": 100}, broken)["average_stock_micro"] == 70


def test_slow_periods_are_counted_back_until_the_first_that_was_not():
    slow = rule(
        "movement_rate", receipts=None, issues={"bound": "10 %", "operator": "<"}, tables=[rows((">=", "3", "5 %"))]
    )
    came = {"quantity_micro": 100}
    still = measure(came, estimators=(slow,), months=8)
    assert still["slow_periods"] == 3
    # Twenty went in the third of the four months before the two that are under review.
    moved = measure(came, SOLD | {"period": 3, "quantity_micro": 20}, estimators=(slow,), months=8)
    assert moved["slow_periods"] == 1
    new = measure({"quantity_micro": 100, "period": 6}, estimators=(slow,), months=8)
    assert new["slow_periods"] == 1  # Where nothing was there, nothing was slow.


legs = st.lists(
    st.tuples(st.sampled_from([MOVE, MOVE | SOLD, MOVE | BACK, MOVE | {"from_kind": "production"}]), st.integers(0, 2),
              st.integers(1, 1000)),
    min_size=1, max_size=12,
)  # fmt: skip


@settings(max_examples=50)
@given(legs)
def test_the_parts_of_two_areas_are_the_company_and_the_order_is_no_matter(said):
    moves = []
    for n, (kind, period, quantity) in enumerate(said):
        name = f"P{n % 2 + 1}"
        areas = {side: name if kind[side] else "" for side in ("from_area", "to_area")}
        moves.append(kind | areas | {"period": period, "quantity_micro": quantity})
    frame = pl.DataFrame(moves).select(MOVED)
    found = measured_by_item(moves=frame, estimators=(), measures=YEAR, months=2, as_of=AS_OF)
    again = measured_by_item(moves=frame.reverse(), estimators=(), measures=YEAR, months=2, as_of=AS_OF)
    assert found.equals(again)
    numbers = [name for name in found.columns if name.endswith("_micro")]
    assert (found.select(numbers).min_horizontal() >= 0).all()
    company, areas = found.filter(pl.col("area") == ""), found.filter(pl.col("area") != "")
    if (frame["from_kind"] == "vendor").all():
        assert (
            areas["average_stock_micro"].sum()
            <= company["average_stock_micro"].sum()
            <= areas["average_stock_micro"].sum() + 2
        )


# --- ages and demand --------------------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 900), st.integers(1, 100)), min_size=1, max_size=8), st.integers(1, 900))
def test_what_is_on_hand_is_as_old_as_the_youngest_strata_and_all_of_it_has_an_age(came, on_hand):
    strata = pl.DataFrame([(1, AS_OF - timedelta(days=days), much) for days, much in came],
                            schema=["unit", "received_on", "quantity_micro"], orient="row")  # fmt: skip
    left = pl.DataFrame({"unit": [1], "remaining_micro": [on_hand]})
    found = ages_of(left=left, strata=strata, as_of=AS_OF).sort("age_days")
    assert found["quantity_micro"].sum() == on_hand
    by_age = {}
    for days, much in came:
        by_age[days] = by_age.get(days, 0) + much
    rest, expected = on_hand, []
    for days in sorted(by_age):
        taken = rest if days == max(by_age) else min(rest, by_age[days])
        expected += [(days, taken)] if taken else []
        rest -= taken
    assert found.select("age_days", "quantity_micro").rows() == expected


@given(st.integers(0, 10**12), st.integers(28, 366), st.integers(0, 800))
def test_without_a_forecast_demand_goes_on_as_it_was(sold, days, horizon):
    found = demand_of(
        items=pl.DataFrame({"item": [7]}), sold=pl.DataFrame({"item": [7], "sold_micro": [sold]}), sold_days=days,
        forecasts=pl.DataFrame(schema={"item": pl.Int64, "made_on": pl.Date, "horizon_days": pl.Int64, "mean_micro": pl.Int64,
                                       "method": pl.String}), horizon_days=horizon, as_of=AS_OF,
    )  # fmt: skip
    ahead = horizon or 365
    assert only(found, "quantity_micro") == sold * ahead // days
    assert only(found, "until_on") == AS_OF + timedelta(days=ahead)


# --- second looks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "prices, cost, finding",
    [([9, 10, 11], 10, ""), ([9, 10, 51], 10, "outlying_evidence"), ([9, 45], 10, ""), ([9, 46], 10, "outlying_evidence"),
     ([201], 10, "outlying_evidence"), ([200], 10, ""), ([1], 21, "outlying_evidence"), ([1], 20, "")],
)  # fmt: skip
def test_a_price_far_from_the_others_or_from_cost_is_looked_at(prices, cost, finding):
    """Five times the middle of the others, or twenty times the cost of a unit, is the most that passes."""
    policy = applying(policy=IFRS)
    assert policy.outlying == Outlying(others_micro=5_000_000, cost_micro=20_000_000)
    assessments = pl.DataFrame(
        {"unit": [1], "item": [7], "quantity_micro": [1_000_000], "cost_minor": [cost * 100], "finding": [""]}
    )
    evidence = pl.DataFrame([
        {"evidence": n, "item": 7, "lot": None, "kind": "recent_sale", "condition": "", "channel": "",
         "amount_micro": price * 1_000_000, "currency": "CAD", "quantity_micro": 1_000_000, "observed_on": AS_OF,
         "confirms_date": False, "standing": "verified"} for n, price in enumerate(prices)
    ])  # fmt: skip
    uses = pl.DataFrame({"unit": [1] * len(prices), "evidence": range(len(prices))})
    found = with_second_looks(
        assessments, evidence=evidence, uses=uses, policy=policy, as_of=AS_OF, currency="CAD", channel="", scale=10_000
    )
    assert only(found, "finding") == finding


# --- suppositions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("driver, text", [("price", "ten"), ("price", "10 %"), ("price", "-110 %"), ("price", "=-1"), ("discount", "=5 %"),
                                          ("demand", ""), ("discount", "age:5 %")])  # fmt: skip
def test_what_is_no_change_is_refused(driver, text):
    with pytest.raises(Problem, match="bad_change"):
        parse_change(driver, text)


def test_a_change_says_itself_in_words():
    said = [
        ("price", "-10 %", "-10 %"),
        ("demand", "+5 %", "+5 %"),
        ("price", "=6.50", "to 6.5"),
        ("cost_to_sell", "=5 %", "to 5 %"),
    ]
    assert [parse_change(driver, text).words for driver, text, _ in said] == [words for *_, words in said]


@settings(max_examples=30)
@given(st.integers(1, 3000), st.integers(0, 2_000_000), st.integers(0, 2_000_000))
def test_the_lower_the_price_supposed_the_more_is_required_and_contracts_stay(price, one, two):
    def required(factor):
        known = Supposed(evidence=_evidence(price), demand=None, policy=IFRS)
        supposed = suppose(known, Change(driver="price", factor_micro=factor)).evidence
        assert supposed.filter(pl.col("kind") == "firm_contract")["amount_micro"].to_list() == [price * 10_000]
        prices = supposed.filter(pl.col("kind") == "price_list").select("amount_micro").to_dicts()
        return only(run([{}], prices).assessments, "required_minor")

    low, high = sorted([max(one, 1), max(two, 1)])
    assert required(low) >= required(high) or required(low) == 0  # A price of nothing is no evidence.


def _evidence(price: int) -> pl.DataFrame:
    return pl.DataFrame([
        {"item": 7, "kind": kind, "amount_micro": price * 10_000, "quantity_micro": 1_000_000}
        for kind in ("price_list", "firm_contract")
    ])  # fmt: skip
