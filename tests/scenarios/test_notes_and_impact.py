"""What a run does after tax, and the note on inventories, by hand.

100 tents for 1,000.00 and 10 ropes (supplies) for 50.00, all on account; 5,000.00 of cash against capital. At 7.00 each
the tents are to be written down by 300.00. Posted: inventories 1,050, assets 6,050, debts 1,050, equity 5,000. At 25 %
tax, 100.00 deductible now: 75.00 are saved in all, 25.00 now (less is payable), 50.00 on disposal (an asset). Pro forma:
inventories 750, assets 6,050 - 300 + 50 = 5,800, debts 1,050 - 25 = 1,025, equity 5,000 - 225 = 4,775. Net income -225.
The current ratio goes from 6,050 / 1,050 = 5.761905 to 5,750 / 1,025 = 5.609756; the quick ratio from 5,000 / 1,050 =
4.761905 to 5,000 / 1,025 = 4.878049. Cash is what it was: -225 + 300 - 50 - 25 = 0.

Then the run is posted, 40 tents are sold (400.00, releasing 120.00) and 10 scrapped (100.00, of which 30.00 use the
allowance). An overlay of 20.00 comes on supplies with a business. Left: 60 - 10 = 50 tents for 500.00 with 150.00, ropes
for 50.00 with 20.00: gross 550, allowance 170, carrying 380. Cost of sales: 400 sold + 300 - 120 + 100 - 30 = 650.00.
"""

from datetime import date

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import OPERATOR, do, found

SPRING, YEAR_END = date(2026, 3, 31), date(2026, 12, 31)


def a_company(**given):
    company = found("MAPLE", **given)
    company.items("TENT")
    company.bring("items", [("ROPE", "The rope", "supplies")], ("item", "name", "item_class"))
    company.bring("trial_balance", [("1000", "5000.00", "2025-12-31"), ("3000", "-5000.00", "2025-12-31")],
                  ("account", "amount", "as_of"))  # fmt: skip
    company.record("PO-1", "TENT", 100, date(2026, 1, 10), value="1000.00")
    company.record("PO-2", "ROPE", 10, date(2026, 1, 10), value="50.00")
    company.prices(("LIST-1", 1, "TENT", "price_list", "7.00", SPRING))
    return company


def a_year(company):
    company.write_down(SPRING)
    company.record("SO-1", "TENT", 40, date(2026, 5, 1))
    company.record("SC-1", "TENT", 10, date(2026, 6, 1), to_location="scrap", reason="scrap")
    run = company.do("adjust-allowance", company.ada, item_class="supplies", as_of=date(2026, 7, 1), kind="acquisition",
                     amount="20.00", because="came with a business", evidence="SPA-1")  # fmt: skip
    company.approve(run.run, run.run_hash)
    company.do("post", company.ben, run=run.run)


@pytest.mark.parametrize("framework", ["ifrs", "us_gaap", "aspe"])
def test_a_run_changes_position_result_and_ratios_and_no_cash(store, framework):
    company = a_company(framework=framework)
    run = company.do("propose", company.ada, as_of=SPRING)
    asked = {"run": run.run, "covenants": "current_ratio >= 5.7"}
    answer = company.do("impact", company.ben, tax_rate="25 %", deductible_now="100.00", **asked)
    assert (answer.charge_minor, answer.current_tax_minor, answer.deferred_tax_minor) == (300_00, 25_00, 50_00)
    figures = {line.figure: (line.posted_minor, line.pro_forma_minor) for line in answer.lines}
    assert figures["inventory"] == (1_050_00, 750_00)
    assert figures["total_assets"] == (6_050_00, 5_800_00)
    assert figures["total_liabilities"] == (1_050_00, 1_025_00)
    assert figures["equity"] == (5_000_00, 4_775_00)
    assert figures["cost_of_sales"] == (0, 300_00)
    cash_flow = {line.figure: line.change_minor for line in answer.lines if line.statement == "cash_flow"}
    assert cash_flow == {
        "net_income": -225_00,
        "add_back": 300_00,
        "deferred_tax": -50_00,
        "tax_payable": -25_00,
        "cash": 0,
    }
    ratios = {line.ratio: (line.posted_micro, line.pro_forma_micro, line.direction) for line in answer.ratios}
    assert ratios["current_ratio"] == (5_761_905, 5_609_756, "down")
    assert ratios["quick_ratio"] == (4_761_905, 4_878_049, "up")
    (kept,) = answer.covenants
    assert (kept.kept, kept.kept_pro_forma) == (True, False)
    untaxed = company.do("ratios", company.ben, as_of=SPRING, **asked)
    current = next(line for line in untaxed.lines if line.ratio == "current_ratio")
    assert (current.posted_micro, current.pro_forma_micro) == (5_761_905, 5_476_190)

    company.approve(run.run, run.run_hash)
    company.do("post", company.ben, run=run.run)
    after = company.do("impact", company.ben, run=run.run)
    assert (after.state, after.charge_minor) == ("posted", 0)
    with pytest.raises(Problem, match="deductible_beyond_charge"):
        company.do("impact", company.ben, run=run.run, deductible_now="1.00")


