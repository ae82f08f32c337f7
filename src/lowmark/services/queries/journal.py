"""The journal of a book as a file, for whoever wants to add it up with another program."""

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.ledgers.entry_files import Handed
from lowmark.services.ledgers.journal_files import ENDINGS, written
from lowmark.services.operations.journal import Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import reading


def journal(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return every entry of a book up to a day as known at a sequence.

    Raises: Problem `not_found` for an unknown book.
    """
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, request.book)
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        lines = ledger_read.lines_to_export(
            reader, book_id=book.id, up_to=request.up_to, to_seq=known_seq, with_openings=True, again=True
        )
    handed = Handed(entity=entity.code, book=book.code, currency=book.currency, lines=lines)
    about = {"up_to": request.up_to.isoformat(), "from_seq": 0, "to_seq": known_seq}
    return Response(
        entity=entity.code, book=book.code, up_to=request.up_to, known_seq=known_seq, currency=book.currency,
        n_entries=handed.n_entries, debit_minor=handed.debit_minor,
        name=f"{entity.code}-{book.code}-{request.up_to}.{ENDINGS.get(request.format, request.format)}",
        content=written(handed, request.format, about),
    )  # fmt: skip
