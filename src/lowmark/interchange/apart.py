"""Read NDJSON, and Parquet that strangers send, in a process that is bounded: memory, processor, clock, what it says.

Before this: `read` has the bytes of a file. After this: `header` and `cells`, as for every other kind of file. What the
process says is taken as numbers and texts only; whatever else it says, the file cannot be read.
"""

import sysconfig
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Final

import polars as pl

from lowmark.core.kinds.problems import Problem
from lowmark.interchange.faults import SHOWN, Faults
from lowmark.interchange.texts import FILE_COLUMNS, FILE_ROWS, NOTHING, Texts
from lowmark.interchange.workbook.limited import LIMITS, Child, Limits, Stopped, reading_apart

_MAIN: Final = "lowmark.interchange.apart_child"
_UNREADABLE: Final = {
    "ndjson": Problem("not_ndjson", "the file is no NDJSON", hint="write an object of JSON on each line, in UTF-8"),
    "parquet": Problem(
        "not_parquet", "the file is no Parquet, or is damaged", hint="write it again, or send it as CSV"
    ),
}
_STOPPED: Final = {
    "too_large": Problem("too_large", "the file takes more memory or time than one may", hint="send it in parts"),
    "too_many_rows": Problem("too_many_rows", f"the file has more than {FILE_ROWS:,} rows", hint="send it in parts"),
}
_BAD_LINES: Final = {
    "bad_json": Problem("bad_json", "the line is no JSON", hint="write one object a line; a number as plain digits"),
    "no_object": Problem("no_object", "the line is JSON and no object", hint="write an object: names and values"),
    "nested": Problem("bad_type", "a value holds other values", hint="write text, numbers, true, false or null"),
    "said_twice": Problem("said_twice", "a name stands twice in one object", hint="leave one of them out"),
    "too_long": Problem("too_long", "the line does not end within 4 MB", hint="end each object with a line end"),
}
PARQUET_LIMITS: Final = replace(LIMITS, memory=3 * 1024**3)
"""The library that reads Parquet reserves more than it uses."""


def read_apart(kind: str, content: bytes, faults: Faults, limits: Limits | None = None) -> Texts:
    r"""Read a file as text, in a process of its own; what cannot be read is added to ``faults``.

    Domain: ``kind`` is ndjson or parquet.

    >>> faults = Faults("items.jsonl")
    >>> texts = read_apart("ndjson", b'{"item": "A", "name": "Tent"}\n{"item": 7}\n', faults)
    >>> texts.header, [column.to_list() for column in texts.columns], texts.rows.to_list()
    (('item', 'name'), [['A', '7'], ['Tent', '']], [1, 2])
    """
    if not content:
        faults.of_file(Problem("empty_file", "the file is empty"))
        return NOTHING
    bounds = limits or (PARQUET_LIMITS if kind == "parquet" else LIMITS)
    packages = sysconfig.get_paths()["purelib"] if kind == "parquet" else ""
    try:
        with reading_apart(content, bounds, main=_MAIN, packages=packages, more=(kind,)) as child:
            texts = _of_lines(child, faults) if kind == "ndjson" else _of_columns(child, faults)
    except Stopped as stopped:
        faults.of_file(_STOPPED.get(stopped.code, _UNREADABLE[kind]))
        return NOTHING
    # The child is not trusted: what it says may be anything.
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, pl.exceptions.PolarsError):
        faults.of_file(_UNREADABLE[kind])
        return NOTHING
    if len(texts.header) > FILE_COLUMNS:
        faults.of_file(Problem("too_many_columns", f"the file has more than {FILE_COLUMNS} columns"))
        return NOTHING
    return texts


def _batches(child: Child) -> Iterator[dict[str, Any]]:
    while "end" not in (said := child.line()):
        yield said


def _of_lines(child: Child, faults: Faults) -> Texts:
    """Take rows whose columns come to be known on the way: a row that came before a column has nothing in it."""
    rows: list[int] = []
    columns: dict[str, pl.Series] = {}
    left_out = 0
    for said in _batches(child):
        before, count = len(rows), len(said["rows"])
        rows += [int(row) for row in said["rows"]]
        if len(rows) > FILE_ROWS:
            raise Stopped("too_many_rows")
        for name, values in said["columns"]:
            empty = pl.Series([""], dtype=pl.String).new_from_index(0, before)
            grown = columns.get(str(name), empty)
            columns[str(name)] = grown.append(_texts(values, count))
        left_out += len(said["bad"])
        for row, shown, code in said["bad"][:SHOWN]:
            faults.of_rows([(int(row), str(shown))], count=1, column="", why=partial(_why, code=str(code)))
        faults.count += max(0, len(said["bad"]) - SHOWN)
    if not columns and not left_out:
        faults.of_file(Problem("no_rows", "the file has no rows", hint="write an object a line, or do not send it"))
    elif not columns:
        faults.of_whole_file = True
    return Texts(tuple(columns), tuple(columns.values()), pl.Series(rows, dtype=pl.Int64), len(rows) + left_out)


def _of_columns(child: Child, faults: Faults) -> Texts:
    """Take the columns of a Parquet file, and what is wrong with it."""
    said = child.line()
    for column, code, message, hint in said["faults"]:
        faults.of_file(Problem(str(code), str(message), hint=str(hint)), column=str(column))
    header = tuple(str(name) for name in said["header"])
    n_rows, unread = int(said["n_rows"]), [bool(one) for one in said["unread"]]
    parts: list[list[pl.Series]] = [[] for _ in header]
    for batch in _batches(child):
        for part, values in zip(parts, batch["columns"], strict=True):
            part.append(_texts(values or [], len(values or [])))
    columns = tuple(
        None if is_unread else pl.concat(part) if part else pl.Series([], dtype=pl.String)
        for is_unread, part in zip(unread, parts, strict=True)
    )
    if any(one is not None and len(one) != n_rows for one in columns):
        raise ValueError
    return Texts(header, columns, pl.Series(range(2, n_rows + 2), dtype=pl.Int64), n_rows) if header else NOTHING


def _texts(values: Any, count: int) -> pl.Series:
    """Take one column of a batch."""
    taken = pl.Series(values, dtype=pl.String, strict=True)
    if len(taken) != count or taken.null_count():
        raise ValueError
    return taken


def _why(_value: str, *, code: str) -> Problem:
    return _BAD_LINES[code]
