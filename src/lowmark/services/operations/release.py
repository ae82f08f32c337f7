"""Release what a document holds back: goods, or stock that was reserved for an order."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is released, and why."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("the document of the hold, or the order of the reservation", example="QA-31")
    item: str = said("only this item", default="", example="TENT-2")
    because: str = said("why", example="Tested again, and sound")
    released_on: date = said("when", example="2026-11-02")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What is free again."""

    entity: str = said("entity code")
    document: str = said("the document")
    holds: int = said("holds that ended")
    reservations: int = said("reservations that ended")


OPERATION = Operation(
    name="release",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.release:release",
    policy=Policy(roles=("warehouse", "administrator")),
    pages=("record",),
)
