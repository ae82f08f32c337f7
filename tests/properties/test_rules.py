"""Rules that estimate value: what published procedures come to, every boundary, and which of several binds."""

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest

from lowmark.core.assessment.estimates import all_rules
from lowmark.core.frameworks.estimators import FIELDS
from lowmark.core.kinds.problems import Problem
from tests.properties.assessed import AS_OF, applying, only, rows, rule, run

ROH = rows(*((">=", month, rate) for month, rate in [("2", "3 %"), ("3", "5 %"), ("4", "7 %"), ("5", "10 %"),
                                                      ("8", "15 %"), ("12", "25 %")]), **{"class": "ROH"})  # fmt: skip
ANY = rows(*((">=", month, rate) for month, rate in [("2", "5 %"), ("4", "10 %"), ("6", "15 %"), ("10", "20 %")]))
COVERAGE = rule("range_of_coverage", tables=[ANY, ROH])


def lasting(months: int, item_class: str = "ROH", area: str = "") -> dict:
    return {"average_stock_micro": months * 10, "average_consumption_micro": 10, "item_class": item_class, "area": area}


def value(metrics, *rules, unit=None, prices=(), **tables):
    return only(
        run([unit or {}], prices, policy=applying(*rules), metrics=[metrics], **tables).assessments, "value_minor"
    )


def test_every_rule_has_a_parameter_and_every_parameter_a_rule():
    assert {each.name for each in all_rules()} == FIELDS.keys()
    assert len({each.precedence for each in all_rules()}) == len(FIELDS)


# --- range of coverage ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("months, taken_off", [(2, 3), (4, 7), (11, 15), (12, 25), (500, 25)])
def test_the_published_table_of_coverage_takes_the_next_smaller_row(months, taken_off):
    assert value(lasting(months), COVERAGE) == 140_00 - taken_off * 140


@pytest.mark.parametrize("months, taken_off", [(4, 10), (11, 20)])
def test_a_class_without_a_table_takes_that_of_all(months, taken_off):
    assert value(lasting(months, "FERT"), COVERAGE) == 140_00 - taken_off * 140


def test_below_the_first_row_the_rule_says_nothing_and_a_row_of_zero_says_cost():
    assert value(lasting(1), COVERAGE) is None
    assert value(lasting(1), rule("range_of_coverage", tables=[rows((">=", "0", "0"), (">=", "2", "5 %"))])) == 140_00


@pytest.mark.parametrize("operator, taken_off", [(">=", 50), (">", 0)])
def test_the_boundary_lies_where_its_operator_says(operator, taken_off):
    table = rows((">=", "0", "0"), (operator, "12", "50 %"), (">", "24", "100 %"))
    assert value(lasting(12), rule("range_of_coverage", tables=[table])) == 140_00 - taken_off * 140


def test_stock_that_nobody_uses_lasts_for_ever_and_no_stock_without_use_says_nothing():
    assert value({"average_stock_micro": 1, "average_consumption_micro": 0, "item_class": "ROH"}, COVERAGE) == 105_00
    assert value({"average_stock_micro": 0, "average_consumption_micro": 0, "item_class": "ROH"}, COVERAGE) is None


def test_an_areas_table_holds_at_the_level_of_areas_alone():
    own = rows((">=", "2", "60 %"), area="1000")
    at = {level: rule("range_of_coverage", level=level, tables=[ANY, ROH, own]) for level in ("company", "area")}
    assert value(lasting(4, area="1000"), at["area"]) == 56_00
    assert value(lasting(4, area="1000"), at["company"]) == 130_20
    assert value(lasting(4, area="2000"), at["area"]) == 130_20


def test_the_range_is_compared_without_a_division():
    # 1 over 3 is a third of a month: just above 0.333333 and below 0.333334.
    third = {"average_stock_micro": 1, "average_consumption_micro": 3}
    assert value(third, rule("range_of_coverage", tables=[rows((">", "0.333333", "10 %"))])) == 126_00
    assert value(third, rule("range_of_coverage", tables=[rows((">=", "0.333334", "10 %"))])) is None


