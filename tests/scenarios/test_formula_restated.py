"""Goods go over to another formula as if it had always been theirs: by hand, on both engines, with what comes to be known later.

Ten tents come for 100.00 in March 2025 and ten for 140.00 in June; twelve are sold in September: eight are left, 112.00 by first in,
first out, 96.00 by the average (240.00 for twenty: 144.00 for twelve). So 2025 would have had 16.00 more cost of sales, had the average
always been the formula, and 2026 begins with 16.00 less of retained earnings.
"""

from datetime import date, timedelta
from itertools import count

import pytest

from tests.company import Company, found
from tests.scenarios.test_formula_changed import ITEMS, Lived, decided, holds, inventory, refused, shown

EVE, BEGINS = date(2025, 12, 31), date(2026, 1, 1)
RETAINED = "3100"

_numbers = count(1)


def begun(**given: object) -> Company:
    number = next(_numbers)
    company = found(
        f"R{number}", mark=f"-r{number}", **{"framework": "ifrs", "opens_on": date(2025, 1, 1), "months": 36, **given}
    )
    company.items("TENT", "ROPE")
    return company


def lived(**given: object) -> Company:
    company = begun(**given)
    company.record("PO-1", "TENT", 10, date(2025, 3, 1), value="100.00")
    company.record("PO-2", "TENT", 10, date(2025, 6, 1), value="140.00")
    company.record("SO-1", "TENT", 12, date(2025, 9, 1))
    return company


def drafted(company: Company, method: str = "moving_average", **given: object):
    fields = {
        "document": "CF-1",
        "method": method,
        "begins_on": BEGINS,
        "because": "the average is more relevant",
        **given,
    }
    return company.do("draft-formula-change", company.ada, **fields)


def changed(company: Company, method: str = "moving_average", **given: object):
    drafted(company, method, **given)
    return decided(company)


def test_goods_go_over_at_what_they_would_have_cost_and_earnings_bear_the_difference(store):
    company = lived()
    assert drafted(company).application == "retrospective"
    waits = shown(company)
    assert (waits.value_minor, waits.new_minor, waits.effect_minor, waits.against) == (112_00, 96_00, -16_00, ())
    assert [(one.fiscal_year, one.expense, one.amount_minor) for one in waits.effects] == [
        (2025, "cost_of_sales", 16_00)
    ]
    done = decided(company)
    assert (done.state, done.value_minor, done.new_minor) == ("approved", 112_00, 96_00)
    assert inventory(company, EVE) == 112_00 and inventory(company, BEGINS) == 96_00
    before, after = company.balances(EVE), company.balances(BEGINS)
    assert {account: after[account] - before.get(account, 0) for account in after} == {
        **dict.fromkeys(before, 0), "1200": -16_00, RETAINED: 16_00,
    }  # fmt: skip
    company.record("PO-3", "TENT", 12, date(2026, 1, 5), value="204.00")  # Twenty for 300.00.
    assert company.record("SO-2", "TENT", 10, date(2026, 1, 9)).value_minor == -150_00
    assert [one.amount_minor for one in shown(company).effects] == [16_00]
    holds(company)


def test_layers_that_an_average_had_mixed_come_back_each_with_its_own_cost(store):
    """By the average eight are carried at 96.00; by first in, first out they would all be of June, at 14.00."""
    company = lived(method="moving_average")
    company.record("PO-3", "TENT", 2, date(2025, 10, 1), value="40.00")
    assert inventory(company, EVE) == 136_00
    assert changed(company, "fifo").new_minor == 152_00
    layers = company.do("cost", company.ben, as_of=BEGINS).layers
    assert [(one.received_on, one.quantity_micro, one.value_minor) for one in layers] == [
        (date(2025, 6, 1), 8_000_000, 112_00), (date(2025, 10, 1), 2_000_000, 40_00),
    ]  # fmt: skip
    assert company.record("SO-2", "TENT", 9, date(2026, 1, 9)).value_minor == -132_00
    entry = company.balances(BEGINS)
    assert (entry[RETAINED], entry["1200"]) == (-16_00, 152_00)
    holds(company)


