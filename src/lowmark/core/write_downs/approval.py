"""May this decision stand? Every reason why not, at once.

Before this: a run is proposed and shown to somebody. After this: the store records the approval, or nothing. A
preparer never approves, a person decides and no program, and an approval binds to exactly what was shown; facts that
came later and change no proposal do not undo it.
"""

from dataclasses import dataclass
from typing import Final, Literal

APPROVER: Final = "approver"
DECIDABLE: Final = "proposed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepUp:
    """A fresh proof of identity: whose, bound to the hash of what, and until when."""

    user_id: int
    bound_hash: bytes
    expires_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalCase:
    """What is to be decided, by whom, on the strength of what.

    Units:  ``at`` and the step-up's expiry are microseconds since 1970-01-01 UTC, by the entity's clock.
    Domain: ``roles`` are those that the decider holds in the run's entity. ``changed_since`` says that a fact with an
            accounting date up to the run's date arrived since the snapshot and changes a proposal.
    """

    state: str
    prepared_by: int
    decided_by: int
    decider: Literal["person", "system", "token"]
    roles: frozenset[str]
    shown_hash: bytes
    current_hash: bytes
    changed_since: bool
    step_up: StepUp | None
    at: int


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why a decision may not stand."""

    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """The decision stands: by whom, and bound to which hash."""

    decided_by: int
    run_hash: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """The decision does not stand, for all of these reasons."""

    reasons: tuple[Reason, ...]


NOT_PROPOSED: Final = Reason(
    "not_proposed", "this run is not waiting for a decision", "open the run to see what became of it"
)
PREPARED_IT: Final = Reason(
    "prepared_it", "whoever prepared a run may not decide on it", "ask another approver of the entity"
)
NO_ROLE: Final = Reason(
    "no_role", "only an approver of this entity may decide", "ask an administrator for the role of approver"
)
SHOWN_DIFFERS: Final = Reason(
    "shown_differs", "the run is no longer what was shown", "open it again and decide on what it says now"
)
CHANGED_SINCE: Final = Reason(
    "changed_since", "a fact recorded since the snapshot changes a proposal", "propose again as of the same date"
)
STEP_UP_MISSING: Final = Reason(
    "step_up_missing", "the decision needs a fresh proof of identity", "enter your password, code or passkey"
)
STEP_UP_FOR_OTHER: Final = Reason(
    "step_up_for_other", "the proof of identity was given for something else", "prove it again for this run"
)
STEP_UP_OF_OTHER: Final = Reason(
    "step_up_of_other", "the proof of identity is another person's", "prove your own for this run"
)
STEP_UP_EXPIRED: Final = Reason(
    "step_up_expired", "the proof of identity is no longer fresh", "prove it again for this run"
)
NOT_A_PERSON: Final = Reason(
    "not_a_person", "a program cannot approve", "sign in as a person; a token has no say in this"
)

REASONS: Final = (
    NOT_PROPOSED,
    PREPARED_IT,
    NO_ROLE,
    SHOWN_DIFFERS,
    CHANGED_SINCE,
    STEP_UP_MISSING,
    STEP_UP_FOR_OTHER,
    STEP_UP_OF_OTHER,
    STEP_UP_EXPIRED,
    NOT_A_PERSON,
)
"""Every reason that there is, in the order in which they are given."""


def decide_approval(*, case: ApprovalCase) -> Approved | Refused:
    """Let a decision stand, or say everything that is against it, in the order of `REASONS`.

    Domain: a step-up lasts up to, and not including, its expiry, and is bound to what was shown.

    >>> proof = StepUp(user_id=2, bound_hash=b"shown", expires_at=300)
    >>> case = ApprovalCase(state="proposed", prepared_by=1, decided_by=2, decider="person",
    ...                     roles=frozenset({"approver"}), shown_hash=b"shown", current_hash=b"shown",
    ...                     changed_since=False, step_up=proof, at=299)
    >>> decide_approval(case=case)
    Approved(decided_by=2, run_hash=b'shown')
    >>> from dataclasses import replace
    >>> [reason.code for reason in decide_approval(case=replace(case, prepared_by=2, at=300)).reasons]
    ['prepared_it', 'step_up_expired']
    """
    step_up = case.step_up
    against = {
        NOT_PROPOSED: case.state != DECIDABLE,
        PREPARED_IT: case.prepared_by == case.decided_by,
        NO_ROLE: APPROVER not in case.roles,
        SHOWN_DIFFERS: case.shown_hash != case.current_hash,
        CHANGED_SINCE: case.changed_since,
        STEP_UP_MISSING: step_up is None,
        STEP_UP_FOR_OTHER: step_up is not None and step_up.bound_hash != case.shown_hash,
        STEP_UP_OF_OTHER: step_up is not None and step_up.user_id != case.decided_by,
        STEP_UP_EXPIRED: step_up is not None and case.at >= step_up.expires_at,
        NOT_A_PERSON: case.decider != "person",
    }

    assert tuple(against) == REASONS
    reasons = tuple(reason for reason, holds in against.items() if holds)
    if reasons:
        return Refused(reasons)
    return Approved(decided_by=case.decided_by, run_hash=case.shown_hash)
