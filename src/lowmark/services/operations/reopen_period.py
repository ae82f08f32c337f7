"""Reopen a closed period: another person's act, for a reason, with both states kept."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which period, and why."""

    entity: str = said("entity code", example="MAPLE")
    ends_on: date = said("last day of the period", example="2026-10-31")
    because: str = said("why", example="the freight invoice of October came after the close")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The period as it stands."""

    entity: str = said("entity code")
    ends_on: date = said("last day of the period")
    state: str = said("its state")
    closed_by: str = said("who had closed it")
    statement_hash: str = said("SHA-256 of the trial balance as it was closed, hex")
    known_seq: int = said("what is known at the reopening")


OPERATION = Operation(
    name="reopen-period",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.reopen_period:reopen_period",
    policy=Policy(roles=("approver", "administrator")),
    changes="close",
    fresh=True,
    pages=("close",),
)
