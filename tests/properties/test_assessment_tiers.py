"""Tiers: firm contracts for their quantity, the rest; costs to complete and to sell as amounts, exact to the last cent."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.assessment.net_price import exact_pair
from lowmark.core.kinds.problems import Problem
from tests.properties.test_assessment import AS_OF, Evidence, Unit, one, run, used, with_cost_to_sell

LIST = Evidence()
CONTRACT = Evidence(evidence=2, kind="firm_contract", amount_micro=40_000_000, quantity_micro=5_000_000)
TO_COMPLETE = Evidence(evidence=3, kind="cost_to_complete", amount_micro=1_000_000)
TO_SELL = Evidence(evidence=4, kind="cost_to_sell", amount_micro=2_000_000)


def tiers(*evidence: Evidence, unit: Unit | None = None) -> list[tuple]:
    found = run([unit or Unit()], evidence)
    return found.tiers.select("kind", "quantity_micro", "cost_minor", "value_minor", "lower_minor").rows()


# --- firm contracts ---------------------------------------------------------------------------------------------------


def test_a_contract_covers_its_quantity_and_its_profit_shelters_nothing():
    # 5 at 8.00, which cost 7.00 each; 15 at 6.00.
    assert tiers(LIST, CONTRACT) == [
        ("firm_contract", 5_000_000, 35_00, 40_00, 35_00),
        ("rest", 15_000_000, 105_00, 90_00, 90_00),
    ]
    assert one(LIST, CONTRACT)["required_minor"] == 15_00
    assert used(LIST, CONTRACT) == [1, 2]


def test_the_contract_observed_first_is_met_first_each_at_its_own_price():
    later = replace(CONTRACT, evidence=1, amount_micro=10_000_000)
    first = replace(
        CONTRACT, evidence=8, amount_micro=50_000_000, observed_on=date(2026, 1, 1), quantity_micro=18_000_000
    )
    assert [row[1:4:2] for row in tiers(first, later)] == [(18_000_000, 50_00), (2_000_000, 4_00)]


def test_a_contract_is_met_once_from_the_lot_that_expires_first():
    soon, late = (Unit(unit=n, lot=n, expires_on=AS_OF + timedelta(days=9 - n)) for n in (2, 1))
    found = run([late, soon, Unit(unit=3, lot=3)], [LIST, replace(CONTRACT, quantity_micro=25_000_000)])
    assert found.tiers.filter(kind="firm_contract").select("unit", "quantity_micro").rows() == [
        (1, 5_000_000), (2, 20_000_000),
    ]  # fmt: skip


def test_a_contract_for_a_lot_takes_from_that_lot_alone():
    units = [Unit(unit=1, lot=51), Unit(unit=2, lot=52)]
    found = run(units, [LIST, replace(CONTRACT, lot=52)])
    assert found.tiers.filter(kind="firm_contract")["unit"].to_list() == [2]


def test_a_contract_that_nobody_verified_takes_nothing_where_there_is_better():
    assert [row[0] for row in tiers(LIST, replace(CONTRACT, standing="asserted"))] == ["rest"]
    assert [row[0] for row in tiers(replace(CONTRACT, standing="asserted"))] == ["firm_contract", "rest"]


def test_evidence_on_a_part_charges_its_loss_and_takes_nothing_back():
    loses = replace(CONTRACT, amount_micro=20_000_000)  # 5 that cost 35.00 fetch 20.00.
    found = one(loses)
    assert (found["required_minor"], found["value_minor"]) == (15_00, 125_00)
    assert found["finding"] == "part_without_evidence"
    assert one(loses, unit=Unit(held_minor=40_00))["required_minor"] == 40_00
    # All is held, and five of them fetch more than they cost: no more can be held than the rest has cost.
    assert one(CONTRACT, unit=Unit(held_minor=140_00))["required_minor"] == 105_00


def test_the_cost_of_tiers_is_spread_to_the_last_cent():
    three = Unit(quantity_micro=3, cost_minor=100)
    contracts = [replace(CONTRACT, evidence=n, quantity_micro=1) for n in (2, 3)]
    assert [row[2] for row in tiers(*contracts, LIST, unit=three)] == [34, 33, 33]


# --- costs to come ----------------------------------------------------------------------------------------------------


def test_net_is_the_price_less_what_completing_and_selling_cost():
    found = run([Unit()], [LIST, TO_COMPLETE, TO_SELL])
    assert found.tiers.select("gross_amount_micro", "net_amount_micro", "value_minor").row(0) == (
        6_000_000,
        3_000_000,
        60_00,
    )
    assert found.uses["evidence"].to_list() == [1, 3, 4]


def test_a_cost_to_sell_as_an_amount_takes_the_place_of_the_rate_and_zero_is_one():
    half = with_cost_to_sell(500_000)
    assert one(LIST, policy=half)["value_minor"] == 60_00
    assert one(LIST, TO_COMPLETE, policy=half)["value_minor"] == 40_00
    assert one(LIST, TO_SELL, policy=half)["value_minor"] == 80_00
    assert one(LIST, replace(TO_SELL, amount_micro=0), policy=half)["value_minor"] == 120_00


def test_the_latest_cost_by_the_date_holds_and_a_lots_before_its_items():
    lot = Unit(lot=51)
    of_lot = replace(TO_COMPLETE, evidence=5, lot=51, amount_micro=3_000_000, observed_on=date(2026, 1, 1))
    assert used(LIST, TO_COMPLETE, of_lot, unit=lot) == [1, 5]
    assert used(LIST, TO_COMPLETE, replace(of_lot, lot=52), unit=lot) == [1, 3]
    older = replace(TO_COMPLETE, evidence=9, observed_on=date(2026, 1, 1))
    after = replace(TO_COMPLETE, evidence=10, observed_on=AS_OF + timedelta(days=1), confirms_date=True)
    assert used(LIST, older, TO_COMPLETE, after) == [1, 3]
    assert used(LIST, replace(TO_COMPLETE, evidence=2), TO_COMPLETE) == [1, 3]


def test_a_cost_is_for_goods_of_its_condition_and_its_channel():
    assert one(LIST, replace(TO_COMPLETE, condition="damaged"))["value_minor"] == 120_00
    repair = [replace(LIST, condition="damaged"), replace(TO_COMPLETE, condition="damaged")]
    assert one(*repair, TO_SELL, unit=Unit(condition="damaged"))["value_minor"] == 100_00
    assert one(LIST, replace(TO_COMPLETE, channel="web"), channel="shop")["value_minor"] == 120_00


def test_a_price_that_a_cost_in_another_currency_reduces_is_not_used():
    found = one(LIST, replace(TO_SELL, currency="USD"), unit=Unit(held_minor=7_00))
    assert (found["value_minor"], found["required_minor"]) == (None, 7_00)
    assert found["finding"] == "evidence_in_other_currency"
    assert one(LIST, TO_SELL, replace(TO_SELL, evidence=9, currency="USD"))["value_minor"] == 80_00


def test_a_cost_alone_is_no_evidence_of_a_price():
    assert one(TO_COMPLETE, TO_SELL)["finding"] == "no_evidence"
    assert used(TO_COMPLETE, TO_SELL) == []


def test_costs_above_the_price_are_a_disposal_obligation():
    found = one(LIST, replace(TO_SELL, amount_micro=9_000_000))
    assert (found["value_minor"], found["carrying_minor"], found["finding"]) == (-60_00, 0, "disposal_obligation")


def test_nothing_is_rounded_before_the_value():
    # Three fetch 10.00 and two cost 1.00: 300 come to 850.00; by rounded unit prices it would be 849.00.
    price = replace(LIST, amount_micro=10_000_000, quantity_micro=3_000_000)
    cost = replace(TO_COMPLETE, quantity_micro=2_000_000)
    found = run([Unit(quantity_micro=300_000_000)], [price, cost])
    assert found.tiers.select("gross_amount_micro", "net_amount_micro", "evidence_quantity_micro").row(0) == (
        10_000_000, 8_500_000, 3_000_000,
    )  # fmt: skip
    assert found.assessments["value_minor"][0] == 850_00
    # A third of a millionth a unit, kept: 5 % of 0.000001 for each of a million.
    small = replace(LIST, amount_micro=1)
    assert one(small, unit=Unit(quantity_micro=10**15), policy=with_cost_to_sell(50_000))["value_minor"] == 95_000


def test_a_price_whose_pair_fits_no_64_bits_is_valued_exactly_all_the_same():
    price = replace(LIST, amount_micro=10**12 + 39, quantity_micro=10**9 + 7)
    costs = replace(TO_COMPLETE, amount_micro=7, quantity_micro=10**9 + 9), replace(TO_SELL, quantity_micro=10**9 + 21)
    tier = run([Unit()], [price, *costs]).tiers.row(0, named=True)
    net = Fraction(10**12 + 39, 10**9 + 7) - Fraction(7, 10**9 + 9) - Fraction(2_000_000, 10**9 + 21)
    assert tier["value_minor"] == round(20_000_000 * net / 10**4)
    assert (tier["evidence_quantity_micro"], tier["net_amount_micro"]) == (10**9 + 7, round(net * (10**9 + 7)))


def test_costs_beyond_all_measure_are_refused_and_the_unit_named():
    huge = replace(TO_SELL, amount_micro=2**62, quantity_micro=1)
    with pytest.raises(Problem, match="unit 1") as refused:
        one(LIST, huge)
    assert refused.value.where == {"unit": 1}


amounts, quantities = st.integers(0, 2**63 - 1), st.integers(1, 2**63 - 1)
costs = st.tuples(amounts, quantities)


@given(amounts, quantities, costs, st.none() | costs, st.integers(-(10**6), 10**6))
def test_the_pair_is_the_price_less_costs_exactly_and_the_smallest(gross, quantity, completing, selling, kept_micro):
    pair = exact_pair(gross, quantity, completing, selling, kept_micro)
    net = Fraction(gross, quantity) if selling else Fraction(gross * kept_micro, quantity * 10**6)
    net -= Fraction(*completing) + (Fraction(*selling) if selling else 0)
    assert Fraction(pair.net_micro, pair.quantity_micro) == net
    assert Fraction(pair.gross_micro, pair.quantity_micro) == Fraction(gross, quantity)
    assert pair.quantity_micro == quantity * (net * quantity).denominator
