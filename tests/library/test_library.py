"""The library: from frames or files to an answer without a database, and a package that costs nothing to import."""

import hashlib
import random
import subprocess
import sys
from dataclasses import dataclass
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import lowmark
from lowmark import library
from lowmark.core import flow
from lowmark.core.kinds.problems import Problem
from lowmark.library.assess_file import assess_file as assess_files

DAY = date(2026, 10, 31)
STOCK = pl.DataFrame({"item": ["TENT-2"], "quantity_micro": [20_000_000], "cost_minor": [140_00]})
PRICES = pl.DataFrame(
    {"item": ["TENT-2"], "kind": ["price_list"], "amount_micro": [6_000_000], "observed_on": [date(2026, 10, 1)]}
)


@dataclass
class File:
    name: str
    content: bytes


def assess(on_hand=STOCK, prices=PRICES, **kwargs) -> pl.DataFrame:
    return library.assess_on_hand(on_hand=on_hand, prices=prices, **{"as_of": DAY, "currency": "CAD"} | kwargs)


def assess_file(on_hand: str, prices: str, **kwargs):
    files = {"on_hand": File("stock.csv", on_hand.encode()), "prices": File("prices.csv", prices.encode())}
    return assess_files(**files, **{"as_of": DAY, "currency": "CAD"} | kwargs)


# --- the package's face -----------------------------------------------------------------------------------------------


def test_importing_the_package_loads_no_frames_and_no_compiler():
    heavy = "{'polars', 'numba', 'numpy', 'dataframely', 'django', 'yaml'}"
    asked = f"import sys, lowmark, lowmark.library; lowmark.Problem; print(sorted({heavy} & sys.modules.keys()))"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_the_public_names_are_the_stages_of_the_flow():
    assert {name: getattr(lowmark, name) for name in ("assess", "cost", "positions", "propose")} == {
        "assess": flow.assess,
        "cost": flow.cost,
        "positions": flow.positions,
        "propose": flow.propose,
    }
    assert lowmark.Problem is Problem
    assert lowmark.assess_on_hand is library.assess_on_hand
    assert set(lowmark.__all__) <= set(dir(lowmark))
    for package in (lowmark, library):
        with pytest.raises(AttributeError, match="nothing_of_ours"):
            _ = package.nothing_of_ours


def test_answering_touches_no_database():
    asked = """
import datetime, sys, lowmark, polars as pl
day = datetime.date(2026, 10, 31)
stock = pl.DataFrame({"item": ["A"], "quantity_micro": [1], "cost_minor": [1]})
prices = pl.DataFrame({"item": ["A"], "kind": ["quote"], "amount_micro": [1], "observed_on": [day]})
lowmark.assess_on_hand(on_hand=stock, prices=prices, as_of=day, currency="CAD")
print(sorted({"django", "sqlite3", "psycopg", "numba", "lowmark.store"} & sys.modules.keys()))
"""
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


# --- frames -----------------------------------------------------------------------------------------------------------


def test_a_listing_becomes_a_table_under_its_own_codes():
    assert assess().to_dicts() == [
        {
            "item": "TENT-2",
            "lot": "",
            "quantity_micro": 20_000_000,
            "cost_minor": 140_00,
            "value_minor": 120_00,
            "carrying_minor": 120_00,
            "required_minor": 20_00,
            "held_minor": 0,
            "evidence_kind": "price_list",
            "evidence_rank": 104,  # nobody says where the listing came from, so it is asserted
            "net_amount_micro": 6_000_000,
            "evidence_quantity_micro": 1_000_000,
            "reason": "price_decline",
            "finding": "",
        }
    ]


