"""Explain a figure back to its moves, evidence, rule, parameter and person.

A subject is written as `item CODE [lot LOT]`, `run NAME item CODE [lot LOT]`, `account CODE`,
`entry JOURNAL/YEAR/NUMBER` or `move DOCUMENT/LINE`; each kind is explained by a file of `services.explaining`.
"""

from datetime import date

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.explaining import accounts, entries, items, moves, runs
from lowmark.services.explaining.question import Question
from lowmark.services.finding import find_book
from lowmark.services.operations.explain import Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading

KINDS = {"item": items.explain, "run": runs.explain, "account": accounts.explain, "entry": entries.explain,
         "move": moves.explain}  # fmt: skip
FAR = date(2199, 12, 31)


def explain(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the chain of steps below a figure.

    Raises: Problem `bad_request` for a subject that cannot be read, `not_found` for one that is not there.
    """
    del actor
    kind, _, rest = request.subject.strip().partition(" ")
    if kind not in KINDS or not rest:
        raise Problem("bad_request", f"{request.subject!r} is nothing to explain",
                      hint="write item CODE, run NAME item CODE, account CODE, entry JOURNAL/YEAR/NUMBER or "
                           "move DOCUMENT/LINE")  # fmt: skip
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, "")
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        question = Question(reader, entity, book, request.as_of or FAR, known_seq)
        steps = tuple(KINDS[kind](question, rest.strip()))
    return Response(entity=entity.code, subject=request.subject, currency=book.currency, known_seq=known_seq,
                    steps=steps)  # fmt: skip
