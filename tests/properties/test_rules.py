"""Rules that estimate value: what published procedures come to, every boundary, and which of several binds."""

import random
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from lowmark.core.assessment import expected_demand, proportion
from lowmark.core.assessment.assess import assess
from lowmark.core.assessment.estimates import all_rules
from lowmark.core.assessment.metrics import Known
from lowmark.core.frameworks.estimators import FIELDS
from lowmark.core.kinds import compiled
from lowmark.core.kinds.problems import Problem
from tests.properties.assessed import AS_OF, LIFO, NULLABLE, PLAIN, PRICE, UNIT, US, applying, only, rows, rule, run

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


def test_nothing_on_hand_is_nothing_to_estimate():
    plain = run([{}], policy=applying(COVERAGE, MARKET), metrics=[lasting(4)])
    units = pl.DataFrame([UNIT], schema_overrides=NULLABLE).clear()
    prices = pl.DataFrame([PRICE], schema_overrides=NULLABLE).clear()
    known = Known(metrics=pl.DataFrame([{"unit": 1} | lasting(4)]).clear())
    found = assess(
        units=units, evidence=prices, policy=applying(COVERAGE, MARKET), as_of=AS_OF, currency="CAD", known=known
    )
    for name in ("assessments", "tiers", "uses", "estimates", "markets", "reliefs", "levels", "fair_values"):
        assert getattr(found, name).is_empty()
        assert getattr(found, name).schema == getattr(plain, name).schema


def test_the_order_of_rows_changes_nothing():
    def numbered(rows, name):
        return [each | {name: place} for place, each in enumerate(rows, start=1)]

    units = numbered(
        [{"lot": place, "item": 7 + place % 2, "basis": LIFO if place < 4 else PLAIN} for place in range(8)], "unit"
    )
    prices = numbered([{"kind": kind, "amount_micro": 4_000_000 + place, "item": item}
                       for place, kind in enumerate(("replacement_cost", "quote", "scrap_tender")) for item in (7, 8)],
                      "evidence")  # fmt: skip
    metrics = numbered([lasting(place) for place in range(8)], "unit")
    until = AS_OF + timedelta(days=30)
    tables = {
        "demand": [{"item": 7, "from_on": AS_OF, "until_on": until, "quantity_micro": 31_000_000}],
        "outlets": [{"item": 8, "product": product, "quantity_micro": 20_000_000, "product_cost_minor": 10,
                     "product_value_minor": 9, "materials_cost_minor": 5} for product in (3, 2)],
        "groups": [{"unit": place, "level": "category", "group": "ABC"[place % 3]} for place in range(1, 9)],
    }  # fmt: skip
    policy = applying(COVERAGE, MARKET, rule("excess", factors={"excess": "10 %"}), policy=US)

    def found(turn):
        given = {name: turn(table) for name, table in tables.items()}
        return run(turn(units), turn(prices), policy=policy, metrics=turn(metrics), unit_of_account="category", **given)

    one, other = found(list), found(lambda table: table[::-1])
    for name in ("assessments", "tiers", "uses", "estimates", "markets", "reliefs", "levels"):
        assert not getattr(one, name).is_empty()
        assert getattr(one, name).equals(getattr(other, name)), name


@pytest.mark.parametrize("n", [1, 5, 200])
def test_compiled_kernels_agree_with_plain_ones(n):
    chance = random.Random(n)
    factor, numerator = ([chance.randrange(10**15) for _ in range(n)] for _ in range(2))
    denominator = [chance.randrange(10**6, 10**15) for _ in range(n)]
    item = sorted(chance.randrange(n) for _ in range(n))
    there = [chance.randrange(100) for _ in range(n)]
    left = [10 * place for place in range(n)]
    for kernel, columns in [
        (proportion.kernel, (factor, numerator, denominator)),
        (expected_demand.kernel, (item, there, left)),
    ]:
        plain, quick = [0] * n, np.zeros(n, dtype=np.int64)
        kernel(*columns, plain)
        compiled.compile(kernel)(*(np.array(column) for column in columns), quick)
        assert quick.tolist() == plain


def test_many_rows_come_to_what_a_few_do():
    n = compiled.COMPILE_FROM_ROWS + 2
    many = pl.DataFrame({"cost": [140_00, 33] * (n // 2)})
    shares = {"numerator": pl.lit(500_000), "denominator": pl.lit(1_000_000)}
    found = proportion.proportion(many, factor=pl.col("cost"), **shares)
    assert found.to_list() == [70_00, 16] * (n // 2)
    with pytest.raises(Problem, match="value_out_of_range"):
        proportion.proportion(many, factor=pl.lit(2**62), numerator=pl.col("cost"), denominator=pl.lit(1))
    with pytest.raises(Problem, match="value_out_of_range"):
        proportion.proportion(many.head(2), factor=pl.lit(2**62), numerator=pl.col("cost"), denominator=pl.lit(1))
