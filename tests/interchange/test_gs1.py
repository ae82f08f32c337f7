"""Scanned codes: every identifier that is read, GS1's own rules for years and days, and check digits told with their digit.

By hand: 0950110153000 has the check digit 3, for (0+5+1+0+5+0+0) x 3 at the odd places from the right is 3 x (0+0+5+0+1+5+0) = 33,
the others 9+0+1+1+3+0 = 14: 47, to 50 it is 3.
"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.kinds.problems import Problem
from lowmark.interchange.gs1 import check_digit, day_of, read_scan

READ_ON = date(2026, 10, 31)
GTIN = "09501101530003"


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("(00)106141412345678908", "sscc", "106141412345678908"), (f"(01){GTIN}", "gtin", GTIN), (f"(02){GTIN}(37)12", "content_gtin", GTIN),
        ("(10)AB-1", "lot", "AB-1"), ("(21)S1", "serial", "S1"), ("(400)PO 7".replace(" ", "-"), "customer_order", "PO-7"),
        ("(410)9501101530003", "ship_to", "9501101530003"), ("(414)9501101530003", "location", "9501101530003"),
        ("(254)A1", "location_part", "A1"), (f"(8003){GTIN}X1", "returnable_asset", f"{GTIN}X1"), ("(8004)AB1", "asset", "AB1"),
        ("(710)123", "nhrn_de", "123"), ("(715)00123", "nhrn_us", "00123"), (f"]d201{GTIN}10AB\x1d21S1", "serial", "S1"),
        (f"01{GTIN}10AB\x1d21S1", "lot", "AB"), (f"https://id.gs1.org/01/{GTIN}/10/AB/21/S1", "serial", "S1"), ("TENT-2", "code", "TENT-2"),
        (GTIN, "code", GTIN),
    ],
)  # fmt: skip
def test_what_a_code_says(text: str, name: str, value: str):
    assert read_scan(text, read_on=READ_ON).value(name) == value


@pytest.mark.parametrize("identifier", ["11", "13", "15", "16", "17"])
def test_a_day_of_each_kind(identifier: str):
    assert read_scan(f"({identifier})261200", read_on=READ_ON).elements[0].on == date(2026, 12, 31)


def test_counts_and_weights_are_quantities():
    assert read_scan("(3103)001250", read_on=READ_ON).elements[0].quantity_micro == 1_250_000
    assert read_scan("(3100)000012", read_on=READ_ON).elements[0].quantity_micro == 12_000_000
    assert read_scan("(30)7", read_on=READ_ON).elements[0].quantity_micro == 7_000_000
    assert read_scan("(7003)2612311530", read_on=READ_ON).day("expires_at") == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("six", "read_on", "day"),
    [
        ("760101", date(2026, 1, 1), date(2076, 1, 1)), ("770101", date(2026, 1, 1), date(1977, 1, 1)),
        ("000229", date(2051, 1, 1), date(2100, 2, 28)), ("490101", date(2099, 1, 1), date(2149, 1, 1)),
        ("500101", date(2099, 1, 1), date(2050, 1, 1)), ("280200", date(2026, 1, 1), date(2028, 2, 29)),
    ],
)  # fmt: skip
def test_the_century_goes_by_the_year_in_which_one_reads(six: str, read_on: date, day: date):
    if six == "000229":  # 2100 has no 29 February.
        with pytest.raises(Problem, match="is no day"):
            day_of(six, read_on=read_on)
    else:
        assert day_of(six, read_on=read_on) == day


@given(payload=st.text("0123456789", min_size=13, max_size=13), wrong=st.integers(1, 9))
def test_a_wrong_check_digit_is_told_with_the_one_that_it_should_be(payload: str, wrong: int):
    right = check_digit(payload)
    assert read_scan(f"(01){payload}{right}", read_on=READ_ON).value("gtin") == f"{payload}{right}"
    with pytest.raises(Problem, match=f"its check digit is {right}") as refused:
        read_scan(f"(01){payload}{(right + wrong) % 10}", read_on=READ_ON)
    assert refused.value.code == "bad_check_digit"


@given(text=st.text(max_size=60))
def test_whatever_is_scanned_is_read_or_refused_in_words(text: str):
    try:
        found = read_scan(text, read_on=READ_ON).elements
    except Problem as problem:
        found = problem.code in {"bad_scan", "bad_check_digit", "bad_day"}
    assert found
