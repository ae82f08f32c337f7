"""Return a page of an entity's stock moves."""

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.listing import place, rows_wanted, written
from lowmark.services.operations.moves import Line, Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading
from lowmark.store.stock import listed


def moves(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the moves after a place, in the order in which they came to be known.

    Raises: Problem `bad_request`.
    """
    del actor
    entity, wanted = granted.entity, rows_wanted(request.limit)
    (after,) = place(request.after, parts=1)
    with reading(granted.scope("report")) as reader:
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        rows = listed.moves(reader, entity.id, after=after, known_seq=known_seq, limit=wanted)
    shown = rows[: request.limit]
    return Response(
        entity=entity.code, currency=entity.currency, known_seq=known_seq, lines=tuple(Line(**row) for row in shown),
        next_after=written((shown[-1]["known_seq"],)) if len(rows) > len(shown) else "",
    )  # fmt: skip
