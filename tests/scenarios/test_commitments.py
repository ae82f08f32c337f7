"""Firm contracts against the demand that is left, by hand.

60 tents are on hand. 20 are sold firm at 30.00 for June and 50 at 25.00 for July: goods on hand take the 20 and 40 of the
50; 10 are left at 25.00. A forecast says 100 in the year: 100 - 70 firm, less nothing that is on hand beyond firm sales,
leaves 30 at the list's 8.00. What nobody is expected to buy goes as scrap at 1.00.

100 tents are to be bought at 10.00: 10 go to the firm sale (100.00 bring 250.00), 30 are expected to be sold (300.00
bring 240.00: 60.00 are lost), 60 go as scrap (600.00 bring 60.00: 540.00 are lost). 600.00 are lost in all, and the
profit on the firm sale shelters none of it. 40 more that can be cancelled lose nothing.

Ropes are sold firm: 10 for 100.00; 4 are on hand, and a rope costs 12.00: 6 cost 72.00 and bring 60.00. The 12.00 are a
provision under IFRS, and nothing under US GAAP.
"""

from datetime import date

import pytest

from tests.company import found

YEAR_END = date(2026, 12, 31)
ORDERS = ("document", "line", "side", "item", "is_firm", "quantity", "amount", "due_on", "stated_on")


def a_company(framework):
    company = found("MAPLE", framework=framework)
    company.items("TENT", "ROPE")
    company.record("PO-1", "TENT", 60, date(2026, 1, 10), value="600.00")
    company.record("PO-2", "ROPE", 4, date(2026, 1, 10), value="40.00")
    company.prices(
        ("LIST-1", 1, "TENT", "price_list", "8.00", YEAR_END), ("SCRAP-1", 1, "TENT", "scrap_tender", "1.00", YEAR_END),
        ("BID-1", 1, "ROPE", "replacement_cost", "12.00", YEAR_END),
    )  # fmt: skip
    company.bring("demand_forecasts", [("TENT", YEAR_END, 365, 100, "plan")],
                  ("item", "made_on", "horizon_days", "mean", "method"))  # fmt: skip
    company.bring("order_lines", [
        ("SO-1", 1, "sale", "TENT", "true", 20, "600.00", "2027-06-30", YEAR_END),
        ("SO-2", 1, "sale", "TENT", "true", 50, "1250.00", "2027-07-31", YEAR_END),
        ("SO-3", 1, "sale", "ROPE", "true", 10, "100.00", "2027-02-28", YEAR_END),
        ("PC-1", 1, "purchase", "TENT", "true", 100, "1000.00", "2027-03-31", YEAR_END),
        ("PC-2", 1, "purchase", "TENT", "false", 40, "400.00", "2027-03-31", YEAR_END),
    ], ORDERS)  # fmt: skip
    return company


@pytest.mark.parametrize("framework, onerous", [("ifrs", 12_00), ("us_gaap", 0)])
def test_purchases_take_what_demand_is_left_and_no_profit_shelters_a_loss(store, framework, onerous):
    company = a_company(framework)
    answer = company.do("commitments", company.ben, as_of=YEAR_END)
    lines = {line.document: line for line in answer.lines}
    bought = lines["PC-1"]
    assert (bought.cost_minor, bought.value_minor, bought.loss_minor) == (1_000_00, 550_00, 600_00)
    assert [(one.outlet, one.quantity_micro // 1_000_000, one.loss_minor) for one in answer.pieces] == [
        ("firm_sale", 10, 0), ("expected", 30, 60_00), ("rest", 60, 540_00)
    ]  # fmt: skip
    assert (lines["PC-2"].finding, lines["PC-2"].loss_minor) == ("not_firm", 0)
    assert (lines["SO-3"].loss_minor, lines["SO-3"].quantity_micro) == (onerous, 6_000_000)
    assert answer.charged_minor == 600_00 + onerous
    assert {(line.account, line.amount_minor) for line in answer.entry} == {
        ("5400", 600_00 + onerous), ("2250", -600_00 - onerous)
    }  # fmt: skip


def test_a_contract_of_which_nothing_is_known_or_in_another_currency_is_named(store):
    company = found("MAPLE")
    company.items("TENT")
    company.bring(
        "order_lines", [("PC-1", 1, "purchase", "TENT", "true", 10, "100.00", "2027-03-31", YEAR_END)], ORDERS
    )
    company.bring("order_lines", [("PC-2", 1, "purchase", "TENT", "true", 10, "100.00", "2027-03-31", YEAR_END, "USD")],
                  (*ORDERS, "currency"), name="usd.csv")  # fmt: skip
    answer = company.do("commitments", company.ben, as_of=YEAR_END)
    assert {line.document: line.finding for line in answer.lines} == {"PC-1": "no_outlet", "PC-2": "other_currency"}
    assert (answer.loss_minor, answer.entry) == (0, ())
