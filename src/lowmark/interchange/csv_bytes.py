"""Read CSV: find the rows and fields by RFC 4180, strictly, and hand polars only what it will read without a guess.

Before this: the bytes of a file. After this: `header` and `cells`. Every row that does not have as many fields as the
header is named; a quotation mark that stands where none may stand ends the reading there, because every row after it
could be read in two ways. Rows that are wholly empty, as spreadsheets leave them, are passed over. Source: RFC 4180.
"""

import csv
import io
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
import polars as pl

from lowmark.core.kinds.problems import Problem
from lowmark.interchange.faults import SHOWN, Faults
from lowmark.interchange.header import ragged_row
from lowmark.interchange.texts import FILE_COLUMNS, FILE_ROWS, NOTHING, Texts

_LINE_END, _QUOTE, _COMMA = b"\n"[0], b'"'[0], b","[0]
_STRIDE: Final = 4 * 1024 * 1024
_HEADER_BYTES: Final = 64 * 1024
_SHOWN_BYTES: Final = 60
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_UNICODE_16: Final = (b"\xff\xfe", b"\xfe\xff")

Ints = np.ndarray[Any, np.dtype[np.int64]]


def read_csv(content: bytes, faults: Faults) -> Texts:
    r"""Read the columns of a CSV file as text; what cannot be read is added to ``faults``.

    >>> faults = Faults("items.csv")
    >>> texts = read_csv(b'item,name\nT-1,"Tent, small"\n\nT-2\n', faults)
    >>> texts.header, [column.to_list() for column in texts.columns], texts.rows.to_list()
    (('item', 'name'), [['T-1'], ['Tent, small']], [2])
    >>> print(faults.problems()[0])
    items.csv, row 4: the row has 1 fields and the header has 2: 'T-2' [ragged_row]; ...
    """
    if content.startswith(_BYTE_ORDER_MARK):
        content = content.removeprefix(_BYTE_ORDER_MARK)
        faults.note("byte_order_mark", "a byte order mark at the beginning was taken off")
    refusal = _not_text(content)
    if refusal is not None:
        faults.of_file(refusal)
        return NOTHING
    if (pairs := content.count(b"\r\n")) > 0:
        if content.count(b"\n") > pairs:
            faults.note("mixed_line_ends", "lines end in two ways; both were taken as the end of a line")
        content = content.replace(b"\r\n", b"\n")

    layout = _scan(content)
    if layout.bad_quote is not None:
        row, problem = layout.bad_quote
        faults.of_file(problem, row=row)
        return NOTHING
    header = _header(content[: int(layout.ends[0])], faults)
    if header is None:
        return NOTHING
    return _columns(content, layout, header, faults)


