"""The columnar reading and a plain one agree: cell by cell with the scalar grammar, row by row with Python's csv."""

import csv
import io
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.kinds.day import from_day
from lowmark.core.kinds.problems import Problem
from lowmark.interchange import csv_bytes
from lowmark.interchange.cells import read_cells
from lowmark.interchange.faults import Faults
from lowmark.interchange.tables import TABLES
from lowmark.interchange.words import read_cell

# Columns that differ only in what they are called are read in the same way: one of each shape is enough.
SHAPES = list(
    {
        (c.type, c.choices, c.positive, c.non_negative, c.required, c.default): c
        for table in TABLES.values()
        for c in table.columns
    }.values()
)

numbers = st.one_of(
    st.decimals(allow_nan=True, allow_infinity=True).map(str),
    st.from_regex(r"-?[0-9]{1,25}(\.[0-9]{1,8})?", fullmatch=True),
    st.from_regex(r"0{0,41}[0-9]\.?[0-9]?", fullmatch=True),
    st.sampled_from(["-0", "-0.0", "9223372036854.775807", "-9223372036854.775808", "92233720368547758.07", "1\n"]),
)
days = st.one_of(
    st.dates().map(date.isoformat),
    st.from_regex(r"(19|20|21|22)[0-9]{2}-[0-9]{2}-[0-9]{2}", fullmatch=True),
)
words = st.sampled_from(
    ["true", "FALSE", "TrUe", "CAD", "XAU", "stock", "merchandise", "lot", "quote", "asserted", "İ"]
)
cells = st.one_of(st.text(max_size=12), numbers, days, words, st.just("x" * 1001), st.just("é" * 501)).flatmap(
    lambda text: st.sampled_from([text, f" {text}", f"{text}\u00a0", f"\u3000{text} "])
)


def _scalar(raw, column):
    try:
        value = read_cell(raw, column, "CAD")
    except Problem:
        return None, True
    if column.type == "day" and value is not None:
        return from_day(value), False
    return (value == "true" if column.type == "bool" and isinstance(value, str) else value), False


@given(raw=st.lists(cells, max_size=50))
def test_every_cell_is_read_alike(raw):
    for column in SHAPES:
        values, bad = read_cells(pl.Series(raw, dtype=pl.String), column, "CAD")
        expected = [_scalar(text, column) for text in raw]
        assert bad.to_list() == [refused for _, refused in expected]
        read = [value for value, refused in zip(values.to_list(), bad.to_list(), strict=True) if not refused]
        said = [value for value, refused in expected if not refused]
        assert read == ([_one_spelling(value) for value in said] if column.type == "text" else said)


def _one_spelling(text):
    import unicodedata

    return None if text is None else unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("stride", [1, 3, 4 * 1024 * 1024])
@given(
    rows=st.lists(
        st.lists(st.text(alphabet='a",\n é', max_size=5), min_size=2, max_size=4).filter(any), min_size=1, max_size=6
    ),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    line_end=st.sampled_from(["\n", "\r\n"]),
    last_line_ends=st.booleans(),
)
def test_every_row_is_found_alike(stride, rows, quoting, line_end, last_line_ends):
    written = io.StringIO()
    csv.writer(written, lineterminator=line_end, quoting=quoting).writerows([["one", "two", "three"], *rows])
    text = written.getvalue() if last_line_ends else written.getvalue().removesuffix(line_end)

    before = csv_bytes._STRIDE
    csv_bytes._STRIDE = stride
    try:
        faults = Faults("file.csv")
        texts = csv_bytes.read_csv(text.encode(), faults)
    finally:
        csv_bytes._STRIDE = before

    whole = [(number, row) for number, row in enumerate(rows, start=2) if len(row) == 3]
    assert texts.header == ("one", "two", "three")
    assert texts.rows.to_list() == [number for number, _ in whole]
    found = [list(row) for row in zip(*(column.to_list() for column in texts.columns), strict=True)]
    assert found == [row for _, row in whole]
    assert faults.count == len(rows) - len(whole)
    assert texts.n_rows == len(rows)
