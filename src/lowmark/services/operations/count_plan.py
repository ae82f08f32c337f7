"""What a cycle of counts has due: items by their class, places by when they were last counted."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """On which day, how far ahead, in which place."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("on which day", example="2026-10-31")
    days: int = said("due within so many days", default=7)
    location: str = said("in which place and below; empty for all", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item in one place. What the books say is not told."""

    item: str = said("item code")
    location: str = said("where")
    owner: str = said("whose goods, where they are not ours: of class C, since they cost us nothing")
    frozen_for: str = said("the sheet that the place is frozen for; empty where goods move on")
    item_class: str = said("A, B or C by what was used of it in a year: counted 12, 4 and 1 times a year")
    counted_on: date | None = said("when it was last counted")
    due_in: int = said("days until it is due")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What is due."""

    entity: str = said("entity code")
    as_of: date = said("on which day")
    known_seq: int = said("what was known")
    lines: tuple[Line, ...] = said("what is due, the first first")


OPERATION = Operation(
    name="count-plan",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.count_plan:count_plan",
    policy=Policy(roles=("warehouse", "planner", "preparer", "reviewer", "approver", "auditor", "administrator")),
    pages=("reports",),
)
