"""The places that are frozen for a count."""

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.frozen_places import Line, Request, Response
from lowmark.services.stock.freezing import is_within
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading
from lowmark.store.stock import freezes


def frozen_places(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return them by path."""
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        frozen = freezes.standing(reader, entity.id, known_seq=known_seq)
    return Response(
        entity=entity.code, known_seq=known_seq,
        lines=tuple(
            Line(location=row["location"], document=row["document"], frozen_on=row["effective_on"], frozen_by=row["by_user"],
                 because=row["because"], frozen_seq=row["known_seq"])
            for row in frozen if is_within(row["location"], request.location)
        ),
    )  # fmt: skip