def _not_text(content: bytes) -> Problem | None:
    if not content.strip():
        return Problem("empty_file", "the file is empty", hint="its first row names the columns")
    if content.startswith(b"PK\x03\x04"):
        return Problem(
            "not_csv",
            "the file is a workbook or an archive",
            hint="name it .xlsx if it is a workbook, or save the sheet as CSV (UTF-8)",
        )
    if content.startswith(_UNICODE_16) or b"\0" in content:
        line = content.count(b"\n", 0, max(content.find(b"\0"), 0)) + 1
        return Problem("not_csv", f"line {line} holds a null byte, so this is no CSV in UTF-8",
                       hint="save it as CSV (UTF-8)")  # fmt: skip
    if content.count(b"\n") > FILE_ROWS:
        return Problem("too_many_rows", f"the file has more than {FILE_ROWS:,} rows", hint="send it in parts")
    if not content.isascii():
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            return Problem("not_utf8", f"line {line} is not UTF-8", hint="save it as CSV (UTF-8)")
    return None


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where each row ends (at its line end, or the end of the file), and how many commas stand in it."""

    ends: Ints
    commas: Ints
    bad_quote: tuple[int, Problem] | None


def _scan(content: bytes) -> _Layout:
    """Find the line ends and commas that are not inside quotation marks, a stride of bytes at a time."""
    data = np.frombuffer(content, dtype=np.uint8)
    ends: list[Ints] = []
    commas_before: list[Ints] = []
    quotes = rows = commas = 0
    for start in range(0, len(data), _STRIDE):
        stride = data[start : start + _STRIDE]
        marks = stride == _QUOTE
        outside = None
        if quotes or marks.any():
            count = np.cumsum(marks) + quotes
            outside = count % 2 == 0
            wrong = _first_wrong_quote(data, np.flatnonzero(marks) + start, quotes)
            if wrong is not None:
                before = rows + int(((stride[: wrong - start] == _LINE_END) & outside[: wrong - start]).sum())
                return _Layout(*_no_rows(), (before + 1, _STRAY))
            quotes = int(count[-1])
        line_ends, separators = stride == _LINE_END, stride == _COMMA
        if outside is not None:
            line_ends &= outside
            separators &= outside
        at = np.flatnonzero(line_ends)
        between = np.flatnonzero(separators)
        ends.append(at + start)
        commas_before.append(np.searchsorted(between, at) + commas)
        rows, commas = rows + len(at), commas + len(between)

    if quotes % 2:
        return _Layout(*_no_rows(), (rows + 1, _UNCLOSED))
    if data[-1] != _LINE_END:
        ends.append(np.array([len(data)]))
        commas_before.append(np.array([commas]))
    total = np.concatenate(commas_before)
    return _Layout(np.concatenate(ends), total - np.concatenate(([0], total[:-1])), None)


def _no_rows() -> tuple[Ints, Ints]:
    return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)


_STRAY: Final = Problem(
    "stray_quote",
    "a quotation mark stands inside a field",
    hint='put the whole field in quotation marks and double those within: "5"" pipe"; nothing after it was read',
)
_UNCLOSED: Final = Problem("unclosed_quote", "a quotation mark opens here and is never closed", hint="close it")


def _first_wrong_quote(data: np.ndarray[Any, Any], at: Ints, quotes: int) -> int | None:
    """Return the first mark that neither begins a field, nor ends one, nor is one of a pair inside one."""
    opens = (np.arange(len(at)) + quotes) % 2 == 0
    before = np.where(at > 0, data[np.maximum(at - 1, 0)], _LINE_END)
    after = np.where(at + 1 < len(data), data[np.minimum(at + 1, len(data) - 1)], _LINE_END)
    beside = np.where(opens, before, after)
    right = (beside == _COMMA) | (beside == _LINE_END) | (beside == _QUOTE)
    return None if right.all() else int(at[np.argmin(right)])


def _header(line: bytes, faults: Faults) -> tuple[str, ...] | None:
    if len(line) > _HEADER_BYTES:
        faults.of_file(Problem("header_too_long", "the first row is too long to name columns"), row=1)
        return None
    if b"\r" in line:
        faults.of_file(Problem("not_csv", "the rows end in carriage returns alone", hint="save it as CSV (UTF-8)"))
        return None
    header = next(csv.reader(io.StringIO(line.decode(), newline="")), [])
    if len(header) > FILE_COLUMNS:
        faults.of_file(Problem("too_many_columns", f"the file has more than {FILE_COLUMNS} columns"), row=1)
        return None
    if not any(name.strip() for name in header):
        faults.of_file(Problem("no_header", "the first row is empty", hint="it names the columns"), row=1)
        return None
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        faults.of_file(Problem("not_commas", "the fields are not separated by commas",
                               hint="save it as CSV with commas, and with points in numbers"), row=1)  # fmt: skip
        return None
    return tuple(header)


def _columns(content: bytes, layout: _Layout, header: tuple[str, ...], faults: Faults) -> Texts:
    """Take out the rows that are whole, and split them."""
    starts = np.concatenate(([0], layout.ends[:-1] + 1))
    # A row of nothing but commas is as long as they are many.
    filled = layout.ends - starts > layout.commas
    filled[0] = False
    whole = filled & (layout.commas == len(header) - 1)

    ragged = np.flatnonzero(filled & ~whole)
    for row in ragged[:SHOWN].tolist():
        shown = content[starts[row] : min(starts[row] + _SHOWN_BYTES, layout.ends[row])].decode(errors="ignore")
        why = partial(ragged_row, fields=int(layout.commas[row]) + 1, wanted=len(header))
        faults.of_rows([(row + 1, shown)], count=1, column="", why=why)
    faults.count += max(0, len(ragged) - SHOWN)
    body = _rows_of(content, starts, layout.ends, whole)
    rows = pl.Series(np.flatnonzero(whole) + 1, dtype=pl.Int64)
    columns = _split(body, len(header))
    assert all(len(column) == len(rows) for column in columns)
    return Texts(header, columns, rows, int(filled.sum()))


def _rows_of(content: bytes, starts: Ints, ends: Ints, wanted: np.ndarray[Any, np.dtype[np.bool_]]) -> bytes:
    """Join the wanted rows, a run of neighbours at a time."""
    edges = np.diff(wanted.astype(np.int8), prepend=0, append=0)
    first, last = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1
    runs = zip(starts[first].tolist(), ends[last].tolist(), strict=True)
    return b"\n".join(content[start:end] for start, end in runs)


def _split(body: bytes, width: int) -> tuple[pl.Series, ...]:
    names = [str(place) for place in range(width)]
    if not body:
        return tuple(pl.Series(name, [], dtype=pl.String) for name in names)
    frame = pl.read_csv(
        body,
        has_header=False,
        schema=dict.fromkeys(names, pl.String),
        quote_char='"' if b'"' in body else None,
        empty_string_is_null=False,
    )
    return tuple(frame.get_columns())
