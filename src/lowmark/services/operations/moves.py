"""Moves: every stock move of an entity, in the order in which they came to be known."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Whose moves, from which on."""

    entity: str = said("entity code", example="MAPLE")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)
    after: str = said("go on after this row: `next_after` of the page before; empty for the first", default="")
    limit: int = said("rows at most, up to 10,000", default=1_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One stock move."""

    known_seq: int = said("its place in the entity's commit order")
    document: str = said("the source document")
    line: str = said("the line of the source document")
    item: str = said("item code")
    lot: str = said("lot or serial number; empty where there is none")
    from_location: str = said("where it left")
    to_location: str = said("where it went")
    reason: str = said("why it moved")
    quantity_micro: int = said("how much moved")
    value_minor: int | None = said("what it brought in, on a receipt of ours")
    kit: str = said("the kit that it is a component of; empty where it is of none")
    kit_line: str = said("the line of the document that names the kit")
    effective_on: date = said("when it happened in the world")
    accounting_on: date = said("the day in which it counts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The rows, in the order in which they came to be known."""

    entity: str = said("entity code")
    currency: str = said("currency of the values")
    known_seq: int = said("what was known")
    lines: tuple[Line, ...] = said("the rows")
    next_after: str = said("where to go on; empty after the last row")


OPERATION = Operation(
    name="moves",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.moves:moves",
    policy=Policy(
        roles=("warehouse", "planner", "preparer", "reviewer", "approver", "poster", "auditor", "administrator")
    ),
    keyset=True,
    pages=("reports",),
)
