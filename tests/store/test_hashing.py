"""A row hashed alone and the same row hashed by the column are the same fact, whatever is in it."""

from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.kinds.arithmetic import INT64_MAX
from lowmark.core.kinds.day import to_day
from lowmark.core.tables.registry import NOUNS
from lowmark.store.hashing import HASH_V, content_hash, content_hashes

HASHED = [noun for noun in NOUNS if noun.hashed]

VALUES = {
    "day": st.dates(min_value=date(1970, 1, 1), max_value=date(2100, 12, 31)),
    "bool": st.booleans(),
    "text": st.text(max_size=8),
    "bytes": st.binary(max_size=40),
}
TYPES = {"text": pl.String, "bytes": pl.Binary}
WHOLE = st.integers(min_value=-INT64_MAX - 1, max_value=INT64_MAX)


@st.composite
def facts(draw):
    """Draw a hashed noun and a few rows of it, a value missing here and there."""
    noun = draw(st.sampled_from(HASHED))
    one = st.fixed_dictionaries({
        name: st.none() | VALUES.get(column.type, WHOLE) for name, column in noun.columns.items()
        if name not in {"hash_v", "content_hash"}
    })  # fmt: skip
    return noun, [row | {"hash_v": HASH_V} for row in draw(st.lists(one, min_size=1, max_size=5))]


def _plain(value):
    return to_day(value) if isinstance(value, date) else int(value) if isinstance(value, bool) else value


@given(facts())
def test_by_the_row_and_by_the_column_a_fact_has_one_hash(drawn):
    noun, rows = drawn
    columns = {
        name: pl.Series(name, [_plain(row[name]) for row in rows], dtype=TYPES.get(column.type, pl.Int64))
        for name, column in noun.columns.items()
        if name != "content_hash"
    }
    assert content_hashes(noun, columns, len(rows)) == [content_hash(noun, row) for row in rows]


def test_a_column_without_any_value_has_no_type_and_is_hashed_all_the_same():
    noun = next(noun for noun in HASHED if noun.name == "stock_move")
    row = dict.fromkeys(noun.columns) | {"hash_v": HASH_V}
    columns = {name: pl.Series(name, [value]) for name, value in row.items()}
    assert content_hashes(noun, columns, 1) == [content_hash(noun, row)]
