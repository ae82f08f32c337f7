"""Tiers by demand, market, relief of materials, wider units of account: figures by hand, refusals, and laws."""

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lowmark.core.assessment.aggregate import in_aggregate
from lowmark.core.assessment.components import roll_up
from lowmark.core.assessment.levels import CONDITIONS
from lowmark.core.frameworks.policy import NormalProfit
from lowmark.core.kinds.problems import Problem
from tests.properties.assessed import AS_OF, IFRS, LIFO, US, applying, only, rows, rule, run

TOMORROW = AS_OF + timedelta(days=1)
EXCESS = rule("excess", factors={"excess": "10 %"}, horizon_days=365)


def demand(quantity: int, days: int = 100, item: int = 7) -> dict:
    until = AS_OF + timedelta(days=days)
    return {"item": item, "from_on": TOMORROW, "until_on": until, "quantity_micro": quantity * 1_000_000}


def shown(found, *columns):
    return found.tiers.select("unit", "kind", *columns).rows()


# --- demand -----------------------------------------------------------------------------------------------------------


def test_what_nobody_is_expected_to_buy_takes_no_price_of_the_ordinary_course():
    found = run([{}], [{"amount_micro": 9_000_000}], policy=applying(EXCESS), demand=[demand(12)])
    assert shown(found, "quantity_micro", "cost_minor", "value_minor", "evidence_kind") == [
        (1, "expected_sale", 12_000_000, 84_00, 108_00, "price_list"),
        (1, "rest", 8_000_000, 56_00, 5_60, "excess"),
    ]
    assert only(found.assessments, "carrying_minor", "reason", "finding") == (89_60, "excess", "")


def test_a_tender_for_scrap_prices_the_excess_and_stands_before_the_rule():
    tender = {"kind": "scrap_tender", "amount_micro": 1_000_000}
    found = run([{}], [{"amount_micro": 9_000_000}, tender], policy=applying(EXCESS), demand=[demand(12)])
    assert shown(found, "value_minor", "evidence_kind") == [
        (1, "expected_sale", 108_00, "price_list"), (1, "rest", 8_00, "scrap_tender"),
    ]  # fmt: skip
    assert found.uses.rows() == [(1, 1), (1, 2)]


def test_without_a_rule_or_a_tender_somebody_has_to_look_at_the_excess():
    found = run([{"held_minor": 5_00}], [{"amount_micro": 9_000_000}], demand=[demand(12)])
    assert only(found.assessments, "carrying_minor", "finding") == (135_00, "part_without_evidence")


def test_contracts_meet_demand_first_and_the_lots_that_expire_first_the_rest():
    contract = {"kind": "firm_contract", "amount_micro": 50_000_000, "quantity_micro": 5_000_000}
    soon, late = AS_OF + timedelta(days=50), AS_OF + timedelta(days=90)
    found = run([{"lot": 2, "expires_on": late}, {"lot": 1, "expires_on": soon}],
                [{}, contract], policy=applying(EXCESS), demand=[demand(40)])  # fmt: skip
    # 20 are asked for by the 50th day: 5 by contract, 15 of the lot that expires then; 36 by the 90th: 16 of the other.
    assert shown(found, "quantity_micro") == [
        (1, "expected_sale", 16_000_000), (1, "rest", 4_000_000),
        (2, "firm_contract", 5_000_000), (2, "expected_sale", 15_000_000),
    ]  # fmt: skip


def test_demand_beyond_the_horizon_does_not_count():
    near = replace(EXCESS, horizon_days=50)
    found = run([{}], [{}], policy=applying(near), demand=[demand(20, days=100)])
    assert found.tiers["quantity_micro"].to_list() == [10_000_000, 10_000_000]


def test_the_last_saleable_day_may_come_before_the_expiry_date():
    metrics = [{"last_saleable_on": AS_OF + timedelta(days=10)}]
    found = run([{"lot": 1, "expires_on": AS_OF + timedelta(days=90)}], [{}], policy=applying(EXCESS),
                demand=[demand(100)], metrics=metrics)  # fmt: skip
    assert found.tiers["quantity_micro"].to_list() == [10_000_000, 10_000_000]
    stricter = replace(applying(EXCESS), expired_when="<=")
    found = run([{"lot": 1, "expires_on": AS_OF + timedelta(days=10)}], [{}], policy=stricter, demand=[demand(100)])
    assert found.tiers["quantity_micro"].to_list() == [9_000_000, 11_000_000]


