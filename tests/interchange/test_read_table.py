"""Each table of the import format is read exactly, whatever its columns are called and however it is stored."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from lowmark.core.kinds.problems import Problem
from lowmark.interchange import read_table


def _csv(text, table, currency="CAD", name="file.csv"):
    return read_table(file_name=name, content=text.encode(), table=table, currency=currency)


def _only_row(read):
    assert read.problems == ()
    (row,) = read.frame.rows(named=True)
    return row


def _codes(read):
    return [(problem.row, problem.column, problem.code) for problem in read.problems]


def test_an_item():
    assert _only_row(_csv("item,name,item_class\n007,Cord,supplies\n", "items")) == {
        "item": "007",
        "name": "Cord",
        "item_class": "supplies",
        "category": "",
        "base_unit": "EA",
        "tracking": "none",
        "shelf_life_days": None,
        "weight_micro": None,
        "volume_micro": None,
        "status": None,
        "superseded_by": None,
        "catch_unit": None,
        "minimum_remaining_days": None,
        "row": 2,
    }


def test_a_location_is_stock_unless_it_says_otherwise():
    read = _csv("location,kind\nToronto/Main,\nBay,quarantine\n", "locations")
    assert read.frame["kind"].to_list() == ["stock", "quarantine"]


def test_an_opening_layer():
    text = (
        "document,line,item,lot,made_on,expires_on,location,quantity,value,received_on,opening_on\n"
        "OPEN,1,MASK,L1,2025-01-01,2027-01-01,Main,2.5,0.01,2025-02-03,2026-01-01\n"
    )
    row = _only_row(_csv(text, "opening_layers"))
    assert (row["quantity_micro"], row["value_minor"]) == (2_500_000, 1)
    assert (row["made_on"], row["received_on"], row["opening_on"]) == (
        date(2025, 1, 1),
        date(2025, 2, 3),
        date(2026, 1, 1),
    )


MOVE = "document,line,item,from_location,to_location,reason,quantity,value,effective_on,accounting_on\n"


def test_a_move_counts_on_the_day_it_happened_unless_it_says_otherwise():
    read = _csv(
        MOVE + "A,1,X,vendor,Main,receipt,1,9.99,2026-10-31,\nA,2,X,Main,customer,sale,1,,2026-10-31,2026-11-02\n",
        "stock_moves",
    )
    assert read.frame["accounting_on"].to_list() == [date(2026, 10, 31), date(2026, 11, 2)]
    assert read.frame["value_minor"].to_list() == [999, None]
    assert read.n_rows == 2


@pytest.mark.parametrize(
    "currency, value, minor", [("JPY", "1500", 1500), ("KWD", "1.234", 1234), ("CLF", "0.0001", 1)]
)
def test_money_has_the_decimals_of_its_currency(currency, value, minor):
    read = _csv(MOVE + f"A,1,X,vendor,Main,receipt,1,{value},2026-10-31,\n", "stock_moves", currency)
    assert _only_row(read)["value_minor"] == minor


def test_a_decimal_more_than_the_currency_has_is_refused_and_not_rounded():
    read = _csv(MOVE + "A,1,X,vendor,Main,receipt,1,1.5,2026-10-31,\n", "stock_moves", "JPY")
    assert _codes(read) == [(2, "value", "too_many_decimals")]


EVIDENCE = "document,line,item,kind,price,amount,quantity,observed_on\n"


@pytest.mark.parametrize(
    "cells, amount_micro, quantity_micro",
    [
        (",239.88,12", 239_880_000, 12_000_000),  # an amount is taken as it is
        (",100,3", 100_000_000, 3_000_000),  # even where no unit price is exact
        ("19.99,,", 19_990_000, 1_000_000),  # a price is for one
        ("19.99,,12", 239_880_000, 12_000_000),  # price times quantity, exact
        ("0.333333,,0.5", 333_333, 1_000_000),  # 0.1666665: not exact, so the price stays a price
        ("9000000000000,,2", 9 * 10**18, 1_000_000),  # too large to multiply, so it stays a price
    ],
)
def test_a_price_is_the_pair_of_amount_and_quantity_never_rounded(cells, amount_micro, quantity_micro):
    row = _only_row(_csv(EVIDENCE + f"P,1,X,recent_sale,{cells},2026-10-31\n", "price_evidence"))
    assert (row["amount_micro"], row["quantity_micro"]) == (amount_micro, quantity_micro)
    assert (row["currency"], row["confirms_date"], row["standing"]) == ("CAD", False, "asserted")


def test_evidence_may_say_its_currency_channel_and_standing():
    text = (
        "document,line,item,lot,kind,channel,price,currency,observed_on,confirms_date,standing\n"
        "P,1,X,L1,post_period_sale,web,5,USD,2026-11-03,TRUE,verified\n"
    )
    row = _only_row(_csv(text, "price_evidence"))
    assert (row["lot"], row["channel"], row["currency"]) == ("L1", "web", "USD")
    assert (row["confirms_date"], row["standing"]) == (True, "verified")


def test_price_and_amount_exclude_one_another_and_one_is_needed():
    read = _csv(
        EVIDENCE + "P,1,X,quote,5,5,1,2026-10-31\nP,2,X,quote,,,1,2026-10-31\nP,3,X,quote,x,,1,2026-10-31\n",
        "price_evidence",
    )
    assert _codes(read) == [(2, "amount", "both_given"), (3, "price", "neither_given"), (4, "price", "bad_price")]


def test_on_hand_takes_a_cost_or_a_unit_cost_rounded_once_half_to_even():
    read = _csv("item,quantity,unit_cost,cost\nA,3,99.995,\nB,1,0.005,\nC,1,0.015,\nD,2,,5\n", "on_hand")
    assert read.frame["cost_minor"].to_list() == [29_998, 0, 2, 500]
    assert read.frame.columns == ["item", "lot", "quantity_micro", "cost_minor", "row"]


def test_a_cost_that_fits_no_64_bits_is_a_fault_of_its_row():
    read = _csv("item,quantity,unit_cost\nA,9000000000000,9000000000000\nB,1,1\n", "on_hand")
    assert _codes(read) == [(2, "", "out_of_range")]
    assert read.frame["item"].to_list() == ["B"]


def test_columns_are_found_by_other_names_whatever_their_case_and_order():
    read = _csv("Unit Cost,QTY,sku\n2,3,A\n", "on_hand")
    assert _only_row(read)["cost_minor"] == 600


def test_spaces_around_a_cell_are_taken_off_and_spelling_is_made_one():
    read = _csv("item,quantity,cost\n  A b , 3 ,\u00a06\nCafe\u0301,1,1\n", "on_hand")
    assert read.frame["item"].to_list() == ["A b", "Café"]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them_and_empty_ones_are_passed_over():
    read = _csv("item,quantity,cost\n\nA,1,1\n,,\nB,1,1\n\n", "on_hand")
    assert read.frame["row"].to_list() == [3, 5]
    assert read.n_rows == 2


def test_an_unknown_column_is_refused_with_the_nearest_known_one():
    read = _csv("item,quantitty,cost,wheels\nA,1,1,4\n", "on_hand")
    assert _codes(read) == [
        (0, "quantity", "missing_column"),
        (1, "quantitty", "unknown_column"),
        (1, "wheels", "unknown_column"),
    ]
    assert read.problems[1].hint == "did you mean quantity?"
    assert read.frame.is_empty()


def test_two_columns_of_one_meaning_are_refused():
    assert _codes(_csv("item,sku,quantity,cost\nA,A,1,1\n", "on_hand")) == [(1, "sku", "duplicate_column")]


def test_the_second_row_of_a_document_line_is_the_fault():
    rows = "A,1,X,Main,customer,sale,1,,2026-10-31,\n"
    read = _csv(MOVE + rows + "A,2,X,Main,customer,sale,1,,2026-10-31,\n" + rows + rows, "stock_moves")
    assert _codes(read) == [(4, "line", "duplicate_row"), (5, "line", "duplicate_row")]
    assert read.problems[0].value == "A / 1"


def test_days_in_the_wrong_order_are_refused():
    text = (
        "document,line,item,made_on,expires_on,location,quantity,value,received_on,opening_on\n"
        "O,1,X,2026-02-02,2026-02-01,Main,1,1,2026-02-01,2026-01-01\n"
    )
    assert _codes(_csv(text, "opening_layers")) == [
        (2, "expires_on", "days_reversed"),
        (2, "opening_on", "days_reversed"),
    ]


def test_all_faults_of_a_file_come_at_once_in_the_order_of_the_rows():
    read = _csv(
        MOVE + ",1,X,vendor,Main,receipt,1e5,-1,2026-02-30,31.10.2026\nA,2,X,Main,customer,sale,0,,2026-10-31,\n",
        "stock_moves",
    )
    assert _codes(read) == [
        (2, "document", "missing_value"),
        (2, "quantity", "bad_quantity"),
        (2, "value", "negative"),
        (2, "effective_on", "bad_day"),
        (2, "accounting_on", "bad_day"),
        (3, "quantity", "not_positive"),
    ]
    assert read.n_rows == 2
    assert read.frame.is_empty()


def test_a_thousand_faults_are_shown_and_the_rest_are_counted():
    read = _csv("item,quantity,cost\n" + "".join(f"I{n},x,1\n" for n in range(1500)), "on_hand")
    assert len(read.problems) == 1001
    assert read.problems[999].row == 1001
    assert read.problems[-1].message == "there are 500 more faults"


def test_parquet_says_the_same_as_csv():
    frame = pl.DataFrame(
        {
            "item": [7, 8],
            "quantity": [Decimal("2.5000"), Decimal("100.0000")],
            "unit_cost": ["1.1", " 2"],
            "lot": pl.Series([None, "L"], dtype=pl.Categorical),
        }
    )
    path = _parquet(frame)
    read = read_table(file_name="ON_HAND.PARQUET", content=path, table="on_hand", currency="CAD")
    assert read.problems == ()
    assert read.frame.rows() == [("7", "", 2_500_000, 275, 2), ("8", "L", 100_000_000, 20_000, 3)]


def test_parquet_days_booleans_and_decimals_are_exact():
    frame = pl.DataFrame(
        {
            "document": ["P"],
            "line": [1],
            "item": ["X"],
            "kind": ["recent_sale"],
            "amount": pl.Series([Decimal("2024.994000")], dtype=pl.Decimal(19, 6)),
            "observed_on": [date(2026, 10, 31)],
            "confirms_date": [True],
        }
    )
    read = read_table(file_name="p.parquet", content=_parquet(frame), table="price_evidence", currency="USD")
    row = _only_row(read)
    assert (row["amount_micro"], row["observed_on"], row["confirms_date"]) == (2_024_994_000, date(2026, 10, 31), True)


def test_a_parquet_float_is_refused_with_the_hint_to_write_decimals():
    frame = pl.DataFrame({"item": ["A"], "quantity": [1.5], "cost": [1]})
    read = read_table(file_name="p.parquet", content=_parquet(frame), table="on_hand", currency="CAD")
    assert _codes(read) == [(0, "quantity", "float_refused")]
    assert "decimal" in read.problems[0].hint


def test_a_parquet_instant_is_no_day():
    frame = pl.DataFrame({"location": pl.Series([0], dtype=pl.Datetime)})
    read = read_table(file_name="p.parquet", content=_parquet(frame), table="locations", currency="CAD")
    assert _codes(read) == [(0, "location", "bad_type")]


def _parquet(frame):
    import io

    held = io.BytesIO()
    frame.write_parquet(held)
    return held.getvalue()


def test_the_hash_is_of_the_bytes():
    import hashlib

    content = b"location\nMain\n"
    read = read_table(file_name="l.csv", content=content, table="locations", currency="CAD")
    assert read.file_hash == hashlib.sha256(content).digest()


def test_a_callers_mistake_is_raised():
    with pytest.raises(Problem, match="unknown_table"):
        _csv("a\n1\n", "nothing")
    with pytest.raises(Problem, match="unknown_currency"):
        _csv("location\nMain\n", "locations", "DOLLARS")
