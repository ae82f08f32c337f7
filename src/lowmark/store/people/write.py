"""Write people's tokens."""

from lowmark.store.people.models import Token


def add_token(*, user_id: int, label: str, token_hash: bytes, expires_at: int) -> None:
    """Keep the hash of a new token."""
    Token.objects.create(user_id=user_id, label=label, token_hash=token_hash, expires_at=expires_at)
