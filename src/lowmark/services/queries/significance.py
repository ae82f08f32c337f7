"""How significant a book's write-downs are, and the caption that is proposed and that holds."""

from lowmark.core.statements.significance import Significance
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.ledgers.significance import Asked, test_significance
from lowmark.services.operations.significance import Line, Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.runs.captions import caption_in_force
from lowmark.store.session import reading


def significance(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the test of the fiscal year to a date.

    Raises: Problem `not_found` for an unknown book or run, and what is wrong with what was given beside the ledger.
    """
    del actor
    entity = granted.entity
    asked = Asked(as_of=request.as_of, run=request.run, covenants=request.covenants, declared=request.declared,
                  full_year=request.full_year)  # fmt: skip
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, request.book)
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        found = test_significance(reader, granted, book, asked, known_seq=known_seq)
        decided = caption_in_force(
            reader, book.id, fiscal_year=found.fiscal_year, as_of=request.as_of, known_seq=known_seq
        )
    charges, reversals = found.charges, found.reversals
    return Response(
        entity=entity.code, book=book.code, as_of=request.as_of, known_seq=known_seq, currency=book.currency,
        fiscal_year=found.fiscal_year, basis=charges.basis, days=found.days, days_of_year=found.days_of_year,
        charged_minor=charges.tested_minor, reversed_minor=reversals.tested_minor, size=charges.size,
        size_of_reversals=reversals.size, proposed=charges.proposed, reasons=charges.reasons,
        flags=tuple(flag.name for flag in charges.flags), not_computed=charges.not_computed,
        caption="" if decided is None else decided["caption"],
        decided_by="" if decided is None else decided["decided_by"] or "",
        because="" if decided is None else decided["reason"],
        lines=(*_lines("charges", charges), *_lines("reversals", reversals)),
    )  # fmt: skip


def _lines(of: str, found: Significance) -> list[Line]:
    return [
        Line(of=of, benchmark=test.name, tested_minor=found.tested_minor, amount_minor=test.amount_minor,
             low_minor=test.low_minor, high_minor=test.high_minor, size=test.size or "")
        for test in found.benchmarks
    ]  # fmt: skip
