"""Ask a job to stop. Nothing of the ledger changes by that, so the ledger keeps no record of it."""

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.cancel_job import Request
from lowmark.services.operations.job import Response
from lowmark.services.showing_jobs import shown, visible
from lowmark.store.ops import write as ops_write


def cancel_job(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Ask, and return the job as it stands then. One that is over stays what it is.

    Raises: Problem `not_found`.
    """
    ops_write.ask_to_cancel(visible(request.job, granted).name)
    return shown(visible(request.job, granted))
