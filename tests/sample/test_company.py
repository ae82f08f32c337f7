"""The sample company can be read, costed and tested as it stands, and is the same whenever it is made."""

from datetime import date

import polars as pl
import pytest

import lowmark
from lowmark.core.kinds.problems import Problem
from lowmark.interchange import read_table
from lowmark.sample import company, facts
from lowmark.sample.goods import GOODS
from lowmark.sample.story import AS_OF, INTERIM_ON

TABLES = ["items", "locations", "opening_layers", "stock_moves", "price_evidence"]
SIZES = [(1, 2_000), (7, 2_000), (7, 20_000), (20261031, 5_000)]
ENTITIES = facts()
OUTSIDE = {"vendor", "customer", "scrap"}


def _read(tables, entity, name):
    content = tables[name].write_csv().encode()
    read = read_table(file_name=f"{name}.csv", content=content, table=name, currency=entity.currency)
    assert read.problems == ()
    assert read.n_rows == tables[name].height
    return read.frame


def _each(seed, moves):
    made = company(seed=seed, moves=moves)
    for entity in ENTITIES:
        yield entity, {name: _read(made[entity.code], entity, name) for name in TABLES}


def test_the_same_seed_makes_the_same_tables_and_another_does_not():
    one, again, other = company(seed=7, moves=900), company(seed=7, moves=900), company(seed=8, moves=900)
    for code, tables in one.items():
        assert list(tables) == TABLES
        assert all(frame.equals(again[code][name]) for name, frame in tables.items())
        assert not tables["stock_moves"].equals(other[code]["stock_moves"])


def test_every_cell_is_text():
    for tables in company(seed=7, moves=900).values():
        for frame in tables.values():
            assert set(frame.dtypes) == {pl.String}
            assert frame.null_count().sum_horizontal().item() == 0


@pytest.mark.parametrize("seed, moves", SIZES)
def test_all_files_read_without_a_problem_and_name_only_what_there_is(seed, moves):
    total = 0
    for entity, tables in _each(seed, moves):
        codes = tables["items"]["item"]
        places = {*tables["locations"]["location"], *OUTSIDE}
        assert set(tables["stock_moves"]["from_location"]) | set(tables["stock_moves"]["to_location"]) <= places
        for name in ("opening_layers", "stock_moves", "price_evidence"):
            assert set(tables[name]["item"]) <= set(codes)
        tracked = tables["items"].select("item", "tracking")
        marked = tables["stock_moves"].join(tracked, on="item")
        assert ((marked["lot"] != "") == (marked["tracking"] == "lot")).all()
        assert set(tables["price_evidence"]["currency"]) == {entity.currency}
        total += tables["stock_moves"].height
    assert total == moves


def _ends(tables):
    """Return what each opening layer and move does to each of our places, in the order of the files."""
    moves = tables["stock_moves"].select(
        "item", "lot", "from_location", "to_location", "quantity_micro", "effective_on"
    )
    opening = tables["opening_layers"].select(
        "item",
        "lot",
        pl.lit("opening").alias("from_location"),
        pl.col("location").alias("to_location"),
        "quantity_micro",
        pl.col("opening_on").alias("effective_on"),
    )
    both = pl.concat([opening, moves]).with_row_index("place")
    out = both.with_columns(location="from_location", change=-pl.col("quantity_micro"))
    into = both.with_columns(location="to_location", change=pl.col("quantity_micro"))
    return pl.concat([out, into]).filter(~pl.col("location").is_in([*OUTSIDE, "opening"])).sort("place")


@pytest.mark.parametrize("seed, moves", SIZES)
def test_no_item_lot_or_place_ever_goes_below_zero(seed, moves):
    for _, tables in _each(seed, moves):
        ends = _ends(tables)
        assert ends["effective_on"].is_sorted()
        held = ends.select(pl.col("change").cum_sum().over("item", "lot", "location"))
        assert held["change"].min() >= 0


@pytest.mark.parametrize("seed, moves", SIZES)
def test_of_one_day_receipts_stand_before_transfers_before_issues(seed, moves):
    phases = {"receipt": 0, "transfer": 1, "sale": 2, "scrap": 2}
    for _, tables in _each(seed, moves):
        order = tables["stock_moves"].select("effective_on", phase=pl.col("reason").replace_strict(phases))
        assert order.equals(order.sort("effective_on", "phase", maintain_order=True))
        assert set(tables["stock_moves"]["reason"]) == set(phases)
        assert tables["stock_moves"]["effective_on"].is_between(date(2026, 1, 2), date(2026, 10, 30)).all()


