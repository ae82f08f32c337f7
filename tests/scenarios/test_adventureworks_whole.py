"""All of AdventureWorks through a database: 432 items of the count sheet, what replays, and what has no price."""

from collections import defaultdict
from datetime import date

import polars as pl
import pytest

import lowmark
from examples.adventureworks import answers, documents, figures, walk, whole
from tests.fresh_store import fresh_store

pytestmark = pytest.mark.skipif(
    not documents.SOURCE.is_dir(), reason=f"the AdventureWorks tables are not here: {documents.SOURCE}"
)

MICRO = 1_000_000
UNITS = 335_974


@pytest.fixture(scope="module")
def tables():
    return whole.prepare(documents.SOURCE)


@pytest.fixture(scope="module")
def files(tables, tmp_path_factory):
    folder = tmp_path_factory.mktemp("adventureworks")
    list(whole.write(tables, folder, "parquet"))
    return folder


@pytest.fixture(scope="module")
def walked(files):
    with fresh_store("sqlite") as store:
        done = walk.walk(files, walk.WHOLE)
        yield done, store


def _of_the_sheet(tables):
    return dict(tables["count_sheet"].iter_rows())


def _silent(tables):
    """Return the items whose list price is zero."""
    listed = tables["price_evidence"].filter(pl.col("kind") == "price_list")
    return set(listed.filter(pl.col("amount") == 0)["item"])


def _on_hand(stock):
    held = defaultdict(int)
    for layer in stock.layers:
        held[layer.item] += layer.quantity_micro
    return held


def test_the_count_sheet_holds_335_974_units_of_432_items(tables):
    sheet = _of_the_sheet(tables)
    assert (len(sheet), sum(sheet.values())) == (432, UNITS)
    assert sorted(item for item, units in sheet.items() if units == 0) == [
        "GL-H102-M", "RA-H123", "SJ-0194-M", "TG-W091-M"
    ]  # fmt: skip


def test_247_of_432_items_replay_and_the_other_185_are_listed_with_the_day_on_which_they_are_short(tables):
    """A plain walk through the documents, item by item, from what must have been there before the first."""
    products = pl.read_parquet(documents.SOURCE / "product.parquet").rows_by_key("product_id", named=True, unique=True)
    sheet = _of_the_sheet(tables)
    by_item = defaultdict(list)
    for move in pl.read_parquet(documents.SOURCE / "stock_moves_derived.parquet").iter_rows(named=True):
        item = products[move["product_id"]]["product_number"]
        by_item[item].append((move["physical_date"], move["qty_signed"] <= 0, int(move["qty_signed"])))
    short = {}
    for item, on_hand in sheet.items():
        held = on_hand - sum(quantity for _, _, quantity in by_item[item])
        days = [(whole.OPENING_ON, held)]
        for day, _, quantity in sorted(by_item[item]):
            held += quantity
            days.append((day, held))
        assert held == on_hand
        below = [day for day, held in days if held < 0]
        if below:
            short[item] = below[0]
    assert (len(sheet) - len(short), len(short)) == (247, 185)
    listed = tables["left_out"].filter(pl.col("short_on").is_not_null())
    assert dict(listed.select("item", "short_on").iter_rows()) == short
    assert set(listed["taken"]) == {"at the count", "nothing on hand"}
    assert (listed["missing"] > 0).all()


def test_nothing_is_dropped_without_being_listed(tables):
    source = pl.read_parquet(documents.SOURCE / "stock_moves_derived.parquet").join(
        pl.read_parquet(documents.SOURCE / "product.parquet").select("product_id", item="product_number"),
        on="product_id",
    )
    reasons = dict(tables["left_out"].select("item", "reason").iter_rows())
    assert set(source["item"]) <= set(reasons) | set(tables["items"]["item"])
    nothing_stocked = source.filter(pl.col("qty_signed") == 0).height
    left_out = source.filter((pl.col("qty_signed") != 0) & pl.col("item").is_in(list(reasons))).height
    assert tables["stock_moves"].height + left_out + nothing_stocked == source.height == 202_753
    assert (tables["stock_moves"].height, nothing_stocked) == (77_274, 141)
    assert sum(reason == "not on the count sheet" for reason in reasons.values()) == 504 - 432


def test_a_layer_says_what_its_cost_rests_on_and_one_of_18_without_a_cost_is_at_zero(tables):
    costs = {row["item"]: row for row in tables["costs"].iter_rows(named=True)}
    without = {item for item, row in costs.items() if row["basis"] in {"materials", "none"}}
    assert (len(without), sum(costs[item]["on_hand"] for item in without)) == (18, 21_816)
    assert {row["layer"] for item, row in costs.items() if item in without} == {"count"}
    # A hub is a shell and a spindle, bought one by one at 2.3205 and 10.3845; a bearing's parts come by the carton.
    assert str(costs["HU-6280"]["unit_cost"]) == "12.7050"
    assert [item for item in without if costs[item]["basis"] == "none"] == ["BE-2349"]
    assert all(row["unit_cost"] > 0 for item, row in costs.items() if item != "BE-2349")
    assert str(costs["AR-5381"]["unit_cost"]) == "50.2600"  # The first purchase order of all, a fortnight later.


