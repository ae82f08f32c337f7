"""Reserve stock for a line of an order: what expires first, at the places where it lies."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said
from lowmark.services.operations.pick import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is reserved, and for what."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("the order", example="SO-8812")
    line: str = said("its line", default="1")
    item: str = said("item code", example="TENT-2")
    quantity: str = said("how much, in the item's base unit", example="12")
    location: str = said("only at this place and those in it", default="", example="Main")
    remaining_days: int = said("days of life the customer wants left; below zero, as the item says", default=-1)
    needed_on: date = said("when they are to leave", example="2026-10-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What is reserved."""

    entity: str = said("entity code")
    document: str = said("the order")
    line: str = said("its line")
    item: str = said("item code")
    lines: tuple[Line, ...] = said("where, and of which lots")


OPERATION = Operation(
    name="reserve",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.reserve:reserve",
    policy=Policy(roles=("warehouse", "planner", "administrator")),
    pages=("record",),
)