def test_rows_of_one_item_are_one_unit_and_rows_of_two_lots_are_two():
    two = pl.concat([STOCK, STOCK.with_columns(cost_minor=pl.lit(60_00, pl.Int64))])
    assert assess(two).select("quantity_micro", "cost_minor", "required_minor").rows() == [(40_000_000, 200_00, 0)]
    by_lot = two.with_columns(lot=pl.Series(["B", "A"]))
    assert assess(by_lot).select("lot", "cost_minor", "required_minor").rows() == [
        ("A", 60_00, 0),
        ("B", 140_00, 20_00),
    ]


def test_evidence_of_a_lot_is_for_that_lot():
    stock = pl.concat([STOCK, STOCK]).with_columns(lot=pl.Series(["A", None]))
    prices = pl.concat([PRICES, PRICES.with_columns(amount_micro=pl.lit(1_000_000, pl.Int64))])
    found = assess(stock, prices.with_columns(lot=pl.Series([None, "A"])))
    assert found.select("lot", "value_minor").rows() == [("", 120_00), ("A", 20_00)]


def test_what_is_held_comes_back_and_without_evidence_stays():
    stock = STOCK.with_columns(held_minor=pl.lit(15_00, pl.Int64))
    assert assess(stock).select("required_minor", "held_minor").row(0) == (20_00, 15_00)
    found = assess(stock, PRICES.clear()).row(0, named=True)
    assert (found["value_minor"], found["required_minor"], found["finding"]) == (None, 15_00, "no_evidence")


def test_cost_to_sell_and_channel_are_passed_on():
    assert assess(cost_to_sell="5 %")["value_minor"][0] == 114_00
    assert assess(cost_to_sell="")["value_minor"][0] == 120_00
    shop = PRICES.with_columns(channel=pl.lit("shop"))
    assert assess(prices=shop, channel="web")["finding"][0] == "no_evidence"
    assert assess(prices=shop, channel="shop")["value_minor"][0] == 120_00


def test_codes_may_be_numbers():
    stock, prices = STOCK.with_columns(item=pl.lit(42)), PRICES.with_columns(item=pl.lit(42))
    assert assess(stock, prices).select("item", "value_minor").row(0) == ("42", 120_00)


@pytest.mark.parametrize(
    "stock, code",
    [
        (STOCK.drop("cost_minor"), "missing_column"),
        (STOCK.with_columns(cost_minor=pl.lit(140.0)), "wrong_type"),
        (STOCK.with_columns(held_minor=pl.lit(0.5)), "wrong_type"),
        (STOCK.with_columns(cost_minor=pl.lit(None, pl.Int64)), "null_value"),
        (STOCK.with_columns(quantity_micro=pl.lit(0, pl.Int64)), "not_on_hand"),
        (STOCK.with_columns(cost_minor=pl.lit(-1, pl.Int64)), "not_on_hand"),
        (STOCK.with_columns(held_minor=pl.lit(140_01, pl.Int64)), "out_of_domain"),
        (pl.concat([STOCK.with_columns(cost_minor=pl.lit(2**62, pl.Int64))] * 2), "value_out_of_range"),
    ],
)
def test_a_listing_that_cannot_be_assessed_is_refused(stock, code):
    with pytest.raises(Problem) as refused:
        assess(stock)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "prices, code",
    [
        (PRICES.drop("kind"), "missing_column"),
        (PRICES.with_columns(amount_micro=pl.lit(6.5)), "wrong_type"),
        (PRICES.with_columns(observed_on=pl.lit(None, pl.Date)), "null_value"),
        (PRICES.with_columns(amount_micro=pl.lit(-1, pl.Int64)), "out_of_domain"),
    ],
)
def test_prices_that_cannot_be_read_are_refused(prices, code):
    with pytest.raises(Problem) as refused:
        assess(prices=prices)
    assert refused.value.code == code


def test_a_figure_too_large_is_told_of_by_the_items_own_code():
    huge = PRICES.with_columns(amount_micro=pl.lit(2**62, pl.Int64))
    with pytest.raises(Problem, match="TENT-2") as refused:
        assess(STOCK.with_columns(quantity_micro=pl.lit(2**62, pl.Int64)), huge)
    assert refused.value.code == "value_out_of_range"
    with pytest.raises(Problem, match="TENT-2"):
        assess(prices=pl.concat([huge, huge]).with_columns(kind=pl.lit("recent_sale")))


