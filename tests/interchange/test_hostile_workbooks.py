"""A workbook made to do harm is answered in words, and the process that reads it is stopped where it has to be."""

import io
import random
import zipfile

import pytest

from lowmark.interchange import read_table
from lowmark.interchange.faults import Faults
from lowmark.interchange.tables import find_table
from lowmark.interchange.workbook import archive
from lowmark.interchange.workbook.limited import Limits
from lowmark.interchange.xlsx_bytes import read_xlsx
from tests.interchange.raw_workbook import MAIN, packed, parts, sheet, texts, workbook

HEADER = texts(1, "item", "quantity", "cost")
ROW = texts(2, "A", "1", "2")
GOOD = sheet(HEADER, ROW)


def _read(content):
    return read_table(file_name="on_hand.xlsx", content=content, table="on_hand", currency="CAD")


def _code(content):
    (problem,) = _read(content).problems
    assert problem.row == 0
    assert problem.hint
    return problem.code


def _limited(content, **limits):
    faults = Faults("on_hand.xlsx")
    texts = read_xlsx(content, find_table("on_hand"), faults, Limits(**limits))
    return texts, [problem.code for problem in faults.problems()]


def test_the_workbook_that_the_others_are_made_from_is_right():
    assert _read(workbook(GOOD)).problems == ()


# --- the archive ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"item,quantity,cost\nA,1,1\n",
        b"<html><table></table></html>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
        b"PK\x03\x04",
        b"PK\x05\x06" + b"\0" * 18,
        packed({"word/document.xml": "<document/>"}),
        packed(parts(GOOD), zipfile.ZIP_BZIP2),
        workbook(GOOD)[:-30],
        workbook(GOOD)[:400],
    ],
)
def test_what_is_no_workbook_is_refused(content):
    assert _code(content) == "not_xlsx"


def test_a_workbook_called_csv_is_refused_as_a_workbook():
    read = read_table(file_name="on_hand.csv", content=workbook(GOOD), table="on_hand", currency="CAD")
    assert [problem.code for problem in read.problems] == ["not_csv"]
    assert ".xlsx" in read.problems[0].hint


def test_an_encrypted_member_is_refused():
    content = bytearray(workbook(GOOD))
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    (problem,) = _read(bytes(content)).problems
    assert (problem.code, "password" in problem.message) == ("not_xlsx", True)


@pytest.mark.parametrize(
    "name",
    [
        "xl/vbaProject.bin",
        "xl/macrosheets/sheet1.xml",
        "xl/externalLinks/externalLink1.xml",
        "xl/embeddings/oleObject1.bin",
        "xl/activeX/activeX1.xml",
    ],
)
def test_what_could_act_or_reach_out_is_refused(name):
    assert _code(packed(parts(GOOD) | {name: "x"})) == "active_content"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_that_is_there_twice_is_refused():
    members = list(parts(GOOD).items())
    assert _code(packed([*members, ("xl/worksheets/sheet1.xml", GOOD)])) == "not_xlsx"
    assert _code(packed([*members, ("XL/worksheets/SHEET1.xml", GOOD)])) == "not_xlsx"


def test_a_bomb_is_refused_by_what_its_directory_says():
    assert _code(packed(parts(GOOD) | {"xl/media/zeros.bin": b"\0" * 8_000_000})) == "too_large"
    assert _code(packed(parts(GOOD) | {f"xl/media/{n}": "x" for n in range(archive.MEMBERS)})) == "too_large"


def test_a_bomb_that_lies_about_its_size_is_no_workbook():
    held = io.BytesIO(packed(parts(sheet(HEADER, *["<c/>" * 100] * 2_000))))
    with zipfile.ZipFile(held) as opened:
        size = opened.getinfo("xl/worksheets/sheet1.xml").file_size
    content = held.getvalue().replace(size.to_bytes(4, "little"), (2_000).to_bytes(4, "little"))
    assert _code(content) == "not_xlsx"


def test_a_directory_of_millions_is_not_listed():
    content = bytearray(workbook(GOOD))
    at = content.rfind(b"PK\x05\x06")
    content[at + 8 : at + 12] = b"\xff\xff\xff\xff"
    assert _code(bytes(content)) == "too_large"
    assert _code(workbook(GOOD)[:-22] + b"PK\x06\x07" + b"\0" * 16 + workbook(GOOD)[-22:]) == "not_xlsx"


# --- the parts --------------------------------------------------------------------------------------------------------

LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "'
    + "&a;" * 10
    + '">'
    + "".join(f'<!ENTITY {chr(n + 1)} "{f"&{chr(n)};" * 10}">' for n in range(98, 108))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("head", [LAUGHS, OUTSIDE, "<!DOCTYPE worksheet>"])
def test_a_document_type_is_refused_in_every_part(head):
    assert _code(workbook(sheet(HEADER, texts(2, "&a;", "1", "2"), head=head))) == "not_xlsx"
    for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        made = parts(GOOD)
        assert _code(packed(made | {part: head + made[part]})) == "not_xlsx"
    assert _code(workbook(GOOD, shared=f'{head}<sst xmlns="{MAIN}"/>')) == "not_xlsx"


def test_a_document_type_in_another_encoding_is_refused_too():
    made = sheet(HEADER, ROW, head='<?xml version="1.0" encoding="UTF-16"?>' + LAUGHS).encode("utf-16")
    assert _code(workbook(made)) == "not_xlsx"


