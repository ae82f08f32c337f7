"""The schedule of misstatements: what auditors proposed, and late entries that were classified.

A passed adjustment that turns round in a later year is passed once more there, with its signs turned. Sources: SEC Staff
Accounting Bulletin 108 (Topic 1.N): rollover and iron curtain; ISA 450.5, 450.15.
"""

from collections.abc import Iterator

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.operations.misstatements import Line, Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book, Entity
from lowmark.store.ledger import classifications
from lowmark.store.session import Reader, reading

ADJUSTMENT = "adjustment"


def misstatements(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the schedule of a fiscal year.

    Raises: Problem `not_found` for an unknown book.
    """
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, request.book)
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        lines = tuple(
            line for line in _lines(reader, entity, book, known_seq) if entity.fiscal_year(line.on) <= request.year
        )
    passed = [line for line in lines if line.state == "passed"]
    of_year = [line for line in lines if entity.fiscal_year(line.on) == request.year]
    return Response(
        entity=entity.code, book=book.code, year=request.year, known_seq=known_seq, currency=book.currency, lines=lines,
        posted_minor=sum(line.profit_minor for line in of_year if line.state == "posted" and line.kind == ADJUSTMENT),
        passed_rollover_minor=sum(line.profit_minor for line in passed if line.origin_year == request.year),
        passed_iron_curtain_minor=sum(line.profit_minor for line in passed if line.origin_year <= request.year),
        immaterial_errors_minor=sum(line.profit_minor for line in of_year if line.kind == "immaterial_error"),
    )  # fmt: skip


def _lines(reader: Reader, entity: Entity, book: Book, known_seq: int) -> Iterator[Line]:
    for row in classifications.misstatements(reader, book.id, known_seq):
        state = "posted" if row["postings"] else row["decision"] or "drafted"
        yield Line(document=row["document"], kind=ADJUSTMENT, state=state, on=row["first_on"],
                   origin_year=row["origin_year"] or entity.fiscal_year(row["first_on"]),
                   profit_minor=-row["result_minor"] - row["equity_minor"], because=row["because"])  # fmt: skip
    for row in classifications.classified(reader, book.id, known_seq):
        yield Line(document=f"{row['journal']}/{row['fiscal_year']}/{row['number']}", kind=row["classified"],
                   state="posted", on=row["accounting_on"], origin_year=row["origin_year"],
                   profit_minor=-row["result_minor"], because=row["because"])  # fmt: skip