# --- market price and rate of movement --------------------------------------------------------------------------------

MARKET = rule("market_price", kinds=["replacement_cost"], take="lowest", months=3, operator=">=")
SLOW = rule("movement_rate", base="market_price", receipts={"bound": "10 %", "operator": "<"},
            issues={"bound": "10 %", "operator": "<"}, tables=[rows((">=", "1", "20 %"))])  # fmt: skip


def moving(stock: int, moved: int, periods: int = 0) -> dict:
    return {"average_stock_micro": stock, "receipts_micro": moved, "issues_micro": moved, "slow_periods": periods}


def test_the_published_valuation_by_company_and_by_area_differs():
    """Market price first, then a discount of 20 % on slow goods from that: 6,750 by company, 6,360 by area."""
    price = {"kind": "replacement_cost", "amount_micro": 13_500_000}
    other = price | {"amount_micro": 14_000_000, "lot": 1}
    policy = applying(MARKET, SLOW)
    company = run([{"quantity_micro": 500_000_000, "cost_minor": 7_500_00}],
                  [price, other | {"lot": None}], policy=policy, metrics=[moving(500, 60)])  # fmt: skip
    assert only(company.assessments, "value_minor", "reason") == (6_750_00, "price_decline")

    areas = run(
        [{"lot": 1, "quantity_micro": 300_000_000, "cost_minor": 4_500_00},
         {"lot": 2, "quantity_micro": 200_000_000, "cost_minor": 3_000_00}],
        [other, price | {"lot": 2}], policy=policy, metrics=[moving(300, 45), moving(200, 15)],
    )  # fmt: skip
    assert areas.assessments["value_minor"].to_list() == [4_200_00, 2_160_00]
    assert areas.assessments["reason"].to_list() == ["price_decline", "obsolete"]
    assert areas.assessments["value_minor"].sum() == 6_360_00

    at_thirteen = replace(SLOW, receipts=replace(SLOW.receipts, bound_micro=130_000),
                          issues=replace(SLOW.issues, bound_micro=130_000))  # fmt: skip
    slower = run([{"quantity_micro": 500_000_000, "cost_minor": 7_500_00}], [price],
                 policy=applying(MARKET, at_thirteen), metrics=[moving(500, 60)])  # fmt: skip
    assert only(slower.assessments, "value_minor") == 5_400_00  # with a limit of 13 % it is slow for the company too


@pytest.mark.parametrize("moved, periods, taken_off", [(9, 0, 10), (9, 3, 40), (10, 3, 0)])
def test_a_discount_goes_by_the_number_of_slow_periods_and_moving_ends_them(moved, periods, taken_off):
    table = rows((">=", "0", "0"), (">=", "1", "10 %"), (">=", "4", "40 %"))
    slow = rule("movement_rate", receipts=None, issues={"bound": "10 %", "operator": "<"}, tables=[table])
    assert value(moving(100, moved, periods), slow) == 140_00 - taken_off * 140


def test_goods_move_if_either_rate_does():
    both = rule("movement_rate", receipts={"bound": "10 %", "operator": "<"}, issues={"bound": "10 %", "operator": "<"},
                tables=[rows((">=", "1", "20 %"))])  # fmt: skip
    assert value(moving(100, 9), both) == 112_00
    assert value(moving(100, 9) | {"receipts_micro": 10}, both) is None
    assert value(moving(100, 9) | {"receipts_micro": None}, both) is None


