"""What somebody has to look at before a test can be relied on, by value."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which stock, when."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("the date tested", example="2026-10-31")
    book: str = said("book; empty for the primary one", default="")
    channel: str = said("only evidence of this channel; empty for all", default="")
    expires_within_days: int = said("lots that expire within so many days too; those that have expired in any case",
                                    default=0)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A unit of account with a finding."""

    item: str = said("item code")
    name: str = said("item name")
    lot: str = said("lot code")
    finding: str = said("what has to be looked at")
    quantity_micro: int = said("quantity on hand")
    cost_minor: int = said("its cost")
    carrying_minor: int = said("carrying amount")
    evidence_kind: str = said("the kind of evidence that binds; empty for none")
    latest_on: date | None = said("when the latest evidence on the item was observed; empty without any")
    document: str = said("the source of that evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """How much of one finding there is."""

    finding: str = said("what has to be looked at")
    units: int = said("units of account")
    cost_minor: int = said("their cost")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Something found by a count, a hold or a recall that no posted test has looked at yet."""

    item: str = said("item code")
    name: str = said("item name")
    lot: str = said("lot code; empty for all of the item")
    reason: str = said("what was found", example="damaged")
    found_on: date = said("when")
    words: str = said("in the words of whoever found it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The units, the largest cost first."""

    entity: str = said("entity code")
    as_of: date = said("the date")
    known_seq: int = said("what was known")
    currency: str = said("currency")
    tested_minor: int = said("cost of all stock that was tested")
    sums: tuple[Sum, ...] = said("what of each finding there is")
    lines: tuple[Line, ...] = said("a line per unit of account, largest cost first")
    cases: tuple[Case, ...] = said(
        "what counts, holds and recalls have found and no posted test has looked at, oldest first"
    )


OPERATION = Operation(
    name="worklist",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.worklist:worklist",
    policy=Policy(roles=("planner", "preparer", "reviewer", "approver", "auditor", "administrator")),
    pages=("reports",),
)
