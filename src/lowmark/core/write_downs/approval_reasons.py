"""Everything that may be against a step of a run, in the order in which it is said: a closed list.

Before this: `approval`, which finds them. After this: whoever is refused, and reads what to do.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why a step is not taken."""

    code: str
    message: str
    hint: str


NOT_PROPOSED: Final = Reason(
    "not_proposed", "this run is not waiting for a decision", "open the run to see what became of it"
)
PREPARED_IT: Final = Reason(
    "prepared_it", "whoever prepared a run may not decide on it", "ask another approver of the entity"
)
NO_ROLE: Final = Reason(
    "no_role",
    "this takes a role in the entity, held or lent",
    "ask an administrator for the role, or who holds it to lend it",
)
OVER_LIMIT: Final = Reason(
    "over_limit", "the limit for the period would be passed", "ask an approver with a higher limit"
)
SHOWN_DIFFERS: Final = Reason(
    "shown_differs", "the run is no longer what was shown", "open it again and decide on what it says now"
)
CHANGED_SINCE: Final = Reason(
    "changed_since", "a fact recorded since the snapshot changes a proposal", "propose again as of the same date"
)
LINES_OPEN: Final = Reason(
    "lines_open", "lines have not been reviewed", "let a reviewer accept them, or send the run back"
)
REVIEWED_IT: Final = Reason(
    "reviewed_it", "whoever reviewed lines does not approve them", "ask an approver who has not reviewed this run"
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
NOT_APPROVED: Final = Reason(
    "not_approved", "the run is not approved", "somebody else than its preparer approves it first"
)
POSTS_OWN: Final = Reason("posts_own", "whoever prepared a run does not post it", "ask another poster of the entity")
NOT_ALONE: Final = Reason(
    "not_alone", "somebody else may approve, so nothing is posted without them", "ask the other approver"
)

REASONS: Final = (
    NOT_PROPOSED,
    PREPARED_IT,
    NO_ROLE,
    OVER_LIMIT,
    SHOWN_DIFFERS,
    LINES_OPEN,
    REVIEWED_IT,
    STEP_UP_MISSING,
    STEP_UP_FOR_OTHER,
    STEP_UP_OF_OTHER,
    STEP_UP_EXPIRED,
    NOT_A_PERSON,
    NOT_APPROVED,
    POSTS_OWN,
    NOT_ALONE,
    CHANGED_SINCE,
)
"""Every reason that there is, in the order in which they are given."""
