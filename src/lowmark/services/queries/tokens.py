"""List one's own tokens."""

from lowmark.services.actor import Actor
from lowmark.services.operations.tokens import Request, Response
from lowmark.services.showing_tokens import shown


def tokens(request: Request, *, actor: Actor) -> Response:
    """Return the tokens of whoever asks, newest first."""
    return shown(actor)