def test_the_lowest_or_the_latest_market_price_of_three_months():
    prices = [
        {"kind": "replacement_cost", "amount_micro": 4_000_000, "observed_on": date(2026, 9, 29)},
        {
            "kind": "replacement_cost",
            "amount_micro": 15_000_000,
            "quantity_micro": 3_000_000,
            "observed_on": date(2026, 9, 30),
        },
        {"kind": "replacement_cost", "amount_micro": 6_500_000, "observed_on": date(2026, 12, 1)},
    ]
    assert value({}, MARKET, prices=prices) == 100_00
    assert value({}, replace(MARKET, take="latest"), prices=prices) == 130_00
    assert value({}, replace(MARKET, operator=">"), prices=prices) == 130_00  # three months before is 30 September
    assert value({}, replace(MARKET, months=4), prices=prices) == 80_00
    assert run([{}], prices, policy=applying(MARKET)).uses.rows() == [(1, 2)]


# --- age, no movement, remaining life, condition, status --------------------------------------------------------------

AGES = rule("age", tables=[rows((">=", "0", "0"), (">", "180", "25 %"), (">", "365", "50 %"), (">", "545", "100 %"))])


def test_strata_keep_what_the_table_has_for_their_age():
    strata = [{"unit": 1, "age_days": days, "quantity_micro": 5_000_000} for days in (180, 181, 366, 546)]
    # A quarter each at 0, 25, 50 and 100 %: 43.75 % of 140.00 is taken off.
    assert value({}, AGES, ages=strata) == 78_75


def test_strata_too_large_for_64_bits_are_counted_all_the_same():
    strata = [{"unit": 1, "age_days": days, "quantity_micro": 4 * 10**18} for days in (10, 200)]
    assert value({}, AGES, ages=strata) == 122_50


def test_no_movement_and_remaining_life_and_status():
    still = rule("no_movement", tables=[rows((">", "12", "50 %"))])
    assert value({"months_since_move": 13}, still) == 70_00
    assert value({"months_since_move": 12}, still) is None
    short = rule("remaining_life", tables=[rows(("<=", "30", "50 %"), ("<", "90", "20 %"))])
    for days, left in [(30, 70_00), (31, 112_00), (89, 112_00), (90, None)]:
        assert value({}, short, unit={"expires_on": AS_OF + timedelta(days=days), "lot": 1}) == left
    assert value({}, short) is None
    gone = rule("discontinued", factors={"superseded": "60 %"})
    assert value({"status": "superseded"}, gone) == 84_00
    assert value({"status": "current"}, gone) is None


def test_the_condition_rule_is_the_one_for_goods_that_are_not_sound():
    kept = rule("condition", factors={"damaged": "40 %"})
    found = run([{"condition": "damaged"}, {"lot": 3}], policy=applying(kept, COVERAGE),
                metrics=[lasting(4), lasting(4)])  # fmt: skip
    assert found.assessments.select("value_minor", "reason", "finding").rows() == [
        (56_00, "damaged", ""), (130_20, "excess", ""),
    ]  # fmt: skip
    expired = run([{"condition": "expired"}], policy=applying(rule("condition", factors={"expired": "40 %"})))
    assert only(expired.assessments, "value_minor") == 0  # the date is proof, and nothing ranks before it


# --- which binds ------------------------------------------------------------------------------------------------------

STILL = rule("no_movement", tables=[rows((">=", "1", "50 %"))])
MEASURED = lasting(4) | {"months_since_move": 6}


def test_of_one_rank_the_lowest_binds_once_and_all_are_shown():
    found = run([{}], policy=applying(COVERAGE, STILL), metrics=[MEASURED])
    assert found.estimates.select("rule", "rank", "value_minor", "reason", "binds").rows() == [
        ("range_of_coverage", 50, 130_20, "excess", False), ("no_movement", 50, 70_00, "obsolete", True),
    ]  # fmt: skip
    assert only(found.assessments, "value_minor", "required_minor", "reason") == (70_00, 70_00, "obsolete")
    assert only(found.tiers, "evidence_kind", "evidence_rank", "net_amount_micro") == ("no_movement", 50, None)
    assert found.uses.is_empty()


