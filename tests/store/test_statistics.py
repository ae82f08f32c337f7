"""SQLite plans as in a large company from the first row on: each index has its statistics, and pages' statements seek."""

import pytest

from lowmark.core.tables.registry import BY_NAME
from lowmark.store.laws.statistics import words
from lowmark.store.subledger import read as subledger_read


def test_every_index_of_every_noun_has_statistics_and_a_key_is_one_row(sqlite_store):
    """A table that is added is told of without being named anywhere."""
    indexes = set(sqlite_store.rows(
        "SELECT t.name, i.name FROM sqlite_master t JOIN pragma_index_list(t.name) i WHERE t.type = 'table'"
    ))  # fmt: skip
    told = {(table, index): stat for table, index, stat in sqlite_store.rows("SELECT tbl, idx, stat FROM sqlite_stat1")}
    nouns = {noun.table for noun in BY_NAME.values()}
    assert {pair for pair in indexes if pair[0] in nouns} == told.keys()
    assert told["subledger_allowance_move", "allowance_move_i1"] == "1000000 1000000 10 2"


def test_the_allowance_of_a_layer_is_sought_by_its_layer_and_not_by_its_book(sqlite_store):
    """Without statistics each layer would be sought among all allowance of the book: with n layers n times n rows."""
    sql = subledger_read.SET_IN_YEAR.replace("%s", "1")
    plan = " / ".join(str(row[3]) for row in sqlite_store.rows(f"EXPLAIN QUERY PLAN {sql}"))
    assert "SEARCH a USING INDEX allowance_move_i1 (book_id=? AND pool_id=? AND layer_move_id=?)" in plan


@pytest.mark.parametrize(
    ("noun", "columns", "is_unique", "expected"),
    [
        ("cost_flow", ("pool_id", "accounting_on", "known_seq"), False, "1000000 10 2 2"),
        ("cost_flow", ("cost_basis_id", "accounting_on"), False, "1000000 1000000 4000"),
        ("line", ("account_id", "entry_id"), False, "1000000 20000 2"),
        ("entry", ("id",), True, "1000000 1"),
    ],
)
def test_how_far_an_index_narrows_follows_from_what_its_columns_are(noun, columns, is_unique, expected):
    """A book narrows nothing, an account to one in fifty, a day to one in 250, a pool to ten."""
    assert words(BY_NAME[noun], columns, is_unique=is_unique) == expected