def test_each_year_before_has_its_own_effect_and_they_come_to_what_is_posted(store):
    """Of 2025's 16.00, six are sold in 2026 (96.00 for eight: 72.00 by the average, 84.00 by their layer): 12.00 less there."""
    company = lived()
    company.record("SO-2", "TENT", 6, date(2026, 5, 1))
    company.record("SC-1", "TENT", 1, date(2026, 6, 1), to_location="scrap", reason="scrap")  # 12.00, not 14.00.
    drafted(company, begins_on=date(2027, 1, 1))
    waits = shown(company)
    assert [(one.fiscal_year, one.expense, one.amount_minor) for one in waits.effects] == [
        (2025, "cost_of_sales", 16_00), (2026, "cost_of_sales", -12_00), (2026, "scrap_loss", -2_00),
    ]  # fmt: skip
    assert (waits.value_minor, waits.new_minor, waits.effect_minor) == (14_00, 12_00, -2_00)
    decided(company)
    assert inventory(company, date(2027, 1, 1)) == 12_00
    said = company.do("change-of-method", company.ben, method="fifo", replaces="moving_average", as_of=date(2027, 1, 1))
    assert said.value_minor == 12_00
    holds(company)


def test_goods_that_are_all_sold_have_an_effect_on_each_year_and_none_on_earnings(store):
    company = lived()
    company.record("SO-2", "TENT", 8, date(2026, 5, 1))
    changed(company, begins_on=date(2027, 1, 1))
    assert [one.amount_minor for one in shown(company).effects] == [16_00, -16_00]
    assert company.record("PO-3", "TENT", 2, date(2027, 1, 2), value="30.00").value_minor == 30_00
    company.record("PO-4", "TENT", 2, date(2027, 1, 3), value="50.00")
    assert company.record("SO-3", "TENT", 2, date(2027, 1, 4)).value_minor == -40_00
    holds(company)


def test_what_receipts_cost_later_reaches_goods_as_they_had_been_left(store):
    """10.00 of freight on June's ten, of which eight went over: 8.00 on them, 2.00 on those that had been sold."""
    company = lived()
    changed(company)
    company.do("change-cost", company.ada, document="FR-1", kind="freight", amount="10.00", receipts="PO-2",
               said_on=date(2026, 1, 20))  # fmt: skip
    assert inventory(company, date(2026, 1, 19)) == 96_00 and inventory(company, date(2026, 1, 20)) == 104_00
    company.record("SO-2", "TENT", 2, date(2026, 1, 10))  # Late: 24.00 on its day, 2.00 with the freight.
    assert inventory(company, date(2026, 1, 19)) == 72_00 and inventory(company, date(2026, 1, 20)) == 78_00
    company.do("change-cost", company.ada, document="CN-1", kind="credit", amount="-20.00", receipts="PO-2",
               said_on=date(2026, 1, 25))  # fmt: skip
    assert inventory(company, date(2026, 1, 25)) == 78_00 - 12_00
    holds(company)


def test_a_credit_that_takes_more_off_than_goods_cost_by_their_formula_is_refused(store):
    """By the average eight are 16.00 less; once a credit has taken 110.00 off June's ten, they left at 24.00: 8.00 are left."""
    company = lived()
    changed(company)
    company.do("change-cost", company.ada, document="CN-1", kind="credit", amount="-110.00", receipts="PO-2",
               said_on=date(2026, 1, 25))  # fmt: skip
    assert inventory(company, date(2026, 1, 25)) == 8_00
    more = refused(company.do, "change-cost", company.ada, document="CN-2", kind="credit", amount="-20.00", receipts="PO-2",
                   said_on=date(2026, 1, 26))  # fmt: skip
    assert more.code == "below_nothing"
    holds(company)


def test_what_was_sold_before_comes_back_at_what_it_was_sold_at(store):
    company = lived()
    changed(company)
    back = company.do("record-move", company.ada, document="RE-1", line="1", item="TENT", from_location="customer",
                      to_location="Main", reason="return", quantity="2", effective_on=date(2026, 1, 2),
                      returns_document="SO-1")  # fmt: skip
    assert back.value_minor == 21_33
    assert inventory(company, date(2026, 1, 2)) == 117_33
    holds(company)


