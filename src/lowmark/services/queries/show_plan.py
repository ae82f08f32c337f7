"""A kept plan, with what was decided of its actions."""

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.plan import Response
from lowmark.services.operations.show_plan import Request
from lowmark.services.planning.shown import find_plan, shown
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading


def show_plan(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the plan.

    Raises: Problem `not_found`.
    """
    del actor
    with reading(granted.scope("report")) as reader:
        known_seq = entities_read.known_at(reader, granted.entity.id, request.known_seq)
        return shown(reader, granted, find_plan(reader, granted, request.plan), known_seq=known_seq)
