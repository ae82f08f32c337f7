"""What a test would come to if prices, demand, costs to come or a rule's discounts were otherwise; nothing is written."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which test, and what is supposed: +5 % or -10 % of what there is, or = and a value."""

    entity: str = said("entity code", example="MAPLE")
    run: str = said("the run that is supposed otherwise, as it was known then", example="2026-10-31/1", default="")
    as_of: date | None = said("or the date tested, as known now", default=None)
    book: str = said("book; empty for the primary one", default="")
    channel: str = said("only evidence of this channel; empty for all", default="")
    item: str = said("for one item alone; empty for all", default="")
    price: str = said("prices other than of firm contracts", example="-10 %", default="")
    demand: str = said("demand, where a rule asks for it", example="-20 %", default="")
    cost_to_sell: str = said("what selling costs", example="=5 %", default="")
    cost_to_complete: str = said("what completing costs", example="+10 %", default="")
    discount: str = said("what a rule takes off, after its name", example="range_of_coverage:+10 %", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """What one supposition makes by itself, or all of them together."""

    driver: str = said("what is supposed otherwise; together for all, interaction for what they make of one another")
    change: str = said("how")
    required_minor: int = said("allowance that would be required")
    difference_minor: int = said("more (positive) or less than is required as it stands")
    charge_minor: int = said("what would be charged, less what would be taken back")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A unit of account that all suppositions together change."""

    item: str = said("item code")
    lot: str = said("lot code")
    cost_minor: int = said("its cost")
    required_minor: int = said("allowance required as it stands")
    supposed_minor: int = said("allowance that would be required")
    difference_minor: int = said("the difference")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The difference, by what makes it."""

    entity: str = said("entity code")
    book: str = said("book")
    as_of: date = said("the date tested")
    known_seq: int = said("what was known")
    currency: str = said("currency")
    required_minor: int = said("allowance required as it stands")
    supposed_minor: int = said("allowance that would be required")
    difference_minor: int = said("the difference")
    drivers: tuple[Driver, ...] = said("what each supposition makes by itself, and all together")
    lines: tuple[Line, ...] = said("the units that change, largest first")


OPERATION = Operation(
    name="what-if",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.what_if:what_if",
    policy=Policy(roles=("preparer", "reviewer", "approver", "auditor", "administrator")),
    pages=("reports",),
)
