"""May this step be taken? A run's way from proposed to posted, as one function of where it is, what is asked, and people.

Before this: a run is proposed and shown. After this: the store records the step, or nothing. A preparer never approves,
a person decides and no program, and an approval binds to exactly what was shown; facts that came later and change no
proposal do not undo it. What the steps and people are stands in `approval_people`, what may be against one in
`approval_reasons`. The laws of the database refuse the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from lowmark.core.write_downs.approval_people import People, StepUp, Through
from lowmark.core.write_downs.approval_reasons import (
    CHANGED_SINCE,
    LINES_OPEN,
    NO_ROLE,
    NOT_A_PERSON,
    NOT_ALONE,
    NOT_APPROVED,
    NOT_PROPOSED,
    OVER_LIMIT,
    POSTS_OWN,
    PREPARED_IT,
    REASONS,
    REVIEWED_IT,
    SHOWN_DIFFERS,
    STEP_UP_EXPIRED,
    STEP_UP_FOR_OTHER,
    STEP_UP_MISSING,
    STEP_UP_OF_OTHER,
    Reason,
)

Phase = Literal["proposed", "approved", "returned", "stale", "posted", "posted_unapproved"]
Step = Literal["accept", "send_back", "approve", "return", "post", "fact", "supersede"]

ENDED: Final = frozenset({"posted", "posted_unapproved"})
SUPERSEDED: Final = frozenset({"proposed", "approved"})
ROLES_OF: Final = {
    "accept": ("reviewer",),
    "send_back": ("reviewer",),
    "approve": ("approver",),
    "return": ("approver",),
    "post": ("poster", "approver"),
}
DECISIONS: Final = frozenset({"approve", "return"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a run is, who brought it there, and what is still open.

    Units:  `amount_minor` is every change that the run proposes, each without its sign, added up.
    Domain: `open_lines` are lines above what is accepted by itself that no reviewer has accepted yet. `changed` says
            that a fact with an accounting date up to the run's date, known since the snapshot, changes a proposal.
    """

    phase: Phase
    prepared_by: int
    run_hash: bytes
    amount_minor: int = 0
    open_lines: frozenset[int] = frozenset()
    reviewed_by: frozenset[int] = frozenset()
    approved_by: int | None = None
    authority_of: int | None = None
    posted_by: int | None = None
    changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One step that somebody asks for, or one fact that came.

    Units:  `at` is microseconds since 1970-01-01 UTC, by the entity's clock.
    Domain: `lines` are those that an `accept` is on; empty for all that are open. `changes` belongs to a `fact`.
    """

    step: Step
    by: int = 0
    through: Through = "person"
    shown_hash: bytes = b""
    lines: frozenset[int] = frozenset()
    step_up: StepUp | None = None
    at: int = 0
    changes: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """The step is not taken, for all of these reasons."""

    reasons: tuple[Reason, ...]


def take_step(*, standing: Standing, event: Event, people: People) -> Standing | Refused:
    """Take a step, or say everything that is against it, in the order of `REASONS`.

    Domain: a step-up lasts up to, and not including, its expiry, and is bound to what was shown.
    Source: COSO (2013), principle 10: duties of which one could hide another's error are divided among people.

    >>> people = People(roles={1: frozenset({"preparer"}), 2: frozenset({"approver"})})
    >>> proof = StepUp(user_id=2, bound_hash=b"shown", expires_at=300)
    >>> run = Standing(phase="proposed", prepared_by=1, run_hash=b"shown")
    >>> asked = Event(step="approve", by=2, shown_hash=b"shown", step_up=proof, at=299)
    >>> approved = take_step(standing=run, event=asked, people=people)
    >>> approved.phase, approved.approved_by
    ('approved', 2)
    >>> refused = take_step(standing=run, event=replace(asked, by=1, at=300), people=people)
    >>> [reason.code for reason in refused.reasons]
    ['prepared_it', 'no_role', 'step_up_of_other', 'step_up_expired']
    """
    if event.step == "fact":
        return replace(standing, changed=standing.changed or event.changes)
    if event.step == "supersede":
        return replace(standing, phase="stale") if standing.phase in SUPERSEDED else standing
    against = frozenset(_against(standing, event, people))
    if against:
        return Refused(tuple(reason for reason in REASONS if reason in against))
    return _taken(standing, event, people)


def authority(*, standing: Standing, by: int, step: Step, people: People) -> int | Reason:
    """Return on whose role a step of somebody rests, their own first, or why on nobody's.

    Domain: who prepared a run lends nothing for it. A limit is that of whoever's role it is, in the run's currency and
            period; it bounds approvals only.
    """
    able = [one for one in people.authorities(by=by, roles=ROLES_OF[step]) if one == by or one != standing.prepared_by]
    if step != "approve" or not able:
        return able[0] if able else NO_ROLE
    within = (one for one in able if one not in people.limits or people.left(one) >= standing.amount_minor)
    return next(within, OVER_LIMIT)


def is_unapproved(*, standing: Standing, event: Event, people: People) -> bool:
    """Return whether a step would post a run that nobody has approved, where one person is all there is."""
    return event.step == "post" and standing.phase == "proposed" and people.profile == "one_person"


def _against(standing: Standing, event: Event, people: People) -> Iterator[Reason]:
    """Yield what is against a step of a person, in any order."""
    if event.step == "post":
        yield from _against_posting(standing, event, people)
        return
    if standing.phase != "proposed":
        yield NOT_PROPOSED
    if event.by == standing.prepared_by:
        yield PREPARED_IT
    found = authority(standing=standing, by=event.by, step=event.step, people=people)
    if isinstance(found, Reason):
        yield found
    if event.shown_hash != standing.run_hash:
        yield SHOWN_DIFFERS
    if event.through != "person":
        yield NOT_A_PERSON
    if event.step == "approve":
        yield from _against_approving(standing, event, people)
    if event.step in DECISIONS:
        yield from _against_proof(event)


def _against_approving(standing: Standing, event: Event, people: People) -> Iterator[Reason]:
    """Yield what is against an approval besides what is against any decision; what came since matters while it waits for one."""
    if standing.changed and standing.phase == "proposed":
        yield CHANGED_SINCE
    if people.profile == "separate":
        if standing.open_lines:
            yield LINES_OPEN
        if event.by in standing.reviewed_by:
            yield REVIEWED_IT


def _against_proof(event: Event) -> Iterator[Reason]:
    """Yield what is against the proof of identity that a decision rests on."""
    proof = event.step_up
    if proof is None:
        yield STEP_UP_MISSING
        return
    if proof.bound_hash != event.shown_hash:
        yield STEP_UP_FOR_OTHER
    if proof.user_id != event.by:
        yield STEP_UP_OF_OTHER
    if event.at >= proof.expires_at:
        yield STEP_UP_EXPIRED


def _against_posting(standing: Standing, event: Event, people: People) -> Iterator[Reason]:
    """Yield what is against posting."""
    if not people.authorities(by=event.by, roles=ROLES_OF["post"], lent=False):
        yield NO_ROLE
    if is_unapproved(standing=standing, event=event, people=people):
        if people.others_who_approve(besides=standing.prepared_by):
            yield NOT_ALONE
    elif standing.phase != "approved":
        yield NOT_APPROVED
    elif event.by == standing.prepared_by:
        yield POSTS_OWN
    if standing.changed and standing.phase in {"proposed", "approved"}:
        yield CHANGED_SINCE


def _taken(standing: Standing, event: Event, people: People) -> Standing:
    """Return where a run is after a step against which there is nothing."""
    match event.step:
        case "accept":
            lines = event.lines or standing.open_lines
            return replace(
                standing, open_lines=standing.open_lines - lines, reviewed_by=standing.reviewed_by | {event.by}
            )
        case "approve":
            found = authority(standing=standing, by=event.by, step="approve", people=people)
            assert not isinstance(found, Reason)
            return replace(standing, phase="approved", approved_by=event.by, authority_of=found)
        case "post":
            phase: Phase = "posted" if standing.phase == "approved" else "posted_unapproved"
            return replace(standing, phase=phase, posted_by=event.by)
        case _:
            return replace(standing, phase="returned")
