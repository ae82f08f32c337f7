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

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import every_entity
from lowmark.verify.checks import commitments_foot
from tests.company import found
from tests.scenarios.test_journals_by_hand import approve
from tests.verify.raw import lawless

YEAR_END = date(2026, 12, 31)
ORDERS = ("document", "line", "side", "item", "is_firm", "quantity", "amount", "due_on", "stated_on")


def a_company(framework):
    company = found("MAPLE", framework=framework, months=24)
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


def posted(company, on):
    """Draft a test of contracts as ada, approve and post it as ben."""
    drafted = company.do("draft-commitments", company.ada, as_of=on)
    approve(company, drafted.document)
    company.do("post-journal", company.ben, up_to=on, document=drafted.document)
    return drafted


@pytest.mark.parametrize("framework, back", [("ifrs", 180_00), ("us_gaap", 0)])
def test_a_loss_is_posted_held_taken_back_where_that_may_be_and_used_as_goods_come(store, framework, back):
    """600.00 are charged on PC-1 in 2026. By 31 March 2027 40 of its 100 tents have come and 40 were sold beside the contracts:
    40 % of 600.00 = 240.00 go with them, 360.00 are held for 60. Of these 10 go to the firm sale, 30 to those expected at 8.00
    (60.00 lost) and 20 as scrap, now at 4.00 (120.00 lost): 180.00 are required, and 180.00 may be taken back where the framework
    has it, which US GAAP does not in another year. Then the rest has come: all that is held goes with it.
    """
    company = a_company(framework)
    shown = company.do("commitments", company.ben, as_of=YEAR_END)
    drafted = company.do("draft-commitments", company.ada, as_of=YEAR_END)
    assert drafted.amount_minor == sum(max(0, line.amount_minor) for line in shown.entry)
    with pytest.raises(Problem, match="neither posted nor turned down"):
        company.do("draft-commitments", company.ada, as_of=YEAR_END)
    assert company.do("commitments", company.ben, as_of=YEAR_END).held_minor == 0  # Drafted is not posted.
    approve(company, drafted.document)
    company.do("post-journal", company.ben, up_to=YEAR_END, document=drafted.document)
    again = company.do("commitments", company.ben, as_of=YEAR_END)
    assert (again.charged_minor, again.reversed_minor, again.held_minor) == (0, 0, shown.charged_minor)
    assert company.balances(YEAR_END)["2250"] == -shown.charged_minor
    with pytest.raises(Problem, match="nothing changes"):
        company.do("draft-commitments", company.ada, as_of=YEAR_END)
    later = date(2027, 3, 31)
    company.record("PC-1-A", "TENT", 40, date(2027, 3, 1), value="400.00")
    company.record("SO-9", "TENT", 40, date(2027, 3, 2))
    company.prices(("SCRAP-2", 1, "TENT", "scrap_tender", "4.00", later), ("LIST-2", 1, "TENT", "price_list", "8.00", later),
                   name="later.csv")  # fmt: skip
    company.bring("demand_forecasts", [("TENT", later, 365, 100, "plan")],
                  ("item", "made_on", "horizon_days", "mean", "method"), name="later-demand.csv")  # fmt: skip
    company.bring("order_lines", [("PC-1", 1, "purchase", "TENT", "true", 60, "600.00", "2027-06-30", later)], ORDERS,
                  name="later-orders.csv")  # fmt: skip
    test = company.do("commitments", company.ben, as_of=later)
    line = next(one for one in test.lines if one.document == "PC-1")
    assert (test.used_minor, line.held_minor, line.loss_minor) == (240_00, 360_00, 180_00)
    assert (line.charged_minor, line.reversed_minor) == (0, back)
    posted(company, later)
    done = date(2027, 4, 30)
    company.bring("order_lines", [("PC-1", 1, "purchase", "TENT", "true", 0, "0.00", "2027-06-30", done)], ORDERS,
                  name="done.csv")  # fmt: skip
    assert company.do("commitments", company.ben, as_of=done).used_minor == 360_00 - back
    posted(company, done)
    roll = next(
        one for one in company.do("commitments", company.ben, as_of=done).roll_forward if one.document == "PC-1"
    )
    assert (roll.opening_minor, roll.charged_minor, roll.reversed_minor, roll.used_minor, roll.closing_minor) == (
        600_00, 0, back, 600_00 - back, 0
    )  # fmt: skip
    assert -company.balances(done).get("2250", 0) == sum(
        one.closing_minor for one in company.do("commitments", company.ben, as_of=done).roll_forward
    )
    assert company.do("verify", company.ben).clean
    number = next(one.id for one in every_entity() if one.code == "MAPLE")
    with lawless(store) as reader:
        reader.execute("UPDATE ledger_commitment_change SET amount_minor = amount_minor + 1 WHERE kind = 'used'")
        told = commitments_foot.check(reader, number).faults
        assert any("its contracts come to" in fault for fault in told) and any(
            "is held for PC-1/1" in fault for fault in told
        )


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
