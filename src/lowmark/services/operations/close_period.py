"""Close a period: from then on nothing can be posted into it."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which period."""

    entity: str = said("entity code", example="MAPLE")
    ends_on: date = said("last day of the period", example="2026-10-31")
    because: str = said("why", default="period end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The period as it stands."""

    entity: str = said("entity code")
    ends_on: date = said("last day of the period")
    state: str = said("its state")
    statement_hash: str = said("SHA-256 of the trial balance at the close, hex")
    known_seq: int = said("what was known")


OPERATION = Operation(
    name="close",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.close_period:close_period",
    policy=Policy(roles=("approver", "administrator")),
    changes="close",
    pages=("record",),
)
