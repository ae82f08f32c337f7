"""Decide on a drafted journal: by somebody else than who drafted it, on a fresh proof of identity."""

from dataclasses import dataclass

from lowmark.core.tables.journal_decisions import JOURNAL_DECISION
from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The decision, bound to what was shown."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("the journal's name", example="JV-17")
    journal_hash: str = said("hash of what was shown, hex")
    decision: str = said("what is decided; passed: an adjustment that is left out, and stays on the schedule",
                         default="approved", choices=JOURNAL_DECISION.columns["decision"].choices)  # fmt: skip
    comment: str = said("in the approver's words", default="")
    book: str = said("book; empty for the primary one", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The decision as it stands."""

    entity: str = said("entity code")
    document: str = said("the journal's name")
    state: str = said("where it is in its life now")
    decided_by: str = said("who decided")


OPERATION = Operation(
    name="approve-journal",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.approve_journal:approve_journal",
    policy=Policy(roles=("approver",)),
    changes="journal",
    step_up=True,
)
