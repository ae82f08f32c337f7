"""Read NDJSON, an object a line: its values become the text that they would be in a CSV file, so that there is one grammar.

Before this: `apart_child`, in a process of its own. After this: `apart` makes columns and faults of what is said here. A
number is the text that stands in the line: nothing is made a binary float on the way. Row 1 is the first line. Only the
standard library is needed. Source: RFC 8259.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any, Final

BATCH_ROWS: Final = 20_000
MOST_COLUMNS: Final = 201
"""So many names are taken: one more than any file may have."""
LONGEST_LINE: Final = 4 * 1024 * 1024
_SHOWN: Final = 60


@dataclass(slots=True)
class Batch:
    """Rows by column, and the lines that are no rows: number, what stands there, and what is wrong."""

    rows: list[int] = field(default_factory=list)
    columns: dict[str, list[str]] = field(default_factory=dict)
    bad: list[tuple[int, str, str]] = field(default_factory=list)


def read_lines(file: IO[bytes]) -> Iterator[Batch]:
    r"""Yield the rows of a file, a batch at a time; a batch has the columns that were seen up to its end.

    >>> import io
    >>> (batch,) = read_lines(io.BytesIO(b'{"item": "A", "quantity": 1.50}\n[1]\n{"item": "B", "lot": null}\n'))
    >>> batch.rows, batch.columns, batch.bad
    ([1, 3], {'item': ['A', 'B'], 'quantity': ['1.50', ''], 'lot': ['', '']}, [(2, '[1]', 'no_object')])
    """
    batch, number = Batch(), 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            batch.bad.append((number, _shown(line), "too_long"))
            break
        if line.strip():
            _take(batch, number, line)
        if len(batch.rows) + len(batch.bad) >= BATCH_ROWS:
            yield batch
            batch = Batch(columns={name: [] for name in batch.columns})
    yield batch


def _take(batch: Batch, number: int, line: bytes) -> None:
    """Add a line to a batch, as a row or as what is wrong with it."""
    try:
        said = json.loads(line, object_pairs_hook=_Pairs, parse_float=str, parse_int=str, parse_constant=_no_number)
        pairs = said.pairs if isinstance(said, _Pairs) else None
        texts = None if pairs is None else {name: _text(value) for name, value in pairs}
    except (ValueError, RecursionError):
        batch.bad.append((number, _shown(line), "bad_json"))
        return
    except TypeError:
        batch.bad.append((number, _shown(line), "nested"))
        return
    if texts is None or pairs is None:
        batch.bad.append((number, _shown(line), "no_object"))
    elif len(texts) < len(pairs):
        batch.bad.append((number, _shown(line), "said_twice"))
    else:
        _keep(batch, number, texts)


def _keep(batch: Batch, number: int, texts: dict[str, str]) -> None:
    for name in texts:
        if name not in batch.columns and len(batch.columns) < MOST_COLUMNS:
            batch.columns[name] = [""] * len(batch.rows)
    batch.rows.append(number)
    for name, column in batch.columns.items():
        column.append(texts.get(name, ""))


class _Pairs:
    """An object as it is written: a name that stands twice is there twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        self.pairs = pairs


def _text(value: Any) -> str:
    """Return a value as text. Raises: TypeError for what is within another; ValueError for half a surrogate pair."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if not isinstance(value, str):
        raise TypeError
    value.encode()
    return value


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _shown(line: bytes) -> str:
    return line[:_SHOWN].decode(errors="ignore").strip()
