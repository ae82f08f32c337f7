"""Trial balance and result of a book by a dimension."""

from collections.abc import Iterator, Sequence

from lowmark.core.journal.manual import ITEM_CLASS
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.operations.by_dimension import Line, Request, Response, Result
from lowmark.store.entities import read as entities_read
from lowmark.store.ledger.dimensions import balances_by
from lowmark.store.session import reading


def by_dimension(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return each account value by value, from entries of our own.

    Raises: Problem `not_found` for an unknown book.
    """
    del actor
    entity = granted.entity
    year_from = entity.year_from(request.as_of)
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, request.book)
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        rows = balances_by(
            reader, book, dimension=None if request.dimension == ITEM_CLASS else request.dimension, as_of=request.as_of,
            known_seq=known_seq, year_from=year_from,
        )  # fmt: skip
    lines = tuple(
        Line(value=row["value"], account=row["code"], name=row["name"], section=row["section"],
             posted_minor=row["posted_minor"], year_minor=row["year_minor"])
        for row in rows if row["posted_minor"] or row["year_minor"]
    )  # fmt: skip
    return Response(
        entity=entity.code, book=book.code, as_of=request.as_of, from_on=year_from, known_seq=known_seq,
        currency=book.currency, dimension=request.dimension, results=tuple(_results(lines)), lines=lines,
    )  # fmt: skip


def _results(lines: Sequence[Line]) -> Iterator[Result]:
    """Yield income and expenses of each value, in the order of values."""
    for value in dict.fromkeys(line.value for line in lines):
        income = -sum(line.year_minor for line in lines if line.value == value and line.section == "income")
        expense = sum(line.year_minor for line in lines if line.value == value and line.section == "expense")
        yield Result(value=value, income_minor=income, expense_minor=expense, result_minor=income - expense)
