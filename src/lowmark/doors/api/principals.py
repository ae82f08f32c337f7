"""Say who asks: a bearer token, or the session of the web pages with its CSRF token.

A proof of identity is kept in a session, and only there.

Before this: HTTP. After this: `routes`. Sources: RFC 6750 (bearer tokens); tokens cannot obtain a step-up.
"""

from typing import Any, Final

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from ninja.errors import AuthenticationError
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from lowmark.core.kinds.problems import Problem
from lowmark.services import proofs, tokens
from lowmark.services.actor import Actor, Bounds

STEP_UP: Final = "step_up_id"
"""Where the session keeps its last proof of identity; the service judges whom, what and when it proves."""


class Token(AuthBase):
    """A token in the Authorization header: hashed, expiring, never enough for an approval."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Actor | None:
        """Return who holds the token; null without one. A bad token is never passed over for a session."""
        given = request.headers.get("Authorization")
        if given is None:
            return None
        scheme, _, token = given.partition(" ")
        found = tokens.holder(token.strip()) if scheme.lower() == "bearer" else None
        user = None if found is None else _user(found[0])
        if found is None or user is None:
            raise AuthenticationError
        return _actor(request, user, step_up_id=None, bounds=found[1])


class Session(AuthBase):
    """The session of the web pages; what changes something needs the CSRF token too."""

    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = "sessionid"
    csrf = True

    def __call__(self, request: HttpRequest) -> Actor | None:
        """Return who is signed in; null without a session.

        Raises: Problem ``csrf_failed``.
        """
        if "Authorization" in request.headers or not request.user.is_authenticated:
            return None
        if check_csrf(request) is not None:
            raise Problem("csrf_failed", "the CSRF token is missing or wrong",
                          hint="send the cookie's csrftoken as X-CSRFToken")  # fmt: skip
        return _actor(request, request.user, step_up_id=request.session.get(STEP_UP),
                      is_stale=not proofs.is_recent(request))  # fmt: skip


def _user(user_id: int) -> Any:
    """Return the user of a number, if he may still sign in."""
    return ModelBackend().get_user(user_id)


def _actor(
    request: HttpRequest, user: Any, *, step_up_id: int | None, bounds: Bounds | None = None, is_stale: bool = False
) -> Actor:
    """Return the principal: an installation administrator does operators' work."""
    return Actor(user_id=user.pk, username=user.get_username(), door="api", is_operator=bool(user.is_superuser),
                 step_up_id=step_up_id, request_key=request.headers.get("Idempotency-Key", ""), bounds=bounds,
                 if_match=request.headers.get("If-Match", ""),
                 is_stale=is_stale)  # fmt: skip
