"""Approval: every reason alone and together, and every state that one, two or three people can bring a run to."""

import os
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.write_downs.approval import Event, Refused, Standing, take_step
from lowmark.core.write_downs.approval_people import Delegation, People, StepUp
from lowmark.core.write_downs.approval_reasons import REASONS
from tests.properties.approval_worlds import (
    DECIDES,
    EVERYTHING,
    PREPARES,
    REVIEWS,
    World,
    can_complete,
    reachable,
    stuck,
)

ADA, BEN, CYD = 1, 2, 3
PEOPLE = People(roles={ADA: PREPARES, BEN: DECIDES, CYD: DECIDES})
RUN = Standing(phase="proposed", prepared_by=ADA, run_hash=b"shown", amount_minor=100)
PROOF = StepUp(user_id=BEN, bound_hash=b"shown", expires_at=300)
ASKED = Event(step="approve", by=BEN, shown_hash=b"shown", step_up=PROOF, at=299)

Fault = tuple[dict[str, Any], dict[str, Any], dict[str, Any]]
ALONE: dict[str, Fault] = {  # What is changed of the run, of what is asked, and of the people.
    "not_proposed": ({"phase": "posted"}, {}, {}),
    "prepared_it": ({"prepared_by": BEN}, {}, {}),
    "no_role": ({}, {}, {"roles": {BEN: PREPARES}}),
    "over_limit": ({}, {}, {"limits": {BEN: 150}, "used": {BEN: 51}}),
    "shown_differs": ({"run_hash": b"another"}, {}, {}),
    "lines_open": ({"open_lines": frozenset({7})}, {}, {"profile": "separate"}),
    "reviewed_it": ({"reviewed_by": frozenset({BEN})}, {}, {"profile": "separate"}),
    "step_up_missing": ({}, {"step_up": None}, {}),
    "step_up_for_other": ({}, {"step_up": replace(PROOF, bound_hash=b"another")}, {}),
    "step_up_of_other": ({}, {"step_up": replace(PROOF, user_id=CYD)}, {}),
    "step_up_expired": ({}, {"step_up": replace(PROOF, expires_at=299)}, {}),
    "not_a_person": ({}, {"through": "token"}, {}),
    "not_approved": ({}, {"step": "post"}, {}),
    "posts_own": ({"phase": "approved", "prepared_by": BEN}, {"step": "post"}, {}),
    "not_alone": ({"prepared_by": BEN}, {"step": "post"}, {"profile": "one_person"}),
    "changed_since": ({"changed": True}, {}, {}),
}


def codes(run: Standing = RUN, asked: Event = ASKED, people: People = PEOPLE) -> list[str]:
    taken = take_step(standing=run, event=asked, people=people)
    return [reason.code for reason in taken.reasons] if isinstance(taken, Refused) else []


def test_another_person_with_the_role_and_a_fresh_proof_approves():
    taken = take_step(standing=RUN, event=ASKED, people=PEOPLE)

    assert taken == replace(RUN, phase="approved", approved_by=BEN, authority_of=BEN)


@pytest.mark.parametrize("code", ALONE)
def test_each_reason_alone_refuses(code):
    run, asked, people = ALONE[code]

    assert codes(replace(RUN, **run), replace(ASKED, **asked), replace(PEOPLE, **people)) == [code]


def test_every_reason_has_a_case_and_says_what_to_do():
    assert list(ALONE) == [reason.code for reason in REASONS]
    assert all(reason.message and reason.hint for reason in REASONS)


@given(st.sets(st.sampled_from([
    "not_proposed", "prepared_it", "shown_differs", "lines_open", "step_up_expired", "not_a_person", "changed_since",
])))  # fmt: skip
def test_reasons_do_not_hide_one_another(chosen):
    """But one: what came since says something against an approval only while a run waits for one."""
    faults = [ALONE[code] for code in sorted(chosen)]
    run, asked, people = ({key: value for fault in faults for key, value in fault[n].items()} for n in range(3))
    if {"shown_differs", "step_up_expired"} <= chosen:
        asked["step_up"] = replace(PROOF, expires_at=299)

    said = chosen - {"changed_since"} if "not_proposed" in chosen else chosen
    assert set(codes(replace(RUN, **run), replace(ASKED, **asked), replace(PEOPLE, **people))) == said


