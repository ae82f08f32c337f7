"""Outlook: what is at risk of a write-down in the next days, by cause and by the site that answers for it."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said
from lowmark.services.operations.show_plan import ROLES


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """As of when, over how much demand."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("as of when", example="2026-10-31")
    horizon_days: int = said("so many days of demand", default=180)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One site and cause."""

    site: str = said("the site; empty for orders")
    cause: str = said("expiry, excess or ordered")
    lots: int = said("how many lots and order lines, in the whole horizon")
    in_30_minor: int = said("cost at risk within 30 days")
    in_60_minor: int = said("cost at risk within 60 days")
    in_90_minor: int = said("cost at risk within 90 days")
    in_180_minor: int = said("cost at risk within 180 days")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One lot, or order line, at risk."""

    item: str = said("item code")
    lot: str = said("lot code")
    location: str = said("where the goods are; empty for an order")
    order_line: str = said("the order; empty for goods on hand")
    cause: str = said("expiry, excess or ordered")
    quantity_micro: int = said("how much is at risk")
    cost_minor: int = said("what it cost")
    by_on: date = said("the last day to act")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What is at risk."""

    entity: str = said("entity code")
    as_of: date = said("as of when")
    horizon_days: int = said("so many days of demand")
    known_seq: int = said("what was known")
    currency: str = said("currency")
    in_30_minor: int = said("cost at risk within 30 days")
    in_60_minor: int = said("cost at risk within 60 days")
    in_90_minor: int = said("cost at risk within 90 days")
    in_180_minor: int = said("cost at risk within 180 days")
    lines: tuple[Line, ...] = said("by site and cause")
    items: tuple[Item, ...] = said("the lots and order lines, the largest cost first")


OPERATION = Operation(
    name="outlook",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.outlook:outlook",
    policy=Policy(roles=ROLES),
    pages=("reports",),
)
