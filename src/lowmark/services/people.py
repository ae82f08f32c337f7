"""People at the doors: who they are, their passwords, whether they may sign in."""

import time

from django.conf import settings
from django.contrib.auth import authenticate as django_authenticate
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from lowmark.core.kinds.problems import Problem
from lowmark.services import administrators
from lowmark.services.access import roles_by_entity
from lowmark.services.actor import Actor
from lowmark.store.access import read as access_read
from lowmark.store.people import read as people_read
from lowmark.store.people import write as people_write
from lowmark.store.scope import Scope
from lowmark.store.session import writing


def now() -> float:
    """Return the moment by the server's clock, in seconds: by it tokens and proofs expire, which are no facts of a ledger."""
    return time.time()


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


def set_active(*, username: str, active: bool, by: Actor) -> None:
    """Let somebody sign in, or no more: then his sessions and tokens are gone, for good.

    Locks:  who administers, so that of the last two only one goes.
    Raises: Problem `not_found`; `refused` for oneself, and for the last active administrator of an entity or of all.
    """
    user = people_read.user(username)
    if user is None:
        raise Problem("not_found", f"no user is called {username!r}")
    if user.pk == by.user_id and not active:
        raise Problem("refused", "nobody shuts himself out", hint="ask another administrator")
    with writing(Scope(user_id=by.user_id, entities=(), purpose="command")) as writer:
        if not active:
            administrators.hold(writer)
            roles = access_read.roles_of(writer, user.pk)
            administrators.require_another(writer, user_id=user.pk, username=username, entity_ids=tuple(roles))
            administrators.require_another_of_all(user_id=user.pk, username=username)
        people_write.set_active(user.pk, active=active, now=int(now()))


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


def invitation(username: str) -> str:
    """Return the address at which a user sets a password of his own: good until it is used, and for three days.

    Raises: Problem `not_found`.
    """
    user = people_read.user(username)
    if user is None or not user.is_active:
        raise Problem("not_found", f"no user is called {username!r}", hint="a grant of a role makes one")
    return f"/welcome/{user.pk}/{default_token_generator.make_token(user)}"


def first_link(username: str) -> str:
    """Return the invitation of a user who has no password yet; nothing where he has one.

    Nothing of it is stored: it is a code over the user's number, his password's hash, his last sign-in and the time, so that
    it is good for nothing once he has set one, has signed in, or three days have passed.
    """
    user = people_read.user(username)
    return "" if user is None or user.has_usable_password() else invitation(username)


def invited(number: int, proof: str) -> str | None:
    """Return the name of whom an invitation is for, while it is good."""
    user = people_read.user_or_none(number)
    good = user is not None and user.is_active and default_token_generator.check_token(user, proof)
    return user.username if user is not None and good else None


def entities_of(*, user_id: int) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return the code, name and roles of every entity in which a user holds a role."""
    return tuple((entity.code, entity.name, tuple(sorted(roles))) for entity, roles in roles_by_entity(user_id))
