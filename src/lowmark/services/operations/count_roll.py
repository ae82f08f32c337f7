"""Roll a count sheet to another day: from the day counted to the end of a period, or back to it."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which sheet, to which day."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("the count sheet", example="CS-12")
    as_of: date = said("to which day: before or after that of the count", example="2026-10-31")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One place counted."""

    item: str = said("item code")
    lot: str = said("lot code")
    location: str = said("where")
    owner: str = said("whose goods, where they are not ours")
    counted_on: date = said("when it was counted last")
    quantity_micro: int = said("how much was found then")
    came_micro: int = said("what came there between the two days")
    left_micro: int = said("what left there between the two days, set apart as damaged by this sheet among it")
    rolled_micro: int = said("what lay there at the day: found, and what came and left added or taken back")
    book_micro: int = said("what the books have there at the end of that day")
    difference_micro: int = said("what lay there beyond what the books have")
    value_minor: int = said("what the difference cost")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The sheet, as it would have been counted at the day."""

    entity: str = said("entity code")
    document: str = said("the count sheet")
    as_of: date = said("to which day")
    known_seq: int = said("what was known")
    currency: str = said("currency of the values")
    value_minor: int = said("what all differences cost")
    lines: tuple[Line, ...] = said("the places counted")


OPERATION = Operation(
    name="count-roll",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.count_roll:count_roll",
    policy=Policy(roles=("reviewer", "approver", "preparer", "planner", "auditor", "administrator")),
    pages=("reports",),
)
