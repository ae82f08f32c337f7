"""Let somebody sign in no more, or again. A person is of the installation, so it is its operator's work."""

from lowmark.services import people
from lowmark.services.actor import Actor
from lowmark.services.operations.deactivate_user import Request, Response


def deactivate_user(request: Request, *, actor: Actor) -> Response:
    """Change it, and return how it stands.

    Raises: Problem `not_found`; `refused` for oneself and for a last active administrator.
    """
    people.set_active(username=request.user, active=request.active, by=actor)
    return Response(user=request.user, active=request.active)
