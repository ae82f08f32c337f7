"""Add a webhook. What the ledger keeps of it holds no secret; a repeat of the command is answered without one."""

import secrets as chance
from dataclasses import replace

from django.conf import settings

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.catalogue import BY_NAME
from lowmark.services.command import Done, run_command
from lowmark.services.operations.add_webhook import OPERATION, Request, Response
from lowmark.services.webhooks import addresses, secrets
from lowmark.services.webhooks.delivering import clock
from lowmark.store.ops import held, hooks
from lowmark.store.session import Writer

MOST = 20
"""Webhooks of one entity."""


def add_webhook(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Keep a webhook; it is told what is done from now on.

    Raises: Problem `bad_address`; `bad_request` for a topic that there is not, `refused` for too many.
    """
    topics = _topics(request.topics)
    addresses.callee(request.url, is_demo=settings.IS_DEMO)
    entity, name, secret = granted.entity, chance.token_hex(4), secrets.made()
    if len(hooks.of_entity(entity.code)) >= MOST:
        raise Problem("refused", f"{entity.code} has {MOST} webhooks already", hint="remove one with `remove-webhook`")

    def work(writer: Writer) -> Done:
        sequences, recorded_at = writer.tick(entity.id, 1)
        hooks.add(name=name, entity=entity.code, url=request.url, topics=topics, secret=secrets.enciphered(secret),
                  made_by=actor.username, made_at=clock(), position=sequences[0])  # fmt: skip
        response = Response(entity=entity.code, webhook=name, url=request.url, topics=topics, secret="")
        return Done(response, f"webhook {name}", request.url, clock=(sequences[0], recorded_at))

    try:
        found: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    except BaseException:
        hooks.remove(entity.code, name)  # The ledger does not know of it.
        raise
    held.ring()
    return replace(found, secret=secret) if found.webhook == name else found


def _topics(said: str) -> tuple[str, ...]:
    """Return the operations named.

    Raises: Problem `bad_request`.
    """
    named = tuple(dict.fromkeys(one.strip() for one in said.split(",") if one.strip()))
    changing = {name for name, one in BY_NAME.items() if one.kind == "command"} if named else set()
    if unknown := [name for name in named if name not in changing]:
        raise Problem("bad_request", f"nothing that changes anything is called {unknown[0]!r}",
                      hint="name operations, such as post, close")  # fmt: skip
    return named
