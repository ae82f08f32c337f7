"""Thaw what is frozen for a count sheet: goods move there again."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which sheet, where, when and why."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("the count sheet that it is frozen for", example="CS-12")
    location: str = said("where, with all that is under it; empty for all that the sheet has frozen", default="",
                         example="Main/Zone A")  # fmt: skip
    thawed_on: date = said("when", example="2026-11-01")
    because: str = said("why", example="Counted, and nothing differs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What moves again."""

    entity: str = said("entity code")
    document: str = said("the count sheet")
    thawed_on: date = said("when")
    thawed: tuple[str, ...] = said("the places where goods move again")


OPERATION = Operation(
    name="thaw-place",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.thaw_place:thaw_place",
    policy=Policy(roles=("warehouse", "approver", "administrator")),
    pages=("record",),
)
