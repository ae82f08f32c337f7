"""The trend of inventory: what it cost, what was held against it, and what was carried, at the end of each of the last months."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Up to when, how far back, in which book."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("the last day; the others are ends of the months before it", example="2026-10-31")
    months: int = said("so many months back, 1 to 60", default=12)
    book: str = said("book; empty for the primary one", default="")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The end of one month."""

    on: date = said("the day")
    gross_minor: int = said("inventories at cost, as posted")
    allowance_minor: int = said("allowance held against them; positive reduces what is carried")
    net_minor: int = said("what is carried")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The months, oldest first."""

    entity: str = said("entity code")
    book: str = said("book")
    as_of: date = said("the last day")
    known_seq: int = said("what was known")
    currency: str = said("currency of the book")
    lines: tuple[Line, ...] = said("a line per month end")


OPERATION = Operation(
    name="trend",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.trend:trend",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("reports",),
)
