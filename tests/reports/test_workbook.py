"""Workbooks read back by their XML: every amount is what it was, every text a text, every formula right."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.kinds.currency import exponent
from lowmark.reports.described import Column, Row, plain
from lowmark.reports.footing import LARGEST
from lowmark.reports.workbook import HEADER, workbook
from tests.reports.reported import HOSTILE, balance_sheet, report, table
from tests.reports.sheets import part, parts, read, summed

AMOUNTS = st.integers(-LARGEST, LARGEST)
TEXTS = st.text(max_size=40).filter(lambda text: plain(text) != "")


@given(amounts=st.lists(AMOUNTS, min_size=1, max_size=8), currency=st.sampled_from(["CAD", "JPY", "KWD", "CLF"]))
def test_every_amount_is_read_back_to_the_minor_unit(amounts, currency):
    rows = [Row(cells=("line", amount)) for amount in amounts]
    (sheet,) = read(workbook(report(table(*rows), currency=currency)))
    scale = 10 ** exponent(currency)
    found = [sheet.cells[HEADER + 1 + at, 1].value for at in range(len(rows))]
    assert [round(one * scale) for one in found] == amounts


@given(
    amounts=st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=8),
    taken=st.integers(0, 3),
    off_by=st.sampled_from([0, 0, 1, -1]),
)
def test_a_total_is_a_formula_exactly_where_it_foots_and_comes_to_its_figure(amounts, taken, off_by):
    taken = min(taken, len(amounts))
    places = tuple(range(len(amounts)))
    total = sum(amounts[taken:]) - sum(amounts[:taken]) + off_by
    rows = [*(Row(cells=("line", amount)) for amount in amounts),
            Row(cells=("sum", total), style="total", adds=places[taken:], less=places[:taken])]  # fmt: skip
    (sheet,) = read(workbook(report(table(*rows))))
    cell = sheet.cells[HEADER + 1 + len(amounts), 1]
    assert round(cell.value * 100) == total
    assert bool(cell.formula) == (off_by == 0)
    if cell.formula:
        assert round(summed(sheet, cell.formula) * 100) == total


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_a_text_whatever_it_begins_with(text):
    content = workbook(report(table(Row(cells=(text, 1_00), note=text), title=text), entity_name=text, notes=(text,)))
    (sheet,) = read(content)
    assert sheet.cells[HEADER + 1, 0].value == plain(text)
    assert not any(cell.formula for cell in sheet.cells.values())
    assert "<hyperlink" not in sheet.xml


@given(text=TEXTS)
def test_any_text_is_written_and_no_sheet_is_refused(text):
    found = read(workbook(report(table(Row(cells=(text, 1)), title=text), table(Row(cells=(text, 1)), title=text))))
    assert len({sheet.name.casefold() for sheet in found}) == 2
    assert all(0 < len(sheet.name) <= 31 and not re.search(r"[\[\]:*?/\\]", sheet.name) for sheet in found)


def test_an_amount_that_a_spreadsheet_would_round_is_a_text():
    (sheet,) = read(workbook(report(table(Row(cells=("large", LARGEST + 1)), Row(cells=("larger", -(2**62)))))))
    assert sheet.cells[HEADER + 1, 1].value == "10000000000000.00"
    assert sheet.cells[HEADER + 2, 1].value == "-46116860184273879.04"


def test_days_quantities_and_counts_are_what_they_are():
    columns = (Column("Item"), Column("On", "date"), Column("Quantity", "quantity"), Column("Pieces", "count"))
    content = workbook(report(table(Row(cells=("TENT", date(2026, 10, 31), 2_500_000, 12)), Row(cells=("", None, None, None)),
                                    columns=columns)))  # fmt: skip
    (sheet,) = read(content)
    found = [sheet.cells[HEADER + 1, place].value for place in range(4)]
    days = date(2026, 10, 31) - date(1899, 12, 30)
    assert found == ["TENT", Decimal(days.days), Decimal("2.5"), Decimal(12)]
    assert not [row for row, _ in sheet.cells if row == HEADER + 2]
    styles = part(content, "xl/styles.xml")
    assert "yyyy-mm-dd" in styles
    assert "#,##0.0_);(#,##0.0);&quot;–&quot;_)" in styles


@pytest.mark.parametrize(("currency", "shown"), [("CAD", "#,##0.00_)"), ("JPY", "#,##0_)"), ("KWD", "#,##0.000_)")])
def test_money_has_its_currencys_decimals_and_negatives_parentheses(currency, shown):
    styles = part(workbook(report(balance_sheet(), currency=currency)), "xl/styles.xml")
    assert f'formatCode="{shown};({shown.removesuffix("_)")});' in styles


def test_it_is_headed_frozen_and_set_up_to_be_printed():
    content = workbook(report(balance_sheet()), paper="a4")
    (sheet,) = read(content)
    assert [sheet.cells[row, 0].value for row in range(4)] == [
        "Maple & Co", "Statement of financial position", "At 31 October 2026",
        "Amounts in CAD · IFRS, book ifrs · as known at #1042",
    ]  # fmt: skip
    assert 'topLeftCell="A7" activePane="bottomLeft" state="frozen"' in sheet.xml
    assert 'paperSize="9"' in sheet.xml
    assert 'fitToHeight="0"' in sheet.xml
    assert "&amp;RPage" in sheet.xml.replace("&amp;8", "")
    assert "Maple &amp;amp;&amp;amp; Co" in sheet.xml or "Maple &amp;&amp; Co" in sheet.xml
    assert "$1:$6" in part(content, "xl/workbook.xml")
    borders = re.findall(r"<border>.*?</border>", part(content, "xl/styles.xml"))
    assert any('<top style="thin">' in one and '<bottom style="double">' in one for one in borders)
    assert any("comments" in name for name in parts(content))
    assert report(balance_sheet()).content_hash in str(sheet.column(0).values())


def test_the_same_content_makes_the_same_file():
    assert workbook(report(balance_sheet())) == workbook(report(balance_sheet()))
