"""Bad files that no other test holds, each under its number in `tests/bad_inputs.yaml`: refused in words, or taken as said.

A case is a file of one table and the faults found in it, as row and code; an empty list is a file that is taken.
"""

import io
from datetime import date, datetime

import polars as pl
import pytest

from lowmark.interchange import read_table
from lowmark.interchange.texts import FILE_BYTES, FILE_ROWS

HAND = "item,quantity,cost\n"
PRICE = "document,line,item,kind,price,observed_on\n"
LAYER = "document,line,item,location,quantity,value,received_on,opening_on\n"


def read(content, *, table="on_hand", name="", currency="CAD"):
    content = content if isinstance(content, bytes) else content.encode()
    return read_table(file_name=name or f"{table}.csv", content=content, table=table, currency=currency)


def codes(found):
    return [(one.row, one.code) for one in found.problems]


def hand(quantity="1", cost="1", item="A"):
    return f'{HAND}"{item}","{quantity}","{cost}"\n'


def price(day):
    return f"{PRICE}P,1,X,quote,1,{day}\n"


TAKEN = {
    23: (HAND + "A,1,1\r\nB,2,2\nC,3,3\r\n", 3),
    30: ("  ÍTEM ,QUANTITY, Cost \nA,1,1\n".replace("Í", "I"), 1),
    80: (hand(item="TENT 🏕"), 1),
    "82a": (hand(item="{{7*7}}"), 1),
    "82b": (hand(item="{% debug %}"), 1),
    "82c": (hand(item="${7*7}"), 1),
    83: (hand(item="'; DROP TABLE items_item; --"), 1),
}


@pytest.mark.parametrize("number", TAKEN, ids=str)
def test_a_file_that_is_taken(number):
    content, rows = TAKEN[number]
    found = read(content)
    assert (codes(found), found.frame.height) == ([], rows)


