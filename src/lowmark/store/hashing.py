"""Canonical bytes and content hashes of facts, row by row and by the column, the same to the bit.

Canonical form 1: the SHA-256 of the noun's name; then for each column in the noun's order (but `content_hash`) one byte
that says whether there is a value, and the value: whole numbers, days and flags as eight bytes, little-endian and
signed; texts and bytes as their SHA-256. A missing value is zeros. The form has a number, so that it can change.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from lowmark.core.kinds.day import to_day
from lowmark.core.tables.noun import WHOLE_NUMBERS, Noun

if TYPE_CHECKING:
    import polars as pl

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


def content_hashes(noun: Noun, columns: Mapping[str, "pl.Series"], n: int) -> list[bytes]:
    """Return the content hashes of `n` rows given by the column.

    Shapes: `columns` maps each column's name, but `content_hash`, to a series of `n` values: numbers whole (days and
            flags too), texts and bytes as they are, null where there is no value.

    >>> import polars as pl
    >>> from lowmark.core.tables.noun import day, word
    >>> noun = Noun(name="thing", grain="a thing", room="fact", app="items", key=("on",),
    ...             columns={"on": day("when"), "words": word("what")})
    >>> columns = {"on": pl.Series([20_000, 20_001]), "words": pl.Series(["a tent", None])}
    >>> content_hashes(noun, columns, 2)[1] == content_hash(noun, {"on": 20_001, "words": None})
    True
    """
    return _hashes(noun, [name for name in noun.columns if name != "content_hash"], columns, n)


def leaf_hashes(noun: Noun, columns: Mapping[str, "pl.Series"], n: int) -> list[bytes]:
    """Return the hashes of `n` whole rows given by the column, `content_hash` included: what a seal's leaf is."""
    return _hashes(noun, list(noun.columns), columns, n)


def _hashes(noun: Noun, names: list[str], columns: Mapping[str, "pl.Series"], n: int) -> list[bytes]:
    """Return the SHA-256 of the canonical bytes of some columns of `n` rows."""
    import numpy as np

    widths = [9 if noun.columns[name].type in _NUMBERS else 33 for name in names]
    record = np.zeros((n, 32 + sum(widths)), dtype=np.uint8)
    record[:, :32] = np.frombuffer(hashlib.sha256(noun.name.encode()).digest(), dtype=np.uint8)
    at = 32
    for name, width in zip(names, widths, strict=True):
        pack = _pack_numbers if width == 9 else _pack_digests
        pack(record[:, at : at + width], columns[name])
        at += width
    packed = memoryview(record.tobytes())
    row_width = record.shape[1]
    return [hashlib.sha256(packed[at : at + row_width]).digest() for at in range(0, n * row_width, row_width)]


def _pack_numbers(target: Any, values: "pl.Series") -> None:
    """Write presence and eight little-endian bytes for a column of numbers."""
    import numpy as np
    import polars as pl

    numbers = values.cast(pl.Int64).fill_null(0).to_numpy().astype("<i8", copy=False)
    target[:, 0] = values.is_not_null().to_numpy()
    target[:, 1:] = np.ascontiguousarray(numbers).view(np.uint8).reshape(-1, 8)


def _pack_digests(target: Any, values: "pl.Series") -> None:
    """Write presence and SHA-256 for a column of texts or bytes, hashing each distinct value once."""
    import numpy as np
    import polars as pl

    contents = values if values.dtype == pl.Binary else values.cast(pl.String).cast(pl.Binary)
    distinct = contents.unique(maintain_order=True).to_frame("value").with_row_index("place")
    places = contents.to_frame("value").join(
        distinct, on="value", how="left", maintain_order="left", nulls_equal=True
    )["place"]  # fmt: skip
    digests = [
        b"\0" * 33 if content is None else b"\1" + hashlib.sha256(content).digest() for content in distinct["value"]
    ]
    target[:, :] = np.frombuffer(b"".join(digests), dtype=np.uint8).reshape(-1, 33)[places.to_numpy()]