@pytest.mark.parametrize("framework", ["ifrs", "us_gaap", "aspe"])
@pytest.mark.parametrize("write_downs", ["allowance", "direct"])
def test_the_note_agrees_with_the_ledger(store, framework, write_downs):
    company = a_company(framework=framework, write_downs=write_downs)
    a_year(company)
    answer = company.do("disclosures", company.ben, as_of=YEAR_END, pledged="100.00")
    assert answer.faults == ()
    assert [line.difference_minor for line in answer.lines if line.difference_minor] == []
    amounts = {line.label.casefold(): line.amount_minor for line in answer.lines if not line.item_class}
    carrying = next(amount for label, amount in amounts.items() if "carrying amount" in label or "net" in label)
    assert carrying == 380_00
    by_class = {line.item_class: line.amount_minor for line in answer.lines if line.item_class}
    assert by_class == {"merchandise": 350_00, "supplies": 30_00}
    assert (answer.expense_minor, sum(line.amount_minor for line in answer.expenses)) == (650_00, 650_00)
    assert {line.nature: line.amount_minor for line in answer.expenses}["inventories sold"] == 400_00
    schedule = {line.column: line.amount_minor for line in answer.schedule}
    assert schedule == {"opening": 0, "charged_to_costs_and_expenses": 300_00, "charged_to_other_accounts": 20_00,
                        "deductions": -150_00, "closing": 170_00}  # fmt: skip
    assert do("verify", OPERATOR).clean


def test_a_fact_is_told_with_its_paragraph_tag_and_the_ledgers_own_figure(store):
    company = a_company()
    a_year(company)
    lines = {line.paragraph: line for line in company.do("disclosures", company.ben, as_of=YEAR_END).lines}
    written_down = lines["IAS 2.36(e)"]
    assert (written_down.amount_minor, written_down.ledger_minor) == (300_00, 300_00)
    assert written_down.concept == "ifrs-full:InventoryWritedown2011"
    assert lines["IAS 2.36(d)"].amount_minor == 650_00
    assert lines["IAS 2.36(a)"].words == "Lower of cost and net realisable value; cost by first in, first out"


def test_reversals_without_their_circumstances_are_a_fault(store):
    company = a_company()
    company.write_down(SPRING)
    company.prices(("LIST-2", 1, "TENT", "price_list", "9.00", date(2026, 9, 30)), name="more.csv")
    company.write_down(date(2026, 9, 30))
    silent = company.do("disclosures", company.ben, as_of=YEAR_END)
    assert silent.faults == ("circumstances_of_reversals: IAS 2.36(g) requires it [missing]",)
    told = company.do("disclosures", company.ben, as_of=YEAR_END, circumstances="tents are in demand again")
    assert told.faults == ()
    amounts = {line.paragraph: (line.amount_minor, line.ledger_minor) for line in told.lines}
    assert (amounts["IAS 2.36(e)"], amounts["IAS 2.36(f)"]) == ((300_00, 300_00), (200_00, 200_00))
