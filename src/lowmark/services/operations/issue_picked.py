"""Issue what a pick proposes, all of it in one transaction: a move for each lot and place."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said
from lowmark.services.operations.pick import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is wanted, and by which document it leaves."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("source document", example="DN-77")
    item: str = said("item code", example="TENT-2")
    quantity: str = said("how much, in the item's base unit", example="12")
    location: str = said("only from this place and those in it", default="", example="Main")
    order: str = said("for which order: what is reserved for it is used", default="", example="SO-8812")
    remaining_days: int = said("days of life the customer wants left; below zero, as the item says", default=-1)
    target: str = said("where it goes", default="customer", choices=("customer", "production"))
    issued_on: date = said("when it left", example="2026-10-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What left."""

    entity: str = said("entity code")
    document: str = said("source document")
    item: str = said("item code")
    known_seq: int = said("place of the last move in the entity's commit order")
    value_minor: int = said("value that went out, below zero")
    released_minor: int = said("allowance released")
    currency: str = said("currency of the values")
    entries: tuple[str, ...] = said("journal entries posted")
    lines: tuple[Line, ...] = said("a line per move, in the order in which they were picked")


OPERATION = Operation(
    name="issue-picked",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.issue_picked:issue_picked",
    policy=Policy(roles=("warehouse", "administrator")),
    pages=("record",),
)
