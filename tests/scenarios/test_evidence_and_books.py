"""Whose word a test rests on, at what basis goods stand, by what unit they are tested, and the same stock in three books.

TENT and ROPE are ten each at 10.00; TENT fetches 8.00 and ROPE 11.00, so by item 20.00 is written down, and together 10.00.
"""

import json
from datetime import date
from itertools import count

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import Company, found
from tests.hammer.invariants import require_sound

END = date(2026, 4, 30)
_numbers = count(1)


def stocked(**given) -> Company:
    """Return a company with ten tents and ten ropes at 10.00, which fetch 8.00 and 11.00."""
    number = next(_numbers)
    made = found(f"E{number}", mark=f"-e{number}", **given)
    made.bring("items", [("TENT", "Tent", "merchandise", "Camp"), ("ROPE", "Rope", "merchandise", "Camp")],
               ("item", "name", "item_class", "category"))  # fmt: skip
    made.bring("locations", [("Main",)], ("location",))
    made.moves(
        *[(f"PO-{item}", 1, item, "vendor", "Main", "receipt", 10, 100, "2026-01-05") for item in ("TENT", "ROPE")]
    )
    made.bring(
        "price_evidence",
        [("PL", 1, "TENT", "price_list", "8.00", "2026-04-01", "source_matched"),
         ("PL", 2, "ROPE", "price_list", "11.00", "2026-04-01", "source_matched")],
        ("document", "line", "item", "kind", "price", "observed_on", "standing"),
    )  # fmt: skip
    return made


def sets(made: Company, path: str, value: object, **given):
    text = value if isinstance(value, str) else json.dumps(value)
    return made.do("set-policy", made.ben, path=f"inventories/{path}", valid_from=date(2026, 1, 1), value=text, **given)


def asserts(made: Company, document: str, price: str, on: str, *, item: str = "TENT", kind: str = "quote"):
    """Let ada enter a price by hand."""
    made.bring("price_evidence", [(document, 1, item, kind, price, on)],
               ("document", "line", "item", "kind", "price", "observed_on"), name=f"{document}.csv")  # fmt: skip


def required(made: Company, **given) -> dict[str, int]:
    answer = made.do("assess", made.ada, as_of=END, **given)
    return {line.item: line.required_minor for line in answer.lines}


def refused(do) -> Problem:
    with pytest.raises(Problem) as caught:
        do()
    return caught.value


# --- bases and units of account ---------------------------------------------------------------------------------------


def test_a_basis_is_a_dated_policy_of_a_class_or_an_item(store):
    """Given away, a tent is held against what another costs: 9.50, so 5.00 is lost. Gold is at fair value, and no line."""
    made = stocked()
    made.prices(("RC", 1, "TENT", "replacement_cost", "9.50", "2026-04-01"))
    sets(
        made,
        "bases",
        {"classes": {"merchandise": "lower_of_cost_and_replacement"}, "items": {"ROPE": "fair_value_less_costs"}},
    )
    answer = made.do("assess", made.ada, as_of=END)
    assert [(line.item, line.basis, line.required_minor) for line in answer.lines] == [
        ("TENT", "lower_of_cost_and_replacement", 5_00)
    ]
    assert [(one.item, one.cost_minor, one.value_minor) for one in answer.fair_values] == [("ROPE", 100_00, 110_00)]
    run = made.do("propose", made.ada, as_of=END)
    said = [
        (step.what, step.name, step.amount_minor)
        for step in made.do("explain", made.ben, subject=f"run {run.run} item TENT").steps
    ]
    assert ("basis", "lower of cost and replacement", None) in said
    assert ("market", "", 95_00) in said
    made.approve(run.run, run.run_hash)
    made.do("post", made.ben, run=run.run)
    require_sound(store)


