"""Pick: which lots to take from which places, what expires first before all else."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said

KEPT_BY = ("expired", "too_little_life", "held", "reserved", "set_apart", "away", "frozen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is wanted."""

    entity: str = said("entity code", example="MAPLE")
    item: str = said("item code", example="TENT-2")
    quantity: str = said("how much, in the item's base unit", example="12")
    location: str = said("only from this place and those in it", default="", example="Main")
    order: str = said("for which order: what is reserved for it counts as free", default="", example="SO-8812")
    remaining_days: int = said("days of life the customer wants left; below zero, as the item says", default=-1)
    picked_on: date = said("when they leave", example="2026-10-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A quantity of one lot at one place."""

    item: str = said("what: the item, or a component of the kit")
    location: str = said("where")
    lot: str = said("lot or serial number; empty without one")
    received_on: date = said("since when it has been here")
    expires_on: date | None = said("last day of its life; empty where it has none")
    best_before_on: date | None = said("day up to which it is at its best; empty where nobody says")
    quantity_micro: int = said("how much, in millionths of the base unit")
    why: str = said("why it is passed over; empty for what is to be taken", choices=("", *KEPT_BY))


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitute:
    """What may be given for what is lacking."""

    item: str = said("item code")
    name: str = said("its name")
    why: str = said("whether it takes the place of what was asked for, or may stand in for it",
                    choices=("supersedes", "substitute"))  # fmt: skip
    rank: int = said("how gladly it is given; 0 for what takes its place")
    free_micro: int = said("how much of it can be taken, up to what is lacking")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What to take, in that order, and what is passed over."""

    entity: str = said("entity code")
    item: str = said("item code, which may be that of a kit")
    remaining_days: int = said("days of life that were asked for")
    short_micro: int = said("how much is lacking; of a kit, how many whole ones")
    status: str = said("where the item is in its life on that day; empty where nobody says")
    lines: tuple[Line, ...] = said("what to take first, and after it what is passed over")
    substitutes: tuple[Substitute, ...] = said(
        "where something is lacking, what may be given in its place, most gladly first"
    )


OPERATION = Operation(
    name="pick",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.pick:pick",
    policy=Policy(roles=("warehouse", "planner", "administrator", "auditor")),
    pages=("reports",),
)
