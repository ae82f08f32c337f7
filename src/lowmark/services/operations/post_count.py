"""Post a count sheet: accept what was found, let its differences be adjustments, and set apart what was damaged."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which sheet, by which tolerance, on which day."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("the count sheet", example="CS-12")
    tolerance: str = said("so much of what the books say may differ without a recount", default="0%")
    posted_on: date = said("the day in which the differences count: that of the counts, or later", example="2026-10-31")
    because: str = said("why the sheet is accepted", example="Recounted by a second team")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A place whose difference was posted, or whose damaged goods were set apart."""

    item: str = said("item code")
    lot: str = said("lot code")
    location: str = said("where")
    owner: str = said("whose goods, where they are not ours: they differ at no value")
    difference_micro: int = said("what was found more than the books had; less than nothing where goods were missing")
    value_minor: int = said("what that cost")
    damaged_micro: int = said("how much was set apart as damaged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What the sheet came to. Posted again, it comes to nothing."""

    entity: str = said("entity code")
    document: str = said("the count sheet")
    posted_on: date = said("the day")
    currency: str = said("currency of the values")
    adjusted: int = said("places whose difference was posted")
    value_minor: int = said("what the differences cost: less than nothing where goods were missing")
    damaged_micro: int = said("how much was set apart as damaged")
    accrual_reversed_minor: int = said("shrinkage accrued before, taken back because the count says what is missing")
    accrual_minor: int = said("shrinkage still accrued, for what was not counted")
    thawed: tuple[str, ...] = said("places that were frozen for the sheet, where goods move again")
    entries: tuple[str, ...] = said("journal entries posted")
    lines: tuple[Line, ...] = said("the places")


OPERATION = Operation(
    name="post-count",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.post_count:post_count",
    policy=Policy(roles=("approver",)),
    pages=("record",),
)
