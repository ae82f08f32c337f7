"""Make a token. It is of its user and no entity's, so no ledger keeps a record of it; what is kept is in `tokens`."""

from lowmark.services import tokens
from lowmark.services.actor import Actor
from lowmark.services.operations.make_token import Request, Response
from lowmark.services.showing_tokens import line


def make_token(request: Request, *, actor: Actor) -> Response:
    """Return the token, for the only time.

    Raises: Problem `bad_request`, `not_granted`.
    """
    entities = tuple(dict.fromkeys(code.strip() for code in request.entities.split(",") if code.strip()))
    token, kept = tokens.make(username=actor.username, days=request.days, label=request.label, entities=entities,
                              may_write=request.may_write)  # fmt: skip
    return Response(user=actor.username, token=token, kept=line(kept))
