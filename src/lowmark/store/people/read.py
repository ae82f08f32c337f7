"""Read people's tokens."""

from lowmark.store.people.models import Token


def user_of_token(*, token_hash: bytes, now: int) -> int | None:
    """Return the active user of a token that has not expired, or none."""
    found = Token.objects.filter(token_hash=token_hash, expires_at__gt=now, user__is_active=True)
    return found.values_list("user_id", flat=True).first()
