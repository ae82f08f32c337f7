"""Accrue shrinkage: what is taken to be missing since items were last counted, in place of the last estimate."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Of what how much is taken to be missing, since when."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("a name for the estimate", example="SHR-2026-10")
    as_of: date = said("the last day of the sales, on which the estimate counts", example="2026-10-31")
    rates: str = said("what is missing as a share of what was sold, at cost, by item or class; an item's own comes first",
                      example="TENT-2=1.5%, merchandise=1%")  # fmt: skip
    since: date = said("when items were counted that no posted count sheet has", example="2025-12-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is taken to be missing of one item."""

    item: str = said("item code")
    sold_from: date = said("the first day after it was last counted")
    rate_micro: int = said("what is missing as a share of what was sold, in millionths")
    sold_minor: int = said("what was sold since, at cost")
    accrual_minor: int = said("what is taken to be missing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The estimate, and what it posted."""

    document: str = said("the estimate")
    as_of: date = said("its day")
    currency: str = said("currency of the values")
    reversed_minor: int = said("the last estimate, taken back")
    accrual_minor: int = said("this one")
    entries: tuple[str, ...] = said("journal entries posted")
    lines: tuple[Line, ...] = said("by item")


OPERATION = Operation(
    name="accrue-shrinkage",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.accrue_shrinkage:accrue_shrinkage",
    policy=Policy(roles=("poster",)),
    pages=("record",),
)
