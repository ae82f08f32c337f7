"""Record where the write-downs of a fiscal year are shown, beside what the test of their significance proposed."""

from lowmark.core.kinds.problems import Problem
from lowmark.core.tables.captions import CAPTIONS
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.finding import find_book
from lowmark.services.ledgers.significance import Asked, test_significance
from lowmark.services.operations.set_caption import OPERATION, Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.runs.captions import write_caption
from lowmark.store.session import Writer


def set_caption(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record a decision.

    Raises: Problem `bad_request` for a caption that there is not; `no_reason` where it departs from what is proposed
            without a word; and what `significance` raises.
    """
    if request.caption not in CAPTIONS:
        raise Problem("bad_request", f"no caption is called {request.caption!r}", hint=f"use {' or '.join(CAPTIONS)}")
    entity = granted.entity
    asked = Asked(as_of=request.as_of, covenants=request.covenants, declared=request.declared,
                  full_year=request.full_year)  # fmt: skip

    def work(writer: Writer) -> Done:
        book = find_book(writer, entity, request.book)
        known_seq = entities_read.known_seq(writer, entity.id)
        found = test_significance(writer, granted, book, asked, known_seq=known_seq)
        proposed = found.charges.proposed
        if request.caption != proposed and not request.reason.strip():
            raise Problem("no_reason", f"{proposed.replace('_', ' ')} is proposed",
                          hint=f"say why it is to be {request.caption.replace('_', ' ')}")  # fmt: skip
        sequences, recorded_at = writer.tick(entity.id, 1)
        write_caption(writer, {
            "entity_id": entity.id, "book_id": book.id, "fiscal_year": found.fiscal_year, "as_of": request.as_of,
            "tested_minor": found.charges.tested_minor, "size": found.charges.size, "proposed": proposed,
            "caption": request.caption, "reason": request.reason, "decided_by": granted.user_id,
            "known_seq": sequences[0], "recorded_at": recorded_at,
        })  # fmt: skip
        response = Response(
            entity=entity.code, book=book.code, fiscal_year=found.fiscal_year, as_of=request.as_of,
            currency=book.currency, charged_minor=found.charges.tested_minor, size=found.charges.size,
            proposed=proposed, caption=request.caption,
        )  # fmt: skip
        return Done(response, f"caption {found.fiscal_year}", because=request.reason)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result
