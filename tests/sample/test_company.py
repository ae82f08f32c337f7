"""The sample company can be read, costed and tested as it stands, and is the same whenever it is made."""

from datetime import date
from functools import cache

import polars as pl
import pytest

import lowmark
from lowmark.core.kinds.problems import Problem
from lowmark.frameworks.read import read_chart
from lowmark.interchange import read_table
from lowmark.sample import company, facts, trial_balance
from lowmark.sample.entities import RIDGE
from lowmark.sample.goods import GOODS
from lowmark.sample.story import AS_OF, INTERIM_ON, OPENS_ON

FILES = ["items", "locations", "opening_layers", "opening_allowances", "stock_moves", "price_evidence"]
TABLES = [
    "items",
    "locations",
    "opening_layers",
    "opening_allowances",
    "stock_moves",
    "price_evidence",
    "outside_ledger",
]
SIZES = [(1, 3_000), (7, 12_000), (20261031, 5_000)]
ENTITIES = facts()
OUTSIDE = {"vendor", "customer", "scrap", "production"}
CONDITIONS = {"stock": "", "quarantine": "quarantine", "damaged": "damaged"}


def _read(tables, entity, name):
    content = tables[name].write_csv().encode()
    read = read_table(file_name=f"{name}.csv", content=content, table=name, currency=entity.currency)
    assert read.problems == ()
    assert read.n_rows == tables[name].height
    return read.frame


@cache
def _each(seed, moves):
    made = company(seed=seed, moves=moves)
    return [(entity, {name: _read(made[entity.code], entity, name) for name in FILES}) for entity in ENTITIES]


def test_the_same_seed_makes_the_same_tables_and_another_does_not():
    one, again, other = company(seed=7, moves=1500), company(seed=7, moves=1500), company(seed=8, moves=1500)
    for code, tables in one.items():
        assert [name for name in tables if name not in {"item_costing", "intercompany_moves", "rates"}] == TABLES
        assert all(frame.equals(again[code][name]) for name, frame in tables.items())
        assert not tables["stock_moves"].equals(other[code]["stock_moves"])


def test_every_cell_is_text():
    for tables in company(seed=7, moves=1500).values():
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
        marked = tables["stock_moves"].join(tables["items"].select("item", "tracking"), on="item")
        assert ((marked["lot"] != "") == (marked["tracking"] != "none")).all()
        one = marked.filter(pl.col("tracking") == "serial")
        assert (one["quantity_micro"] == 1_000_000).all()
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


PHASES = {
    "receipt": 0, "production_receipt": 0, "transfer": 1, "sale": 2, "scrap": 2, "damage": 2, "quarantine": 2,
    "vendor_return": 2, "production_issue": 2, "sales_return": 3,
}  # fmt: skip


@pytest.mark.parametrize("seed, moves", SIZES)
def test_of_one_day_receipts_stand_before_transfers_before_issues_before_returns(seed, moves):
    found = set()
    for _, tables in _each(seed, moves):
        order = tables["stock_moves"].select("effective_on", phase=pl.col("reason").replace_strict(PHASES))
        assert order.equals(order.sort("effective_on", "phase", maintain_order=True))
        assert tables["stock_moves"]["effective_on"].is_between(OPENS_ON, AS_OF).all()
        found |= set(tables["stock_moves"]["reason"])
        assert {"receipt", "transfer", "sale", "scrap", "damage", "quarantine"} <= set(tables["stock_moves"]["reason"])
    assert found == set(PHASES)