def test_what_is_held_against_goods_goes_with_them(store):
    """Eight tents at 112.00 will fetch 10.00 each: 32.00 is held. They go over at 96.00, and five of them are sold."""
    company = lived()
    company.prices(("Q-1", 1, "TENT", "quote", "10.00", EVE))
    company.write_down(EVE)
    changed(company)
    assert company.balances(BEGINS)["1290"] == -32_00
    company.record("SO-2", "TENT", 2, date(2026, 1, 9))
    after = company.balances(date(2026, 1, 31))
    assert (after["1200"], after["1290"]) == (72_00, -24_00)
    run = company.do("propose", company.ada, as_of=date(2026, 1, 31))
    assert (run.charge_minor, run.reversal_minor) == (0, 12_00)  # Six at 72.00 fetch 60.00: 12.00 is enough.
    holds(company)


def test_goods_against_which_more_is_held_than_they_cost_do_not_go_over(store):
    company = lived()
    company.prices(("Q-1", 1, "TENT", "quote", "1.00", EVE))
    company.write_down(EVE)  # 104.00, on 96.00.
    drafted(company)
    assert [one.code for one in shown(company).against] == ["held_over_cost"]
    assert "more is held against TENT" in str(refused(decided, company))
    holds(company)


def test_what_another_book_holds_beyond_their_cost_is_against_it_too(store):
    """104.00 are held in the other book, on goods of 96.00: to release 8.00 would be a result, which a change of policy has not."""
    company = lived(framework="us_gaap")
    company.do("add-book", company.root, framework="ifrs")
    company.prices(("Q-1", 1, "TENT", "quote", "1.00", EVE))
    run = company.do("propose", company.ada, as_of=EVE, book="ifrs")
    company.approve(run.run, run.run_hash)
    company.do("post", company.ben, run=run.run)
    drafted(company)
    (against,) = shown(company).against
    assert against.code == "held_over_cost" and "in book ifrs" in against.message and "carry that book" in against.hint
    company.prices(("Q-2", 1, "TENT", "quote", "2.00", EVE))
    run = company.do("propose", company.ada, as_of=EVE, book="ifrs")
    company.approve(run.run, run.run_hash)
    company.do("post", company.ben, run=run.run)
    decided(company)  # 96.00 are held now, on goods of 96.00.
    company.do("carry-books", company.ada)
    report = company.do("statements", company.ben, as_of=BEGINS, book="ifrs")
    held = {line.account: line.posted_minor for line in report.lines if line.statement == "trial_balance"}
    assert (held["1200"], held["1290"]) == (96_00, -96_00) and not held.get("5195")
    holds(company)


def made() -> Company:
    """Four huts are made of four of twenty tents: 40.00 by first in, first out, 48.00 at 12.00 each by the average."""
    company = begun()
    company.bring("items", [("HUT", "Hut", "finished_goods")], ("item", "name", "item_class"))
    company.record("PO-1", "TENT", 10, date(2025, 3, 1), value="100.00")
    company.record("PO-2", "TENT", 10, date(2025, 6, 1), value="140.00")
    company.do("produce", company.ada, document="WO-1", item="HUT", quantity="4", inputs="TENT=4", location="Main",
               produced_on=date(2025, 7, 1))  # fmt: skip
    return company


def test_goods_that_others_are_made_of_go_over_with_them(store):
    company = made()
    drafted(company)
    waits = shown(company)
    assert [(one.item, one.value_minor, one.new_minor) for one in waits.lines] == [
        ("HUT", 40_00, 48_00), ("TENT", 200_00, 192_00),
    ]  # fmt: skip
    assert (waits.items, waits.made_of_them, waits.effect_minor) == (("HUT", "TENT"), (), 0)
    decided(company)
    assert company.record("SO-2", "HUT", 1, date(2026, 1, 9)).value_minor == -12_00
    holds(company)


