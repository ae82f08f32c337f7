"""Canonical bytes and content hashes of facts, row by row and by the column, the same to the bit.

Canonical form 1: the SHA-256 of the noun's name; then for each column in the noun's order (but `content_hash`) one byte
that says whether there is a value, and the value: whole numbers, days and flags as eight bytes, little-endian and
signed; texts and bytes as their SHA-256. A missing value is zeros. The form has a number, so that it can change.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from lowmark.core.kinds.day import to_day
from lowmark.core.tables.noun import WHOLE_NUMBERS, Noun

HASH_V = 1
_NUMBERS = WHOLE_NUMBERS | {"bool"}


def content_hash(noun: Noun, row: Mapping[str, Any], *, following: bytes = b"") -> bytes:
    """Return the content hash of one row; `following` is the canonical bytes of what belongs to it, as lines do."""
    return hashlib.sha256(canonical(noun, row) + following).digest()


def canonical(noun: Noun, row: Mapping[str, Any]) -> bytes:
    """Return the canonical bytes of one row: days as dates or numbers, flags as booleans or numbers."""
    parts = [hashlib.sha256(noun.name.encode()).digest()]
    for name, column in noun.columns.items():
        if name == "content_hash":
            continue
        value = row[name]
        if value is None:
            parts.append(b"\0" * (9 if column.type in _NUMBERS else 33))
        elif column.type in _NUMBERS:
            number = to_day(value) if isinstance(value, date) else int(value)
            parts.append(b"\1" + number.to_bytes(8, "little", signed=True))
        else:
            content = value.encode() if isinstance(value, str) else bytes(value)
            parts.append(b"\1" + hashlib.sha256(content).digest())
    return b"".join(parts)


def content_hashes(noun: Noun, columns: Mapping[str, Sequence[Any]], n: int) -> list[bytes]:
    """Return the content hashes of `n` rows given by the column: numbers as int64 (days too), None for missing ones.

    Shapes: `columns` maps each column's name to a sequence of `n` values, numpy arrays or lists.
    """
    import numpy as np

    names = [name for name in noun.columns if name != "content_hash"]
    widths = [9 if noun.columns[name].type in _NUMBERS else 33 for name in names]
    record = np.zeros((n, 32 + sum(widths)), dtype=np.uint8)
    record[:, :32] = np.frombuffer(hashlib.sha256(noun.name.encode()).digest(), dtype=np.uint8)
    at = 32
    for name, width in zip(names, widths, strict=True):
        values = columns[name]
        if width == 9:
            _pack_numbers(record[:, at : at + 9], values)
        else:
            _pack_digests(record[:, at : at + 33], values)
        at += width
    packed = record.tobytes()
    row_width = record.shape[1]
    return [hashlib.sha256(packed[i * row_width : (i + 1) * row_width]).digest() for i in range(n)]


def _pack_numbers(target: Any, values: Sequence[Any]) -> None:
    """Write presence and eight little-endian bytes for a column of numbers."""
    import numpy as np

    present = np.fromiter((value is not None for value in values), dtype=np.uint8, count=len(values))
    numbers = np.fromiter((0 if value is None else int(value) for value in values), dtype="<i8", count=len(values))
    target[:, 0] = present
    target[:, 1:] = numbers.view(np.uint8).reshape(-1, 8)


def _pack_digests(target: Any, values: Sequence[Any]) -> None:
    """Write presence and SHA-256 for a column of texts or bytes, hashing each distinct value once."""
    import numpy as np

    seen: dict[Any, bytes] = {None: b"\0" * 33}
    for value in values:
        if value not in seen:
            content = value.encode() if isinstance(value, str) else bytes(value)
            seen[value] = b"\1" + hashlib.sha256(content).digest()
    flat = b"".join([seen[value] for value in values])
    target[:, :] = np.frombuffer(flat, dtype=np.uint8).reshape(-1, 33)