def test_what_is_lent_is_used_within_the_lenders_limit_and_not_for_the_lenders_own_run():
    """Cyd has no role of her own; Ben lends her his, with 60 of 150 used: a run of 100 does not fit, one of 90 does."""
    lent = Delegation(from_user=BEN, to_user=CYD, role="approver")
    people = People(roles={ADA: PREPARES, BEN: EVERYTHING}, delegations=[lent], limits={BEN: 150}, used={BEN: 60})
    asked = replace(ASKED, by=CYD, step_up=replace(PROOF, user_id=CYD))

    assert codes(RUN, asked, people) == ["over_limit"]
    taken = take_step(standing=replace(RUN, amount_minor=90), event=asked, people=people)
    assert isinstance(taken, Standing) and (taken.approved_by, taken.authority_of) == (CYD, BEN)
    assert codes(replace(RUN, amount_minor=90, prepared_by=BEN), asked, people) == ["no_role"]


def test_what_was_lent_ends_with_the_lenders_role():
    lent = Delegation(from_user=BEN, to_user=CYD, role="approver")

    people = People(roles={ADA: PREPARES, BEN: REVIEWS}, delegations=[lent])
    assert codes(RUN, replace(ASKED, by=CYD, step_up=replace(PROOF, user_id=CYD)), people) == ["no_role"]


ONE, FEW = frozenset({1}), (PREPARES, DECIDES, EVERYTHING)
WORLDS = [
    World(users=1, profile="small"),
    World(users=1, profile="one_person"),
    World(users=2, profile="small", open_lines=ONE, sets=FEW),
    World(users=2, profile="small", open_lines=frozenset()),
    World(users=2, profile="one_person", open_lines=frozenset(), sets=FEW),
    World(users=2, profile="separate", open_lines=frozenset(), sets=FEW),
    World(users=2, profile="small", limit=9, open_lines=frozenset(), sets=FEW),
    World(users=3, profile="separate", open_lines=ONE, sets=(PREPARES, DECIDES), lend=("approver",)),
]
if "LOWMARK_SOAK" in os.environ:
    WORLDS += [
        World(users=2, profile="small"),
        World(users=2, profile="one_person"),
        World(users=3, profile="small", open_lines=ONE, sets=FEW),
        World(users=3, profile="one_person", open_lines=frozenset(), sets=FEW),
        World(users=3, profile="separate", open_lines=ONE, sets=FEW),
    ]


@pytest.mark.parametrize(
    "world", WORLDS, ids=lambda w: f"{w.users}-{w.profile}-{len(w.open_lines)}-{len(w.sets)}-{w.limit}"
)
def test_nothing_is_posted_without_two_people_and_with_two_everything_can_be(world):
    edges, states, steps = reachable(world)
    standings = next(iter(edges.values())).keys()
    print(
        f"{world.users} people, {world.profile}: {states:,} states of {len(standings)} standings, {steps:,} steps taken"
    )

    for one in standings:
        if one.phase == "posted":
            assert one.approved_by not in {None, one.prepared_by}, one
            assert one.authority_of != one.prepared_by and one.posted_by != one.prepared_by, one
            if world.profile == "separate":
                assert not one.open_lines and one.approved_by not in one.reviewed_by, one
        assert one.phase != "posted_unapproved" or (world.profile == "one_person" and one.approved_by is None)
        assert one.prepared_by not in one.reviewed_by, one
    if world.users == 1:
        assert {one.phase for one in standings} & {"posted", "approved"} == set()
    if world.limit is None:
        for around in world.moments():
            assert not (can_complete(world, around) and stuck(edges[around])), around