def test_no_demand_at_all_is_known_too_and_other_items_are_as_they_were():
    found = run([{}, {"item": 8}], [{}, {"item": 8}], policy=applying(EXCESS), demand=[demand(0)])
    assert shown(found, "value_minor") == [(1, "rest", 14_00), (2, "rest", 120_00)]


def test_damaged_goods_meet_no_demand():
    found = run([{"condition": "damaged"}, {"lot": 1}], [{}, {"condition": "damaged"}], policy=applying(EXCESS),
                demand=[demand(20)])  # fmt: skip
    assert shown(found, "value_minor") == [(1, "rest", 120_00), (2, "expected_sale", 120_00)]


quantities = st.integers(1, 60)
lots = st.lists(st.tuples(quantities, st.none() | st.integers(1, 120)), min_size=1, max_size=6)


@settings(max_examples=40)
@given(lots, st.lists(st.tuples(st.integers(0, 80), st.integers(1, 60)), min_size=1, max_size=3), st.integers(0, 40))
def test_demand_is_consumed_once_and_as_far_as_it_goes(stock, stretches, contracted):
    asked, start = [], TOMORROW
    for quantity, days in stretches:
        until = start + timedelta(days=days - 1)
        asked.append({"item": 7, "from_on": start, "until_on": until, "quantity_micro": quantity * 1_000_000})
        start = until + timedelta(days=1)
    units = [{"lot": place, "quantity_micro": quantity * 1_000_000,
              "expires_on": None if days is None else AS_OF + timedelta(days=days)}
             for place, (quantity, days) in enumerate(stock)]  # fmt: skip
    prices = [{}, {"kind": "firm_contract", "quantity_micro": max(1, contracted * 1_000_000), "amount_micro": 10**9}]
    found = run(units, prices, policy=applying(EXCESS), demand=asked)
    by_kind = dict(found.tiers.group_by("kind").agg(pl.col("quantity_micro").sum()).rows())
    of_all = sum(each["quantity_micro"] for each in asked)
    assert by_kind.get("expected_sale", 0) <= max(0, of_all - by_kind.get("firm_contract", 0))
    assert sum(by_kind.values()) == sum(unit["quantity_micro"] for unit in units)
    assert found.tiers["cost_minor"].sum() == 140_00 * len(units)
    # Day by day, as one would on paper: each lot in its order takes what is asked for until its last day and not yet taken.
    taken = by_kind.get("firm_contract", 0)
    of_contracts = dict(
        found.tiers.filter(kind="firm_contract").group_by("unit").agg(pl.col("quantity_micro").sum()).rows()
    )
    said = dict(found.tiers.filter(kind="expected_sale").select("unit", "quantity_micro").rows())
    order = sorted(enumerate(units, start=1), key=lambda each: (each[1]["expires_on"] or date.max, each[0]))
    for number, unit in order:
        last = unit["expires_on"] or date.max
        until = sum(
            each["quantity_micro"]
            * max(0, (min(last, each["until_on"], AS_OF + timedelta(days=365)) - each["from_on"]).days + 1)
            // ((each["until_on"] - each["from_on"]).days + 1)
            for each in asked
        )
        takes = max(0, min(unit["quantity_micro"] - of_contracts.get(number, 0), until - taken))
        assert said.get(number, 0) == takes
        taken += takes


# --- lower of cost or market ------------------------------------------------------------------------------------------


def at_market(cost, replacement, nrv, profit=None, *, policy=US, **more):
    """One unit at prices of one: minor units are hundredths."""
    prices = [{"amount_micro": nrv * 10_000}]
    if replacement is not None:
        prices.append({"kind": "replacement_cost", "amount_micro": replacement * 10_000})
    own = (
        {}
        if profit is None
        else {"normal_profit_amount_micro": profit * 10_000, "normal_profit_quantity_micro": 1_000_000}
    )
    unit = {"quantity_micro": 1_000_000, "cost_minor": cost, "basis": LIFO} | more
    return run([unit], prices, policy=policy, metrics=[own or {"area": ""}])