@pytest.mark.parametrize(
    "kwargs, code",
    [
        ({"framework": "gaap"}, "unknown_framework"),
        ({"cost_to_sell": "a lot"}, "bad_parameter_value"),
        ({"currency": "EURO"}, "unknown_currency"),
        ({"as_of": date(2004, 12, 31)}, "no_value_in_force"),
    ],
)
def test_what_is_asked_for_has_to_be_there(kwargs, code):
    with pytest.raises(Problem) as refused:
        assess(**kwargs)
    assert refused.value.code == code


rows = st.lists(
    st.tuples(st.sampled_from("AB"), st.sampled_from(["", "L1"]), st.integers(2, 10**7), st.integers(0, 10**5)),
    min_size=1,
    max_size=8,
)


@given(rows, st.randoms())
def test_the_order_of_a_listing_and_how_it_is_split_change_nothing(listing, chance: random.Random):
    schema = {"item": pl.String, "lot": pl.String, "quantity_micro": pl.Int64, "cost_minor": pl.Int64}
    prices = pl.concat([PRICES.with_columns(item=pl.lit(item)) for item in "AB"])
    parts = [(item, lot, 1, cost) for item, lot, _, cost in listing]
    parts += [(item, lot, quantity - 1, 0) for item, lot, quantity, _ in listing]
    chance.shuffle(parts)
    whole = assess(pl.DataFrame(listing, schema=schema, orient="row"), prices)
    assert assess(pl.DataFrame(parts, schema=schema, orient="row"), prices).equals(whole)


# --- files ------------------------------------------------------------------------------------------------------------

PRICE_FILE = "document,line,item,kind,price,observed_on\nLIST-10,1,TENT-2,price_list,6.00,2026-10-01\n"


def test_two_files_become_an_answer():
    stock = "SKU,Lot,Qty,Unit cost\nTENT-2,A,10,5.00\nTENT-2,B,10,9.00\nROPE,,3,1.00\n"
    found = assess_file(stock, PRICE_FILE)
    assert found.problems == ()
    assert found.table.select("item", "lot", "cost_minor", "required_minor", "finding").rows() == [
        ("ROPE", "", 3_00, 0, "no_evidence"),
        ("TENT-2", "A", 50_00, 0, ""),
        ("TENT-2", "B", 90_00, 30_00, ""),
    ]
    assert (found.on_hand_rows, found.price_rows) == (3, 1)
    assert found.on_hand_hash == hashlib.sha256(stock.encode()).digest()
    assert found.price_hash == hashlib.sha256(PRICE_FILE.encode()).digest()


def test_an_amount_for_a_quantity_is_never_divided():
    prices = "document,line,item,kind,amount,quantity,observed_on\nSO-1,1,TENT-2,recent_sale,10.00,3,2026-10-01\n"
    assert assess_file("item,quantity,cost\nTENT-2,300,2000.00\n", prices).table["value_minor"].to_list() == [1_000_00]


def test_every_fault_of_both_files_is_returned_and_there_is_no_answer():
    found = assess_file("item,quantity,cost\nTENT-2,1e3,5\nROPE,-1,2\n", PRICE_FILE.replace("6.00", "6,00"))
    assert found.table is None
    assert [(problem.document, problem.row) for problem in found.problems] == [
        ("stock.csv", 2),
        ("stock.csv", 3),
        ("prices.csv", 2),
    ]


@pytest.mark.parametrize("content", ["", "item,quantity,cost\n", "\x00"])
def test_a_file_without_rows_is_said_and_nothing_is_raised(content):
    found = assess_file(content, PRICE_FILE)
    assert found.problems or found.table.is_empty()
