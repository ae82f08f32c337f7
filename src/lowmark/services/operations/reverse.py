"""Reverse a move that was recorded in error: the opposite move, tied to it, on a day of its own."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said
from lowmark.services.operations.record_move import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which move, when and why."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("document of the move to be reversed", example="SO-8812")
    line: str = said("its line", default="1")
    reversal: str = said("document of the reversal; by default the move's own with R before it", default="")
    reversed_on: date = said("the day in which the reversal counts", example="2026-10-31")
    because: str = said("why it was wrong", example="Keyed twice")


OPERATION = Operation(
    name="reverse",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.reverse:reverse",
    policy=Policy(roles=("warehouse", "administrator")),
    pages=("record",),
)