@pytest.mark.parametrize(
    "cost, replacement, nrv, profit, market",
    [
        (1000, 800, 900, 200, 800),
        (1000, 500, 700, 100, 600),
        (1000, 900, 800, 200, 800),
        (5000, 4800, 9000, 3600, 5400),
    ],
)
def test_market_is_replacement_cost_between_floor_and_ceiling(cost, replacement, nrv, profit, market):
    found = at_market(cost, replacement, nrv, profit)
    assert only(found.markets, "replacement_minor", "ceiling_minor", "profit_minor", "floor_minor", "market_minor") == (
        replacement, nrv, profit, nrv - profit, market,
    )  # fmt: skip
    assert only(found.assessments, "carrying_minor") == min(cost, market)
    assert found.uses.rows() == [(1, 1), (1, 2)]


def test_normal_profit_is_of_price_of_nrv_or_of_cost():
    rates = {of: replace(US, cost_to_sell_rate_micro=100_000, normal_profit=NormalProfit(rate_micro=200_000, of=of))
             for of in ("price", "nrv", "cost")}  # fmt: skip
    profits = {
        of: only(at_market(500, 100, 1000, policy=policy).markets, "profit_minor") for of, policy in rates.items()
    }
    assert profits == {"price": 200, "nrv": 180, "cost": 100}


def test_without_a_replacement_cost_there_is_no_market():
    found = at_market(1000, None, 900, 100, held_minor=50)
    assert only(found.assessments, "value_minor", "carrying_minor", "finding") == (None, 950, "no_replacement_cost")


def test_damaged_goods_have_no_replacement_like_them():
    unit = {"condition": "damaged", "basis": LIFO}
    found = run([unit], [{"condition": "damaged"}, {"kind": "replacement_cost", "amount_micro": 1}], policy=US)
    assert only(found.assessments, "value_minor") == 120_00


def test_goods_to_be_given_away_are_held_against_replacement_cost():
    found = run([{"basis": "lower_of_cost_and_replacement"}], [{"amount_micro": 1}, {"kind": "replacement_cost"}])
    assert only(found.tiers, "value_minor", "evidence_kind", "net_amount_micro") == (120_00, "replacement_cost", None)
    assert found.uses.rows() == [(1, 2)]
    missing = run([{"basis": "lower_of_cost_and_replacement"}], [{"amount_micro": 1}])
    assert only(missing.assessments, "value_minor", "finding") == (None, "no_replacement_cost")


def test_fair_value_is_no_lower_of_anything():
    found = run([{"basis": "fair_value_less_costs"}, {"item": 8}], [{"amount_micro": 9_000_000}, {"item": 8}])
    assert found.fair_values.select("unit", "cost_minor", "value_minor").rows() == [(1, 140_00, 180_00)]
    assert found.assessments["unit"].to_list() == [2]
    assert found.uses.rows() == [(1, 1), (2, 2)]


@pytest.mark.parametrize(
    "basis, code",
    [("out_of_scope", "basis_out_of_scope"), ("asc_360", "basis_out_of_scope"), (LIFO, "basis_not_allowed")],
)
def test_goods_of_another_standard_and_bases_of_another_framework_are_refused(basis, code):
    with pytest.raises(Problem) as refused:
        run([{"basis": basis}])
    assert refused.value.code == code


@settings(max_examples=40)
@given(*[st.integers(0, 3000)] * 4)
def test_market_lies_within_floor_and_ceiling_and_carrying_within_cost(cost, replacement, nrv, profit):
    found = at_market(cost, replacement + 1, nrv + 1, profit)
    floor, ceiling, market = found.markets.select("floor_minor", "ceiling_minor", "market_minor").row(0)
    assert floor <= market <= ceiling
    assert market == sorted([floor, ceiling, replacement + 1])[1]
    assert only(found.assessments, "carrying_minor") == min(cost, max(0, market))


