"""Variances of a count sheet: what counts differ by from the books, and what becomes of each."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which sheet, with how much tolerance."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("the count sheet", example="CS-12")
    tolerance: str = said("so much of what the books say may differ without a recount", default="0%")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One place counted."""

    item: str = said("item code")
    lot: str = said("lot code")
    location: str = said("where")
    owner: str = said("whose goods, where they are not ours")
    counted_on: date = said("when it was counted last")
    counted: int = said("how often it was counted")
    counted_by: str = said("who counted it last")
    quantity_micro: int = said("how much was found the last time")
    damaged_micro: int = said("how much of it was damaged")
    book_micro: int = said(
        "how much the books had at the end of that day, as is known now; at the freeze, where there was one"
    )
    others_micro: int = said("how much of anybody else's goods lay beside them, which the count is not of")
    posted_micro: int = said("what the sheet itself has moved that those books do not say")
    difference_micro: int = said("what was found, less what the books had and what the sheet has moved since")
    value_minor: int = said("what the difference cost")
    frozen_for: str = said("the sheet that the place is frozen for; empty where goods move on")
    state: str = said("agrees, within tolerance, recount, to post or posted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The sheet beside the books."""

    entity: str = said("entity code")
    document: str = said("the count sheet")
    known_seq: int = said("what was known")
    currency: str = said("currency")
    recounts: int = said("places to count again")
    uncounted: int = said(
        "goods in places frozen for the sheet that nobody has counted on it, by item, lot, place and owner"
    )
    value_minor: int = said("what all differences cost")
    lines: tuple[Line, ...] = said("the places counted")


OPERATION = Operation(
    name="count-variances",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.count_variances:count_variances",
    policy=Policy(roles=("reviewer", "approver", "preparer", "planner", "auditor", "administrator")),
    pages=("reports",),
)
