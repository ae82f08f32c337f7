"""The journals of a book that were drafted by hand."""

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.ledgers.journals import state
from lowmark.services.operations.list_journals import Line, Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.ledger import journals
from lowmark.store.session import reading


def list_journals(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return every journal of a book.

    Raises: Problem `not_found` for an unknown book.
    """
    del actor
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, granted.entity, request.book)
        known_seq = entities_read.known_at(reader, granted.entity.id, request.known_seq)
        rows = journals.drafts(reader, book.id, known_seq)
    return Response(
        entity=granted.entity.code, book=book.code, known_seq=known_seq, currency=book.currency,
        lines=tuple(
            Line(document=row["document"], kind=row["kind"], purpose=row["purpose"], state=state(row),
                 first_on=row["first_on"], amount_minor=row["amount_minor"], drafted_by=row["drafter"],
                 decided_by=row["decider"] or "", postings=row["postings"], because=row["because"])
            for row in rows
        ),
    )  # fmt: skip
