"""Write people and their tokens."""

from django.contrib.sessions.models import Session

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


def add_token(
    *, name: str, user_id: int, label: str, token_hash: bytes, entities: tuple[str, ...], may_write: bool, made_at: int,
    expires_at: int,
) -> None:  # fmt: skip
    """Keep the hash of a new token, and what it is good for."""
    Token.objects.create(name=name, user_id=user_id, label=label, token_hash=token_hash, entities=",".join(entities),
                         may_write=may_write, made_at=made_at, expires_at=expires_at)  # fmt: skip


def revoke_token(*, user_id: int, name: str, now: int) -> None:
    """Note that a token of somebody's is good for nothing any more."""
    Token.objects.filter(user_id=user_id, name=name, revoked_at=None).update(revoked_at=now)


def set_active(user_id: int, *, active: bool, now: int) -> None:
    """Let somebody sign in, or no more; what he had of tokens and sessions is gone for good then."""
    User.objects.filter(pk=user_id).update(is_active=active)
    if not active:
        Token.objects.filter(user_id=user_id, revoked_at=None).update(revoked_at=now)
        for session in Session.objects.all().iterator():
            if session.get_decoded().get("_auth_user_id") == str(user_id):
                session.delete()