# --- materials --------------------------------------------------------------------------------------------------------


def outlet(product, quantity, cost, value, materials):
    return {"item": 7, "product": product, "quantity_micro": quantity * 1_000_000, "product_cost_minor": cost,
            "product_value_minor": value, "materials_cost_minor": materials}  # fmt: skip


def test_a_material_of_a_product_that_sells_at_cost_is_left_at_cost_whatever_it_would_fetch():
    found = run([{}], [{"amount_micro": 1_000_000}], outlets=[outlet(9, 20, 360, 360, 200)])
    assert only(found.tiers, "value_minor", "evidence_kind") == (140_00, "product_at_or_above_cost")
    assert found.uses.is_empty()


def test_a_product_below_cost_sends_its_material_to_replacement_cost_or_to_what_it_leaves():
    loss = [outlet(9, 20, 360, 340, 200)]
    replaced = run([{}], [{"kind": "replacement_cost", "amount_micro": 5_000_000}], outlets=loss)
    assert only(replaced.tiers, "value_minor", "evidence_kind") == (100_00, "replacement_cost")
    assert replaced.uses.rows() == [(1, 1)]
    derived = run([{}], [], outlets=loss)  # materials of 200 may cost 180: nine tenths of 140.00
    assert only(derived.tiers, "value_minor", "evidence_kind") == (126_00, "product_below_cost")


def test_a_material_of_several_products_is_tested_for_the_share_of_those_below_cost():
    both = [outlet(8, 15, 100, 100, 50), outlet(9, 5, 360, 340, 200)]
    found = run([{}], [], outlets=both)
    assert found.reliefs.select("product", "quantity_micro", "cost_minor", "value_minor").rows() == [
        (8, 15_000_000, 105_00, 105_00), (9, 5_000_000, 35_00, 31_50),
    ]  # fmt: skip
    assert only(found.assessments, "value_minor") == 136_50


def test_relief_shields_from_prices_and_from_nothing_else():
    still = rule("no_movement", tables=[rows((">=", "1", "50 %"))])
    market = rule("market_price", kinds=["replacement_cost"], take="lowest", months=3, operator=">=")
    kept = [outlet(9, 15, 360, 400, 200)]
    prices = [{"kind": "replacement_cost", "amount_micro": 1_000_000}]
    metrics = [{"months_since_move": None}]
    found = run([{}], prices, policy=applying(EXCESS, still, market), outlets=kept, metrics=metrics)
    assert shown(found, "quantity_micro", "value_minor", "evidence_kind") == [
        (1, "expected_sale", 15_000_000, 105_00, "product_at_or_above_cost"),
        (1, "rest", 5_000_000, 3_50, "excess"),
    ]
    found = run([{}], prices, policy=applying(EXCESS, still, market), outlets=kept, metrics=[{"months_since_move": 2}])
    assert shown(found, "value_minor", "evidence_kind")[0] == (1, "expected_sale", 52_50, "no_movement")
    expired = run([{"lot": 1, "expires_on": AS_OF - timedelta(days=1)}], prices, outlets=kept)
    assert only(expired.assessments, "value_minor", "reason") == (0, "expired")


def test_a_framework_without_relief_tests_materials_like_all_goods():
    found = run([{}], [{}], policy=replace(IFRS, material_relief=False), outlets=[outlet(9, 20, 360, 400, 200)])
    assert only(found.assessments, "value_minor") == 120_00


def test_write_downs_of_components_are_rolled_up_through_every_level():
    line = {"product": 9, "component": 7, "cost_minor": 30_00, "product_cost_minor": 100_00}
    bill = pl.DataFrame(
        [line, line | {"product": 10, "component": 9, "cost_minor": 50_00, "product_cost_minor": 80_00}]
    )
    tested = pl.DataFrame({"item": [7, 7], "cost_minor": [500_00, 500_00], "carrying_minor": [400_00, 500_00]})
    found = roll_up(bill=bill, assessments=tested)
    assert found.rows() == [(9, 100_00, 3_00), (10, 80_00, 1_50)]
    with pytest.raises(Problem, match="bill_in_a_circle"):
        roll_up(
            bill=pl.concat([bill, pl.DataFrame([line | {"product": 7, "component": 10}])]), assessments=tested.clear()
        )
    with pytest.raises(Problem, match="out_of_domain"):
        roll_up(bill=pl.DataFrame([line | {"cost_minor": 100_01}]), assessments=tested)