REFUSED = {
    "16 utf-16 little": (HAND.encode("utf-16-le") + "A,1,1\n".encode("utf-16-le"), "not_csv"),
    "16 utf-16 big, marked": (b"\xfe\xff" + (HAND + "A,1,1\n").encode("utf-16-be"), ("not_csv", "not_utf8")),
    "17 windows-1252": ((HAND + "Café,1,1\n").encode("cp1252"), "not_utf8"),
    "18 broken in the middle": (HAND.encode() + b"A,1,1\nB\xc3\x28,1,1\nC,1,1\n", "not_utf8"),
    "27 a header twice": ("item,quantity,quantity,cost\nA,1,1,1\n", "duplicate_column"),
    "28 an unknown header": ("item,quantity,cost,colour\nA,1,1,red\n", "unknown_column"),
    "29 a header missing": ("item,cost\nA,1\nB,2\n", "missing_column"),
    "31 tabs": ("item\tquantity\tcost\nA\t1\t1\n", "not_commas"),
    "31 bars": ("item|quantity|cost\nA|1|1\n", ("missing_column", "unknown_column", "neither_given")),
    "32 a field of 200 kB": (hand(item="A" * 200_000), "too_long"),
    "35 a thousand's comma": (hand(cost="1,234.56"), "bad_amount"),
    "36 a decimal comma": (hand(cost="1.234,56"), "bad_amount"),
    "37 a no-break space": (hand(cost="1\u00a0234"), "bad_amount"),
    "37 a narrow no-break space": (hand(cost="1\u202f234"), "bad_amount"),
    "38 in parentheses": (hand(cost="(123.45)"), "bad_amount"),
    "38 a minus behind": (hand(cost="123-"), "bad_amount"),
    "39 an exponent": (hand(cost="1e5"), "bad_amount"),
    "40 a huge exponent": (hand(cost="1e400"), "bad_amount"),
    "41 NaN": (hand(cost="NaN"), "bad_amount"),
    "41 Infinity": (hand(cost="Infinity"), "bad_amount"),
    "41 sNaN": (hand(quantity="sNaN"), "bad_quantity"),
    "43 full-width digits": (hand(quantity="１２３"), "bad_quantity"),
    "43 a half": (hand(quantity="½"), "bad_quantity"),
    "43 a square": (hand(quantity="²"), "bad_quantity"),
    "44 an underscore": (hand(cost="1_000"), "bad_amount"),
    "45 hexadecimal": (hand(cost="0x10"), "bad_amount"),
    "46 a formula": (hand(cost="=1+1"), "bad_amount"),
    "47 an error of a sheet": (hand(cost="#DIV/0!"), "bad_amount"),
    "47 no value": (hand(quantity="#N/A"), "bad_quantity"),
    "50 twenty digits": (hand(cost="9" * 20), ("out_of_range", "bad_amount")),
    "53 a sign of money": (hand(cost="€12"), "bad_amount"),
    "53 a code of money": (hand(cost="12 EUR"), "bad_amount"),
    "54 a percentage": (hand(cost="5 %"), "bad_amount"),
    "55 a blank": (hand(quantity=""), ("missing_value", "empty_cell", "bad_quantity", "required")),
    "79 a control character": (hand(item="A\x01"), "control_character"),
    "79 as a workbook writes it": (hand(item="A\x07"), "control_character"),
    "78 from right to left": (hand(item="A\u202eB"), "control_character"),
    "81 five thousand characters": (hand(item="A" * 5_000), "too_long"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_is_refused(case):
    content, code = REFUSED[case]
    found = read(content)
    wanted = code if isinstance(code, tuple) else (code,)
    assert {one for _, one in codes(found)} <= set(wanted), codes(found)
    assert found.problems
    assert found.frame.is_empty()


DAYS = {
    "59 which is the month": "01/02/2026", "60 no such day": "31.02.2026", "61 two digits of a year": "26-02-01",
    "62 a serial": "60", "63 a serial below": "-1", "63 a serial above": "2958466", "66 with a zone":
    "2026-10-31T23:30:00+05:00", "70 year nought": "0000-01-01", "70 five digits": "10000-01-01",
    "71 a twenty-fourth hour": "2026-10-31T24:00:00", "71 a leap second": "2026-12-31T23:59:60",
    "72 of another era": "令和8年10月31日", "72 Hijri": "1448-05-20", "72 Thai": "2569-10-31",
}  # fmt: skip


@pytest.mark.parametrize("case", DAYS)
def test_a_day_that_is_refused(case):
    found = read(price(DAYS[case]), table="price_evidence")
    assert [code for _, code in codes(found)] in (["bad_day"], ["day_out_of_range"])


def test_days_written_in_two_ways_are_named_row_by_row():
    text = PRICE + "P,1,X,quote,1,2026-10-01\nP,2,X,quote,1,45566\nP,3,X,quote,1,2026-10-03\n"
    assert codes(read(text, table="price_evidence")) == [(3, "bad_day")]


@pytest.mark.parametrize(("currency", "value"), [("JPY", "1.5"), ("KWD", "1.2345")])
def test_more_decimals_than_the_currency_has_are_never_rounded(currency, value):
    assert codes(read(hand(cost=value), currency=currency)) == [(2, "too_many_decimals")]


def test_a_minus_before_nought_is_nought():
    found = read(hand(cost="-0"))
    assert (codes(found), found.frame["cost_minor"].to_list()) == ([], [0]) or codes(found) == [(2, "bad_amount")]


def test_spaces_of_every_kind_around_a_code_are_taken_off_or_refused():
    assert read(hand(item="  TENT-2\u00a0 ")).frame["item"].to_list() == ["TENT-2"]
    assert codes(read(hand(item="TENT\u200b-2"))) == [(2, "control_character")]


def test_two_spellings_of_one_letter_are_one():
    found = read(HAND + "Cafe\u0301,1,1\nCaf\u00e9,1,1\n")
    assert set(found.frame["item"].to_list()) <= {"Caf\u00e9"}


def test_a_line_without_end_is_too_large_before_it_is_read():
    found = read(b"x" * (FILE_BYTES + 1))
    assert codes(found) == [(0, "too_large")]


def test_leading_noughts_are_kept():
    assert read(hand(item="00123")).frame["item"].to_list() == ["00123"]


def of_parquet(frame):
    held = io.BytesIO()
    frame.write_parquet(held)
    return read(held.getvalue(), name="on_hand.parquet")


PARQUETS = {
    "108 a float of money": {"item": ["A"], "quantity": ["1"], "cost": [1.5]},
    "111 a list": {"item": ["A"], "quantity": ["1"], "cost": [[1, 2]]},
    "111 a structure": {"item": ["A"], "quantity": ["1"], "cost": [{"a": 1}]},
    "111 bytes": {"item": [b"A"], "quantity": ["1"], "cost": ["1"]},
    "112 a null": {"item": [None], "quantity": ["1"], "cost": ["1"]},
    "110 an instant": {"item": ["A"], "quantity": ["1"], "cost": [datetime(2026, 1, 1)]},  # noqa: DTZ001 -- without a zone, on purpose
    "110 a day for money": {"item": ["A"], "quantity": ["1"], "cost": [date(2026, 1, 1)]},
}


@pytest.mark.parametrize("case", PARQUETS)
def test_a_parquet_that_is_refused(case):
    assert of_parquet(pl.DataFrame(PARQUETS[case], strict=False)).problems


def test_a_dictionary_of_texts_is_read_as_its_texts():
    frame = pl.DataFrame({"item": ["A", "A"], "quantity": ["1", "2"], "cost": ["1", "2"]})
    found = of_parquet(frame.with_columns(pl.col("item").cast(pl.Categorical)))
    assert found.problems or found.frame["item"].to_list() == ["A", "A"]


def test_a_decimal_beyond_the_scale_is_refused():
    frame = pl.DataFrame({"item": ["A"], "quantity": ["1"], "cost": ["1.123456789"]})
    assert of_parquet(frame.with_columns(pl.col("cost").cast(pl.Decimal(38, 18)))).problems


def test_a_parquet_that_unpacks_without_end_is_refused_before_it_is_unpacked():
    rows = FILE_ROWS + 1
    frame = pl.select(item=pl.repeat(True, rows))
    assert [one.code for one in of_parquet(frame).problems] == ["too_many_rows"]


@pytest.mark.parametrize("quantity", ["0", "-2"])
def test_a_quantity_of_nothing_or_less_is_refused(quantity):
    row = f"O,1,A,Main,{quantity},30.00,2026-01-01,2026-01-01\n"
    assert read(LAYER + row, table="opening_layers").problems


def test_codes_that_differ_in_case_are_two():
    assert read(HAND + "tent,1,1\nTENT,1,1\n").frame["item"].to_list() == ["tent", "TENT"]