def test_the_two_entities_share_a_catalogue():
    made = company(seed=7, moves=1_000)
    both = made["MAPLE"]["items"].join(made["THAMES"]["items"], on="item", suffix="_there")
    assert both["item"].to_list() == ["AID-KIT-1", "AID-BLKT"]
    assert (both["name"] == both["name_there"]).all()
    assert (both["tracking"] == both["tracking_there"]).all()


def test_lots_have_their_dates_and_evidence_every_kind_that_is_told_of():
    made = {entity.code: tables for entity, tables in _each(7, 2_000)}
    opened = made["THAMES"]["opening_layers"].filter(pl.col("lot") != "")
    assert (opened["expires_on"] > opened["made_on"]).all()
    kinds = {kind for tables in made.values() for kind in tables["price_evidence"]["kind"]}
    assert kinds >= {"recent_sale", "price_list", "firm_contract", "post_period_sale"}
    for tables in made.values():
        later = tables["price_evidence"].filter(pl.col("kind") == "post_period_sale")
        assert later["confirms_date"].all()
        assert later["observed_on"].is_between(date(2026, 11, 1), date(2026, 11, 8)).all()


def _on_hand(tables, as_of):
    """Cost everything up to a date; return what is on hand of each item and lot."""
    ours = pl.concat([
        tables["opening_layers"].select("item", "lot", "quantity_micro", "value_minor", accounting_on="opening_on"),
        tables["stock_moves"]
        .filter(pl.col("reason") != "transfer")
        .select(
            "item",
            "lot",
            pl.when(pl.col("reason") == "receipt").then("quantity_micro").otherwise(-pl.col("quantity_micro")),
            "value_minor",
            "accounting_on",
        ),
    ]).filter(pl.col("accounting_on") <= as_of)  # fmt: skip
    numbered = ours.with_columns(
        pool=pl.struct("item", "lot").rank("dense").cast(pl.Int64),
        move=pl.int_range(pl.len()),
        known_seq=pl.int_range(pl.len()),
    )
    costed = lowmark.cost(moves=numbered)
    assert costed.refused.is_empty()
    left = costed.flows.group_by("pool").agg(pl.col("quantity_micro", "value_minor").sum())
    names = numbered.select("pool", "item", "lot").unique()
    return (
        left.filter(pl.col("quantity_micro") > 0)
        .join(names, on="pool")
        .select("item", "lot", "quantity_micro", cost_minor="value_minor")
    )


def _written_down(tables, entity, as_of):
    known = tables["price_evidence"].filter(pl.col("observed_on") <= date(2026, 11, 8) if as_of == AS_OF else
                                            pl.col("observed_on") <= as_of)  # fmt: skip
    found = lowmark.assess_on_hand(on_hand=_on_hand(tables, as_of), prices=known, as_of=as_of, currency=entity.currency)
    assert set(found["finding"]) == {""}
    return set(found.filter(pl.col("required_minor") > 0)["item"])


@pytest.mark.parametrize("seed, moves", [(seed, 2_000) for seed in range(12)] + [(7, 600)])
def test_a_few_goods_fall_below_cost_and_one_recovers_whatever_the_seed(seed, moves):
    for entity, tables in _each(seed, moves):
        goods = GOODS[entity.code]
        falling = {good.code for good in goods if good.trend == "falling"}
        recovering = {good.code for good in goods if good.trend == "recovering"}
        assert len(falling) == 2
        assert len(recovering) == 1
        assert recovering <= _written_down(tables, entity, INTERIM_ON) <= falling | recovering
        assert _written_down(tables, entity, AS_OF) == falling


def test_it_scales_with_the_number_of_moves():
    made = company(seed=1, moves=60_000, entities=1)
    assert list(made) == ["MAPLE"]
    assert made["MAPLE"]["stock_moves"].height == 60_000
    assert made["MAPLE"]["items"].height == 1_000


def test_a_callers_mistake_is_raised():
    with pytest.raises(Problem, match="unknown_industry"):
        company(seed=1, moves=100, industry="alchemy")
    with pytest.raises(Problem, match="bad_sample"):
        company(seed=1, moves=1)
    with pytest.raises(Problem, match="bad_sample"):
        company(seed=1, moves=100, entities=3)
