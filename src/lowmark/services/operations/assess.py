"""Test stock at the lower of cost and net realisable value, without keeping the answer."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which stock, when, on which evidence."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("the date tested", example="2026-10-31")
    book: str = said("book; empty for the primary one", default="")
    channel: str = said("only evidence of this channel; empty for all", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One unit of account."""

    item: str = said("item code")
    lot: str = said("lot code")
    quantity_micro: int = said("quantity on hand")
    cost_minor: int = said("its cost")
    value_minor: int | None = said("what it will fetch; null without evidence")
    carrying_minor: int = said("carrying amount")
    required_minor: int = said("allowance required")
    held_minor: int = said("allowance held before")
    change_minor: int = said("charge (positive) or reversal (negative)")
    evidence_kind: str = said("the kind of evidence that binds")
    reason: str = said("reason code")
    finding: str = said("what somebody has to look at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The lines and their sums."""

    entity: str = said("entity code")
    book: str = said("book")
    framework: str = said("framework")
    as_of: date = said("the date")
    known_seq: int = said("what was known")
    currency: str = said("currency")
    cost_minor: int = said("total cost")
    carrying_minor: int = said("total carrying amount")
    required_minor: int = said("total allowance required")
    held_minor: int = said("total allowance held")
    change_minor: int = said("total change")
    lines: tuple[Line, ...] = said("a line per unit of account, largest change first")


OPERATION = Operation(
    name="assess",
    summary="Test stock at the lower of cost and net realisable value.",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.assess:assess",
    policy=Policy(roles=("preparer", "reviewer", "approver", "auditor", "administrator")),
)