def test_better_evidence_stands_before_a_rule_and_worse_evidence_behind_it():
    dear = {"amount_micro": 9_000_000}
    found = run([{}], [dear], policy=applying(STILL), metrics=[MEASURED])
    assert only(found.assessments, "value_minor") == 180_00
    assert only(found.estimates, "value_minor", "binds") == (70_00, False)
    assert found.uses.rows() == [(1, 1)]
    asserted = run([{}], [dear | {"standing": "asserted"}], policy=applying(STILL), metrics=[MEASURED])
    assert only(asserted.assessments, "value_minor") == 70_00
    assert asserted.uses.is_empty()


def test_a_rule_may_override_with_a_reason_and_only_downwards():
    ours = replace(STILL, override="prices of the list are not achieved")
    assert value(MEASURED, ours, prices=[{"amount_micro": 9_000_000}]) == 70_00
    assert value(MEASURED, ours, prices=[{"amount_micro": 3_000_000}]) == 60_00


def test_a_better_rank_beats_a_lower_value():
    assert value(MEASURED, replace(COVERAGE, rank=49), STILL) == 130_20


def test_a_contract_is_no_matter_for_rules():
    contract = {"kind": "firm_contract", "amount_micro": 100_000_000, "quantity_micro": 10_000_000}
    found = run([{}], [contract], policy=applying(replace(STILL, override="all of it")), metrics=[MEASURED])
    assert found.tiers.select("kind", "value_minor").rows() == [("firm_contract", 100_00), ("rest", 35_00)]


def test_a_rule_that_nobody_measures_for_is_refused_not_passed_over():
    with pytest.raises(Problem, match="missing_metrics"):
        run([{}], policy=applying(STILL))
    with pytest.raises(Problem, match="ages of strata"):
        run([{}], policy=applying(AGES))
    assert run([{}], policy=applying(STILL), metrics=[{"months_since_move": None}]).estimates.is_empty()


def test_component_write_downs_are_a_share_of_cost():
    lost = {"components_of_minor": 100_00, "components_lost_minor": 6_00}
    assert value(lost, rule("component_write_downs")) == 131_60


@pytest.mark.parametrize(
    "name, said",
    [
        ("age", {"tables": []}),
        ("age", {"tables": [rows(("<", "1", "5 %"))]}),
        ("age", {"tables": [rows((">", "1", "5 %"), (">=", "1", "6 %"))]}),
        ("age", {"tables": [rows((">", "1", "105 %"))]}),
        ("age", {"tables": [rows((">", "1", "5 %")), rows((">", "2", "6 %"))]}),
        ("age", {"tables": [rows((">", "one", "5 %"))]}),
        ("remaining_life", {"tables": [rows((">", "1", "5 %"))]}),
        ("excess", {"factors": {"surplus": "1"}}),
        ("discontinued", {"factors": {}}),
        ("discontinued", {"factors": {"old": "1"}, "colour": "blue"}),
        ("discontinued", {"factors": {"old": "1"}, "rank": 0}),
        ("movement_rate", {"receipts": None, "issues": None, "tables": [rows((">", "1", "5 %"))]}),
        ("market_price", {"kinds": ["rumour"], "take": "lowest", "months": 3, "operator": ">="}),
        ("market_price", {"kinds": ["quote"], "take": "mean", "months": 3, "operator": ">="}),
        ("market_price", {"kinds": ["quote"], "take": "lowest", "months": 0, "operator": ">="}),
    ],
)
def test_what_makes_no_sense_of_a_rule_is_refused(name, said):
    with pytest.raises(Problem, match="bad_parameter_value"):
        rule(name, **said)


def test_many_units_come_to_what_one_does():
    """Beyond the rows from which kernels are compiled."""
    n = 200_001
    frame = run([{}] * 2, policy=applying(STILL), metrics=[MEASURED, MEASURED])
    from lowmark.core.assessment.proportion import proportion

    many = pl.DataFrame({"base": [140_00, 33] * (n // 2)})
    found = proportion(many, factor=pl.col("base"), numerator=pl.lit(500_000), denominator=pl.lit(1_000_000))
    assert found[0] == frame.assessments["value_minor"][0]
    assert found[1] == 16
