"""Return a page of an entity's audit log."""

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.listing import place, rows_wanted, written
from lowmark.services.moments import moment
from lowmark.services.operations.audit_log import Line, Request, Response
from lowmark.store.audit import read as audit_read
from lowmark.store.entities import read as entities_read
from lowmark.store.session import Row, reading


def audit_log(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the records after a place, in the order in which they were written.

    Raises: Problem `bad_request`.
    """
    del actor
    entity, wanted = granted.entity, rows_wanted(request.limit)
    (after,) = place(request.after, parts=1)
    with reading(granted.scope("report")) as reader:
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        rows = audit_read.records(reader, entity.id, after=after, known_seq=known_seq, limit=wanted)
    shown = rows[: request.limit]
    return Response(
        entity=entity.code, known_seq=known_seq, lines=tuple(map(_line, shown)),
        next_after=written((shown[-1]["known_seq"],)) if len(rows) > len(shown) else "",
    )  # fmt: skip


def _line(row: Row) -> Line:
    return Line(
        known_seq=row["known_seq"], recorded_at=moment(row["recorded_at"]), user=row["username"] or "",
        operation=row["operation"], subject=row["subject"], because=row["because"],
        before_hash=(row["before_hash"] or b"").hex(), after_hash=(row["after_hash"] or b"").hex(),
    )  # fmt: skip
