"""Show demand as models see it: what was sold and used, returns netted, what looks odd, what somebody corrected."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said

GRAINS = ("item", "location", "category")
PERIODS = ("month", "week", "day")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Whose demand, of what, by what."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("up to which day", example="2026-10-31")
    item: str = said("one item by its code; empty for all", default="")
    by: str = said("by item, item and location, or category", default="item", choices=GRAINS)
    period: str = said("by month, week or day", default="month", choices=PERIODS)
    known_seq: int = said("as known at this sequence; 0 for now", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The demand of one period."""

    name: str = said("item code or category")
    location: str = said("place; empty where demand is not by place")
    begins_on: date = said("first day of the period")
    taken_micro: int = said("sold and used")
    returned_micro: int = said("came back")
    corrected_micro: int = said("corrections")
    demand_micro: int = said("demand: what models see; nothing below zero")
    flags: str = said("what looks odd: one_off, stock_out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """One correction."""

    item: str = said("item code")
    demand_on: date = said("the day whose demand it corrects")
    quantity_micro: int = said("what is added; below zero, what is taken off")
    because: str = said("why")
    corrected_by: str = said("who says so")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """Demand by period."""

    entity: str = said("entity code")
    as_of: date = said("up to which day")
    known_seq: int = said("what was known")
    by: str = said("by what")
    period: str = said("what a period is")
    demand_micro: int = said("sum of demand")
    lines: tuple[Line, ...] = said("a line a period with demand or a flag")
    corrections: tuple[Corrected, ...] = said("corrections, each with who and why")


OPERATION = Operation(
    name="demand",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.demand:demand",
    policy=Policy(roles=("planner", "preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("reports",),
)