def test_goods_of_another_standard_are_refused_by_name(store):
    made = stocked()
    sets(made, "bases", {"items": {"ROPE": "out_of_scope"}})
    problem = refused(lambda: made.do("propose", made.ada, as_of=END))
    assert problem.code == "basis_out_of_scope" and "ROPE" in problem.message
    assert refused(lambda: sets(made, "bases", {"items": {"ROPE": "what it fetches"}})).code == "bad_parameter_value"
    sets(made, "bases", {"items": {"ROPE": "lower_of_cost_or_market"}})
    assert refused(lambda: made.do("assess", made.ada, as_of=END)).code == "basis_not_allowed"


def test_goods_by_last_in_first_out_are_at_market_in_us_books(store):
    """Replacement 7.00, ceiling 8.00, a normal profit of 25 % of the price: floor 6.00, so market is 7.00."""
    made = stocked(framework="us_gaap", method="lifo")
    made.prices(
        ("RC", 1, "TENT", "replacement_cost", "7.00", "2026-04-01"),
        ("RC", 2, "ROPE", "replacement_cost", "20.00", "2026-04-01"),
    )
    sets(made, "normal_profit", {"rate": "25 %", "of": "price"})
    answer = made.do("assess", made.ada, as_of=END)
    assert {line.item: (line.basis, line.value_minor, line.required_minor) for line in answer.lines} == {
        "TENT": ("lower_of_cost_or_market", 70_00, 30_00), "ROPE": ("lower_of_cost_or_market", 110_00, 0)
    }  # fmt: skip
    run = made.do("propose", made.ada, as_of=END)
    steps = made.do("explain", made.ben, subject=f"run {run.run} item TENT").steps
    (market,) = [step for step in steps if step.what == "market"]
    assert market.amount_minor == 70_00 and "floor" in market.words
    (shown,) = made.do("show-run", made.ben, run=run.run).markets
    assert (shown.ceiling_minor, shown.profit_minor, shown.floor_minor, shown.market_minor) == (
        80_00,
        20_00,
        60_00,
        70_00,
    )
    made.approve(run.run, run.run_hash)
    made.do("post", made.ben, run=run.run)
    require_sound(store)


@pytest.mark.parametrize("unit, expected", [("lot", 20_00), ("item", 20_00), ("category", 10_00), ("total", 10_00)])
def test_the_unit_of_account_is_a_policy_and_the_others_are_shown_beside_it(store, unit, expected):
    made = stocked(framework="us_gaap")
    sets(made, "unit_of_account", unit)
    answer = made.do("assess", made.ada, as_of=END)
    assert answer.required_minor == expected
    assert {(one.level, one.group): one.required_minor for one in answer.levels} == {
        ("item", ""): 20_00, ("category", "Camp"): 10_00, ("total", ""): 10_00
    }  # fmt: skip
    run = made.do("propose", made.ada, as_of=END)
    shown = made.do("show-run", made.ben, run=run.run)
    assert {one.level: one.required_minor for one in shown.levels} == {"item": 20_00, "category": 10_00, "total": 10_00}
    assert [one.level for one in shown.levels if one.is_chosen] == ["item" if unit == "lot" else unit]
    made.approve(run.run, run.run_hash)
    assert made.do("post", made.ben, run=run.run).charged_minor == expected
    require_sound(store)


def test_similar_items_are_a_policy_with_four_conditions_and_a_reason(store):
    made = stocked()
    group = {"group": "camp", "items": ["TENT", "ROPE"], "same_product_line": True, "similar_purpose": True,
             "same_area": True, "not_practicable_apart": True, "reason": "sold as one kit"}  # fmt: skip
    sets(made, "similar_items", [group])
    sets(made, "unit_of_account", "similar_items")
    assert sum(required(made).values()) == 10_00
    sets(made, "similar_items", [group | {"same_area": False}])
    assert refused(lambda: required(made)).code == "not_similar"
    sets(made, "unit_of_account", "category")
    sets(made, "similar_items", [])
    assert refused(lambda: required(made)).code == "unit_not_allowed"


