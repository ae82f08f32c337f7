"""Find what a request names, or say that it is not there."""

from datetime import date

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book, Entity, Period
from lowmark.store.runs import read as runs_read
from lowmark.store.session import Reader, Row
from lowmark.store.subledger import read as subledger_read

ALL = "all"
"""Every book of an entity."""


def find_run(reader: Reader, granted: Granted, code: str) -> Row:
    """Return a run of the entity.

    Raises: Problem `not_found`.
    """
    run = runs_read.run(reader, granted.entity.id, code)
    if run is None:
        raise Problem("not_found", f"{granted.entity.code} has no run {code!r}", hint="list-runs shows those there are")
    return run


def find_period(reader: Reader, granted: Granted, ends_on: date | None) -> Period:
    """Return the period that ends on a day; where none is given, the oldest that is open, or the last.

    Raises: Problem `not_found`.
    """
    found = entities_read.periods(reader, granted.entity.id)
    if ends_on is None:
        return next((one for one in found if one.state != "closed"), found[-1])
    if here := [one for one in found if one.ends_on == ends_on]:
        return here[0]
    raise Problem(
        "not_found", f"no period of {granted.entity.code} ends on {ends_on}", hint="give the last day of a month"
    )


def require_latest(reader: Reader, book: Book, as_of: date) -> None:
    """Refuse a date before that of a posted run, or of an allowance taken over: what it would set has been set since.

    Raises: Problem `refused`.
    """
    last = runs_read.last_posted_on(reader, book.id)
    if last is not None and last > as_of:
        raise Problem("refused", f"a run of {last} is posted in book {book.code}", hint=f"test {last} or a later date")
    opened = subledger_read.last_opened_on(reader, book.id)
    if opened is not None and opened > as_of:
        raise Problem("refused", f"book {book.code} took allowances over on {opened}",
                      hint=f"test {opened} or a later date")  # fmt: skip


def find_book(reader: Reader, entity: Entity, code: str) -> Book:
    """Return a book of an entity, the primary one where no code is given.

    Raises: Problem `not_found`.
    """
    book = entities_read.book(reader, entity.id, code)
    if book is None:
        raise Problem("not_found", f"{entity.code} has no book {code!r}", hint="leave it empty for the primary one")
    return book


def find_books(reader: Reader, entity: Entity, codes: str) -> tuple[Book, ...]:
    """Return the books named, with commas between them, in that order; the primary one first where all are asked for.

    Raises: Problem `not_found`.
    """
    if codes.strip() != ALL:
        return tuple(find_book(reader, entity, code.strip()) for code in dict.fromkeys(codes.split(",")))
    sql = "SELECT code FROM entities_book WHERE entity_id = %s ORDER BY is_primary DESC, code"
    return tuple(find_book(reader, entity, str(row["code"])) for row in reader.rows(sql, [entity.id]))
