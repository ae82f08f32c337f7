"""Read people and their tokens: the door's side of identity, before there is a scope."""

from lowmark.store.people.models import Token, User


def user(username: str) -> User | None:
    """Return the user of a name, or none."""
    return User.objects.filter(username=username).first()


def user_by_number(number: int) -> User:
    """Return the user of a number, who has to be there: users are never deleted."""
    return User.objects.get(pk=number)


def personas() -> tuple[str, ...]:
    """Return the names of a demo's personas."""
    found = User.objects.filter(is_persona=True, is_active=True).order_by("username")
    return tuple(found.values_list("username", flat=True))


def user_of_token(*, token_hash: bytes, now: int) -> int | None:
    """Return the active user of a token that has not expired, or none."""
    found = Token.objects.filter(token_hash=token_hash, expires_at__gt=now, user__is_active=True)
    return found.values_list("user_id", flat=True).first()
