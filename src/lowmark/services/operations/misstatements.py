"""The schedule of adjustments that auditors proposed, posted and passed, with the effect of those that were passed."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which fiscal year, as known when."""

    entity: str = said("entity code", example="MAPLE")
    year: int = said("fiscal year", example="2026")
    book: str = said("book; empty for the primary one", default="")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One adjustment, or one late entry that was classified."""

    document: str = said("its name, or the entry's")
    kind: str = said("adjustment, or what the entry was classified as")
    state: str = said("posted, passed, or still open")
    on: date = said("the day on which it counts")
    origin_year: int = said("the fiscal year in which the misstatement arose")
    profit_minor: int = said("what posting it does to profit, or did; an increase positive")
    because: str = said("why")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The schedule. Rollover counts what arose in the year; iron curtain, all that is left in the balance sheet."""

    entity: str = said("entity code")
    book: str = said("book")
    year: int = said("fiscal year")
    known_seq: int = said("what was known")
    currency: str = said("currency of the book")
    posted_minor: int = said("what was posted did to profit")
    passed_rollover_minor: int = said("profit would differ by this, had what arose in the year been posted")
    passed_iron_curtain_minor: int = said(
        "profit would differ by this, had all that was passed until its end been posted"
    )
    immaterial_errors_minor: int = said("errors of earlier years in the year's profit, classified as immaterial")
    lines: tuple[Line, ...] = said("the adjustments and late entries")


OPERATION = Operation(
    name="misstatements",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.misstatements:misstatements",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
)
