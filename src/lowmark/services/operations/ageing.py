"""Ageing: how much of each item has been here how long, and what that cost."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """When, in which bands, by what."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("at the end of this day", example="2026-10-31")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)
    bands: str = said("the last day of each band but the last", default="30,60,90,180,365")
    item: str = said("only this item", default="", example="TENT-2")
    location: str = said("only this place and those in it", default="", example="Main")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """How much of one item is in one band."""

    item: str = said("item code")
    name: str = said("its name")
    band: str = said("days that it has been here", example="31-60")
    from_days: int = said("first day of the band")
    quantity_micro: int = said("how much, in millionths of the base unit")
    value_minor: int = said("its share of what its pool cost")
    allowance_minor: int = said("its share of the allowance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The bands of every item, and of the whole."""

    entity: str = said("entity code")
    as_of: date = said("the day asked for")
    known_seq: int = said("what was known")
    currency: str = said("currency of the values")
    bands: tuple[Line, ...] = said("the bands of all that is ours; without quantities, which do not add up over items")
    lines: tuple[Line, ...] = said("the bands of each item, youngest first")


OPERATION = Operation(
    name="ageing",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.ageing:ageing",
    policy=Policy(roles=("warehouse", "planner", "preparer", "reviewer", "approver", "auditor", "administrator")),
    pages=("reports",),
)
