"""The whole story, walked through the services as the demo walks it: what it says of each entity holds together."""

import pytest

from lowmark.services.actor import Actor
from lowmark.services.call import call
from lowmark.services.catalogue import BY_NAME
from tests.fresh_store import fresh_store

OPERATOR = Actor(user_id=None, username="operator", door="cli", is_operator=True)


@pytest.fixture(scope="module")
def walked():
    """What the demo answers, and what it answers when it is asked again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOWMARK_DEMO", "1")
        with fresh_store("sqlite"):
            operation = BY_NAME["demo"]
            yield tuple(call(operation, operation.request(), actor=OPERATOR) for _ in range(2))


@pytest.fixture(scope="module")
def entities(walked):
    return {entity.entity: entity for entity in walked[0].entities}


def test_a_second_time_it_only_shows_the_summary(walked):
    first, again = walked
    assert again == first


def test_verify_finds_no_fault(walked):
    assert walked[0].clean


def test_carrying_amounts_are_cost_less_allowance(entities):
    for entity in entities.values():
        assert entity.net_minor == entity.gross_minor - entity.allowance_minor
        assert 0 < entity.allowance_minor < entity.gross_minor


def test_the_run_changes_net_income_by_what_it_charges_and_no_cash(entities):
    for entity in entities.values():
        change = entity.net_income_after_minor - entity.net_income_before_minor
        assert change == entity.reversed_minor - entity.charged_minor
        assert entity.operating_cash_after_minor == entity.operating_cash_before_minor


def test_each_entity_writes_down_at_both_dates_and_has_something_to_look_at(entities):
    for entity in entities.values():
        assert entity.interim_charged_minor > 0
        assert entity.charged_minor > 0
        assert entity.findings > 0
        assert len(entity.top) >= 3


def test_what_has_recovered_is_reversed_where_the_framework_has_it(entities):
    assert entities["MAPLE"].interim_reversed_minor > 0, "last year's write-down of goods that are worth their cost"
    assert entities["MAPLE"].reversed_minor > 0
    assert entities["THAMES"].reversed_minor > 0
    assert entities["RIDGE"].interim_reversed_minor == entities["RIDGE"].reversed_minor == 0


def test_every_cause_is_told(entities):
    words = " ".join(top for entity in entities.values() for top in entity.top)
    assert all(reason in words for reason in ("price decline", "expired", "damaged"))


def test_a_company_beside_its_outside_ledger_makes_a_profit_that_a_write_down_dents(entities):
    for entity in entities.values():
        assert 0 < entity.net_income_after_minor < entity.net_income_before_minor


def test_it_ends_with_a_forecast_and_a_plan_of_which_something_is_accepted(walked):
    pytest.importorskip("highspy")
    pytest.importorskip("statsforecast")
    words = " ".join(walked[0].prevention)
    assert "items forecast over 180 days" in words
    assert "no plan recovers more than" in words
    assert words.count("Accepted: ") == 2
    assert words.count("Rejected: ") == 1
