"""Show a job."""

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.job import Request, Response
from lowmark.services.showing_jobs import shown, visible


def job(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the job as it stands.

    Raises: Problem `not_found`.
    """
    return shown(visible(request.job, granted))
