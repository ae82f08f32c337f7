"""People at the doors: signing in, proving who they are, tokens for programs."""

import hashlib
import secrets
import time

from django.conf import settings
from django.contrib.auth import authenticate as django_authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import roles_by_entity
from lowmark.services.actor import Actor
from lowmark.store.people import read as people_read
from lowmark.store.people import write as people_write
from lowmark.store.scope import Scope
from lowmark.store.session import writing

STEP_UP_SECONDS = 5 * 60
MICRO = 1_000_000
DAY_SECONDS = 24 * 60 * 60


def ensure_user(username: str, *, is_persona: bool = False) -> int:
    """Return a user's number; make one without a usable password if there is none.

    Raises: Problem when the name is empty.
    """
    if not username:
        raise Problem("bad_request", "a user needs a name", hint="say who, for example ada")
    return people_write.ensure_user(username, is_persona=is_persona)


def user_id(username: str) -> int | None:
    """Return the number of an active user, or none."""
    found = people_read.user(username)
    return found.pk if found is not None and found.is_active else None


def set_password(*, username: str, password: str) -> None:
    """Set a user's password.

    Raises: Problem `weak_password` with every reason; `not_found` when there is no such user.
    """
    user = people_read.user(username)
    if user is None:
        raise Problem("not_found", f"no user is called {username!r}", hint="a grant of a role makes one")
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Problem("weak_password", "; ".join(error.messages), hint="choose a longer, less common one") from None
    people_write.set_password(user, password)


def personas() -> tuple[str, ...]:
    """Return the names that a demo can be walked as; none in a database that was not created as a demo."""
    return people_read.personas() if settings.IS_DEMO else ()


def authenticate(*, username: str, password: str, request: HttpRequest | None = None) -> int | None:
    """Return the number of the user whose name and password these are, or none. Counts failures, in every door."""
    user = django_authenticate(request or _at_the_prompt(), username=username, password=password)
    return None if user is None else int(user.pk)


def _at_the_prompt() -> HttpRequest:
    """Return the request that a password typed at the command line stands for: the lockout counts by it."""
    request = HttpRequest()
    request.method = "POST"
    request.path = "/command-line"
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    return request


def step_up(*, actor: Actor, entity: str, bound_hash: str, password: str, request: HttpRequest | None = None) -> int:
    """Prove afresh who is asking, for one entity and one hash of what is shown; good for five minutes.

    Raises: Problem `wrong_password`, `not_granted`, or `token_cannot_step_up`.
    """
    held = {found.code: found for found, _roles in roles_by_entity(actor.user_id)} if actor.user_id else {}
    if actor.user_id is None or entity not in held:
        raise Problem("not_granted", f"{actor.username or 'nobody'} holds no role in {entity!r}")
    user = people_read.user_by_number(actor.user_id)
    is_excused = user.is_persona and settings.IS_DEMO
    if not is_excused and authenticate(username=user.username, password=password, request=request) != user.pk:
        raise Problem("wrong_password", "that is not the password", hint="five failures lock the name for a while")
    try:
        bound = bytes.fromhex(bound_hash)
    except ValueError:
        raise Problem("bad_request", f"{bound_hash!r} is not a hash in hex") from None
    scope = Scope(user_id=actor.user_id, entities=(held[entity].id,), purpose="command")
    with writing(scope) as writer:
        now = int(writer.value("SELECT recorded_at FROM entities_entity_clock WHERE entity_id = %s", [held[entity].id]))
        now = max(now, int(time.time() * MICRO))
        step_up_id = writer.take_ids("step_up", 1)[0]
        writer.insert("step_up", [{
            "id": step_up_id, "entity_id": held[entity].id, "user_id": actor.user_id, "bound_hash": bound,
            "method": "password", "granted_at": now, "expires_at": now + STEP_UP_SECONDS * MICRO,
        }])  # fmt: skip
    return int(step_up_id)


def issue_token(*, username: str, days: int, label: str) -> str:
    """Make a token for a program; shown once, kept as a hash. It can obtain no approval.

    Raises: Problem `not_found`.
    """
    found = user_id(username)
    if found is None:
        raise Problem("not_found", f"no user is called {username!r}")
    token = "lmk_" + secrets.token_urlsafe(32)
    expires_at = int(time.time()) + days * DAY_SECONDS
    people_write.add_token(user_id=found, label=label, token_hash=_hashed(token), expires_at=expires_at)
    return token


def token_user(token: str) -> int | None:
    """Return the active user of a token that has not expired, or none."""
    return people_read.user_of_token(token_hash=_hashed(token), now=int(time.time()))


def entities_of(*, user_id: int) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return the code, name and roles of every entity in which a user holds a role."""
    return tuple((entity.code, entity.name, tuple(sorted(roles))) for entity, roles in roles_by_entity(user_id))


def _hashed(token: str) -> bytes:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).digest()