def test_lots_of_an_item_are_tested_apart_or_together(store):
    number = next(_numbers)
    made = found(f"E{number}", mark=f"-e{number}")
    made.bring("items", [("MILK", "Milk", "merchandise", "lot")], ("item", "name", "item_class", "tracking"))
    made.bring("locations", [("Main",)], ("location",))
    made.bring("stock_moves", [("PO", 1, "MILK", "L1", "vendor", "Main", "receipt", 10, 100, "2026-01-05"),
                               ("PO", 2, "MILK", "L2", "vendor", "Main", "receipt", 10, 50, "2026-02-05")],
               ("document", "line", "item", "lot", "from_location", "to_location", "reason", "quantity", "value", "effective_on"))  # fmt: skip
    made.prices(("PL", 1, "MILK", "price_list", "8.00", "2026-04-01"))
    answer = made.do("assess", made.ada, as_of=END)
    assert answer.required_minor == 20_00
    assert {one.level: one.required_minor for one in answer.levels} == {"lot": 20_00, "item": 0, "total": 0}
    sets(made, "unit_of_account", "item")
    assert made.do("assess", made.ada, as_of=END).required_minor == 0


# --- several books ----------------------------------------------------------------------------------------------------


def test_three_books_over_the_same_stock_stand_side_by_side(store):
    """The US book is tested by category, by a policy of its own; the allowance held is of the book that posted it."""
    made = stocked()
    for framework in ("us_gaap", "aspe"):
        assert made.do("add-book", made.root, framework=framework).beside == "ifrs"
    sets(made, "unit_of_account", "category", book="us_gaap")
    made.write_down(END)
    answer = made.do("assess", made.ada, as_of=END, book="all")
    assert {one.book: (one.cost_minor, one.required_minor, one.held_minor, one.change_minor) for one in answer.books} == {
        "ifrs": (200_00, 20_00, 20_00, 0), "aspe": (200_00, 20_00, 0, 20_00), "us_gaap": (200_00, 10_00, 0, 10_00)
    }  # fmt: skip
    assert [one.book for one in answer.books] == ["ifrs", "aspe", "us_gaap"]
    assert {(one.item, one.book): one.required_minor for one in answer.in_books if one.item == "TENT"} == {
        ("TENT", "ifrs"): 20_00, ("TENT", "aspe"): 20_00, ("TENT", "us_gaap"): 10_00
    }  # fmt: skip
    assert made.do("assess", made.ada, as_of=END, book="us_gaap").required_minor == 10_00
    assert refused(lambda: made.do("assess", made.ada, as_of=END, book="ifrs,tax")).code == "not_found"
    assert refused(lambda: made.do("add-book", made.root, framework="aspe")).code == "conflict"
    require_sound(store)


def test_a_framework_without_the_formula_gets_no_book(store):
    made = stocked(framework="us_gaap", method="lifo")
    assert refused(lambda: made.do("add-book", made.root, framework="ifrs")).code == "refused"


# --- evidence ---------------------------------------------------------------------------------------------------------


def test_what_somebody_enters_ranks_low_until_somebody_else_verifies_it(store):
    """Ada says that a customer has bought a tent at 6.00; the list, from its source, says 8.00."""
    made = stocked()
    asserts(made, "CALL", "6.00", "2026-04-20", kind="recent_sale")
    assert required(made)["TENT"] == 20_00
    assert (
        refused(lambda: made.do("verify-evidence", made.ada, document="CALL", because="I was there")).code == "refused"
    )
    assert refused(lambda: made.do("verify-evidence", made.ben, document="CALL", because=" ")).code == "refused"
    done = made.do("verify-evidence", made.ben, document="CALL", because="invoice 88")
    assert (done.lines, done.verified_by) == (("1",), made.ben)
    assert required(made)["TENT"] == 40_00
    assert refused(lambda: made.do("verify-evidence", made.ben, document="CALL", because="again")).code == "refused"
    assert refused(lambda: made.do("verify-evidence", made.ben, document="NONE", because="x")).code == "not_found"
    require_sound(store)


def test_nobody_brings_evidence_as_verified(store):
    made = stocked()
    from lowmark.services.operation import File
    from tests.company import csv

    content = csv(("document", "line", "item", "kind", "price", "observed_on", "standing"),
                  [("X", 1, "TENT", "quote", "6.00", "2026-04-20", "verified")])  # fmt: skip
    answer = made.do("import", made.ada, table="price_evidence", file=File("x.csv", content))
    assert [problem.code for problem in answer.problems] == ["not_verified_here"]


