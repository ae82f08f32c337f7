"""Whether write-downs are significant, and where they are shown, by the figures of the ledger.

100 tents for 1,000.00 on account; 40 are sold, and their 2,000.00 are taken over with a trial balance of the day before
the year, as no sale is invoiced here: so the books hold 5,000.00 of cash against capital. Tested in the spring at 7.00
each, 100 tents are written down by 300.00. Before the charge there are 5,000 + 1,000 = 6,000.00 of assets and 5,000.00
of equity; 300 is 5 % and 6 % of them, where 2 % is material. The result before the charge is nothing, and becomes a
loss. Sold since, 40 tents have taken 120.00 with them: 180.00 of the charge are left in assets, which have lost
400.00 of goods: 5,000 + 600 - 180 = 5,420.00, and before the charge 5,600.00.
"""

from datetime import date

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import OPERATOR, do, found

SPRING, SUMMER, YEAR_END = date(2026, 3, 31), date(2026, 6, 30), date(2026, 12, 31)


def a_company(framework="ifrs"):
    company = found("MAPLE", framework=framework)
    company.items("TENT")
    company.bring("trial_balance", [("1000", "5000.00", "2025-12-31"), ("3000", "-5000.00", "2025-12-31")],
                  ("account", "amount", "as_of"))  # fmt: skip
    company.record("PO-1", "TENT", 100, date(2026, 1, 10), value="1000.00")
    company.prices(("LIST-1", 1, "TENT", "price_list", "7.00", SPRING))
    return company


def of(answer, benchmark, of="charges"):
    (line,) = [one for one in answer.lines if (one.of, one.benchmark) == (of, benchmark)]
    return line


def test_a_run_is_tested_before_it_is_posted_and_the_year_after(store):
    company = a_company()
    run = company.do("propose", company.ada, as_of=SPRING)
    before = company.do("significance", company.ben, as_of=SPRING, run=run.run)
    assert (before.charged_minor, before.size, before.proposed) == (300_00, "material", "separate_line")
    assert (of(before, "total_assets").amount_minor, of(before, "equity").amount_minor) == (6_000_00, 5_000_00)
    assert of(before, "total_assets").high_minor == 120_00
    assert of(before, "revenue").size == ""
    assert company.do("significance", company.ben, as_of=SPRING).charged_minor == 0

    company.approve(run.run, run.run_hash)
    company.do("post", company.ben, run=run.run)
    after = company.do("significance", company.ben, as_of=SPRING)
    assert [(line.amount_minor, line.size) for line in after.lines] == [
        (line.amount_minor, line.size) for line in before.lines
    ]
    company.record("SO-1", "TENT", 40, date(2026, 5, 1))
    sold = company.do("significance", company.ben, as_of=SUMMER)
    assert (sold.charged_minor, of(sold, "total_assets").amount_minor) == (300_00, 5_600_00)


def test_a_covenant_and_what_people_declare_make_it_significant_whatever_its_size(store):
    company = a_company()
    run = company.do("propose", company.ada, as_of=SPRING)
    asked = {"as_of": SPRING, "run": run.run}
    # 6,000.00 of current assets to 1,000.00 of debts is 6; 5,700.00 is 5.7.
    held = company.do("significance", company.ben, covenants="current_ratio >= 5.7", **asked)
    broken = company.do(
        "significance", company.ben, covenants="current_ratio>=5.700001", declared="intentional", **asked
    )
    assert (held.flags, broken.flags) == (("profit_to_loss",), ("profit_to_loss", "covenant", "intentional"))
    assert "covenant" not in held.not_computed and "segment" in held.not_computed
    for given, code in (({"covenants": "quick >= 1"}, "bad_covenant"), ({"declared": "boredom"}, "unknown_flag")):
        with pytest.raises(Problem, match=code):
            company.do("significance", company.ben, **asked, **given)


def test_under_us_gaap_a_year_is_estimated_and_a_profit_that_becomes_a_loss_is_seen(store):
    company = a_company("us_gaap")
    company.record("FOUND", "TENT", 10, date(2026, 2, 1), value="73.00", from_location="adjustment", reason="count")
    run = company.do("propose", company.ada, as_of=SPRING)
    answer = company.do("significance", company.ben, as_of=SPRING, run=run.run)
    assert (answer.basis, answer.days, answer.days_of_year) == ("full_year", 90, 365)
    # 73.00 of gains in 90 days are 73 * 365 / 90 = 296.0555... in a year; 303.00 of charges are more than all of it.
    assert of(answer, "pre_tax_income").amount_minor == 296_06
    assert "profit_to_loss" in answer.flags
    said = company.do("significance", company.ben, as_of=SPRING, run=run.run, full_year="revenue=100000.00")
    assert of(said, "revenue").amount_minor == 100_000_00


def test_a_caption_is_decided_with_a_reason_and_the_statements_follow_it(store):
    company = a_company()
    company.write_down(SPRING)

    def shown():
        lines = company.do("statements", company.ben, as_of=YEAR_END).lines
        return {line.caption: line.posted_minor for line in lines if line.statement == "income_statement"}

    assert shown()["Cost of sales"] == 300_00
    with pytest.raises(Problem, match="no_reason"):
        company.do("set-caption", company.ben, as_of=SPRING, caption="cost_of_sales")
    decided = company.do("set-caption", company.ben, as_of=SPRING, caption="separate_line")
    assert (decided.proposed, decided.size, decided.charged_minor) == ("separate_line", "material", 300_00)
    assert shown()["Write-downs of inventories"] == 300_00 and "Cost of sales" not in shown()

    company.do("set-caption", company.ben, as_of=SPRING, caption="cost_of_sales", reason="as in every year")
    assert shown()["Cost of sales"] == 300_00
    answer = company.do("significance", company.ben, as_of=SPRING)
    assert (answer.caption, answer.decided_by, answer.because) == ("cost_of_sales", "ben", "as in every year")
    with pytest.raises(Problem, match="not_granted"):
        company.do("set-caption", company.ada, as_of=SPRING, caption="separate_line")
    assert do("verify", OPERATOR).clean
