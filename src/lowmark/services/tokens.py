"""Tokens: keys of programs. Kept as a hash, bounded to entities and to reading, expiring, revoked at any time.

Before this: a person who is there. After this: the REST door, which learns from a token who asks and within which
bounds. None of them ever obtains a proof of identity, so none approves, posts beyond a decision, or makes another.
"""

import hashlib
import secrets
from typing import Final

from lowmark.core.kinds.problems import Problem
from lowmark.services import people
from lowmark.services.access import roles_by_entity
from lowmark.services.actor import Bounds
from lowmark.store.people import read as people_read
from lowmark.store.people import write as people_write
from lowmark.store.people.read import KeptToken

DAY_SECONDS: Final = 24 * 60 * 60
MOST_DAYS: Final = 366
"""A key that nobody has to renew is a key that nobody looks after."""


def make(
    *, username: str, days: int, label: str, entities: tuple[str, ...] = (), may_write: bool = True
) -> tuple[str, KeptToken]:
    """Make a token; return it, which nobody can do again, and what is kept of it.

    Raises: Problem `not_found`; `bad_request` for a life that cannot be, `not_granted` for an entity of others.
    """
    user_id = people.user_id(username)
    if user_id is None:
        raise Problem("not_found", f"no user is called {username!r}")
    if not 1 <= days <= MOST_DAYS:
        raise Problem("bad_request", f"a token lives 1 to {MOST_DAYS} days", hint="make another before it ends",
                      where={"field": "days"})  # fmt: skip
    mine = {entity.code for entity, _roles in roles_by_entity(user_id)}
    if others := [code for code in entities if code not in mine]:
        raise Problem("not_granted", f"{username} holds no role in {others[0]!r}")
    token, now = "lmk_" + secrets.token_urlsafe(32), int(people.now())
    kept = KeptToken(
        name=secrets.token_hex(4), user_id=user_id, label=label, entities=entities, may_write=may_write, made_at=now,
        expires_at=now + days * DAY_SECONDS, revoked_at=None,
    )  # fmt: skip
    people_write.add_token(
        name=kept.name, user_id=user_id, label=label, token_hash=_hashed(token), entities=entities,
        may_write=may_write, made_at=now, expires_at=kept.expires_at,
    )  # fmt: skip
    return token, kept


def holder(token: str) -> tuple[int, Bounds] | None:
    """Return whose token it is, and what it is good for; none for one that is not good now."""
    found = people_read.token(token_hash=_hashed(token), now=int(people.now()))
    return None if found is None else (found.user_id, Bounds(entities=found.entities, may_write=found.may_write))


def listed(user_id: int) -> tuple[KeptToken, ...]:
    """Return somebody's tokens, newest first."""
    return people_read.tokens_of(user_id)


def revoke(*, user_id: int, name: str) -> KeptToken:
    """Revoke a token of somebody's. Once revoked it stays so; to do it again changes nothing.

    Raises: Problem `not_found`.
    """
    if name not in {one.name for one in listed(user_id)}:
        raise Problem("not_found", f"you have no token {name!r}", hint="`lowmark tokens` lists them")
    people_write.revoke_token(user_id=user_id, name=name, now=int(people.now()))
    return next(one for one in listed(user_id) if one.name == name)


def state(kept: KeptToken) -> str:
    """Say how a token stands: good, expired or revoked."""
    if kept.revoked_at is not None:
        return "revoked"
    return "good" if kept.expires_at > people.now() else "expired"


def _hashed(token: str) -> bytes:
    """Return what is kept of a token: it is long and random, so a plain hash tells nothing."""
    return hashlib.sha256(token.encode()).digest()
