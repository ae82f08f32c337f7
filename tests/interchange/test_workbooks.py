"""A workbook says what the same table says as CSV and as Parquet; its cells are what a person reads in them."""

import csv
import io
from datetime import date, datetime, time
from decimal import Decimal

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from lowmark.interchange import read_table
from lowmark.interchange.workbook.cell import day_text, number_text
from tests.interchange.raw_workbook import MAIN, sheet, texts, workbook

HEADER = ("item", "quantity", "cost")


def _read(content, table="on_hand", name="book.xlsx"):
    return read_table(file_name=name, content=content, table=table, currency="CAD")


def _codes(read):
    return [(problem.row, problem.column, problem.code) for problem in read.problems]


def _written(sheets, **options):
    """A workbook as another program writes it: sheets by name, each rows of values."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, **options}) as book:
        formats = {kind: book.add_format({"num_format": code}) for kind, code in
                   {date: "yyyy-mm-dd", datetime: "d/m/yy h:mm", time: "hh:mm"}.items()}  # fmt: skip
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    if isinstance(value, date | time):
                        page.write_datetime(number, place, value, formats[type(value)])
                    elif isinstance(value, bool):
                        page.write_boolean(number, place, value)
                    elif isinstance(value, int | float | Decimal):
                        page.write_number(number, place, value)
                    elif value is not None:
                        page.write_string(number, place, value)
    return held.getvalue()


# --- three ways to write one table ------------------------------------------------------------------------------------

plain = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8)
quantities = st.decimals(min_value=Decimal("0.000001"), max_value=10**8, places=6)
prices = st.decimals(min_value=0, max_value=10**8, places=4)
days = st.dates(min_value=date(1970, 1, 1), max_value=date(2150, 1, 1))
rows = st.lists(
    st.tuples(
        plain, plain, st.sampled_from(["quote", "price_list"]), prices, quantities | st.none(), days, st.booleans()
    ),
    min_size=1,
    max_size=8,
)
NAMES = ["document", "line", "item", "kind", "amount", "quantity", "observed_on", "confirms_date"]


def _as_csv(table):
    held = io.StringIO()
    csv.writer(held).writerows([NAMES, *([_in_csv(value) for value in row] for row in table)])
    return held.getvalue().encode()


def _in_csv(value):
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def _as_parquet(table):
    held = io.BytesIO()
    types = [pl.String] * 4 + [pl.Decimal(19, 4), pl.Decimal(19, 6), pl.Date, pl.Boolean]
    pl.DataFrame(table, schema=dict(zip(NAMES, types, strict=True)), orient="row").write_parquet(held)
    return held.getvalue()


@settings(max_examples=20)
@given(rows=rows, from_1904=st.booleans(), constant_memory=st.booleans())
def test_the_same_table_reads_to_the_same_frame_however_it_is_written(rows, from_1904, constant_memory):
    table = [("D", str(number), *row[1:]) for number, row in enumerate(rows)]
    options = {"date_1904": from_1904, "constant_memory": constant_memory}
    frames = [
        _read(content, "price_evidence", name)
        for name, content in (
            ("p.csv", _as_csv(table)),
            ("p.parquet", _as_parquet(table)),
            ("p.xlsx", _written({"Prices": [NAMES, *table]}, **options)),
        )
    ]
    assert [read.problems for read in frames] == [(), (), ()]
    assert frames[0].frame.equals(frames[1].frame)
    assert frames[0].frame.equals(frames[2].frame)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6))
def test_a_number_of_fifteen_digits_is_read_as_it_was_typed(typed):
    for raw in (repr(float(typed)), format(float(typed), ".17g")):
        said, code = number_text(raw)
        assert code == ""
        assert Decimal(said) == typed


@given(st.dates(min_value=date(1900, 3, 1), max_value=date(9990, 1, 1)))
def test_a_day_is_the_same_in_both_systems(day):
    number = (day - date(1899, 12, 30)).days
    assert day_text(str(number), from_1904=False) == (day.isoformat(), "")
    if day.year >= 1904:
        assert day_text(str(number - 1462), from_1904=True) == (day.isoformat(), "")


# --- cells ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell, said",
    [
        ("<c r='A2'><v>3</v></c>", "3"),
        ("<c r='A2'><v>3.0</v></c>", "3"),
        ("<c r='A2'><v>007</v></c>", "7"),
        ("<c r='A2'><v>0.10000000000000001</v></c>", "0.1"),
        ("<c r='A2'><v>1E-07</v></c>", "0.0000001"),
        ("<c r='A2'><v>1.5E3</v></c>", "1500"),
        ("<c r='A2'><v>-0</v></c>", "0"),
        ("<c r='A2' t='n'><v>123456789012345</v></c>", "123456789012345"),
        ("<c r='A2' t='b'><v>1</v></c>", "true"),
        ("<c r='A2' t='s'><v>1</v></c>", "007"),
        ("<c r='A2' t='s'><v>2</v></c>", "rich text"),
        ("<c r='A2' t='str'><f>A1</f><v>done</v></c>", "done"),
        ("<c r='A2'><f>1+1</f><v>2</v></c>", "2"),
        ("<c r='A2' t='inlineStr'><is><r><t>a</t></r><r><t>b</t></r><rPh><t>x</t></rPh></is></c>", "ab"),
        ("<c r='A2' t='d'><v>2026-10-31</v></c>", "2026-10-31"),
        ("<c r='A2' t='d'><v>2026-10-31T00:00:00.000</v></c>", "2026-10-31"),
        ("<c r='A2' s='1'><v>46326</v></c>", "2026-10-31"),
        ("<c r='A2' s='2'><v>46326</v></c>", "2026-10-31"),
        ("<c r='A2' s='3'><v>46326</v></c>", "46326"),
        ("<c r='A2' s='1'><v>1</v></c>", "1900-01-01"),
        ("<c r='A2' s='1'><v>59</v></c>", "1900-02-28"),
        ("<c><v>4</v></c>", "4"),
        ("<c r='A2' t='str'><v>a &amp; &lt;b&gt;</v></c>", "a & <b>"),
    ],
)
def test_a_cell_is_the_text_that_a_person_reads(cell, said):
    assert _only_item(cell) == said


SHARED = (
    f'<sst xmlns="{MAIN}"><si><t>item</t></si><si><t>007</t></si>'
    "<si><r><t>rich </t></r><r><t>text</t></r><rPh sb='0' eb='1'><t>spoken</t></rPh></si></sst>"
)
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd;@"/>'
    '<numFmt numFmtId="165" formatCode="[Red]#,##0.00&quot; days&quot;"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>'
)


def _one(cell, **said):
    others = '<c r="B2"><v>1</v></c><c r="C2"><v>2</v></c>' if "r='A2'" in cell else "<c><v>1</v></c><c><v>2</v></c>"
    made = sheet(texts(1, *HEADER), cell + others)
    return _read(workbook(made, shared=SHARED, styles=STYLES, **said))


def _only_item(cell):
    read = _one(cell)
    assert read.problems == ()
    return read.frame["item"].item()


@pytest.mark.parametrize(
    "cell, shown, code",
    [
        ("<c r='A2' t='e'><v>#N/A</v></c>", "#N/A", "error_value"),
        ("<c r='A2' t='e'><f>1/0</f><v>#DIV/0!</v></c>", "#DIV/0!", "error_value"),
        ("<c r='A2'><f>1+1</f></c>", "", "no_result"),
        ("<c r='A2'><f>1+1</f><v></v></c>", "", "no_result"),
        ("<c r='A2'><v>0.30000000000000004</v></c>", "0.30000000000000004", "too_precise"),
        ("<c r='A2'><v>12345678901234567</v></c>", "12345678901234568", "too_precise"),
        ("<c r='A2'><v>1E+20</v></c>", "100000000000000000000", "too_precise"),
        ("<c r='A2'><v>9E999</v></c>", "9E999", "too_precise"),
        ("<c r='A2' s='1'><v>46326.25</v></c>", "2026-10-31 06:00", "time_of_day"),
        ("<c r='A2' t='d'><v>2026-10-31T06:00:00</v></c>", "2026-10-31T06:00:00", "time_of_day"),
        ("<c r='A2' s='1'><v>60</v></c>", "60", "bad_day"),
        ("<c r='A2' s='1'><v>0</v></c>", "0", "bad_day"),
        ("<c r='A2' s='1'><v>-1</v></c>", "-1", "bad_day"),
        ("<c r='A2' s='1'><v>2958466</v></c>", "2958466", "bad_day"),
        ("<c r='A2' t='str'><v>a_x0000_b</v></c>", "a\0b", "control_character"),
        ("<c r='A2' t='str'><v>a_x000D_b</v></c>", "a\rb", "control_character"),
    ],
)
def test_a_cell_that_says_something_else_than_its_text_is_a_fault_of_its_row(cell, shown, code):
    read = _one(cell)
    (problem,) = read.problems
    assert (problem.sheet, problem.row, problem.column, problem.code) == ("Sheet1", 2, "item", code)
    assert problem.value == shown
    assert problem.hint
    assert read.n_rows == 1
    assert read.frame.is_empty()


def test_an_error_in_a_cell_that_may_be_empty_is_not_taken_for_an_empty_one():
    row = texts(2, "A", "1", "1") + "<c r='D2' t='e'><v>#REF!</v></c>"
    read = _read(workbook(sheet(texts(1, *HEADER, "lot"), row)))
    assert _codes(read) == [(2, "lot", "error_value")]


def test_a_workbook_that_counts_from_1904_says_so():
    made = sheet(texts(1, *HEADER), "<c r='A2' s='1'><v>44864</v></c>" + '<c r="B2"><v>1</v></c><c r="C2"><v>2</v></c>')
    read = _read(workbook(made, styles=STYLES, properties='<workbookPr date1904="1"/>'))
    assert read.frame["item"].to_list() == ["2026-10-31"]


def test_a_part_may_write_a_prefix_before_every_name():
    body = sheet(texts(1, *HEADER), texts(2, "A", "1", "2"))
    prefixed = body.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
    for name in ("worksheet", "sheetData", "row", "is", "c", "t"):
        prefixed = prefixed.replace(f"<{name}>", f"<x:{name}>").replace(f"<{name} ", f"<x:{name} ")
        prefixed = prefixed.replace(f"</{name}>", f"</x:{name}>")
    assert _read(workbook(prefixed)).frame.equals(_read(workbook(body)).frame)
    assert _read(workbook(prefixed)).frame.height == 1


# --- rows, sheets -----------------------------------------------------------------------------------------------------


def test_rows_keep_the_numbers_of_the_spreadsheet_and_blank_ones_are_passed_over():
    content = _written({"Stock": [[], [" "], HEADER, ["A", 1, 2], [], ["B", "x", 2], ["", None, " "]]})
    read = _read(content)
    assert _codes(read) == [(6, "quantity", "bad_quantity")]
    assert read.problems[0].sheet == "Stock"
    assert read.frame["row"].to_list() == [4]
    assert read.n_rows == 2


def test_a_title_is_no_header():
    read = _read(_written({"Stock": [["Stock on hand at 31 October"], HEADER, ["A", 1, 2]]}))
    assert (1, "Stock on hand at 31 October", "unknown_column") in _codes(read)
    assert all(problem.code != "no_rows" for problem in read.problems)


def test_what_stands_beside_the_table_is_a_ragged_row():
    read = _read(_written({"Stock": [HEADER, ["A", 1, 2], ["B", 1, 2, None, "checked"]]}))
    assert _codes(read) == [(3, "", "ragged_row")]
    assert read.problems[0].message == "the row has 5 fields and the header has 3"
    assert read.frame["item"].to_list() == ["A"]


def test_faults_are_worded_as_in_csv():
    table = [["item", "quantitty", "cost"], ["A", "1e5", "-1"], ["", "1", "2"]]
    csv_text = "\n".join(",".join(row) for row in table).encode()
    by_sheet = _read(_written({"S": table})).problems
    by_csv = _read(csv_text, name="book.csv").problems
    assert [(p.row, p.column, p.value, p.code, p.message, p.hint) for p in by_sheet] == [
        (p.row, p.column, p.value, p.code, p.message, p.hint) for p in by_csv
    ]


GOOD = [HEADER, ["A", 1, 2]]
PART = [["item", "quantity"], ["A", 1]]


@pytest.mark.parametrize(
    "sheets, chosen",
    [
        ({"Anything": GOOD}, "Anything"),
        ({"Read me": [["Hello"]], "Data": GOOD}, "Data"),
        ({"Data": GOOD, "On hand": GOOD}, "On hand"),
        ({"Data": PART, "Other": [["wheels"]]}, "Data"),
        ({"Data": GOOD, "ON_HAND": PART}, "ON_HAND"),
        ({"Empty": [], "Data": GOOD}, "Data"),
    ],
)
def test_the_sheet_is_the_one_named_like_the_table_or_the_one_that_has_its_columns(sheets, chosen):
    read = _read(_written(sheets))
    assert {problem.sheet for problem in read.problems} <= {chosen}
    assert bool(read.problems) == (sheets[chosen] is PART)


def test_several_sheets_that_could_be_meant_are_named():
    read = _read(_written({"May": GOOD, "June": GOOD}))
    (problem,) = read.problems
    assert (problem.row, problem.code) == (0, "many_sheets")
    assert problem.message == "more than one sheet can be on_hand: May, June"


def test_hidden_sheets_are_passed_over():
    good = sheet(texts(1, *HEADER), texts(2, "A", "1", "2"))
    read = _read(workbook(good, good, names=["Old", "New"], states=['state="veryHidden"', ""]))
    assert read.frame.height == 1
    assert read.problems == ()
    hidden = _read(workbook(good, states=['state="hidden"']))
    assert _codes(hidden) == [(0, "", "empty_file")]


def test_a_workbook_without_rows_says_so():
    assert _codes(_read(_written({"S": []}))) == [(0, "", "empty_file")]
    assert _codes(_read(_written({"S": [HEADER]}))) == [(0, "", "no_rows")]


def test_merged_cells_are_refused():
    made = sheet(texts(1, *HEADER), texts(2, "A", "1", "2"), after='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>')
    read = _read(workbook(made))
    assert _codes(read) == [(0, "", "merged_cells")]
    assert "A2:A3" in read.problems[0].message
    assert read.frame.is_empty()


def test_a_thousand_faults_are_shown_and_the_rest_are_counted():
    rows = [texts(1, *HEADER), *(f"<c r='A{n}' t='e'><v>#N/A</v></c>" for n in range(2, 1502))]
    read = _read(workbook(sheet(*rows)))
    assert len(read.problems) == 1001
    assert read.problems[-1].message == "there are 3,500 more faults"
