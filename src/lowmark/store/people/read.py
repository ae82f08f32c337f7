"""Read people and their tokens: the door's side of identity, before there is a scope."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator

from lowmark.store.people.models import Token, User


def user(username: str) -> User | None:
    """Return the user of a name, or none."""
    return User.objects.filter(username=username).first()


def user_by_number(number: int) -> User:
    """Return the user of a number, who has to be there: users are never deleted."""
    return User.objects.get(pk=number)


def user_or_none(number: int) -> User | None:
    """Return the user of a number that somebody wrote, or none."""
    return User.objects.filter(pk=number).first()


def superusers() -> set[int]:
    """Return who administers the whole installation and may sign in."""
    return set(User.objects.filter(is_superuser=True, is_active=True).values_list("pk", flat=True))


def personas() -> tuple[str, ...]:
    """Return the names of a demo's personas."""
    found = User.objects.filter(is_persona=True, is_active=True).order_by("username")
    return tuple(found.values_list("username", flat=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptToken:
    """A token as it is kept: not itself. `entities` are codes; none stands for all in which its user holds a role."""

    name: str
    user_id: int
    label: str
    entities: tuple[str, ...]
    may_write: bool
    made_at: int
    expires_at: int
    revoked_at: int | None


def token(*, token_hash: bytes, now: int) -> KeptToken | None:
    """Return a token that is good now: neither expired nor revoked, of an active user."""
    good = Token.objects.filter(token_hash=token_hash, expires_at__gt=now, revoked_at=None, user__is_active=True)
    return next(_tokens(good), None)


def tokens_of(user_id: int) -> tuple[KeptToken, ...]:
    """Return somebody's tokens, newest first."""
    return tuple(_tokens(Token.objects.filter(user_id=user_id).order_by("-id")))


def _tokens(found: Any) -> Iterator[KeptToken]:
    rows = found.values(*KeptToken.__dataclass_fields__)
    return (KeptToken(**row | {"entities": tuple(filter(None, row["entities"].split(",")))}) for row in rows)


def authenticators(user_id: int) -> tuple[str, ...]:
    """Return the kinds of second factors that somebody has."""
    return tuple(Authenticator.objects.filter(user_id=user_id).values_list("type", flat=True))


def authenticator_app(user_id: int) -> Authenticator | None:
    """Return somebody's authenticator app, or none."""
    return Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).first()


def about(numbers: tuple[int, ...]) -> dict[int, User]:
    """Return users by their numbers."""
    return {user.pk: user for user in User.objects.filter(pk__in=numbers)}
