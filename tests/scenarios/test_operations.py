"""The operations of a warehouse and of whoever writes off, through the one way in: what each does to stock and ledger."""

from datetime import date

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import found
from tests.hammer.invariants import require_sound

INVENTORIES, ALLOWANCE = "1200", "1290"
DAY = date(2026, 3, 2)


def stocked(**given):
    """Return a company with ten at 5.00 and ten at 9.00 in Main."""
    company = found("MAPLE", **given)
    company.items("TENT")
    company.do("receive", company.ada, document="PO-1", item="TENT", location="Main", quantity="10", value="50",
               received_on=date(2026, 1, 5))  # fmt: skip
    company.do("receive", company.ada, document="PO-2", item="TENT", location="Main", quantity="10", value="90",
               received_on=date(2026, 2, 5))  # fmt: skip
    return company


def layers(company, on=DAY):
    """Return what is on hand: quantity, cost, allowance, by receipt."""
    return [
        (layer.document, layer.quantity_micro // 1_000_000, layer.value_minor, layer.allowance_minor)
        for layer in company.do("cost", company.ada, as_of=on).layers
    ]


def test_damaged_goods_are_set_apart_with_their_cost_and_written_off(store):
    company = stocked()
    moved = company.do("transfer", company.ada, document="TR-1", item="TENT", from_location="Main",
                       to_location="damaged", quantity="4", moved_on=DAY)  # fmt: skip
    assert (moved.value_minor, moved.entries) == (0, ())
    assert layers(company) == [("PO-1", 6, 30_00, 0), ("TR-1", 4, 20_00, 0), ("PO-2", 10, 90_00, 0)]

    run = company.do("write-off", company.ada, item="TENT", condition="damaged", as_of=DAY, reason="damaged",
                     because="Roof leak in hall 3")  # fmt: skip
    assert (run.charge_minor, run.proposals) == (20_00, 1)
    with pytest.raises(Problem) as refused:
        company.do("approve", company.ada, step_up_id=1, run=run.run, run_hash=run.run_hash)
    assert refused.value.code == "not_granted"
    company.approve(run.run, run.run_hash)
    company.do("post", company.ben, run=run.run)
    assert layers(company)[1] == ("TR-1", 4, 20_00, 20_00)

    company.do("issue", company.ada, document="SCRAP-1", item="TENT", location="damaged", target="scrap", quantity="4",
               issued_on=date(2026, 3, 9))  # fmt: skip
    balances = company.balances(date(2026, 3, 31))
    assert (balances[INVENTORIES], balances.get(ALLOWANCE, 0)) == (120_00, 0)
    assert sum(amount for code, amount in balances.items() if code.startswith("5")) == 20_00
    require_sound(store)


def test_goods_come_back_from_the_damaged_place_with_what_they_carry(store):
    company = stocked(method="moving_average")
    company.prices(("PL-1", 1, "TENT", "price_list", "6.00", DAY))
    company.write_down(DAY)
    assert layers(company) == [("PO-1", 20, 140_00, 20_00)]
    there, back = date(2026, 3, 3), date(2026, 3, 4)
    company.do("transfer", company.ada, document="TR-1", item="TENT", from_location="Main", to_location="damaged",
               quantity="5", moved_on=there)  # fmt: skip
    assert layers(company, there) == [("PO-1", 15, 105_00, 15_00), ("TR-1", 5, 35_00, 5_00)]
    company.do("transfer", company.ada, document="TR-2", item="TENT", from_location="damaged", to_location="Main",
               quantity="2", moved_on=back)  # fmt: skip
    assert layers(company, back) == [("PO-1", 17, 119_00, 17_00), ("TR-1", 3, 21_00, 3_00)]
    require_sound(store)


def test_a_sale_is_reversed_at_what_it_cost_and_once(store):
    company = stocked()
    company.do("issue", company.ada, document="SO-1", item="TENT", location="Main", quantity="12", issued_on=DAY)
    assert layers(company) == [("PO-2", 8, 72_00, 0)]
    undone = company.do("reverse", company.ada, document="SO-1", reversed_on=DAY, because="Keyed twice")
    assert (undone.document, undone.value_minor) == ("R-SO-1", 68_00)
    assert layers(company) == [("R-SO-1", 12, 68_00, 0), ("PO-2", 8, 72_00, 0)]
    with pytest.raises(Problem) as refused:
        company.do("reverse", company.ada, document="SO-1", reversed_on=DAY, because="Again")
    assert refused.value.code == "refused"
    require_sound(store)


def test_a_receipt_is_reversed_at_what_the_pool_gives_and_the_rest_is_a_variance(store):
    """PO-2 brought ten for 90.00; the pool gives out the ten for 50.00 first, so 40.00 is a gain."""
    company = stocked()
    company.do("reverse", company.ada, document="PO-2", reversed_on=DAY, because="Another company's goods")
    assert layers(company) == [("PO-2", 10, 90_00, 0)]
    balances = company.balances(DAY)
    assert balances[INVENTORIES] == 90_00
    assert sum(balances.values()) == 0
    assert sum(amount for code, amount in balances.items() if code.startswith("5")) == -40_00
    require_sound(store)


def test_an_adjustment_has_its_reason_and_no_part_in_the_allowance(store):
    company = stocked()
    company.do("adjust", company.ada, document="ADJ-1", item="TENT", location="Main", quantity="-2",
               reason="shrinkage", adjusted_on=DAY)  # fmt: skip
    company.do("adjust", company.ada, document="ADJ-2", item="TENT", location="Main", quantity="1", value="7",
               reason="found", adjusted_on=DAY)  # fmt: skip
    assert layers(company) == [("PO-1", 8, 40_00, 0), ("PO-2", 10, 90_00, 0), ("ADJ-2", 1, 7_00, 0)]
    require_sound(store)


def test_a_return_of_more_than_was_sold_is_refused_and_nothing_is_written(store):
    company = stocked()
    company.do("issue", company.ada, document="SO-1", item="TENT", location="Main", quantity="5", issued_on=DAY)
    before = layers(company)
    with pytest.raises(Problem, match="only 5") as refused:
        company.do("receive", company.ada, document="RMA-1", item="TENT", source="customer", location="Main",
                   quantity="6", returns_document="SO-1", received_on=DAY)  # fmt: skip
    assert refused.value.code == "refused"
    assert layers(company) == before
    require_sound(store)


def test_goods_at_standard_are_carried_at_it_and_the_rest_is_a_variance(store):
    """Standard 6.00. Ten for 50.00 come in at 60.00, a gain of 10.00; ten for 90.00 at 60.00, a loss of 30.00."""
    company = found("RIDGE", method="standard", framework="us_gaap")
    company.items("TENT")
    company.bring("item_costing", [("TENT", "standard", "6.00", "2026-01-01")],
                  ("item", "method", "standard_cost", "valid_from"))  # fmt: skip
    company.moves(
        ("PO-1", 1, "TENT", "vendor", "Main", "receipt", 10, 50, "2026-01-05"),
        ("PO-2", 1, "TENT", "vendor", "Main", "receipt", 10, 90, "2026-02-05"),
        ("SO-1", 1, "TENT", "Main", "customer", "sale", 5, "", "2026-02-06"),
    )
    assert layers(company) == [("PO-1", 15, 90_00, 0)]
    company.do("receive", company.ada, document="PO-3", item="TENT", location="Main", quantity="1", value="6.01",
               received_on=DAY)  # fmt: skip
    balances = company.balances(DAY)
    assert balances[INVENTORIES] == 96_00
    expense = sum(amount for code, amount in balances.items() if code.startswith("5"))
    assert expense == 30_00 + 20_00 + 1
    require_sound(store)


def test_an_allowance_of_the_books_before_is_taken_over_and_released_with_the_goods(store):
    company = found("MAPLE")
    company.items("TENT")
    company.bring("opening_layers", [("OB-1", 1, "TENT", "Main", 10, 100, "2025-11-01", "2026-01-01")],
                  ("document", "line", "item", "location", "quantity", "cost", "received_on", "opening_on"))  # fmt: skip
    company.bring("opening_allowances", [("OA-1", 1, "TENT", 2025, "price_decline", 30, "2026-01-01")],
                  ("document", "line", "item", "fiscal_year", "reason", "amount", "accounting_on"))  # fmt: skip
    assert layers(company, date(2026, 1, 1)) == [("OB-1", 10, 100_00, 30_00)]
    company.record("SO-1", "TENT", 4, date(2026, 1, 9))
    balances = company.balances(date(2026, 1, 31))
    assert (balances[INVENTORIES], balances[ALLOWANCE]) == (60_00, -18_00)
    assert sum(amount for code, amount in balances.items() if code.startswith("5")) == 40_00 - 12_00
    require_sound(store)
