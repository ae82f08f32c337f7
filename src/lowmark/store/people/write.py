"""Write people and their tokens."""

from lowmark.store.people.models import Token, User


def ensure_user(username: str, *, is_persona: bool) -> int:
    """Return a user's number; make one without a usable password if there is none."""
    user, made = User.objects.get_or_create(username=username, defaults={"is_persona": is_persona})
    if made:
        user.set_unusable_password()
        user.save()
    return int(user.pk)


def set_password(user: User, password: str) -> None:
    """Keep the hash of a user's new password."""
    user.set_password(password)
    user.save()


def add_token(*, user_id: int, label: str, token_hash: bytes, expires_at: int) -> None:
    """Keep the hash of a new token."""
    Token.objects.create(user_id=user_id, label=label, token_hash=token_hash, expires_at=expires_at)
