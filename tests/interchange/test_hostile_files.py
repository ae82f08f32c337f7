"""Whatever a file holds, it is answered in words: nothing is raised, nothing is guessed, nothing is dropped."""

import io
import random

import polars as pl
import pytest

from lowmark.interchange import read_table
from lowmark.interchange.tables import TABLES

HEADER = "item,quantity,cost\n"


def _read(content, name="on_hand.csv", table="on_hand"):
    read = read_table(file_name=name, content=content, table=table, currency="CAD")
    assert read.frame.columns[-1] == "row"
    return read


def _codes(read):
    return [(problem.row, problem.code) for problem in read.problems]


@pytest.mark.parametrize(
    "content, row, code",
    [
        (b"", 0, "empty_file"),
        (b" \n\n", 0, "empty_file"),
        (HEADER.encode(), 0, "no_rows"),
        (b"\xef\xbb\xbf" + HEADER.encode(), 0, "no_rows"),
        (b"\xef\xbb\xbf", 0, "empty_file"),
        (HEADER.encode() + b"caf\xe9,1,1\n", 0, "not_utf8"),
        (HEADER.encode("utf-16"), 0, "not_csv"),
        (HEADER.encode() + b"A\0B,1,1\n", 0, "not_csv"),
        (b"PK\x03\x04 a workbook", 0, "not_csv"),
        (HEADER.replace("\n", "\r").encode() + b"A,1,1\r", 0, "not_csv"),
        (b"item;quantity;cost\nA;1,5;2\n", 1, "not_commas"),
        (b",,\nA,1,1\n", 1, "no_header"),
        (b"\nitem,quantity,cost\nA,1,1\n", 1, "no_header"),
        (b"," * 300 + b"\n", 1, "too_many_columns"),
        (b"x" * 100_000 + b"\nA\n", 1, "header_too_long"),
        (HEADER.encode() + b'A,1,1\n"B,1,1\nC,1,1\n', 3, "unclosed_quote"),
        (HEADER.encode() + b'A,1,1\n5" pipe,1,1\nC,1,1\n', 3, "stray_quote"),
        (HEADER.encode() + b'"A"x,1,1\n', 2, "stray_quote"),
        (b'item,"quantity,cost\n', 1, "unclosed_quote"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_fault(content, row, code):
    read = _read(content)
    assert _codes(read) == [(row, code)]
    assert read.frame.is_empty()


@pytest.mark.parametrize("name", ["book.xls", "book.xlsm", "book.ods", "noending", ".csv.gz", ""])
def test_other_kinds_of_file_are_refused_by_name(name):
    assert _codes(_read(b"item,quantity,cost\nA,1,1\n", name)) == [(0, "unknown_format")]


def test_a_byte_order_mark_and_windows_line_ends_are_fine():
    read = _read(b"\xef\xbb\xbfitem,quantity,cost\r\nA,1,1\r\nB,2,2\r\n")
    assert read.problems == ()
    assert read.frame["cost_minor"].to_list() == [100, 200]


def test_ragged_rows_are_named_and_the_others_still_judged():
    read = _read(HEADER.encode() + b'A,1\nB,1,1,1\nC,x,1\n"D,1",2,3\n')
    assert _codes(read) == [(2, "ragged_row"), (3, "ragged_row"), (4, "bad_quantity")]
    assert read.problems[1].value == "B,1,1,1"
    assert read.n_rows == 4
    assert read.frame["item"].to_list() == ["D,1"]


def test_a_line_end_inside_quotation_marks_stays_in_its_cell_and_is_refused_there():
    read = _read(HEADER.encode() + b'"A\nB",1,1\n"say ""hello""",1,1\n')
    assert _codes(read) == [(2, "control_character")]
    assert read.frame["item"].to_list() == ['say "hello"']
    assert read.frame["row"].to_list() == [3]


@pytest.mark.parametrize(
    "quantity", ["1,5", "1.000,5", "1_000", "1e5", "nan", "inf", "٣", "+1", "1.", ".5", "0x1", "--1", "1-0", "1'000"]
)
def test_a_number_that_could_be_read_in_two_ways_is_refused(quantity):
    assert _codes(_read(HEADER.encode() + f'A,"{quantity}",1\n'.encode())) == [(2, "bad_quantity")]


@pytest.mark.parametrize(
    "quantity, code",
    [("0.0000001", "too_many_decimals"), ("9223372036855", "out_of_range"), ("9" * 41, "bad_quantity")],
)
def test_a_number_that_does_not_fit_is_refused(quantity, code):
    assert _codes(_read(HEADER.encode() + f"A,{quantity},1\n".encode())) == [(2, code)]


@pytest.mark.parametrize(
    "day, code",
    [
        ("2026-02-30", "bad_day"),
        ("31.10.2026", "bad_day"),
        ("10/31/2026", "bad_day"),
        ("2026-1-1", "bad_day"),
        ("2026-10-31T00:00:00", "bad_day"),
        ("46326", "bad_day"),
        ("0001-01-01", "day_out_of_range"),
        ("0000-01-01", "bad_day"),
        ("9999-12-31", "day_out_of_range"),
        ("2200-01-01", "day_out_of_range"),
    ],
)
def test_a_day_that_is_none_is_refused(day, code):
    text = f"document,line,item,kind,price,observed_on\nP,1,X,quote,1,{day}\n"
    assert _codes(_read(text.encode(), table="price_evidence")) == [(2, code)]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "-cmd|' /C calc'!A0", "+1", "<script>", "'; drop table item; --"])
def test_what_looks_like_a_formula_is_a_text(text):
    read = _read(HEADER.encode() + f'"{text}",1,1\n'.encode())
    assert read.problems == ()
    assert read.frame["item"].to_list() == [text]


@pytest.mark.parametrize("mark", ["\x01", "\t", "\x7f", "\x85", "\u2028", "\u202e", "\ufeff"])
def test_a_character_that_cannot_be_seen_is_refused(mark):
    read = _read((HEADER + f"A{mark}B,1,1\n").encode())
    assert _codes(read) == [(2, "control_character")]


def test_a_cell_of_ten_megabytes_is_one_fault_and_is_not_repeated():
    read = _read(HEADER.encode() + b"A" * 10_000_000 + b",1,1\nB," + b"1" * 10_000_000 + b",1\n")
    assert _codes(read) == [(2, "too_long"), (3, "too_long")]
    assert all(len(problem.value) <= 60 for problem in read.problems)


def test_a_currency_is_a_current_one():
    text = "document,line,item,kind,price,currency,observed_on\nP,1,X,quote,1,{},2026-10-31\n"
    for currency, code in [
        ("cad", "unknown_currency"),
        ("XAU", "currency_without_minor_unit"),
        ("EURO", "unknown_currency"),
    ]:
        assert _codes(_read(text.format(currency).encode(), table="price_evidence")) == [(2, code)]


def _parquet():
    held = io.BytesIO()
    pl.DataFrame({"item": ["A", "B"], "quantity": [1, 2], "cost": ["1.5", "2"]}).write_parquet(held)
    return held.getvalue()


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + b"\0" * 40 + b"PAR1", b"item,quantity,cost\nA,1,1\n"])
def test_a_parquet_that_is_none_is_one_fault(content):
    assert _codes(_read(content, "on_hand.parquet")) == [(0, "not_parquet")]


def test_a_damaged_parquet_is_answered_in_words():
    chance = random.Random(20261031)
    whole = _parquet()
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(4, len(damaged) - 4)] = chance.randrange(256)
        _read(bytes(damaged), "on_hand.parquet")
    for length in range(0, len(whole), 7):
        assert _read(whole[:length], "on_hand.parquet").problems


def test_no_bytes_make_it_raise():
    chance = random.Random(20261101)
    alphabet = [
        b",",
        b'"',
        b"\n",
        b"\r",
        b"\r\n",
        b"A",
        b"1",
        b"\0",
        b"\xff",
        "é".encode(),
        b"item",
        b"quantity",
        b"cost",
        b"=",
        b"-",
        b".",
    ]
    for name in TABLES:
        for _ in range(100):
            start = HEADER.encode() if chance.random() < 0.7 else b""
            content = start + b"".join(chance.choices(alphabet, k=chance.randint(0, 40)))
            read = _read(content, table=name)
            assert read.problems or read.frame.height == read.n_rows
