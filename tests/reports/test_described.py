"""A report says the same under the same hash, and another thing under another; every cell is of its column's kind."""

import dataclasses
import json

import pytest

from lowmark.reports.described import Column, Row, canonical_rows
from lowmark.reports.footing import LARGEST, foots
from tests.reports.reported import balance_sheet, report, table


def test_the_same_content_has_the_same_rows_and_the_same_hash():
    one, other = report(balance_sheet()), report(balance_sheet())
    assert list(canonical_rows(one)) == list(canonical_rows(other))
    assert one.content_hash == other.content_hash
    assert len(one.content_hash) == 64


@pytest.mark.parametrize("said", [
    {"title": "Other"}, {"entity_name": "Maple"}, {"known_seq": 1043}, {"currency": "USD"}, {"notes": ("a note",)}, {"period": ""},
])  # fmt: skip
def test_whatever_is_said_is_under_the_hash(said):
    assert report(balance_sheet(), **said).content_hash != report(balance_sheet()).content_hash


def test_every_figure_and_explanation_is_under_the_hash():
    sheet = balance_sheet()
    for place in range(len(sheet.rows)):
        for changed in ({"note": "why"}, {"level": 7}, {"cells": ("other", 1)}):
            rows = [dataclasses.replace(row, **changed) if at == place else row for at, row in enumerate(sheet.rows)]
            changed_sheet = dataclasses.replace(sheet, rows=tuple(rows))
            assert report(changed_sheet).content_hash != report(sheet).content_hash


def test_canonical_rows_are_json_with_the_figures_as_they_are_held():
    rows = [json.loads(line) for line in canonical_rows(report(balance_sheet()))]
    assert rows[0]["entity_name"] == "Maple & Co"
    assert rows[3] == ["line", 1, "IAS 2.36(b)", ["Inventories", 1_234_567_89]]


@pytest.mark.parametrize(("kind", "cell"), [("money", "1.00"), ("money", 1.0), ("text", 1), ("date", "2026-10-31")])
def test_a_cell_of_another_kind_is_a_programmers_mistake(kind, cell):
    with pytest.raises(AssertionError):
        table(Row(cells=(cell,)), columns=(Column("a", kind),))


def test_a_row_of_another_length_is_a_programmers_mistake():
    with pytest.raises(AssertionError):
        table(Row(cells=("one",)))


def test_a_total_foots_to_the_last_minor_unit_or_not_at_all():
    right, wrong = balance_sheet(), balance_sheet(off_by=1)
    assert foots(right, right.rows[3], 1)
    assert not foots(wrong, wrong.rows[3], 1)
    assert not foots(right, right.rows[1], 1)


def test_no_formula_rests_on_a_figure_that_a_spreadsheet_would_round():
    large = table(
        Row(cells=("a", LARGEST + 1)), Row(cells=("b", -1)), Row(cells=("sum", LARGEST), style="total", adds=(0, 1))
    )
    assert not foots(large, large.rows[2], 1)
