"""Close a fiscal year to retained earnings, before its last period is closed. Asked for again, it closes what came since.

Statements show a year as it was before this entry, and every later year as it began after it; so a year that nobody
closes reads the same. What the entry adds is a trial balance in which the year begins with nothing in its results.
"""

from collections.abc import Sequence
from datetime import date

from lowmark.core.kinds.day import from_day
from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.close_year import OPERATION, Closed, Request, Response
from lowmark.services.operations.init import SUBLEDGER
from lowmark.services.periods import share_open_periods
from lowmark.store.entities.read import Book
from lowmark.store.ledger import read as ledger_read
from lowmark.store.ledger import years
from lowmark.store.ledger.write import NewEntry, NewLine, write_entries
from lowmark.store.session import Writer


def close_year(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Close one fiscal year in every book, the primary one first: others share its entries.

    Locks:  the year's last period, shared; the entity clock last.
    Raises: Problem `refused` beside an outside ledger, which closes its own year; `not_found`, `period_closed`.
    """
    entity = granted.entity
    if entity.mode == SUBLEDGER:
        raise Problem("refused", f"{entity.code} keeps its ledger elsewhere", hint="close the year there")
    if not date.min.year < request.year < date.max.year:
        raise Problem("not_found", f"there is no fiscal year {request.year}", hint="give the year in which it ends")
    first, last = (from_day(day) for day in entity.calendar.year(request.year))

    def work(writer: Writer) -> Done:
        share_open_periods(writer, entity.id, [last], hint="close the year before its last period")
        books = years.books(writer, entity.id)
        closed = tuple(_close(writer, granted, book, request.year, first, last) for book in books)
        response = Response(entity=entity.code, year=request.year, ends_on=last, books=closed)
        return Done(response, f"fiscal year {request.year}")

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _close(writer: Writer, granted: Granted, book: Book, year: int, first: date, last: date) -> Closed:
    """Post what is left in the results of a year, turned round, against retained earnings."""
    entity = granted.entity
    left = years.results(writer, book, entity_id=entity.id, first=first, last=last)
    profit = -sum(amount for _, amount in left)
    if not left:
        return Closed(book=book.code, entry="", profit_minor=0, currency=book.currency)
    retained = ledger_read.roles(writer, entity.id)["retained_earnings", ""]
    entry = NewEntry(
        journal="general", fiscal_year=year, accounting_on=last, event=ledger_read.YEAR_END_CLOSE, source="manual",
        document=f"year end {year}", lines=_lines(left, retained, profit),
    )  # fmt: skip
    sequences, recorded_at = writer.tick(entity.id, 1)
    assert granted.user_id is not None
    (written,) = write_entries(
        writer, [entry], entity_id=entity.id, book_id=book.id, posted_by=granted.user_id, sequences=sequences,
        recorded_at=recorded_at,
    )  # fmt: skip
    return Closed(book=book.code, entry=written.name, profit_minor=profit, currency=book.currency)


def _lines(left: Sequence[tuple[int, int]], retained: int, profit: int) -> tuple[NewLine, ...]:
    """Return the lines: each result turned round, and the profit on retained earnings."""
    rows = [(account, -amount) for account, amount in left] + ([(retained, -profit)] if profit else [])
    return tuple(NewLine(account_id=account, amount_minor=amount, reason="", item_class="") for account, amount in rows)