# --- units of account -------------------------------------------------------------------------------------------------

TOOLS = [(500, 550, "Tools"), (2000, 1800, "Tools"), (600, 780, "Tools"), (3000, 2500, "Paint"), (400, 450, "Paint")]


def stocked(goods, **more):
    units = [{"item": place, "quantity_micro": 1_000_000, "cost_minor": cost}
             for place, (cost, _, _) in enumerate(goods, start=1)]  # fmt: skip
    prices = [
        {"item": place, "amount_micro": max(1, value * 10_000)} for place, (_, value, _) in enumerate(goods, start=1)
    ]
    groups = [
        {"unit": place, "level": "category", "group": group} for place, (_, _, group) in enumerate(goods, start=1)
    ]
    return run(units, prices, groups=groups, **more)


def carried(found):
    return dict(found.levels.group_by("level").agg(pl.col("carrying_minor").sum()).rows())


@pytest.mark.parametrize("chosen, required", [("item", 700), ("category", 450), ("total", 420)])
def test_every_level_is_shown_and_the_chosen_one_holds(chosen, required):
    found = stocked(TOOLS, policy=US, unit_of_account=chosen)
    assert carried(found) == {"item": 5800, "category": 6050, "total": 6080}
    assert found.assessments["required_minor"].sum() == required
    assert found.levels.filter("is_chosen")["level"].unique().to_list() == [chosen]


def test_what_is_left_of_a_shortfall_is_spread_over_the_units_that_fall_short():
    found = stocked(TOOLS, policy=US, unit_of_account="total")
    assert found.assessments["required_minor"].to_list() == [0, 120, 0, 300, 0]  # 420 as 200 to 500


def test_a_framework_without_categories_shows_them_and_refuses_to_choose_them():
    found = stocked(TOOLS)
    assert found.levels.group_by("level").agg(pl.col("is_allowed").all()).sort("level").rows() == [
        ("category", False), ("item", True), ("total", False),
    ]  # fmt: skip
    with pytest.raises(Problem, match="unit_not_allowed"):
        stocked(TOOLS, unit_of_account="total")


def test_identified_goods_are_carved_out_before_values_are_summed():
    units = [{}, {"item": 8, "condition": "damaged"}, {"item": 9}]
    prices = [{"amount_micro": 20_000_000}, {"item": 8, "condition": "damaged"}, {"item": 9}]
    found = run(units, prices, policy=US, unit_of_account="total")
    assert found.assessments["required_minor"].to_list() == [0, 20_00, 0]


def test_excess_in_a_category_is_not_made_up_for_by_other_goods():
    groups = [{"unit": place, "level": "category", "group": "A"} for place in (1, 2)]
    found = run([{}, {"item": 8}], [{"amount_micro": 20_000_000}, {"item": 8}], policy=applying(EXCESS, policy=US),
                groups=groups, unit_of_account="category", demand=[demand(10)])  # fmt: skip
    assert found.assessments["required_minor"].to_list() == [63_00, 0]


def test_similar_items_take_four_assertions_and_a_reason():
    said = dict.fromkeys(CONDITIONS, True) | {"reason": "one line of paints, made and sold together"}
    groups = [{"unit": place, "level": "similar_items", "group": "paints"} | said for place in (1, 2)]
    units, prices = [{}, {"item": 8}], [{"amount_micro": 7_500_000}, {"item": 8}]
    found = run(units, prices, groups=groups, unit_of_account="similar_items")
    assert found.assessments["required_minor"].to_list() == [0, 10_00]
    for broken in [{"same_area": False}, {"reason": " "}, {"same_area": None}]:
        with pytest.raises(Problem, match="not_similar"):
            run(units, prices, groups=[groups[0], groups[1] | broken], unit_of_account="similar_items")
    bare = [{"unit": 1, "level": "similar_items", "group": "paints"}]
    with pytest.raises(Problem, match="not_similar"):
        run(units, prices, groups=bare, unit_of_account="similar_items")