def test_goods_made_of_those_that_go_over_keep_their_formula_and_cost_something_else(store):
    """One hut is sold in 2025, for 10.00 that would have been 12.00: 2.00 of 2025, and 6.00 more on three that are there."""
    company = made()
    company.record("SO-1", "HUT", 1, date(2025, 9, 1))
    drafted(company, item_class="merchandise")
    waits = shown(company)
    assert [(one.item, one.value_minor, one.new_minor) for one in waits.lines] == [
        ("HUT", 30_00, 36_00), ("TENT", 200_00, 192_00),
    ]  # fmt: skip
    assert (waits.items, waits.made_of_them, waits.effect_minor) == (("TENT",), ("HUT",), -2_00)
    decided(company)
    after = shown(company)
    assert (after.items, after.made_of_them) == (waits.items, waits.made_of_them)
    assert [(one.expense, one.amount_minor) for one in after.effects] == [("cost_of_sales", 2_00)]
    company.do("produce", company.ada, document="WO-2", item="HUT", quantity="1", inputs="TENT=1", location="Main",
               labour="8.00", produced_on=date(2026, 1, 5))  # fmt: skip
    assert company.record("SO-2", "HUT", 4, date(2026, 1, 9)).value_minor == -36_00 - 20_00  # The oldest first.
    assert refused(company.record, "SO-3", "HUT", 1, EVE).code == "refused"
    holds(company)


def test_the_average_of_periods_takes_each_period_that_is_over(store):
    """Ten at 10.00 in March; in June ten at 14.00 and twelve sold at 12.00 each: eight are left for 96.00."""
    company = begun()
    company.record("PO-1", "TENT", 10, date(2025, 3, 1), value="100.00")
    company.record("SO-1", "TENT", 4, date(2025, 6, 1))  # Before June's goods came: 40.00 by first in, first out.
    company.record("PO-2", "TENT", 10, date(2025, 6, 9), value="140.00")
    assert changed(company, "weighted_average").new_minor == 192_00
    assert [(one.expense, one.amount_minor) for one in shown(company).effects] == [("cost_of_sales", 8_00)]
    company.record("SO-2", "TENT", 4, date(2026, 1, 2))
    company.do("true-up", company.ben, ends_on=date(2026, 1, 31))
    assert inventory(company, date(2026, 1, 31)) == 144_00
    holds(company)


def test_lots_and_goods_apart_go_over_each_from_its_own_pool(store):
    company = lived()
    company.bring("locations", [("Hold", "quarantine")], ("location", "kind"))
    company.record("TR-1", "TENT", 3, date(2025, 9, 10), to_location="Hold", reason="apart")
    drafted(company)
    assert [(one.condition != "", one.value_minor, one.new_minor) for one in shown(company).lines] == [
        (False, 70_00, 60_00), (True, 42_00, 36_00),
    ]  # fmt: skip
    decided(company)
    company.record("TR-2", "TENT", 3, date(2026, 1, 6), from_location="Hold", to_location="Main", reason="sound")
    assert company.record("SO-2", "TENT", 8, date(2026, 1, 9)).value_minor == -96_00
    holds(company)


def test_goods_by_weight_and_by_serial_number_go_over_as_they_are_and_those_of_others_stay(store):
    """Eight hams cost 240.00, five are sold: three are left at 105.00, 90.00 by the average, with 13.5 of their 38.5 kg."""
    company = begun()
    company.bring("items", [("HAM", "Ham", "merchandise", "", "KG"), ("DRILL", "Drill", "merchandise", "serial", "")],
                  ("item", "name", "item_class", "tracking", "catch_unit"))  # fmt: skip
    for day, (weight, value) in enumerate((("18.5", "100"), ("20", "140")), 1):
        company.do("receive", company.ada, document=f"GR-{day}", item="HAM", location="Main", quantity="4", weight=weight,
                   value=value, received_on=date(2025, 3, day))  # fmt: skip
        company.record(f"PO-{day}", "DRILL", 1, date(2025, 3, day), value=f"{day}0.00", lot=f"S{day}")
    company.do("issue", company.ada, document="SO-1", item="HAM", location="Main", quantity="5", weight="25",
               issued_on=date(2025, 4, 1))  # fmt: skip
    company.record("PO-9", "DRILL", 1, date(2025, 3, 9), from_location="vendor", to_location="Main", reason="receipt",
                   lot="S9", owner="ACME")  # fmt: skip
    drafted(company)
    assert [(one.item, one.lot, one.value_minor, one.new_minor) for one in shown(company).lines] == [
        ("DRILL", "S1", 10_00, 10_00), ("DRILL", "S2", 20_00, 20_00), ("HAM", "", 105_00, 90_00),
    ]  # fmt: skip
    decided(company)
    company.do("issue", company.ada, document="SO-2", item="HAM", location="Main", quantity="1", weight="4",
               issued_on=date(2026, 1, 3))  # fmt: skip
    (ham,) = company.do("positions", company.ben, as_of=date(2026, 1, 3), item="HAM").lines
    assert (ham.quantity_micro, ham.catch_micro, ham.value_minor) == (2_000_000, 9_500_000, 60_00)
    assert company.record("SO-3", "DRILL", 1, date(2026, 1, 5), lot="S2").value_minor == -20_00
    holds(company)


