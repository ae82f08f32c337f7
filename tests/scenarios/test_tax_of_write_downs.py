"""What of a write-down tax law lets be deducted now, and the tax on it, by hand.

100 tents for 1,000.00 fetch 7.00 each: 300.00 are charged, and they are carried at 700.00. In US tax books their market
is what they are bid for: at 9.00 each that is 900.00, so that 100.00 are deductible now and 200.00 on disposal. At 25 %
25.00 of tax are saved now, and 50.00 are an asset; with 80 % of it recoverable, 40.00 are carried. Without a bid nothing
is deductible now. In Canadian ones fair market value is what they sell for: 700.00, and all 300.00 are deductible now.

Damaged tents (10 of the 100, moved to their own pool at 100.00, with a price of 2.00 each) are subnormal in US tax books:
offered at 2.00 within 30 days, 20.00 is their base, and the 80.00 that books charge are deductible now.
"""

from datetime import date

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import found

YEAR_END = date(2026, 12, 31)
PRICE = ("LIST-1", 1, "TENT", "price_list", "7.00", YEAR_END)


def a_company(*more, framework="us_gaap"):
    company = found("MAPLE", framework=framework)
    company.items("TENT")
    company.record("PO-1", "TENT", 100, date(2026, 1, 10), value="1000.00")
    company.prices(PRICE, *more)
    return company


def of(company, run, tax_book="us_tax", **given):
    return company.do("tax", company.ben, as_of=YEAR_END, tax_book=tax_book, run=run, tax_rate="25 %", **given)


@pytest.mark.parametrize("is_posted", [False, True])
def test_a_charge_is_split_into_now_and_on_disposal(store, is_posted):
    company = a_company(("BID-1", 1, "TENT", "replacement_cost", "9.00", YEAR_END))
    run = company.do("propose", company.ada, as_of=YEAR_END)
    if is_posted:
        company.approve(run.run, run.run_hash)
        company.do("post", company.ben, run=run.run)
    answer = of(company, run.run, recoverable="80 %")
    (line,) = answer.lines
    assert (line.document, line.rule, line.tax_base_minor) == ("PO-1", "market", 900_00)
    assert (line.carrying_minor, line.deductible_now_minor, line.temporary_difference_minor) == (700_00, 100_00, 200_00)
    assert (answer.charge_minor, answer.charge_now_minor) == (300_00, 100_00)
    assert (answer.current_tax_minor, answer.deferred_tax_minor) == (25_00, 40_00)
    assert answer.net_income_minor == -300_00 + 65_00
    assert (answer.gross_asset_minor, answer.asset_minor, answer.valuation_allowance_minor) == (50_00, 40_00, 10_00)


def test_without_a_bid_nothing_is_deductible_now_and_in_canada_market_value_is(store):
    company = a_company(framework="ifrs")
    run = company.do("propose", company.ada, as_of=YEAR_END)
    american, canadian = of(company, run.run), of(company, run.run, tax_book="ca_tax")
    assert (american.lines[0].rule, american.charge_now_minor, american.temporary_difference_minor) == (
        "no_evidence", 0, 300_00)  # fmt: skip
    assert (canadian.lines[0].rule, canadian.charge_now_minor, canadian.temporary_difference_minor) == (
        "market", 300_00, 0)  # fmt: skip
    assert (canadian.current_tax_minor, canadian.deferred_tax_minor) == (75_00, 0)


def test_an_overlay_has_no_lots_and_is_deductible_on_disposal(store):
    company = a_company()
    run = company.do("adjust-allowance", company.ada, item_class="merchandise", as_of=YEAR_END, kind="charge",
                     amount="40.00", because="told by the auditor", evidence="AUDIT-1")  # fmt: skip
    company.approve(run.run, run.run_hash)
    company.do("post", company.ben, run=run.run)
    answer = of(company, "")
    assert (answer.overlay_minor, answer.temporary_difference_minor, answer.asset_minor) == (40_00, 40_00, 10_00)


def test_damaged_goods_that_are_offered_are_at_what_they_are_offered_for(store):
    company = a_company()
    company.bring("locations", [("Damaged", "damaged")], ("location", "kind"))
    company.record("MV-1", "TENT", 10, date(2026, 2, 1), to_location="Damaged", reason="damaged")
    columns = ("document", "line", "item", "kind", "price", "observed_on", "condition")
    company.bring("price_evidence", [("OFFER-1", 1, "TENT", "price_list", "2.00", date(2026, 12, 20), "damaged")], columns,
                  name="offer.csv")  # fmt: skip
    run = company.do("propose", company.ada, as_of=YEAR_END)
    lines = {line.reason: line for line in of(company, run.run).lines}
    damaged = lines["damaged"]
    assert (damaged.rule, damaged.cost_minor, damaged.tax_base_minor) == ("subnormal", 100_00, 20_00)
    assert (damaged.charge_minor, damaged.charge_now_minor) == (80_00, 80_00)


def test_what_cannot_be_asked_is_refused(store):
    company = a_company()
    run = company.do("propose", company.ada, as_of=YEAR_END)
    for given, code in (
        ({"tax_book": "uk_tax"}, "not_found"),
        ({"as_of": date(2026, 11, 30), "run": run.run}, "bad_request"),
    ):
        with pytest.raises(Problem, match=code):
            company.do("tax", company.ben, **{"as_of": YEAR_END, "tax_book": "us_tax", **given})
