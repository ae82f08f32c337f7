"""Goods by when they are expected to go: within the year, later, or beyond what anybody looks ahead."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """As of when, and how far ahead."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("as of when", example="2026-10-31")
    current_days: int = said("what goes within so many days is current", default=365)
    last_days: int = said("what does not go within so many days, nobody is expected to take", default=1095)
    book: str = said("book; empty for the primary one", default="")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item."""

    item: str = said("item code")
    quantity_micro: int = said("quantity on hand")
    demand_micro: int = said("demand for a year, forecast or as it was")
    cost_minor: int = said("its cost")
    current_minor: int = said("of that, what goes within the year")
    later_minor: int = said("what goes later: not current")
    beyond_minor: int = said("what nobody is expected to take")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The sums and each item."""

    entity: str = said("entity code")
    book: str = said("book")
    as_of: date = said("as of when")
    known_seq: int = said("what was known")
    currency: str = said("currency")
    cost_minor: int = said("cost of goods on hand")
    current_minor: int = said("of that, what goes within the year")
    later_minor: int = said("what goes later: not current")
    beyond_minor: int = said("what nobody is expected to take")
    lines: tuple[Line, ...] = said("the items, by code")


OPERATION = Operation(
    name="horizons",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.horizons:horizons",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("reports",),
)
