"""Positions: what lies where, whose and since when, with the cost and the allowance behind it."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which stock, when."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("at the end of this day", example="2026-10-31")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)
    item: str = said("only this item", default="", example="TENT-2")
    lot: str = said("only this lot or serial number", default="", example="L-0417")
    location: str = said("only this place and those in it", default="", example="Main/A-01")
    expires_by: date | None = said("only what expires by this day", default=None, example="2027-01-31")
    words: str = said(
        "only what has each of these words in its item, name, lot, place or owner", default="", example="tent"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One quantity of one item (lot, owner) at one place since one day."""

    item: str = said("item code")
    name: str = said("its name")
    location: str = said("where it is")
    kind: str = said("kind of the place")
    lot: str = said("lot or serial number; empty without one")
    owner: str = said("whose it is; empty for ours")
    received_on: date = said("since when it has been here")
    age_days: int = said("how long that is")
    expires_on: date | None = said("last day of its life; empty where it has none")
    best_before_on: date | None = said("day up to which it is at its best; empty where nobody says")
    potency_micro: int | None = said("its strength, in millionths of full potency; empty where nobody says")
    quantity_micro: int = said("how much, in millionths of the base unit")
    catch_micro: int = said("what it weighs, where each unit weighs its own; its share of what lies there")
    catch_unit: str = said("in which unit that is; empty without")
    value_minor: int = said("its share of what its pool cost")
    allowance_minor: int = said("its share of the allowance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The positions, by item, lot and place, the oldest first."""

    entity: str = said("entity code")
    as_of: date = said("the day asked for")
    known_seq: int = said("what was known")
    currency: str = said("currency of the values")
    value_minor: int = said("cost of all of them")
    allowance_minor: int = said("allowance on all of them")
    whole: int = said("how many positions there are, asked for or not; of one item, its own")
    lines: tuple[Line, ...] = said("the positions")


OPERATION = Operation(
    name="positions",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.positions:positions",
    policy=Policy(roles=("warehouse", "planner", "preparer", "reviewer", "approver", "auditor", "administrator")),
    pages=("reports",),
)
