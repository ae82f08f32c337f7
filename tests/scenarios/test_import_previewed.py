"""A preview of an import says what it would do, and does nothing: no fact, no audit record, no number, no tick of the clock.

Worked by hand. Ten tents come for 100.00 and four are sold: 40.00 of cost leaves, so inventories are 60.00 up, 100.00 is owed
for goods received and 40.00 is the cost of what was sold. Of two items in a file one is new and one gets a weight.
"""

import pytest

from lowmark.core.kinds.problems import Problem
from lowmark.services.operation import File
from tests.company import MOVES, csv, found
from tests.fresh_store import *  # noqa: F403

COMING_AND_GOING = csv(MOVES, [
    ("GRN-1", 1, "TENT", "vendor", "Main", "receipt", 10, "100.00", "2026-03-01"),
    ("SO-1", 1, "TENT", "Main", "customer", "sale", 4, "", "2026-03-02"),
])  # fmt: skip
ITEMS = csv(
    ("item", "name", "item_class", "weight"),
    [("TENT", "The TENT", "merchandise", 3), ("ROPE", "Rope", "merchandise", 1)],
)


@pytest.fixture
def company(store):
    """A company with a tent and a place."""
    there = found("MAPLE")
    there.items("TENT")
    return there


def everything(store):
    """Return every row of every table, and where the sequences stand."""
    if store.engine == "sqlite":
        tables = store.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
        numbers = []
    else:
        tables = store.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        numbers = store.rows("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1")
    return {name: sorted(map(repr, store.rows(f'SELECT * FROM "{name}"'))) for (name,) in tables} | {"numbers": numbers}


def preview(company, table, content, **given):
    return company.do("import", company.ada, table=table, file=File(f"{table}.csv", content), preview=True, **given)


def test_a_preview_says_what_would_be_posted_and_nothing_is_written(store, company):
    before = everything(store)
    shown = preview(company, "stock_moves", COMING_AND_GOING)
    assert everything(store) == before
    said = {(one.kind, one.name): (one.rows, one.quantity_micro, one.value_minor) for one in shown.effects}
    assert said["received", "merchandise"] == (1, 10_000_000, 100_00)
    assert said["issued", "merchandise"] == (1, -4_000_000, -40_00)
    assert {name: value for (kind, name), (_, _, value) in said.items() if kind == "account"} == {
        "1200 Inventories": 60_00, "2100 Goods received not invoiced": -100_00, "5000 Cost of inventories sold": 40_00,
    }  # fmt: skip
    assert (said["new", "stock move"][0], said["new", "entry"][0], said["new", "line"][0]) == (2, 2, 4)
    assert (shown.preview, shown.accepted, shown.repeated, shown.rows_read) == (True, True, False, 2)
    first = dict(zip(shown.columns, shown.first[0].values, strict=True))
    assert (first["item"], first["quantity"], first["value"], first["effective on"]) == (
        "TENT",
        "10",
        "100.00 CAD",
        "2026-03-01",
    )


def test_what_is_named_is_shown_before_and_after(company):
    shown = preview(company, "items", ITEMS)
    assert [(one.noun, one.name, one.column, one.before, one.after) for one in shown.changed] == [
        ("item", "TENT", "weight", "", "3")
    ]
    assert [(one.kind, one.name, one.rows) for one in shown.effects] == [("new", "item", 1)]


def test_what_was_previewed_is_what_is_imported(store, company):
    shown = preview(company, "stock_moves", COMING_AND_GOING)
    other = File("stock_moves.csv", COMING_AND_GOING.replace(b",10,", b",11,"))
    with pytest.raises(Problem) as refused:
        company.do("import", company.ada, table="stock_moves", file=other, file_hash=shown.file_hash)
    assert refused.value.code == "version_changed"
    done = company.do("import", company.ada, table="stock_moves", file=File("stock_moves.csv", COMING_AND_GOING),
                      file_hash=shown.file_hash)  # fmt: skip
    assert (done.accepted, done.preview, done.file_hash) == (True, False, shown.file_hash)
    again = preview(company, "stock_moves", COMING_AND_GOING)
    assert (again.repeated, again.effects) == (True, ())


def test_all_faults_are_found_at_once_those_of_the_pen_too(store, company):
    before = everything(store)
    wrong = csv(MOVES, [("SO-9", 1, "TENT", "Main", "customer", "sale", 4, "", "2026-03-02"),
                        ("GRN-9", 1, "NONE", "vendor", "Main", "receipt", 1, "1.00", "2026-03-02")])  # fmt: skip
    shown = preview(company, "stock_moves", wrong)
    assert (shown.accepted, shown.preview, shown.effects) == (False, True, ())
    assert {one.row for one in shown.problems} >= {3}
    short = preview(company, "stock_moves", wrong.replace(b"NONE", b"TENT"))
    assert [(one.row, one.code) for one in short.problems] == [(2, short.problems[0].code)]
    assert everything(store) == before
