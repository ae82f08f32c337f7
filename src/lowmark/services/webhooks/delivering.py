"""Deliver events: one at a time and in order to each webhook, again after a while where it fails, and laid aside in the end.

Before this: `services.working`, which looks here between jobs. After this: whoever is called. Who is at a webhook holds its
lock, so that two workers never change the order. An event may come twice (a worker may die after it was heard and before
that is noted): it has the same name then, and whoever receives it does nothing.
"""

import http.client
import time
from typing import Final

from django.conf import settings

from lowmark.core.kinds.problems import Problem
from lowmark.library.signed_calls import EVENT, SIGNATURE, signature
from lowmark.services.webhooks import addresses, events, secrets
from lowmark.services.webhooks.events import Event
from lowmark.store.ops import held, hooks
from lowmark.store.ops.hooks import Kept

TRIES: Final = 8
FIRST_WAIT: Final = 10
"""Seconds after the first failure; each time twice as long: the last try is twenty minutes after the first."""

ROUND: Final = 10.0
"""Seconds after which a slow webhook lets the others, and jobs, go on."""


def deliver_due(*, now: int | None = None) -> int:
    """Send what waits to every webhook whose time has come; return how many events were heard."""
    at = clock() if now is None else now
    return sum(_deliver(name, at) for name in hooks.due(at))


def clock() -> int:
    """Return the second that it is: for when to try again, and for signatures. No fact is dated by it."""
    return int(time.time())  # noqa: TID251 -- as said


def _deliver(name: str, now: int) -> int:
    """Send what waits to one webhook, until it fails, or for as long as a round takes; return how many events were heard."""
    heard, begun = 0, time.monotonic()
    with held.held(f"webhook-{name}") as is_ours:
        hook = hooks.kept(name) if is_ours else None
        if hook is None or not hook.is_due(now):
            return 0
        waiting, up_to = events.after(hook.entity, hook.position, hook.topics)
        for event in waiting:
            if not _sent(hook, event, now):
                return heard
            heard += 1
            hooks.heard(name, seq=event.seq)
            if time.monotonic() - begun > ROUND:
                return heard
        if up_to > hook.position:
            hooks.heard(name, seq=up_to)
    return heard


def _sent(hook: Kept, event: Event, now: int) -> bool:
    """Send one event; where it fails, note when to try again, or lay it aside. Say whether to go on."""
    try:
        status = _told(hook, event, now)
        words = "" if 200 <= status < 300 else f"it answered {status}"
    except Problem as problem:
        words = problem.message
    except (OSError, http.client.HTTPException) as error:
        words = f"it could not be reached: {type(error).__name__}"
    if not words:
        return True
    tries = hook.tries + 1 if hook.at_event == event.name else 1
    if tries < TRIES:
        hooks.failed(hook.name, event=event.name, tries=tries, words=words, next_at=now + FIRST_WAIT * 2 ** (tries - 1))
        return False
    hooks.lay_aside(hook, event=event.name, topic=event.topic, seq=event.seq, tries=tries, words=words, now=now)
    return False


def _told(hook: Kept, event: Event, now: int) -> int:
    """Tell one event, signed; return the status that it was answered with.

    Raises: Problem, OSError, http.client.HTTPException.
    """
    secret = secrets.deciphered(hook.secret)
    headers = {
        "Content-Type": "application/json", "User-Agent": "Lowmark", EVENT: event.name,
        SIGNATURE: signature(secret=secret, at=now, body=event.body),
    }  # fmt: skip
    return addresses.call(addresses.callee(hook.url, is_demo=settings.IS_DEMO), body=event.body, headers=headers)
