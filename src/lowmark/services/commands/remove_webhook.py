"""Remove a webhook."""

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.remove_webhook import OPERATION, Request, Response
from lowmark.store.ops import hooks
from lowmark.store.session import Writer


def remove_webhook(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Tell it nothing more.

    Raises: Problem `not_found`.
    """
    entity = granted.entity.code

    def work(_writer: Writer) -> Done:
        if request.webhook not in {one.name for one in hooks.of_entity(entity)}:
            raise Problem("not_found", f"{entity} has no webhook {request.webhook!r}", hint="`webhooks` lists them")
        return Done(Response(entity=entity, webhook=request.webhook), f"webhook {request.webhook}")

    found: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    hooks.remove(entity, request.webhook)
    return found
