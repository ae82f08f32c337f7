"""Signatures of webhooks: made when an event is sent, and held against by whoever receives it. Needs nothing else of ours.

Before this: an event's bytes and the secret that both sides know. After this: a request that nobody else can have made, and
that is of no use when it is sent again later. Sources: RFC 2104 (HMAC); OWASP ASVS 5.0, 4.1.5.
"""

import hashlib
import hmac
from typing import Final

SIGNATURE: Final = "Lowmark-Signature"
"""The header: `t=` the second at which it was sent, `v1=` the signature in hex."""
EVENT: Final = "Lowmark-Event"
"""The header with the event's name: who has seen it before does nothing."""
WINDOW: Final = 5 * 60
"""Seconds after which a request is too old to be believed."""


class NotGenuine(Exception):
    """A request that was not made by who holds the secret, or was made too long ago: answer it with 401."""


def signature(*, secret: str, at: int, body: bytes) -> str:
    """Return the header's value for a body that is sent at a second.

    >>> signature(secret="s", at=1_767_225_600, body=b"{}")[:25]
    't=1767225600,v1=ba9170a55'
    """
    digest = hmac.new(secret.encode(), b"%d." % at + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def require_genuine(*, secret: str, header: str, body: bytes, now: int) -> None:
    """Hold a received body to its signature; compare in constant time.

    Raises: NotGenuine.

    >>> told = signature(secret="s", at=1_767_225_600, body=b"{}")
    >>> require_genuine(secret="s", header=told, body=b"{}", now=1_767_225_900)
    >>> require_genuine(secret="s", header=told, body=b"{}", now=1_767_225_901)
    Traceback (most recent call last):
    lowmark.library.signed_calls.NotGenuine: too old
    """
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    said = parts.get("t", "")
    if not (said.isascii() and said.isdigit() and len(said) < 15):
        raise NotGenuine("no signature")
    if not hmac.compare_digest(signature(secret=secret, at=int(said), body=body).encode(), header.encode()):
        raise NotGenuine("another signature")
    if abs(now - int(said)) > WINDOW:
        raise NotGenuine("too old")