def test_the_approver_sees_how_much_rests_on_the_preparers_own_word(store):
    """Of the 180.00 carried, ropes are 100.00. With a rank of its own only ada's quote speaks of them."""
    made = stocked()
    sets(
        made,
        "evidence_ranks",
        {"price_list": {"rank": 1, "combine": "latest"}, "quote": {"rank": 2, "combine": "latest"}},
    )
    number = next(_numbers)
    other = found(f"E{number}", mark=f"-e{number}")
    other.items("TENT")
    other.moves(("PO", 1, "TENT", "vendor", "Main", "receipt", 10, 100, "2026-01-05"))
    asserts(other, "CALL", "9.00", "2026-04-20")
    run = other.do("propose", other.ada, as_of=END)
    shown = other.do("show-run", other.ben, run=run.run)
    assert (shown.carrying_minor, shown.unverified_minor, shown.own_minor, shown.own_micro) == (
        90_00,
        90_00,
        90_00,
        1_000_000,
    )
    other.do("verify-evidence", other.ben, document="CALL", because="letter")
    again = other.do("propose", other.ada, as_of=END)
    assert other.do("show-run", other.ben, run=again.run).own_micro == 0
    assert other.do("show-run", other.ben, run=run.run).own_micro == 1_000_000  # As it was known then.
    mine = made.do("propose", made.ada, as_of=END)
    assert made.do("show-run", made.ben, run=mine.run).unverified_minor == 0
    require_sound(store)


def test_nothing_after_the_statements_were_authorised_is_evidence(store):
    """A sale at 5.00 in May confirms April; the statements are authorised before it, or after."""
    made = stocked()
    made.bring("price_evidence", [("SO", 1, "TENT", "post_period_sale", "5.00", "2026-05-20", "true", "source_matched")],
               ("document", "line", "item", "kind", "price", "observed_on", "confirms_date", "standing"), name="may.csv")  # fmt: skip
    assert required(made)["TENT"] == 50_00
    assert required(made, authorised_on=date(2026, 5, 20))["TENT"] == 50_00
    assert required(made, authorised_on=date(2026, 5, 19))["TENT"] == 20_00
    run = made.do("propose", made.ada, as_of=END, authorised_on=date(2026, 5, 19))
    assert (run.charge_minor, made.do("show-run", made.ben, run=run.run).authorised_on) == (20_00, date(2026, 5, 19))
    made.approve(run.run, run.run_hash)
    assert made.do("post", made.ben, run=run.run).charged_minor == 20_00
    require_sound(store)


def test_the_worklist_is_by_value_and_says_why(store):
    """TENT rests on a quote of a year ago, ROPE on one of a hundredth of the others, LAMP on nothing, OIL on what is too old."""
    made = stocked()
    made.bring(
        "items",
        [("LAMP", "Lamp", "merchandise"), ("OIL", "Oil", "merchandise")],
        ("item", "name", "item_class"),
        name="more.csv",
    )
    made.moves(("PO-L", 1, "LAMP", "vendor", "Main", "receipt", 1, 300, "2026-01-05"),
               ("PO-O", 1, "OIL", "vendor", "Main", "receipt", 1, 50, "2026-01-05"), name="more.csv")  # fmt: skip
    sets(made, "evidence_ranks", {
        "recent_sale": {"rank": 1, "combine": "weighted_average", "within_days": 90, "window_from": "last_observation"},
        "quote": {"rank": 2, "combine": "latest", "within_days": 90}, "price_list": {"rank": 3, "combine": "latest"},
    })  # fmt: skip
    rows = [("S", 1, "TENT", "recent_sale", "9.00", "2025-04-30"), ("S", 2, "ROPE", "recent_sale", "0.10", "2026-04-20"),
            ("S", 3, "OIL", "quote", "60.00", "2025-04-30")]  # fmt: skip
    made.bring("price_evidence", [(*row, "source_matched") for row in rows],
               ("document", "line", "item", "kind", "price", "observed_on", "standing"), name="s.csv")  # fmt: skip
    found_ = made.do("worklist", made.ada, as_of=END)
    assert [(line.item, line.finding, line.cost_minor, line.document) for line in found_.lines] == [
        ("LAMP", "no_evidence", 300_00, ""), ("TENT", "stale_evidence", 100_00, "PL/1"),
        ("ROPE", "outlying_evidence", 100_00, "S/2"), ("OIL", "stale_evidence", 50_00, "S/3"),
    ]  # fmt: skip
    assert {(one.finding, one.units, one.cost_minor) for one in found_.sums} == {
        ("no_evidence", 1, 300_00), ("stale_evidence", 2, 150_00), ("outlying_evidence", 1, 100_00)
    }  # fmt: skip
    sets(made, "outlying", {"others": "0", "cost": "0"})
    assert "ROPE" not in {line.item for line in made.do("worklist", made.ada, as_of=END).lines}


