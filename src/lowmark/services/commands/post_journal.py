"""Post approved journals: each occurrence once, each as a gap-free entry of the general journal."""

from lowmark.core.journal.manual import Leg
from lowmark.core.kinds.day import from_day
from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, lock_key, run_command
from lowmark.services.finding import find_book
from lowmark.services.ledgers.journals import find_draft, legs_due, write_legs
from lowmark.services.operations.post_journal import OPERATION, Posted, Request, Response
from lowmark.services.periods import share_open_periods
from lowmark.store.entities.read import Book
from lowmark.store.ledger import journals
from lowmark.store.session import Row, Writer


def post_journal(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Post what is due.

    Locks:  the book's journals, after the key; the periods, shared; the entity clock last.
    Raises: Problem `not_found`; `refused` for a named journal that is not approved; `period_closed`.
    """

    def work(writer: Writer) -> Done:
        book = find_book(writer, granted.entity, request.book)
        lock_key(writer, granted.entity.id, f"journals:{book.id}")
        found = [(row, legs_due(writer, granted, row, request.up_to)) for row in _asked(writer, request, book)]
        _hold_periods(writer, granted, [leg for _, legs in found for leg in legs])
        posted = tuple(
            Posted(document=row["document"], entry=entry.name, accounting_on=from_day(leg.accounting_on),
                   reverses=leg.leg == "reversed")
            for row, legs in found if legs
            for leg, entry in zip(legs, write_legs(writer, granted, book, row, legs), strict=True)
        )  # fmt: skip
        response = Response(entity=granted.entity.code, book=book.code, up_to=request.up_to, entries=posted)
        return Done(response, f"journals of book {book.code} up to {request.up_to}")

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _asked(writer: Writer, request: Request, book: Book) -> list[Row]:
    """Return the approved drafts that are asked for.

    Raises: Problem `not_found`, `refused`.
    """
    if not request.document:
        return [row for row in journals.drafts(writer, book.id) if row["decision"] == "approved"]
    row = find_draft(writer, book, request.document)
    if row["decision"] != "approved":
        raise Problem("refused", f"journal {row['document']} is {row['decision'] or 'drafted'}, not approved",
                      hint="somebody else than who drafted it approves it first")  # fmt: skip
    return [row]


def _hold_periods(writer: Writer, granted: Granted, legs: list[Leg]) -> None:
    """Share the period of every day on which something is to count.

    Raises: Problem `period_closed`, naming every day; `refused` for a day that no period has.
    """
    share_open_periods(writer, granted.entity.id, {from_day(leg.accounting_on) for leg in legs},
                       hint="reopen it, or draft the journal anew for a later day")  # fmt: skip