@pytest.mark.parametrize("seed, moves", SIZES)
def test_what_comes_back_was_sold_before_and_no_more_of_it(seed, moves):
    for tables in company(seed=seed, moves=moves).values():
        made = tables["stock_moves"].with_row_index("place").with_columns(pl.col("quantity").cast(pl.Float64))
        back = made.filter(pl.col("returns_document") != "")
        assert set(back["reason"]) == {"sales_return"}
        assert (made.filter(pl.col("reason") == "sales_return")["returns_line"] != "").all()
        both = back.join(made, left_on=["returns_document", "returns_line", "item", "lot"],
                         right_on=["document", "line", "item", "lot"], suffix="_sold")  # fmt: skip
        assert both.height == back.height
        assert set(both["reason_sold"]) == {"sale"}
        assert (both["place_sold"] < both["place"]).all()
        assert (both["effective_on_sold"] <= both["effective_on"]).all()
        assert both["returns_document"].str.starts_with("SO-").all()
        returned = back.group_by("returns_document", "returns_line").agg(pl.col("quantity").sum())
        joined = returned.join(made, left_on=["returns_document", "returns_line"], right_on=["document", "line"])
        assert (joined["quantity"] <= joined["quantity_right"]).all()


@pytest.mark.parametrize("seed, moves", SIZES)
def test_what_is_made_takes_its_components_and_is_worth_them_and_the_conversion(seed, moves):
    for entity, tables in _each(seed, moves):
        if entity is not RIDGE:
            assert "production_issue" not in set(tables["stock_moves"]["reason"])
            continue
        made = tables["stock_moves"]
        orders = made.filter(pl.col("document").str.starts_with("WO-"))
        sizes = orders.group_by("document").agg(
            issues=(pl.col("reason") == "production_issue").sum(), days=pl.col("effective_on").n_unique(), n=pl.len()
        )
        assert set(sizes["issues"]) == {3}
        assert set(sizes["n"]) == {4}
        assert set(sizes["days"]) == {1}
        costing = company(seed=seed, moves=moves)["RIDGE"]["item_costing"]
        standard = costing.filter(pl.col("method") == "standard")
        out = made.filter(pl.col("reason") == "production_receipt").join(standard, on="item")
        cost = pl.col("standard_cost").str.replace(".", "", literal=True).cast(pl.Int64)
        worth = out.select(over=pl.col("value_minor") - cost * pl.col("quantity_micro") // 1_000_000)["over"]
        assert out.height == sizes.height
        assert worth.max() > 0 > worth.min(), "some lots are dearer than standard, some cheaper"
        opened = tables["opening_layers"].join(standard, on="item")
        assert (opened["value_minor"] == opened.select(cost * pl.col("quantity_micro") // 1_000_000).to_series()).all()
        assert set(costing["item"]) == set(tables["items"]["item"])


def test_deliveries_within_the_group_are_named_alike_on_both_sides():
    made = {entity.code: tables["stock_moves"] for entity, tables in _each(7, 3_000)}
    sold, bought = (made[code].filter(pl.col("document").str.starts_with("IC-")) for code in ("RIDGE", "MAPLE"))
    both = sold.join(bought, on=["document", "line", "item", "quantity_micro"], suffix="_there")
    assert both.height == sold.height == bought.height == 12
    assert set(both["reason"]) == {"sale"}
    assert set(both["reason_there"]) == {"receipt"}
    assert (both["effective_on_there"] > both["effective_on"]).all()


def test_the_entities_share_a_catalogue():
    made = company(seed=7, moves=3_000)
    whole = pl.concat([tables["items"] for tables in made.values()])
    assert whole.unique().height == whole["item"].n_unique(), "the same code is the same item"
    shared = {
        code: set(made["MAPLE"]["items"]["item"]) & set(made[code]["items"]["item"]) for code in ("THAMES", "RIDGE")
    }
    assert shared == {"THAMES": {"AID-KIT-1", "AID-BLKT"}, "RIDGE": {"TENT-2", "PACK-45"}}


def test_lots_have_their_dates_and_evidence_every_kind_that_is_told_of():
    made = {entity.code: tables for entity, tables in _each(7, 3_000)}
    opened = made["THAMES"]["opening_layers"].filter(pl.col("expires_on").is_not_null())
    assert (opened["expires_on"] > opened["made_on"]).all()
    kinds = {kind for tables in made.values() for kind in tables["price_evidence"]["kind"]}
    assert kinds == {"recent_sale", "price_list", "firm_contract", "post_period_sale", "quote", "scrap_tender",
                     "cost_to_sell", "cost_to_complete"}  # fmt: skip
    for tables in made.values():
        later = tables["price_evidence"].filter(pl.col("kind") == "post_period_sale")
        assert later["confirms_date"].all()
        assert later["observed_on"].is_between(date(2026, 11, 1), date(2026, 11, 8)).all()


@pytest.mark.parametrize("seed, moves", SIZES)
def test_nothing_is_sold_after_its_last_day_and_some_lots_expire_on_the_shelf(seed, moves):
    for entity, tables in _each(seed, moves):
        names = ["item", "lot", "expires_on"]
        lots = pl.concat(
            [
                tables["opening_layers"].select(names),
                tables["stock_moves"].filter(pl.col("expires_on").is_not_null())[names],
            ]
        )
        sold = tables["stock_moves"].filter(pl.col("reason") == "sale").join(lots, on=["item", "lot"])
        assert (sold["effective_on"] <= sold["expires_on"]).all()
        if entity.code == "THAMES":
            left = _on_hand(tables, INTERIM_ON).join(lots, on=["item", "lot"])
            gone = left.filter(pl.col("expires_on") < INTERIM_ON)
            assert "STRIP-GL" in set(gone["item"])


@pytest.mark.parametrize("seed, moves", SIZES)
def test_last_years_allowance_is_less_than_the_cost_of_its_goods(seed, moves):
    for tables in company(seed=seed, moves=moves).values():
        held, opened = tables["opening_allowances"], tables["opening_layers"]
        joined = held.join(opened, on=["item", "lot"])
        assert joined.height == held.height >= 1
        assert (joined["amount"].cast(pl.Float64) < joined["value"].cast(pl.Float64)).all()
        assert set(held["fiscal_year"]) == {"2025"}


@pytest.mark.parametrize("seed, moves", [*SIZES, (3, 60_000)])
def test_the_outside_ledger_balances_and_has_cash(seed, moves):
    for entity, tables in zip(ENTITIES, company(seed=seed, moves=moves).values(), strict=True):
        chart = {account.code: account for account in read_chart(entity.framework).accounts}
        ledger = tables["outside_ledger"].with_columns(
            pl.col(side).str.replace(".", "", literal=True).replace("", "0").cast(pl.Int64)
            for side in ("debit", "credit")
        )
        sums = ledger.group_by("as_of").agg(pl.col("debit", "credit").sum())
        assert (sums["debit"] == sums["credit"]).all()
        assert set(sums["as_of"]) == {"2025-10-31", "2026-09-30", "2026-10-31"}
        assert set(ledger["account"]) <= set(chart)
        assert ledger.filter(pl.col("account") == "1000")["debit"].min() > 0
        before = ledger.filter(pl.col("as_of") == "2025-10-31")
        assert all(chart[account].section not in {"income", "expense"} for account in before["account"])
        opened = tables["opening_layers"]["value"].cast(pl.Decimal(38, 2)).sum()
        assert before.filter(pl.col("account") == "1200")["debit"].item() == int(opened * 100)


def test_the_outside_ledger_books_what_it_is_handed_but_not_what_it_had():
    outside = company(seed=7, moves=1_500)["MAPLE"]["outside_ledger"]
    handed = pl.DataFrame({
        "account": ["1200", "3900", "5000", "1200", "5000", "1200"], "debit": ["70.00", "", "60.00", "", "9.00", ""],
        "credit": ["", "70.00", "", "60.00", "", "9.00"], "date": ["2025-11-01"] * 2 + ["2026-09-30"] * 2 + ["2026-10-01"] * 2,
        "event": ["opening"] * 2 + ["sale"] * 4,
    })  # fmt: skip
    made = trial_balance(outside=outside, exported=handed, as_of=INTERIM_ON)
    amounts = {row["account"]: (row["debit"], row["credit"]) for row in made.iter_rows(named=True)}
    assert amounts["5000"] == ("60.00", "")
    assert "3900" not in amounts
    alone = trial_balance(outside=outside, exported=handed.clear(), as_of=INTERIM_ON)
    assert alone.equals(outside.filter(pl.col("as_of") == "2026-09-30"))
    read = read_table(file_name="tb.csv", content=made.write_csv().encode(), table="trial_balance", currency="CAD")
    assert read.problems == ()


def _on_hand(tables, as_of):
    """Cost what is sound up to a date by lot, or by item; return what is on hand. Goods come back at their value."""
    kinds = dict(tables["locations"].select("location", "kind").rows())
    sound = [place for place, kind in kinds.items() if not CONDITIONS[kind]]
    leaves, comes = pl.col("from_location").is_in(sound), pl.col("to_location").is_in(sound)
    ours = pl.concat([
        tables["opening_layers"].select("item", "lot", "quantity_micro", "value_minor", accounting_on="opening_on"),
        tables["stock_moves"].filter(leaves != comes, pl.col("reason") != "sales_return").select(
            "item", "lot", pl.when(comes).then("quantity_micro").otherwise(-pl.col("quantity_micro")), "value_minor",
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


UNPRICED = {"MAPLE": {"ATLAS-W"}, "THAMES": {"FORCEPS-K"}, "RIDGE": {"COAT-SI"}}
USELESS = {"RIDGE": {"VALVE-M2"}}


def _tested(tables, entity, as_of):
    """Return the goods, first of their variants, that are written down, and those without evidence."""
    known = tables["price_evidence"].filter(
        pl.col("observed_on") <= (date(2026, 11, 8) if as_of == AS_OF else as_of), pl.col("kind").is_in(["cost_to_sell",
        "cost_to_complete"]).not_(), pl.col("condition") == "",
    )  # fmt: skip
    found = lowmark.assess_on_hand(on_hand=_on_hand(tables, as_of), prices=known, as_of=as_of, currency=entity.currency)
    found = found.filter(pl.col("item").is_in([good.code for good in GOODS[entity.code]]))
    return set(found.filter(pl.col("required_minor") > 0)["item"]), set(found.filter(pl.col("finding") != "")["item"])


@pytest.mark.parametrize("seed, moves", [(seed, 3_000) for seed in range(4)] + [(7, 1_200)])
def test_a_few_goods_fall_below_cost_and_one_recovers_whatever_the_seed(seed, moves):
    for entity, tables in _each(seed, moves):
        goods = GOODS[entity.code]
        falling = {good.code for good in goods if good.trend == "falling"} | USELESS.get(entity.code, set())
        recovering = {good.code for good in goods if good.trend == "recovering"}
        down, unpriced = _tested(tables, entity, INTERIM_ON)
        assert recovering <= down <= falling | recovering
        assert down & falling
        assert unpriced == UNPRICED[entity.code]
        assert _tested(tables, entity, AS_OF) == (falling, UNPRICED[entity.code])


def test_it_scales_with_the_number_of_moves():
    made = company(seed=1, moves=60_000, entities=1)
    assert list(made) == ["MAPLE"]
    assert made["MAPLE"]["stock_moves"].height == 60_000
    assert made["MAPLE"]["items"].height == 1_000


@pytest.mark.parametrize("moves", [3, 4, 10, 60, 399])
def test_a_few_moves_make_a_company_too(moves):
    made = company(seed=2, moves=moves)
    assert sum(tables["stock_moves"].height for tables in made.values()) == moves


def test_a_callers_mistake_is_raised():
    with pytest.raises(Problem, match="unknown_industry"):
        company(seed=1, moves=100, industry="alchemy")
    with pytest.raises(Problem, match="bad_sample"):
        company(seed=1, moves=2)
    with pytest.raises(Problem, match="bad_sample"):
        company(seed=1, moves=100, entities=4)
