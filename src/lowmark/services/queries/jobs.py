"""List the jobs of an entity."""

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.jobs import Request, Response
from lowmark.services.showing_jobs import line, sees_all
from lowmark.store.ops import read as ops_read


def jobs(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the latest jobs, newest first."""
    found = ops_read.jobs_of(granted.entity.code, user_id=None if sees_all(granted) else granted.user_id)
    return Response(entity=granted.entity.code, lines=tuple(map(line, found)))
