"""The ratios of a book, posted and pro forma."""

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.ledgers.figures import stated_at
from lowmark.services.ledgers.ratio_lines import kept_of, lines_of
from lowmark.services.operations.ratios import Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading


def ratios(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the ratios at a date.

    Raises: Problem `not_found` for an unknown book or run, `bad_covenant`.
    """
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, request.book)
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        stated = stated_at(reader, granted, book, as_of=request.as_of, known_seq=known_seq, run=request.run)
    return Response(
        entity=entity.code, book=book.code, as_of=request.as_of, known_seq=known_seq, run=request.run,
        lines=tuple(lines_of(stated.posted, stated.pro_forma)),
        covenants=tuple(kept_of(request.covenants, stated.posted, stated.pro_forma)),
    )  # fmt: skip
