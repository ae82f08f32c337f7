"""List an entity's webhooks."""

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.moments import moment
from lowmark.services.operations.webhooks import Letter, Line, Request, Response
from lowmark.store.ops import hooks

MICRO = 1_000_000


def webhooks(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the webhooks, and what could not be told."""
    entity = granted.entity.code
    lines = (
        Line(webhook=one.name, url=one.url, topics=tuple(sorted(one.topics)), told_up_to_seq=one.position,
             tries=one.tries, words=one.words, made_by=one.made_by, made_at=moment(one.made_at * MICRO))
        for one in hooks.of_entity(entity)
    )  # fmt: skip
    letters = (
        Letter(webhook=one.webhook, event=one.event, topic=one.topic, known_seq=one.known_seq, tries=one.tries,
               words=one.words, laid_aside_at=moment(one.laid_aside_at * MICRO))
        for one in hooks.letters(entity)
    )  # fmt: skip
    return Response(entity=entity, lines=tuple(lines), letters=tuple(letters))
