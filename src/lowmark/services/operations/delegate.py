"""Lend a role of one's own to somebody else for some days, or take it back."""

from dataclasses import dataclass
from datetime import date

from lowmark.core.tables.delegations import LENT
from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which role, to whom, from when to when."""

    entity: str = said("entity code", example="MAPLE")
    to: str = said("user who may act for you", example="cyd")
    role: str = said("which role of yours", choices=LENT, default="approver")
    starts_on: date = said("first day", example="2026-12-20")
    ends_on: date = said("last day", example="2027-01-04")
    take_back: bool = said("take it back instead", default=False)
    because: str = said("why", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What holds now."""

    entity: str = said("entity code")
    lender: str = said("who lends")
    to: str = said("who may act for them")
    role: str = said("which role")
    starts_on: date | None = said("first day; empty when it was taken back")
    ends_on: date | None = said("last day; empty when it was taken back")


OPERATION = Operation(
    name="delegate",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.delegate:delegate",
    policy=Policy(roles=LENT),
    changes="roles",
    fresh=True,
    pages=("record",),
)
