"""Where a webhook may call: over TLS, at an address of the public network, which is the one that is then connected to.

Before this: an address that an administrator gives. After this: `delivering`. A name is resolved each time, every address
that it has must be allowed, and the connection goes to the address that was looked at: a name that says something else a
moment later leads nowhere. Sources: OWASP ASVS 5.0, 1.3.6; RFC 6890 (special addresses).
"""

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

from lowmark.core.kinds.problems import Problem

SECONDS: Final = 10.0
LONGEST: Final = 2_000


@dataclass(frozen=True, slots=True)
class Callee:
    """An address that may be called: the name that certificate and Host header are for, and the number connected to."""

    scheme: str
    host: str
    port: int
    target: str
    ip: str


def callee(url: str, *, is_demo: bool) -> Callee:
    """Resolve an address and return whom to call.

    Domain: plain http only to this machine itself, and only in a demo; everything else https to public addresses.
    Raises: Problem `bad_address`.
    """
    parts = _parts(url)
    host, port = parts.hostname or "", parts.port or {"http": 80, "https": 443}[parts.scheme]
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        raise _bad(f"{host!r} has no address now") from None
    addresses = [ipaddress.ip_address(str(one).partition("%")[0]) for one in sorted(map(str, found))]
    is_here = all(one.is_loopback for one in addresses)
    if not (is_here and is_demo):
        if parts.scheme != "https":
            raise _bad("only https is called")
        if not all(is_public(str(one)) for one in addresses):
            raise _bad(f"{host!r} is not on the public network")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Callee(parts.scheme, host, port, target, str(addresses[0]))


def is_public(text: str) -> bool:
    """Whether an address is one of the public network, whichever way it is written.

    >>> [is_public(one) for one in ("93.184.216.34", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1", "64:ff9b::a00:1")]
    [True, False, False, False, False]
    """
    address = ipaddress.ip_address(text)
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if address in _TRANSLATED:
            return False
    return address.is_global and not address.is_multicast


def call(to: Callee, *, body: bytes, headers: dict[str, str]) -> int:
    """Send a body to an address that was looked at; return the status. Nobody is followed elsewhere.

    Raises: OSError, http.client.HTTPException.
    """
    connection = _Looked(to)
    try:
        connection.request("POST", to.target, body=body, headers=headers)
        return int(connection.getresponse().status)
    finally:
        connection.close()


class _Looked(http.client.HTTPConnection):
    """A connection to the very address that was looked at, under the name that it was found by."""

    def __init__(self, to: Callee) -> None:
        super().__init__(to.host, to.port, timeout=SECONDS)
        self._to = to
        self.default_port = {"http": 80, "https": 443}[to.scheme]

    def connect(self) -> None:
        """Connect to the address; over TLS, hold it to its certificate."""
        plain = socket.create_connection((self._to.ip, self._to.port), SECONDS)
        if self._to.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self._to.host)
        else:
            self.sock = plain


_TRANSLATED: Final = ipaddress.ip_network("64:ff9b::/96")
"""Addresses of the old network within the new one."""


def _parts(url: str) -> SplitResult:
    """Split an address.

    Raises: Problem `bad_address`.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _bad("it cannot be read") from None
    is_plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= LONGEST and "\\" not in url
    if not is_plain or parts.scheme not in ("https", "http") or not parts.hostname or port == 0:
        raise _bad("it cannot be read")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise _bad("it holds a name, a password or a fragment")
    return parts


def _bad(words: str) -> Problem:
    return Problem("bad_address", f"that address is not called: {words}",
                   hint="give an https address that everybody can reach, such as https://erp.example/hooks")  # fmt: skip
