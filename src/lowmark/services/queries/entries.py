"""Return a page of the lines of a book's journal."""

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.listing import place, rows_wanted, written
from lowmark.services.operations.entries import Line, Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.ledger import listed
from lowmark.store.session import reading


def entries(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the lines after a place, in the order in which their entries came to be known.

    Raises: Problem `bad_request`; `not_found` for an unknown book.
    """
    del actor
    entity, wanted = granted.entity, rows_wanted(request.limit)
    after = place(request.after, parts=2)
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, request.book)
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        rows = listed.lines(reader, entity.id, book.id, after=(after[0], after[1]), known_seq=known_seq, limit=wanted)
    shown = rows[: request.limit]
    return Response(
        entity=entity.code, book=book.code, currency=book.currency, known_seq=known_seq,
        lines=tuple(Line(**row) for row in shown),
        next_after=written((shown[-1]["known_seq"], shown[-1]["line_no"])) if len(rows) > len(shown) else "",
    )  # fmt: skip
