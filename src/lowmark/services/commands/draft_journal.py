"""Draft a journal by hand: judged by the core, kept as a fact, posted by nobody until another person has approved it."""

from lowmark.core.journal.manual import Draft, hash_of, read_lines
from lowmark.core.kinds.day import to_day
from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, lock_key, run_command
from lowmark.services.finding import find_book
from lowmark.services.ledgers.journals import faults, keep
from lowmark.services.operations.draft_journal import OPERATION, Fault, Request, Response
from lowmark.store.entities.read import Book
from lowmark.store.session import Writer


class _Refused(Exception):
    """Leaves the transaction without effect, with everything that is wrong."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


def draft_journal(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Keep a draft, or say everything that is wrong with it.

    Locks:  the document's name, after the key; the entity clock last.
    Raises: Problem `bad_line` or what an amount can be wrong by; `not_found` for an unknown book; `bad_request`.
    """
    if not request.document.strip() or not request.because.strip():
        raise Problem(
            "bad_request", "a journal has a name, and a reason", hint="say what it is called, and why it is made"
        )

    def work(writer: Writer) -> Done:
        book = find_book(writer, granted.entity, request.book)
        lock_key(writer, granted.entity.id, f"journal:{book.id}:{request.document}")
        draft = _draft(request, book)
        wrong = faults(writer, granted, book, draft)
        told = tuple(Fault(line=one.line_no, code=one.code, message=one.message, hint=one.hint) for one in wrong)
        response = Response(
            entity=granted.entity.code, book=book.code, document=draft.document, accepted=not wrong,
            state="refused" if wrong else "drafted", currency=book.currency, faults=told,
            amount_minor=sum(max(line.amount_minor, 0) for line in draft.lines), journal_hash=hash_of(draft).hex(),
        )  # fmt: skip
        if wrong:
            raise _Refused(response)
        digest = keep(writer, granted, book, draft)
        return Done(response, f"journal {draft.document}", request.because, after_hash=digest)

    try:
        result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    except _Refused as refused:
        return refused.response
    return result


def _draft(request: Request, book: Book) -> Draft:
    """Return what is drafted."""
    return Draft(
        document=request.document, kind=request.kind, purpose=request.purpose, first_on=to_day(request.on),
        until_on=None if request.until is None else to_day(request.until), origin_year=request.origin_year or None,
        because=request.because, lines=read_lines(request.lines, currency=book.currency),
    )  # fmt: skip
