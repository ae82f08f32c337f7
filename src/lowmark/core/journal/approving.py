"""May this decision on a drafted journal stand? Every reason why not, at once.

Before this: a draft is shown to somebody. After this: the store records the decision, or nothing. Who drafted a journal
never approves it, a person decides and no program, and the decision binds to exactly what was shown.
"""

from dataclasses import dataclass
from typing import Final, Literal

APPROVER: Final = "approver"
DECISIONS: Final = ("approved", "returned", "passed")
PASSABLE: Final = "audit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A fresh proof of identity: whose, bound to the hash of what, and until when."""

    user_id: int
    bound_hash: bytes
    expires_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalCase:
    """What is to be decided, by whom, on the strength of what.

    Units:  ``at`` and the proof's expiry are microseconds since 1970-01-01 UTC, by the entity's clock.
    Domain: ``decided`` is the decision that there is already, or none.
    """

    decision: str
    decided: str | None
    purpose: str
    drafted_by: int
    decided_by: int
    decider: Literal["person", "system"]
    roles: frozenset[str]
    shown_hash: bytes
    current_hash: bytes
    proof: Proof | None
    at: int


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why a decision may not stand."""

    code: str
    message: str
    hint: str


def refusals(case: JournalCase) -> tuple[Reason, ...]:
    """Return everything that is against a decision; nothing where it stands.

    Domain: a proof lasts up to, and not including, its expiry. Only what an auditor proposes can be passed over.

    >>> proof = Proof(user_id=2, bound_hash=b"shown", expires_at=300)
    >>> case = JournalCase(decision="approved", decided=None, purpose="ordinary", drafted_by=1, decided_by=2,
    ...                    decider="person", roles=frozenset({"approver"}), shown_hash=b"shown",
    ...                    current_hash=b"shown", proof=proof, at=299)
    >>> refusals(case)
    ()
    >>> from dataclasses import replace
    >>> [reason.code for reason in refusals(replace(case, drafted_by=2, decision="passed", at=300))]
    ['not_passable', 'drafted_it', 'step_up_expired']
    """
    proof = case.proof
    against = (
        (case.decision not in DECISIONS, "unknown_decision", "that is no decision", "approved, returned or passed"),
        (case.decided is not None, "decided_already", f"this journal is {case.decided} already", "draft another"),
        (case.decision == "passed" and case.purpose != PASSABLE, "not_passable",
         "only what an auditor proposes is passed over", "return it instead"),
        (case.drafted_by == case.decided_by, "drafted_it", "whoever drafted a journal may not decide on it",
         "ask another approver of the entity"),
        (APPROVER not in case.roles, "no_role", "only an approver of this entity may decide",
         "ask an administrator for the role of approver"),
        (case.shown_hash != case.current_hash, "shown_differs", "the journal is not what was shown",
         "open it again and decide on what it says now"),
        (proof is None, "step_up_missing", "the decision needs a fresh proof of identity",
         "enter your password, code or passkey"),
        (proof is not None and proof.bound_hash != case.shown_hash, "step_up_for_other",
         "the proof of identity was given for something else", "prove it again for this journal"),
        (proof is not None and proof.user_id != case.decided_by, "step_up_of_other",
         "the proof of identity is another person's", "prove your own for this journal"),
        (proof is not None and case.at >= proof.expires_at, "step_up_expired",
         "the proof of identity is no longer fresh", "prove it again for this journal"),
        (case.decider != "person", "not_a_person", "a program cannot approve", "sign in as a person"),
    )  # fmt: skip
    return tuple(Reason(code, message, hint) for holds, code, message, hint in against if holds)