def test_the_list_is_what_internet_customers_pay_and_no_reseller_does():
    sales = pl.read_parquet(documents.SOURCE / "sales_order_line.parquet")
    listed = pl.read_parquet(documents.SOURCE / "product_list_price_history.parquet")
    of_the_day = sales.join(listed, on="product_id").filter(
        pl.col("order_date") >= pl.col("start_date"),
        pl.col("end_date").is_null() | (pl.col("order_date") <= pl.col("end_date")),
    )
    internet, reseller = (of_the_day.filter(pl.col("channel") == name) for name in ("internet", "reseller"))
    assert internet.height == 60_398
    assert (internet["unit_price"] == internet["list_price"]).all()
    assert (reseller["unit_price"] * 1000 <= reseller["list_price"] * 601).all()


def test_positions_are_the_snapshot(walked, tables):
    done, _ = walked
    held = _on_hand(done.stock)
    assert {item: units * MICRO for item, units in _of_the_sheet(tables).items() if units} == held
    listed = set(tables["left_out"]["item"])
    replayed = [item for item in _of_the_sheet(tables) if item not in listed]
    assert len(replayed) == 247
    came = {layer.item for layer in done.stock.layers if layer.document == "COUNT"}
    assert came <= listed
    assert not came & set(replayed)
    assert (done.stock.quantity_micro, len(held)) == (UNITS * MICRO, 428)


def test_the_layers_are_the_inventory_account_to_the_cent(walked):
    done, store = walked
    account = next(line.posted_minor for line in done.after.lines if line.account == "1200")
    assert sum(layer.value_minor for layer in done.stock.layers) == done.stock.value_minor == account
    assert store.rows("SELECT sum(value_minor) FROM subledger_cost_flow") == [(account,)]
    allowance = -next(line.posted_minor for line in done.after.lines if line.account == "1290")
    assert done.stock.allowance_minor == allowance == done.posted.charged_minor > 0


def test_no_component_is_written_down_for_want_of_a_list_price(walked, tables):
    done, _ = walked
    silent = _silent(tables)
    assert len(silent) == 200
    for channel, test in done.tests.items():
        of_them = [line for line in test.lines if line.item in silent]
        assert len(of_them) == 200, channel
        assert {line.finding for line in of_them} == {"no_evidence"}
        assert {(line.value_minor, line.required_minor, line.held_minor, line.change_minor) for line in of_them} == {
            (None, 0, 0, 0)
        }  # fmt: skip
        assert all(line.carrying_minor == line.cost_minor for line in of_them)
        # Read as prices, the zeros would take all of this away.
        assert sum(line.cost_minor for line in of_them) == 8_578_334_06
    assert not silent & {line.item for line in done.run.lines}
    assert {layer.allowance_minor for layer in done.stock.layers if layer.item in silent} == {0}


def test_what_is_held_against_a_component_stays_when_nothing_is_known_of_its_price(files, tables):
    prices = figures.read(files, "price_evidence")
    held = pl.DataFrame({"item": sorted(_silent(tables)), "held_minor": 12_34}).with_columns(
        quantity_micro=pl.lit(MICRO), cost_minor=pl.lit(100_00)
    )
    found = lowmark.assess_on_hand(on_hand=held, prices=prices, as_of=date(2014, 10, 31), currency="USD")
    assert found["required_minor"].to_list() == found["held_minor"].to_list() == [12_34] * 200
    assert set(found["finding"]) == {"no_evidence"}


def test_the_channel_decides(walked):
    """The bikes' 70 of 97 are among them; ten tyres and tubes were bought for more than anybody pays."""
    done, _ = walked
    below = {name: [line.item for line in test.lines if line.required_minor] for name, test in done.tests.items()}
    assert {name: len(items) for name, items in below.items()} == {"reseller": 96, "internet": 10, "": 63}
    assert sum(item.startswith("BK-") for item in below["reseller"]) == 70
    assert {item[:3] for item in below["internet"]} == {"TI-", "TT-"}
    assert done.run.change_minor == done.posted.charged_minor == done.tests["reseller"].required_minor


def test_the_answers_by_item_by_category_and_in_total_and_twenty_of_them_down_to_their_sales(walked, tables):
    """Three prices and three units of account are nine answers; the narrower never requires less."""
    ask = walk._Asking()
    found = answers.answers(ask, walk.WHOLE.as_of)
    assert {one.channel: (one.required["item"], one.below) for one in found} == {
        "reseller": (1_717_106_13, 96), "internet": (45_825_44, 10), "both": (769_720_06, 63)
    }  # fmt: skip
    for one in found:
        assert one.required["item"] >= one.required["category"] >= one.required["total"]
    done, _ = walked
    largest = answers.twenty(ask, done.run.run)
    assert [one.item for one in largest] == [line.item for line in done.run.lines[:20]]
    recorded = set(tables["price_evidence"].select(pl.concat_str("document", pl.lit("/"), "line")).to_series())
    for one in largest:
        assert one.sales and "recent sale" in one.words
        assert {sale.partition(":")[0] for sale in one.sales} <= recorded
    said = "\n".join(answers.lines(found, largest))
    assert "made up for by other goods of their category" in said
