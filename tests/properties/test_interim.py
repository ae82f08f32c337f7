"""Interim periods: recoveries up to losses of the fiscal year, temporary declines, and what the year comes to in the end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.kinds.problems import Problem
from lowmark.core.write_downs.interim import ValueChange, interim_results

US = {"reversal": "within_fiscal_year", "temporary": "may_be_deferred"}
IFRS = {"reversal": "required", "temporary": "recognised"}
BECAUSE = "the price is seasonal, and was made up in each of five years"


def change(period, decline=0, recovery=0, because="", year=2026):
    return ValueChange(
        fiscal_year=year, period=period, decline_minor=decline, recovery_minor=recovery, made_up_because=because
    )


def recorded(changes, **rules):
    return [each.result_minor for each in interim_results(changes=changes, **rules)]


YEAR = st.tuples(*(st.tuples(st.integers(0, 500), st.integers(0, 500), st.booleans()) for _ in range(8)))


def eight_quarters(said):
    return [
        change(n % 4 + 1, fall, rise, BECAUSE if temporary else "", 2026 + n // 4)
        for n, (fall, rise, temporary) in enumerate(said)
    ]


@given(YEAR, st.sampled_from([US, IFRS, {"reversal": "refused", "temporary": "recognised"}]))
def test_what_is_held_is_what_was_charged_and_not_gained_and_covers_the_fall(said, rules):
    found = interim_results(changes=eight_quarters(said), **rules)
    held = 0
    for each in found:
        held += each.charged_minor - each.gained_minor
        assert min(each.charged_minor, each.gained_minor) == 0 <= each.held_minor == held
        fallen = max(0, each.cost_minor - each.value_minor)
        assert each.held_minor + each.left_out_minor >= fallen
        if rules["reversal"] == "required" and not each.left_out_minor:
            assert each.held_minor == fallen
    assert all(found[n].left_out_minor == 0 for n in (3, 7))


@given(YEAR)
def test_gains_of_a_fiscal_year_never_exceed_its_losses(said):
    found = interim_results(changes=eight_quarters(said), **US)
    for year in (2026, 2027):
        so_far = 0
        for each in (one for one in found if one.fiscal_year == year):
            so_far += each.result_minor
            assert each.net_loss_minor == so_far >= 0


@given(YEAR)
def test_what_is_left_out_comes_to_the_same_by_the_year_end_where_reversals_are_required(said):
    changes = eight_quarters(said)
    deferred = interim_results(changes=changes, reversal="required", temporary="may_be_deferred")
    at_once = interim_results(changes=changes, **IFRS)
    assert [deferred[n].held_minor for n in (3, 7)] == [at_once[n].held_minor for n in (3, 7)]


def test_a_temporary_decline_that_is_made_up_is_never_recorded():
    changes = [change(1), change(2, decline=90, because=BECAUSE), change(3, recovery=90), change(4)]
    assert recorded(changes, **US) == [0, 0, 0, 0]
    assert recorded(changes, **IFRS) == [0, 90, -90, 0]
    assert [each.unrecognised_minor for each in interim_results(changes=changes, **US)] == [0, 0, 0, 0]


def test_a_temporary_decline_that_is_not_made_up_is_charged_in_the_last_period():
    assert recorded([change(2, decline=90, because=BECAUSE), change(3, recovery=30), change(4)], **US) == [0, 0, 60]


def test_a_decline_without_evidence_that_it_will_be_made_up_is_charged_at_once():
    assert recorded([change(2, decline=90, because="  "), change(4)], **US) == [90, 0]


def test_a_recovery_after_the_close_gains_nothing_unless_it_is_required():
    changes = [change(4, decline=90), change(1, recovery=250, year=2027)]
    assert recorded(changes, **US) == [90, 0]
    assert recorded(changes, **IFRS) == [90, -90]
    assert interim_results(changes=changes, **US)[1].unrecognised_minor == 250


def test_two_recoveries_gain_no_more_than_the_loss_before_them():
    assert recorded([change(1, decline=100), change(2, recovery=70), change(3, recovery=50)], **US) == [100, -70, -30]


@pytest.mark.parametrize("changes, code", [
    ([change(1, decline=-1)], "negative_amount"), ([change(2), change(1)], "out_of_order"), ([change(1), change(1)], "out_of_order"),
    ([change(5)], "bad_period"),
])  # fmt: skip
def test_periods_that_cannot_be_are_refused(changes, code):
    with pytest.raises(Problem) as refused:
        interim_results(changes=changes, **US)
    assert refused.value.code == code
