"""What a file's reader makes regular or passes over is said beside its rows, and nothing is said of a file that is as it should be."""

import pytest

from lowmark.interchange.read import read_table
from tests.interchange.raw_workbook import sheet, texts, workbook

HEADER = ("item", "quantity", "cost")


def notes(content, name="x.csv"):
    read = read_table(file_name=name, content=content, table="on_hand", currency="CAD")
    assert read.problems == ()
    return [(one.code, one.row, one.column) for one in read.notes]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"item,quantity,cost\nA,1,2.00\n", []),
        (b"\xef\xbb\xbfitem,quantity,cost\nA,1,2.00\n", [("byte_order_mark", 0, "")]),
        (b"item,quantity,cost\r\nA,1,2.00\nB,1,2.00\n", [("mixed_line_ends", 0, "")]),
        (b"item,quantity,cost\r\nA,1,2.00\r\n", []),
        (b"SKU,Quantity ,cost\nA,1,2.00\n", [("read_as", 1, "item"), ("read_as", 1, "quantity")]),
        (b"item,quantity,cost\nA,1,2.00\n B ,1,2.00\n", [("made_regular", 3, "item")]),
        ("item,quantity,cost\ncafe\u0301,1,2.00\n".encode(), [("made_regular", 2, "item")]),
        (b"item,quantity,cost\nA,1,-0.00\n", [("made_regular", 2, "cost")]),
    ],
)
def test_a_csv(content, said):
    assert notes(content) == said


def test_a_workbook_says_what_a_person_does_not_see_in_it():
    summed = texts(4, "C") + '<c r="B4"><f>1+1</f><v>2</v></c><c r="C4"><v>2</v></c>'
    rows = sheet(texts(1, *HEADER), texts(2, "A", "1", "2"), texts(3, "B", "1", "2"), summed)
    rows = rows.replace('<row r="3">', '<row r="3" hidden="1">')
    rows = rows.replace("<sheetData>", '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>')
    made = workbook(rows, rows, names=["Old", "New"], states=['state="hidden"', ""])
    assert [code for code, _, _ in notes(made, "x.xlsx")] == [
        "hidden_sheet",
        "formulas",
        "hidden_rows",
        "hidden_columns",
    ]


def test_a_workbook_that_counts_from_1904_says_so():
    made = workbook(sheet(texts(1, *HEADER), texts(2, "A", "1", "2")), properties='<workbookPr date1904="1"/>')
    assert [code for code, _, _ in notes(made, "x.xlsx")] == ["from_1904"]
