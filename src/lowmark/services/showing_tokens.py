"""How a token is told: without itself, its instants as days.

Before this: `services.tokens`. After this: the operations on tokens.
"""

from datetime import UTC, date, datetime

from lowmark.services import tokens
from lowmark.services.actor import Actor
from lowmark.services.operations.tokens import Line, Response
from lowmark.store.people.read import KeptToken


def line(kept: KeptToken) -> Line:
    """Return a token as a line of a list."""
    return Line(name=kept.name, label=kept.label, entities=kept.entities, may_write=kept.may_write,
                state=tokens.state(kept), made_on=_day(kept.made_at), expires_on=_day(kept.expires_at))  # fmt: skip


def shown(actor: Actor) -> Response:
    """Return the tokens of whoever asks."""
    assert actor.user_id is not None, "somebody is signed in"
    return Response(user=actor.username, lines=tuple(map(line, tokens.listed(actor.user_id))))


def _day(seconds: int) -> date:
    return datetime.fromtimestamp(seconds, UTC).date()
