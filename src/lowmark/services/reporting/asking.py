"""Ask the queries that a report is made of: as whoever asks for the report, with their rights and no others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from lowmark.core.kinds.problems import Problem
from lowmark.reports.described import Report, Table
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.call import call
from lowmark.services.operation import Operation
from lowmark.services.operations.report import Request
from lowmark.store.entities.read import Book


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What was asked for, by whom, of which book, as known when."""

    request: Request
    actor: Actor
    granted: Granted
    book: Book
    known_seq: int

    def ask(self, operation: Operation, **asked: Any) -> Any:
        """Return what a query answers.

        Raises: Problem `not_granted`, and what the query refuses.
        """
        assert operation.kind == "query", f"a report changes nothing, and {operation.name} does"
        return call(operation, operation.request(entity=self.granted.entity.code, **asked), actor=self.actor)

    def as_of(self) -> date:
        """Return the date asked for.

        Raises: Problem `bad_request` where there is none.
        """
        if self.request.as_of is None:
            raise Problem("bad_request", f"{self.request.report} is of a date", hint="say as of when",
                          where={"field": "as_of"})  # fmt: skip
        return self.request.as_of

    def described(
        self, *, title: str, as_of: date, tables: Iterable[Table], period: str = "", notes: Iterable[str] = (),
        currency: str = "", known_seq: int = 0, framework: str = "",
    ) -> Report:  # fmt: skip
        """Return a report of this entity and book."""
        entity = self.granted.entity
        return Report(
            code=self.request.report, title=title, entity=entity.code, entity_name=entity.name, book=self.book.code,
            framework=framework or self.book.framework, period=period or at(as_of), as_of=as_of,
            known_seq=known_seq or self.known_seq, currency=currency or self.book.currency, tables=tuple(tables),
            notes=tuple(notes),
        )  # fmt: skip


def at(day: date) -> str:
    """Say at which day something stands.

    >>> at(date(2026, 10, 31))
    'At 31 October 2026'
    """
    return f"At {written(day)}"


def during(first_on: date, last_on: date) -> str:
    """Say over which time something is.

    >>> during(date(2026, 1, 1), date(2026, 10, 31))
    'From 1 January 2026 to 31 October 2026'
    """
    return f"From {written(first_on)} to {written(last_on)}"


def written(day: date) -> str:
    """Write a day out.

    >>> written(date(2026, 10, 1))
    '1 October 2026'
    """
    return f"{day.day} {day:%B %Y}"


def short(day: date) -> str:
    """Write a day over a column.

    >>> short(date(2026, 10, 1))
    '1 Oct 2026'
    """
    return f"{day.day} {day:%b %Y}"


def words(code: str) -> str:
    """Write a word of a closed list for a reader.

    >>> words("price_decline")
    'Price decline'
    """
    text = code.replace("_", " ").strip()
    return text[:1].upper() + text[1:]
