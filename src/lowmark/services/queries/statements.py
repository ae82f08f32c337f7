"""The statements of a book: posted, and pro forma for a run that is not.

An entity that keeps its whole ledger here is stated from its entries. One that keeps the goods alone is stated from the
latest trial balance of its outside ledger, with those of our entries that are not in it.
"""

from lowmark.core import flow
from lowmark.frameworks.read import read_chart
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.ledgers.captions import with_captions
from lowmark.services.ledgers.whole_company import whole_book
from lowmark.services.operations.statements import Line, Request, Response, Title
from lowmark.services.testing import find_book
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading


def statements(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the statements of a book at a date as known at a sequence.

    Raises: Problem `not_found` for an unknown book or run.
    """
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, request.book)
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        whole = whole_book(reader, granted, book, as_of=request.as_of, known_seq=known_seq, run=request.run)
        accounts = with_captions(reader, entity, book, whole, as_of=request.as_of, known_seq=known_seq)
    found = flow.statements(accounts=accounts, currency=book.currency)
    outside = whole.outside
    return Response(
        entity=entity.code, entity_name=entity.name, book=book.code, framework=book.framework, as_of=request.as_of,
        from_on=whole.year_from, known_seq=known_seq, currency=book.currency, run=request.run,
        trial_balance="" if outside is None else outside.document,
        trial_balance_on=None if outside is None else outside.as_of,
        titles=tuple(Title(statement=code, title=title) for code, title in read_chart(book.framework).titles.items()),
        net_income_minor=found.net_income_minor, net_income_pro_forma_minor=found.net_income_pro_forma_minor,
        lines=tuple(Line(**row) for row in found.lines.select(
            "statement", "section", "caption", "account", "posted_minor", "change_minor", "pro_forma_minor",
            "is_total",
        ).iter_rows(named=True)),
    )  # fmt: skip
