"""Remeasure: the test of stock in the currency in which an entity lives, where its books are kept in another.

Each layer stands at the rate of the day on which it came, what goods fetch at the rate of the date. So a write-down may appear that
the books do not have, and one that they have may not stand.
"""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Of whose stock, in which currency, at which date."""

    entity: str = said("entity code", example="RIDGE")
    as_of: date = said("the date", example="2026-10-31")
    functional: str = said("the functional currency, for which the entity has rates", example="USD")
    book: str = said("book; the primary one if empty", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One unit of account, in the functional currency."""

    item: str = said("item code")
    lot: str = said("its lot, where that is the unit")
    layers: int = said("layers with goods left, each at the rate of its own day")
    cost_minor: int = said("what the goods cost, at the rates of the days on which they came")
    value_minor: int | None = said("what they will fetch, at the rate of the date; null without evidence")
    write_down_minor: int = said("the write-down in the functional currency")
    books_write_down_minor: int = said("the write-down that the books hold, at the rates of the same days")
    change_minor: int = said("what is charged beside the books; below zero, what is taken back")
    carrying_minor: int = said("what the goods are carried at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The test, unit by unit."""

    entity: str = said("entity code")
    as_of: date = said("the date")
    book: str = said("book")
    books_currency: str = said("currency of the books")
    currency: str = said("the functional currency")
    closing_rate: str = said("units of it for one of the books', on the date")
    cost_minor: int = said("what the goods cost")
    write_down_minor: int = said("write-downs in the functional currency")
    books_write_down_minor: int = said("write-downs of the books")
    appear_minor: int = said("write-downs that the books do not have")
    disappear_minor: int = said("write-downs of the books that do not stand")
    lines: tuple[Line, ...] = said("a line a unit of account")


OPERATION = Operation(
    name="remeasure",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.remeasure:remeasure",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("reports",),
)
