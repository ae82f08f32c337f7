"""The service reads through the store, within the scope of what it is asked about, and adds up entities."""

from datetime import date

from tests.company import OPERATOR, do, found


def test_a_fault_says_in_which_entity_it_is(store):
    for entity in ("X", "Y"):
        company = found(entity, mark=f"-{entity}")
        company.items("TENT")
        company.record("P1", "TENT", 4, date(2026, 1, 9), value="10.00")
    assert do("verify", OPERATOR).clean
    with store.raw() as owner:
        owner.execute("UPDATE valuation_layer SET consumed_micro = consumed_micro + 1")
    verified = do("verify", OPERATOR)
    fault = "TENT: layer P1/1 stands in the cache with consumed_micro 1, not 0"
    assert not verified.clean
    assert [check.faults for check in verified.checks if check.faults] == [(f"X: {fault}", f"Y: {fault}")]
    assert [check.faults for check in do("verify", OPERATOR, entity="Y").checks if check.faults] == [(f"Y: {fault}",)]
