"""Freeze a place for a count: nothing moves into it or out of it, or into anything under it, until it is thawed."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which place, for which sheet, since when and why."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("the count sheet that it is frozen for", example="CS-12")
    location: str = said("where: a path of ours, with all that is under it", example="Main")
    frozen_on: date = said("since when", example="2026-10-31")
    because: str = said("why", example="Yearly count")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What is frozen."""

    entity: str = said("entity code")
    document: str = said("the count sheet")
    location: str = said("the path")
    frozen_on: date = said("since when")
    known_seq: int = said("up to this sequence moves had been recorded when it was frozen")
    frozen: tuple[str, ...] = said("the places that are frozen now and were not before")


OPERATION = Operation(
    name="freeze-place",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.freeze_place:freeze_place",
    policy=Policy(roles=("warehouse", "approver", "administrator")),
    pages=("record",),
)