@pytest.mark.parametrize(
    "cells",
    [
        "<c r='A2' t='s'><v>7</v></c>",
        "<c r='A2' t='s'><v>-1</v></c>",
        "<c r='A2' t='s'><v>٣</v></c>",
        "<c r='A2' t='x'><v>7</v></c>",
        "<c r='A2' t='b'><v>7</v></c>",
        "<c r='A2'><v>seven</v></c>",
        "<c r='A2'><v>nan</v></c>",
        "<c r='A2'><v>1_0</v></c>",
        "<c r='A3'><v>7</v></c>",
        "<c r='A0'><v>7</v></c>",
        "<c r='2'><v>7</v></c>",
        "<c r='XFE2'><v>7</v></c>",
        "<c r='ZZZZ2'><v>7</v></c>",
        "<c r='A2'><v>7</v></c><c r='A2'><v>8</v></c>",
        "<c r='B2'><v>7</v></c><c r='A2'><v>8</v></c>",
        "<c r='A2'><v>7</c>",
        "</row><row r='2'>",
        "</row><row r='1'>",
        "</row><row r='x'>",
    ],
)
def test_a_damaged_sheet_is_refused(cells):
    assert _code(workbook(sheet(HEADER, cells))) == "not_xlsx"


@pytest.mark.parametrize("missing", ["xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"])
def test_a_part_that_is_missing_is_refused(missing):
    assert _code(packed({name: text for name, text in parts(GOOD).items() if name != missing})) == "not_xlsx"


def test_a_sheet_outside_the_archive_is_not_fetched():
    made = parts(GOOD)
    for target in ("../../../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd"):
        rels = made["xl/_rels/workbook.xml.rels"].replace("worksheets/sheet1.xml", target)
        assert _code(packed(made | {"xl/_rels/workbook.xml.rels": rels})) == "not_xlsx"
        outside = rels.replace("Target=", 'TargetMode="External" Target=')
        assert _code(packed(made | {"xl/_rels/workbook.xml.rels": outside})) == "empty_file"


# --- size -------------------------------------------------------------------------------------------------------------


def test_a_sheet_that_says_it_is_huge_and_is_not_is_read():
    lying = GOOD.replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    assert _read(workbook(lying)).frame.height == 1


def test_a_cell_in_the_last_place_costs_nothing():
    made = sheet(HEADER, ROW).replace(
        "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    (problem,) = _read(workbook(made)).problems
    assert (problem.row, problem.code) == (1_048_576, "ragged_row")


def test_a_row_beyond_the_last_is_one_too_many():
    made = sheet(HEADER, ROW).replace("</sheetData>", '<row r="1048577"><c r="A1048577"><v>1</v></c></row></sheetData>')
    assert _code(workbook(made)) == "too_many_rows"


def test_too_many_columns():
    header = "".join(f'<c t="inlineStr"><is><t>c{n}</t></is></c>' for n in range(300))
    (problem,) = _read(workbook(sheet(header, ROW))).problems
    assert (problem.row, problem.code) == (1, "too_many_columns")


def test_a_huge_text_is_too_long_and_is_not_repeated():
    huge = random.Random(1).randbytes(1_500_000).hex()
    read = _read(workbook(sheet(HEADER, texts(2, huge, "1", "2"))))
    (problem,) = read.problems
    assert (problem.row, problem.column, problem.code) == (2, "item", "too_long")
    assert len(problem.value) == 60
    shared = f'<sst xmlns="{MAIN}"><si><t>{huge}</t></si></sst>'
    cells = '<c r="A2" t="s"><v>0</v></c><c r="B2"><v>1</v></c><c r="C2"><v>1</v></c>'
    assert [problem.code for problem in _read(workbook(sheet(HEADER, cells), shared=shared)).problems] == ["too_long"]


def _wide(rows):
    """A sheet of many rows that no compression shrinks to nothing."""
    chance = random.Random(2)
    return sheet(HEADER, *(texts(n, chance.random(), "1", "2") for n in range(2, rows + 2)))


def test_a_child_out_of_memory_is_too_large():
    chance = random.Random(3)
    many = "".join(f"<si><t>{chance.random()}</t></si>" for _ in range(100_000))
    content = workbook(GOOD, shared=f'<sst xmlns="{MAIN}">{many}</sst>')
    assert _limited(content, memory=20 * 1024 * 1024)[1] == ["too_large"]


def test_a_child_out_of_time_is_too_large():
    content = workbook(_wide(60_000))
    assert _limited(content, clock_seconds=0.3)[1] == ["too_large"]
    assert _limited(content, processor_seconds=0)[1] == ["too_large"]


def test_a_child_that_says_too_much_is_too_large():
    assert _limited(workbook(_wide(2_000)), said=20_000)[1] == ["too_large"]


def test_shared_texts_do_not_multiply_without_end():
    shared = f'<sst xmlns="{MAIN}"><si><t>{"x" * 1_000}</t></si></sst>'
    rows = ("".join(f'<c r="{c}{n}" t="s"><v>0</v></c>' for c in "ABC") for n in range(2, 3_000))
    assert _limited(workbook(sheet(HEADER, *rows), shared=shared), said=1_000_000)[1] == ["too_large"]


# --- chance -----------------------------------------------------------------------------------------------------------


def test_a_damaged_workbook_is_answered_in_words():
    chance = random.Random(20261031)
    whole = workbook(GOOD)
    for _ in range(15):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        read = _read(bytes(damaged))
        assert read.problems or read.frame.height == read.n_rows
    for length in range(0, len(whole), 197):
        assert _read(whole[:length]).problems


def test_damaged_markup_is_answered_in_words():
    chance = random.Random(20261101)
    for _ in range(15):
        made = parts(GOOD)
        name = chance.choice(list(made))
        text = bytearray(made[name].encode())
        for _ in range(chance.randint(1, 3)):
            text[chance.randrange(len(text))] = chance.choice(b"<>/\"'=& x1")
        read = _read(packed(made | {name: bytes(text)}))
        assert read.problems or read.frame.height == read.n_rows