# --- what if ----------------------------------------------------------------------------------------------------------


def test_what_if_says_the_difference_by_what_makes_it(store):
    """At 10 % less TENT fetches 7.20 and ROPE 9.90; at 5 % to sell 7.60 and 10.45; with both 6.84 and 9.405."""
    made = stocked()
    run = made.do("propose", made.ada, as_of=END)
    before = made.do("list-runs", made.ada).lines
    answer = made.do("what-if", made.ben, run=run.run, price="-10 %", cost_to_sell="=5 %")
    assert [(one.driver, one.change, one.difference_minor) for one in answer.drivers] == [
        ("price", "-10 %", 9_00), ("cost_to_sell", "to 5 %", 4_00), ("interaction", "", 4_55), ("together", "", 17_55),
    ]  # fmt: skip
    assert (answer.required_minor, answer.supposed_minor) == (20_00, 37_55)
    assert [(line.item, line.difference_minor) for line in answer.lines] == [("TENT", 11_60), ("ROPE", 5_95)]
    only = made.do("what-if", made.ben, as_of=END, price="=7.00", item="TENT")
    assert (only.difference_minor, len(only.drivers)) == (10_00, 1)
    assert made.do("list-runs", made.ada).lines == before
    for said in ({}, {"price": "ten"}, {"discount": "age:+10 %"}, {"price": "-10 %", "item": "NONE"}):
        refused(lambda said=said: made.do("what-if", made.ben, run=run.run, **said))
    assert refused(lambda: made.do("what-if", made.ben, price="-10 %")).code == "bad_request"


def test_sensitivity_is_a_table_of_each_driver(store):
    """Prices: 20 % less is 6.40 and 8.80, 48.00; 20 % more is 9.60 and 13.20, 4.00. Half of each is excess at nothing."""
    made = stocked()
    (line,) = made.do("sensitivity", made.ben, as_of=END).lines
    assert (line.driver, line.less_20_minor, line.less_10_minor, line.more_10_minor, line.more_20_minor) == (
        "price", 28_00, 9_00, -8_00, -16_00
    )  # fmt: skip
    made.bring(
        "demand_forecasts",
        [(item, "2026-04-30", 365, 5) for item in ("TENT", "ROPE")],
        ("item", "made_on", "horizon_days", "mean"),
    )
    sets(made, "rules/excess", {"rank": 50, "factors": {"excess": "0.2"}, "horizon_days": 365})
    answer = made.do("sensitivity", made.ben, as_of=END)
    assert answer.required_minor == 10_00 + 80_00
    by_driver = {one.driver: (one.less_20_minor, one.more_20_minor) for one in answer.lines}
    # One tent more or less is sold at 8.00 and not kept at 2.00, one rope at 10.00: 6.00 and 8.00.
    assert by_driver["demand"] == (14_00, -14_00)
    # Of the four fifths that are lost a fifth less or more, and never more than all: 16.00.
    assert by_driver["discount of excess"] == (-16_00, 16_00)
