"""Return a page of an entity's facts."""

import json

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.listing import place, rows_wanted, written
from lowmark.services.operations.facts import Line, Request, Response
from lowmark.store.audit.leaves import rows_after
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading


def facts(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the facts after a place: table by table, each in the order in which they came to be known.

    Raises: Problem `bad_request`.
    """
    del actor
    entity, wanted = granted.entity, rows_wanted(request.limit)
    table, seq, number = place(request.after, parts=3)
    with reading(granted.scope("report")) as reader:
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        rows = rows_after(reader, entity.id, after=(table, seq, number), to_seq=known_seq, limit=wanted)
    shown = rows[: request.limit]
    lines = tuple(
        Line(table=one.table, known_seq=one.after[1], row=json.dumps(one.values, separators=(",", ":")))
        for one in shown
    )
    return Response(
        entity=entity.code, known_seq=known_seq, lines=lines,
        next_after=written(shown[-1].after) if len(rows) > len(shown) else "",
    )  # fmt: skip
