"""True up a period: goods that are costed by its average cost what all of it says, and not what was known on the way."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which period."""

    entity: str = said("entity code", example="MAPLE")
    ends_on: date = said("last day of the period", example="2026-10-31")
    because: str = said("document that its entries name", default="average of the period")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What the averages make of the moves of one kind."""

    event: str = said("by which event it is posted")
    amount_minor: int = said("how much")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What the averages came to beyond what was posted on the way."""

    entity: str = said("entity code")
    ends_on: date = said("last day of the period")
    known_seq: int = said("what was known")
    currency: str = said("currency of the values")
    pools: int = said("pools that were costed again")
    moves: int = said("moves that cost something else")
    on_hand_minor: int = said("by how much inventory is more")
    expensed_minor: int = said("by how much what went is more; negative for less")
    entries: tuple[str, ...] = said("journal entries posted")
    lines: tuple[Line, ...] = said("by event")


OPERATION = Operation(
    name="true-up",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.true_up:true_up",
    policy=Policy(roles=("poster",)),
    pages=("record",),
)
