"""Goods that are expired, damaged or in quarantine: which evidence they take, and what becomes of them without any."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lowmark.core.assessment.identified import rules
from lowmark.core.kinds.problems import Problem
from lowmark.frameworks.read import names, read_chart
from tests.properties.test_assessment import AS_OF, IFRS, Evidence, Unit, one, run, used

EXPIRED = Unit(expires_on=AS_OF - timedelta(days=1))
DAMAGED, QUARANTINED = Unit(condition="damaged"), Unit(condition="quarantine")


def of(condition: str, **kwargs) -> Evidence:
    return Evidence(**{"evidence": 2, "kind": "quote", "condition": condition, "amount_micro": 2_000_000} | kwargs)


def test_on_the_last_day_of_their_life_goods_can_still_be_sold():
    assert one(Evidence(), unit=replace(EXPIRED, expires_on=AS_OF))["value_minor"] == 120_00
    assert one(Evidence(), unit=EXPIRED)["value_minor"] == 0
    stricter = replace(IFRS, expired_when="<=")
    assert one(Evidence(), unit=replace(EXPIRED, expires_on=AS_OF), policy=stricter)["value_minor"] == 0
    assert one(Evidence(), unit=Unit(), policy=stricter)["value_minor"] == 120_00


def test_expired_goods_are_worth_nothing_and_the_date_is_the_evidence():
    found = run([replace(EXPIRED, held_minor=20_00)], [Evidence()])
    row = found.assessments.row(0, named=True)
    assert (row["value_minor"], row["required_minor"], row["reason"], row["finding"]) == (0, 140_00, "expired", "")
    assert found.tiers.select("evidence_kind", "evidence_rank", "gross_amount_micro", "net_amount_micro").rows() == [
        ("expiry", None, 0, 0)
    ]
    assert found.uses.is_empty()


def test_expired_goods_that_somebody_takes_fetch_what_he_gives():
    assert one(Evidence(), of("expired"), unit=EXPIRED)["value_minor"] == 40_00
    assert used(Evidence(), of("expired"), unit=EXPIRED) == [2]
    abroad = one(of("expired", currency="USD"), unit=replace(EXPIRED, held_minor=5))
    assert (abroad["value_minor"], abroad["required_minor"]) == (None, 5)
    assert abroad["finding"] == "evidence_in_other_currency"


def test_expired_goods_that_cost_something_to_be_rid_of_are_a_disposal_obligation():
    waste = of("expired", kind="cost_to_sell", amount_micro=500_000)
    found = one(waste, unit=EXPIRED)
    assert (found["value_minor"], found["carrying_minor"], found["finding"]) == (-10_00, 0, "disposal_obligation")


def test_damaged_goods_without_evidence_are_looked_at_and_never_written_to_zero():
    found = one(Evidence(), unit=replace(DAMAGED, held_minor=20_00))
    assert (found["value_minor"], found["required_minor"], found["held_minor"]) == (None, 20_00, 20_00)
    assert found["finding"] == "damaged_no_evidence"
    assert one(Evidence(), of("damaged"), unit=DAMAGED) | {"reason": ""} == one(of("damaged"), unit=DAMAGED) | {
        "reason": ""
    }
    priced = one(Evidence(), of("damaged"), unit=DAMAGED)
    assert (priced["value_minor"], priced["required_minor"], priced["reason"]) == (40_00, 100_00, "damaged")


def test_goods_in_quarantine_wait_for_evidence_of_their_own():
    found = one(Evidence(), unit=replace(QUARANTINED, held_minor=3_00))
    assert (found["required_minor"], found["finding"]) == (3_00, "in_quarantine")
    priced = one(of("quarantine"), unit=QUARANTINED)
    assert (priced["value_minor"], priced["reason"], priced["finding"]) == (40_00, "recall", "")


def test_sound_goods_take_no_evidence_on_goods_that_are_not():
    assert one(of("damaged"), of("expired", evidence=3))["finding"] == "no_evidence"
    assert used(Evidence(), of("damaged", kind="firm_contract")) == [1]


def test_expired_wins_over_damaged_and_what_is_identified_is_a_unit_apart():
    both = replace(DAMAGED, expires_on=EXPIRED.expires_on)
    assert one(of("damaged"), unit=both)["reason"] == "expired"
    assert [rule.name for rule in rules()] == ["expired", "damaged", "quarantine"]
    found = run([Unit(unit=1), replace(DAMAGED, unit=2), replace(EXPIRED, unit=3)], [Evidence(), of("damaged")])
    assert found.assessments["value_minor"].to_list() == [120_00, 40_00, 0]


@pytest.mark.parametrize("unit", [EXPIRED, DAMAGED, QUARANTINED, Unit()])
def test_a_tender_for_scrap_counts_for_all_goods(unit):
    tender = Evidence(evidence=5, kind="scrap_tender", amount_micro=1_000_000)
    assert one(tender, unit=unit)["value_minor"] == 20_00


def test_a_tender_for_goods_like_these_comes_before_one_for_any():
    tender = Evidence(evidence=5, kind="scrap_tender", amount_micro=1_000_000, observed_on=AS_OF)
    own = replace(tender, evidence=4, condition="damaged", amount_micro=1_500_000, observed_on=date(2026, 1, 1))
    assert used(tender, own, unit=DAMAGED) == [4]
    assert used(tender, own, unit=QUARANTINED) == [5]
    assert used(replace(tender, lot=51), own, unit=replace(DAMAGED, lot=51)) == [5]


def test_every_reason_of_a_condition_has_accounts_in_every_chart():
    for framework in names():
        known = {role.reason for role in read_chart(framework).roles if role.role == "write_down_expense"}
        assert {rule.reason for rule in rules()} <= known


def test_a_condition_that_nobody_knows_is_refused():
    with pytest.raises(Problem, match="out_of_domain"):
        one(Evidence(), unit=Unit(condition="wet"))
    with pytest.raises(Problem, match="out_of_domain"):
        one(of("wet"))
