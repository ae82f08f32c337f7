"""Canonical form 1 of facts, written here again: the bytes over which a fact's content hash was taken.

The SHA-256 of the fact's name; then for each column in its order one byte that says whether there is a value, and the
value: a whole number, day or flag as eight bytes, little-endian and signed, a text or bytes as their SHA-256; zeros for
a value that is missing. An entry is followed by the same of each of its lines. Before this: rows as the tables have
them. After this: the checks of content hashes and of seals.
"""

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

VERSION: Final = 1
_NOTHING: Final = {"number": b"\0" * 9, "word": b"\0" * 33}
_NUMBER: Final = struct.Struct("<Bq")
_KEPT: Final = 100_000


class Unreadable(ValueError):
    """A value of a type that its column cannot hold."""


@dataclass(slots=True)
class Form:
    """The canonical form of one table: its name, and the columns in their order, those of words marked by a star.

    >>> Form("thing", ("id", "code*")).digest({"id": 1, "code": "T-1"}).hex()[:16]
    '63a46017e5ceb086'
    """

    name: str
    columns: tuple[str, ...]
    _head: bytes = field(init=False)
    _kinds: list[tuple[str, str]] = field(init=False)
    _words: dict[Any, bytes] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Take the columns apart once."""
        self._head = hashlib.sha256(self.name.encode()).digest()
        self._kinds = [(name.rstrip("*"), "word" if name.endswith("*") else "number") for name in self.columns]

    def named_of(self, table: str) -> str:
        """Return the columns as a SELECT from a table names them."""
        return ", ".join(f"{table}.{name}" for name, _ in self._kinds)

    def canonical(self, row: Mapping[str, Any]) -> bytes:
        """Return the canonical bytes of one row.

        Raises: Unreadable, naming the column.
        """
        parts = [self._head]
        for name, kind in self._kinds:
            value = row[name]
            if value is None:
                parts.append(_NOTHING[kind])
            elif kind == "word":
                parts.append(self._words.get(value) or self._word(name, value))
            else:
                try:
                    parts.append(_NUMBER.pack(1, value))
                except struct.error:
                    raise Unreadable(f"{name} is {value!r}, which is no whole number") from None
        return b"".join(parts)

    def digest(self, row: Mapping[str, Any], following: bytes = b"") -> bytes:
        """Return the content hash of one row, with what follows it."""
        return hashlib.sha256(self.canonical(row) + following).digest()

    def _word(self, name: str, value: object) -> bytes:
        """Return a text or bytes in canonical form; the latest are kept, for most words come again."""
        if not isinstance(value, (str, bytes)):
            raise Unreadable(f"{name} is {value!r}, which is neither text nor bytes")
        if len(self._words) >= _KEPT:
            self._words.clear()
        content = value.encode() if isinstance(value, str) else value
        self._words[value] = b"\1" + hashlib.sha256(content).digest()
        return self._words[value]


class Tree:
    """The Merkle tree hash of leaves that come one after the other; only the roots of full trees are kept.

    Source: RFC 9162, section 2.1.1, read from left to right: leaves make trees of a power of two, the largest first, and
    the root joins them from the smallest.

    >>> tree = Tree()
    >>> for leaf in (b"a", b"b", b"c"):
    ...     tree.add(leaf)
    >>> tree.n, [size for size, _ in tree.full], Tree().root().hex()[:16]
    (3, [2, 1], 'e3b0c44298fc1c14')
    """

    def __init__(self) -> None:
        """Begin without leaves."""
        self.n = 0
        self.full: list[tuple[int, bytes]] = []

    def add(self, leaf: bytes) -> None:
        """Take the next leaf; two trees of one size become one of twice that size."""
        size, root = 1, hashlib.sha256(b"\0" + leaf).digest()
        while self.full and self.full[-1][0] == size:
            size, root = 2 * size, hashlib.sha256(b"\1" + self.full.pop()[1] + root).digest()
        self.full.append((size, root))
        self.n += 1

    def root(self) -> bytes:
        """Return the hash over all leaves so far."""
        if not self.full:
            return hashlib.sha256(b"").digest()
        root = self.full[-1][1]
        for _, left in reversed(self.full[:-1]):
            root = hashlib.sha256(b"\1" + left + root).digest()
        return root
