"""The secret of a webhook: made here, shown once, and kept enciphered, since every signature is made with it.

Before this: `add-webhook`. After this: `delivering`. In the operational file it is of no use without the key beside it.
"""

import base64
import hashlib
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from lowmark.core.kinds.problems import Problem


def made() -> str:
    """Return a new secret."""
    return "lmw_" + secrets.token_urlsafe(32)


def enciphered(secret: str) -> str:
    """Return a secret as it is kept."""
    return _cipher().encrypt(secret.encode()).decode()


def deciphered(kept: str) -> str:
    """Return a secret that was kept, under today's key of the installation or one before it.

    Raises: Problem `unreadable_secret` where it was kept under a key that is not there any more.
    """
    try:
        return _cipher().decrypt(kept.encode()).decode()
    except InvalidToken:
        raise Problem("unreadable_secret", "its secret was kept under another key of the installation",
                      hint="remove the webhook, and add it anew") from None  # fmt: skip


def _cipher() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = (hashlib.sha256(b"webhooks\0" + str(key).encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
