"""Revoke one of one's own tokens."""

from lowmark.services import tokens
from lowmark.services.actor import Actor
from lowmark.services.operations.revoke_token import Request
from lowmark.services.operations.tokens import Response
from lowmark.services.showing_tokens import shown


def revoke_token(request: Request, *, actor: Actor) -> Response:
    """Revoke it, and return the tokens as they stand.

    Raises: Problem `not_found`.
    """
    assert actor.user_id is not None, "somebody is signed in"
    tokens.revoke(user_id=actor.user_id, name=request.token)
    return shown(actor)
