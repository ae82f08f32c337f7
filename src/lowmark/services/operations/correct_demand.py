"""Correct the demand that moves say, by a row of its own: the moves stay as they are."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is added to, or taken from, the demand of a day."""

    entity: str = said("entity code", example="MAPLE")
    item: str = said("item code", example="TENT-2")
    demand_on: date = said("the day whose demand it corrects", example="2026-03-31")
    quantity: str = said("what is added; below zero, what is taken off", example="-40")
    because: str = said("why", example="one order for a new shop")
    location: str = said("where; empty for nowhere in particular", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The correction."""

    entity: str = said("entity code")
    item: str = said("item code")
    demand_on: date = said("the day")
    quantity_micro: int = said("what is added or taken off")
    because: str = said("why")
    corrected_by: str = said("who says so")


OPERATION = Operation(
    name="correct-demand",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.correct_demand:correct_demand",
    policy=Policy(roles=("planner", "preparer")),
    pages=("record",),
)