def test_from_last_in_first_out_goods_go_back_too(store):
    """By last in, first out ten at 14.00 and two at 10.00 were sold; eight at 10.00 would have been eight at 14.00."""
    company = lived(framework="us_gaap", method="lifo")
    assert inventory(company, EVE) == 80_00
    assert changed(company, "fifo").new_minor == 112_00
    assert company.balances(BEGINS)[RETAINED] == -32_00
    holds(company)


def test_goods_that_went_over_before_do_not_go_back(store):
    company = lived()
    drafted(company, document="CF-0", begins_on=date(2025, 11, 1), impracticable="no records")
    decided(company, "CF-0")
    drafted(company, "fifo", replaces="moving_average")
    assert [one.code for one in shown(company).against] == ["changed_before"]
    holds(company)


@pytest.mark.parametrize("seed, method, other", [
    (1, "fifo", "moving_average"), pytest.param(2, "moving_average", "fifo", marks=pytest.mark.more),
    pytest.param(3, "fifo", "weighted_average", marks=pytest.mark.more), pytest.param(4, "lifo", "fifo", marks=pytest.mark.more),
    pytest.param(5, "weighted_average", "moving_average", marks=pytest.mark.more),
    pytest.param(6, "moving_average", "fifo", marks=pytest.mark.more),
])  # fmt: skip
def test_lives_that_went_back_are_carried_at_what_the_figures_of_the_change_say(store, seed, method, other):
    """On the first day as the question says of it, item by item; and whatever comes to be known later, all of it holds."""
    company = begun(framework="us_gaap", method=method)
    company.bring("locations", [("Hold", "quarantine")], ("location", "kind"))
    life = Lived(seed, company)
    apart = () if "weighted_average" in {method, other} else ("set_apart",)
    early = ("receive", "receive", "sell", *apart)
    life.live([date(2025, month, day) for month in range(2, 11) for day in (3, 20)], early)
    life.live([date(2025, 11, day) for day in range(1, 29, 3)], ("receive", "sell", "take_back", "cost_more"))
    if method == "weighted_average":
        for month in range(2, 13):
            company.do("true-up", company.ben, ends_on=date(2025, month, 1) - timedelta(days=1))
        company.do("true-up", company.ben, ends_on=EVE)
    said = company.do("change-of-method", company.ben, method=other, replaces=method, as_of=EVE)
    posted = company.do("change-of-method", company.ben, method=other, replaces=method, as_of=BEGINS, comparatives=0)
    done = changed(company, other, replaces=method)
    assert done.new_minor - done.value_minor == posted.cumulative_effect_minor
    cost = company.do("cost", company.ben, as_of=BEGINS)
    found = {item: sum(one.value_minor for one in cost.layers if one.item == item) for item in ITEMS}
    assert found == {line.item: line.new_minor for line in said.lines}
    life.live([date(2026, 1, day) for day in range(2, 29, 4)], ("receive", "sell", "take_back", "cost_more", *apart))
    life.live([date(2026, 1, day) for day in (9, 5, 23, 3, 12)], ("receive", "cost_more", "take_back"))
    if "weighted_average" in {method, other}:
        company.do("true-up", company.ben, ends_on=date(2026, 1, 31))
    holds(company)


def test_another_book_of_the_same_goods_is_restated_when_it_is_carried(store):
    company = lived(framework="us_gaap")
    company.do("add-book", company.root, framework="ifrs")
    changed(company)
    company.record("SO-2", "TENT", 2, date(2026, 1, 9))
    company.do("carry-books", company.ada)
    for book in ("us_gaap", "ifrs"):
        report = company.do("statements", company.ben, as_of=date(2026, 1, 31), book=book)
        held = {
            line.account: line.posted_minor
            for line in report.lines
            if line.statement == "trial_balance" and line.account
        }
        assert (held["1200"], held[RETAINED], held["5000"]) == (72_00, 16_00, 152_00)  # No year is closed here.
    holds(company)
