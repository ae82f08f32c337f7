"""List the places that are frozen for a count."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Where."""

    entity: str = said("entity code", example="MAPLE")
    location: str = said("in which place and below; empty for all", default="", example="Main")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One place."""

    location: str = said("where")
    document: str = said("the count sheet that it is frozen for")
    frozen_on: date = said("since when")
    frozen_by: str = said("who has frozen it")
    because: str = said("why")
    frozen_seq: int = said("the sequence of the freeze: moves before it are in the books that are counted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What is frozen."""

    entity: str = said("entity code")
    known_seq: int = said("what was known")
    lines: tuple[Line, ...] = said("the places, by path")


OPERATION = Operation(
    name="frozen-places",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.frozen_places:frozen_places",
    policy=Policy(roles=("warehouse", "planner", "preparer", "reviewer", "approver", "auditor", "administrator")),
    pages=("reports",),
)
