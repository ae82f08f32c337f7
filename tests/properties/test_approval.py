"""Approval: which decision may stand, and everything that is against one that may not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.write_downs.approval import (
    REASONS,
    STEP_UP_MISSING,
    ApprovalCase,
    Approved,
    Refused,
    StepUp,
    decide_approval,
)

GOOD = ApprovalCase(
    state="proposed",
    prepared_by=1,
    decided_by=2,
    decider="person",
    roles=frozenset({"approver", "reviewer"}),
    shown_hash=b"shown",
    current_hash=b"shown",
    changed_since=False,
    step_up=StepUp(user_id=2, bound_hash=b"shown", expires_at=300),
    at=299,
)
ALONE = {
    "not_proposed": {"state": "posted"},
    "prepared_it": {"prepared_by": 2},
    "no_role": {"roles": frozenset({"preparer"})},
    "shown_differs": {"current_hash": b"another"},
    "changed_since": {"changed_since": True},
    "step_up_missing": {"step_up": None},
    "step_up_for_other": {"step_up": StepUp(user_id=2, bound_hash=b"another", expires_at=300)},
    "step_up_of_other": {"step_up": StepUp(user_id=3, bound_hash=b"shown", expires_at=300)},
    "step_up_expired": {"step_up": StepUp(user_id=2, bound_hash=b"shown", expires_at=299)},
    "not_a_person": {"decider": "token"},
}


def codes(decision):
    return [reason.code for reason in decision.reasons] if isinstance(decision, Refused) else []


def test_another_person_with_the_role_and_a_fresh_proof_may_decide():
    assert decide_approval(case=GOOD) == Approved(decided_by=2, run_hash=b"shown")


@pytest.mark.parametrize("code", ALONE)
def test_each_reason_alone_refuses(code):
    assert codes(decide_approval(case=replace(GOOD, **ALONE[code]))) == [code]


def test_the_system_may_not_decide_either():
    assert codes(decide_approval(case=replace(GOOD, decider="system"))) == ["not_a_person"]


def test_all_reasons_are_given_at_once_and_in_order():
    worst = {name: value for code, fault in ALONE.items() if code != "step_up_missing" for name, value in fault.items()}
    worst |= {"step_up": StepUp(user_id=3, bound_hash=b"another", expires_at=299)}

    assert codes(decide_approval(case=replace(GOOD, **worst))) == [
        reason.code for reason in REASONS if reason is not STEP_UP_MISSING
    ]
    assert codes(decide_approval(case=replace(GOOD, **(worst | {"step_up": None})))) == [
        reason.code for reason in REASONS if not reason.code.startswith("step_up_") or reason is STEP_UP_MISSING
    ]


def test_every_reason_has_a_case_and_says_what_to_do():
    assert list(ALONE) == [reason.code for reason in REASONS]
    assert all(reason.message and reason.hint for reason in REASONS)


@given(st.sets(st.sampled_from([code for code in ALONE if not code.startswith("step_up_")])))
def test_reasons_do_not_hide_one_another(chosen):
    faults = {name: value for code in chosen for name, value in ALONE[code].items()}

    # Who prepared it is told by the decider's number, so that reason stays when others join it.
    assert set(codes(decide_approval(case=replace(GOOD, **faults)))) == chosen