def test_groups_that_make_no_sense_are_refused():
    one = {"unit": 1, "level": "category", "group": "A"}
    for groups, code in [([one, one], "repeated_key"), ([one | {"level": "aisle"}], "unknown_level")]:
        with pytest.raises(Problem, match=code):
            run([{}], [{}], policy=US, groups=groups)
    with pytest.raises(Problem, match="no_groups"):
        run([{}], [{}], policy=US, unit_of_account="category")
    with pytest.raises(Problem, match="unknown_level"):
        run([{}], [{}], policy=US, unit_of_account="aisle")


def test_totals_by_themselves_are_for_textbooks():
    goods = pl.DataFrame(TOOLS, schema=["cost_minor", "value_minor", "category"], orient="row")
    found = in_aggregate(inventory="periodic", goods=goods, policy=US)
    assert dict(found.group_by("level").agg(pl.col("carrying_minor").sum()).rows()) == carried(
        stocked(TOOLS, policy=US)
    )
    assert found.filter(level="total").select("cost_minor", "value_minor", "required_minor").row(0) == (6500, 6080, 420)
    with pytest.raises(Problem, match="perpetual_books"):
        in_aggregate(inventory="perpetual", goods=goods, policy=US)
    with pytest.raises(Problem, match="unknown_inventory"):
        in_aggregate(inventory="mixed", goods=goods, policy=US)


goods = st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900), st.sampled_from("ABC")), min_size=1, max_size=8)


@settings(max_examples=50)
@given(goods)
def test_by_item_is_at_most_by_category_and_that_at_most_the_total(stock):
    found = {chosen: stocked(stock, policy=US, unit_of_account=chosen) for chosen in ("item", "category", "total")}
    sums = {chosen: one.assessments["carrying_minor"].sum() for chosen, one in found.items()}
    assert sums["item"] <= sums["category"] <= sums["total"] <= sum(cost for cost, _, _ in stock)
    assert all(carried(one) == sums for one in found.values())
    for one in found.values():
        assert (one.assessments["carrying_minor"] <= one.assessments["cost_minor"]).all()
        assert (one.assessments["required_minor"] <= found["item"].assessments["required_minor"]).all()


# --- laws of rules ----------------------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(st.integers(0, 100), st.integers(0, 100), st.integers(1, 3000), st.booleans())
def test_of_two_rules_the_lower_moves_the_result_exactly_to_it_and_the_higher_changes_nothing(
    one, two, price, has_price
):
    def discount(name, percent):
        return rule(name, tables=[rows((">=", "0", f"{percent} %"))])

    metrics = [{"months_since_move": 1, "average_stock_micro": 5, "average_consumption_micro": 1}]
    worse = {"amount_micro": price * 10_000, "standing": "asserted"}
    first, second = discount("no_movement", one), discount("range_of_coverage", two)
    alone = run([{}], [worse] * has_price, policy=applying(first), metrics=metrics)
    both = run([{}], [worse] * has_price, policy=applying(first, second), metrics=metrics)
    values = [140 * (100 - percent) for percent in (one, two)]
    assert only(alone.assessments, "carrying_minor") == values[0]
    assert only(both.assessments, "carrying_minor") == min(values)
    assert both.estimates["binds"].sum() == 1
    assert both.estimates.height == 2


@settings(max_examples=50)
@given(st.integers(1, 2000), st.integers(0, 500), st.sampled_from(["price_list", "quote"]))
def test_raising_the_price_that_was_selected_never_raises_a_charge(price, more, kind):
    policy = applying(
        replace(EXCESS, override="excess is excess"), rule("no_movement", tables=[rows((">=", "1", "30 %"))])
    )
    metrics = [{"months_since_move": 3}]

    def required(amount):
        found = run(
            [{}], [{"kind": kind, "amount_micro": amount * 10_000}], policy=policy, metrics=metrics, demand=[demand(9)]
        )
        return only(found.assessments, "required_minor")

    assert required(price + more) <= required(price)
