"""AdventureWorks' bikes: replayed from documents, compared with the count, and tested against two channels' prices."""

from datetime import date
from fractions import Fraction

import polars as pl
import pytest

from examples.adventureworks import figures, prepare
from lowmark.interchange import read_table

pytestmark = pytest.mark.skipif(
    not prepare.SOURCE.is_dir(), reason=f"the AdventureWorks tables are not here: {prepare.SOURCE}"
)

MICRO = 1_000_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("adventureworks")
    assert len(list(prepare.write(prepare.prepare(prepare.SOURCE), out, "csv"))) == 7
    return out


@pytest.fixture(scope="module")
def prices(folder):
    return figures.read(folder, "price_evidence")


@pytest.fixture(scope="module")
def counted(folder):
    return figures.read(folder, "on_hand")


def _read(frame, table):
    content = frame.write_csv().encode()
    found = read_table(file_name=f"{table}.csv", content=content, table=table, currency=figures.CURRENCY)
    assert found.problems == ()
    return found.frame


def test_94_of_97_bikes_replay_and_end_at_the_count(folder, counted):
    held, refused = figures.replay(figures.read(folder, "opening_layers"), figures.read(folder, "stock_moves"))
    assert refused.is_empty()
    assert (held.height, counted.height) == (94, 97)
    both = held.join(counted, on="item", suffix="_counted")
    assert both.height == 94
    assert (both["quantity_micro"] == both["quantity_micro_counted"]).all()


def test_the_other_three_are_short_on_these_days_and_are_listed(folder):
    opening, moves = prepare.everything(prepare.SOURCE)
    _, refused = figures.replay(_read(opening, "opening_layers"), _read(moves, "stock_moves"))
    first = refused.filter(pl.col("code") == "short").sort("item")
    listed = pl.read_csv(folder / "left_out.csv", try_parse_dates=True, schema_overrides={"line": pl.String})
    assert listed.select("item", "name", "short_on", "missing_that_evening").rows() == [
        ("BK-R50B-58", "Road-650 Black, 58", date(2012, 7, 7), 2),
        ("BK-R50R-44", "Road-650 Red, 44", date(2012, 7, 7), 29),
        ("BK-T79U-60", "Touring-1000 Blue, 60", date(2013, 7, 7), 2),
    ]
    assert (
        first.select("item", "document", "line", "accounting_on").rows()
        == listed.select("item", "document", "line", "short_on").rows()
    )
    assert first["short_micro"].to_list() == [missing * MICRO for missing in listed["missing_of_the_line"]]


def test_nothing_is_dropped_without_being_listed(folder):
    _, moves = prepare.everything(prepare.SOURCE)
    kept = figures.read(folder, "stock_moves")
    listed = pl.read_csv(folder / "left_out.csv")["item"].to_list()
    assert moves.height == 52_549
    assert kept.height + moves.filter(pl.col("item").is_in(listed)).height == moves.height


def test_at_standard_cost_reseller_prices_are_below_70_of_97_and_internet_prices_below_none_of_88(counted, prices):
    reseller = figures.measure(counted, prices, "reseller")
    assert (reseller.n_priced, reseller.n_below_cost) == (97, 70)
    assert round(reseller.shortfall) == 1_551_307_08
    internet = figures.measure(counted, prices, "internet")
    assert (internet.n_priced, internet.n_below_cost, internet.required_minor) == (88, 0, 0)


def test_what_would_be_posted_bike_by_bike_differs_by_the_rounding_of_each_and_no_more(counted, prices):
    reseller = figures.measure(counted, prices, "reseller")
    assert reseller.required_minor == 1_551_307_03
    assert abs(reseller.shortfall - reseller.required_minor) <= Fraction(reseller.n_below_cost, 2)


def test_the_largest_shortfall_can_be_followed_to_its_sales(counted, prices):
    """Mountain-100 Black, 42: 194 at 1,898.0944; resellers paid 235,405.5525 for the last 160; less 5 %."""
    bike = counted.filter(pl.col("item") == "BK-M82B-42")
    sold = prices.filter((pl.col("item") == "BK-M82B-42") & (pl.col("channel") == "reseller"))
    assert (sold["amount_micro"].sum(), sold["quantity_micro"].sum()) == (235_405_552_500, 160 * MICRO)
    assert bike.row(0, named=True) | {"row": 0} == {
        "item": "BK-M82B-42", "lot": "", "quantity_micro": 194 * MICRO, "cost_minor": 368_230_31, "row": 0
    }  # fmt: skip
    one = figures.measure(bike, sold, "reseller")
    by_hand = 368_230_31 - Fraction(235_405_552_500 * 95 * 194, 160 * 100 * 10_000)
    assert one.required_minor == round(by_hand) == 97_072_54
    assert one.shortfall == by_hand


def test_csv_and_parquet_say_the_same(folder, tmp_path):
    list(prepare.write(prepare.prepare(prepare.SOURCE), tmp_path, "parquet"))
    for table in ("items", "locations", "opening_layers", "stock_moves", "price_evidence", "on_hand"):
        assert figures.read(tmp_path, table).equals(figures.read(folder, table))
