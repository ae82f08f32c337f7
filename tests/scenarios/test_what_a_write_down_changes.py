"""What one command says that a write-down changes, after tax, is what posting it changes, line for line.

100 tents for 1,000.00 are written down by 300.00, taxed at 25 %, 100.00 of it deductible now: 75.00 are saved, 25.00 of
which now. Net income -225.00 = retained earnings; income tax payable -25.00, deferred tax asset 50.00. Cash stays: -225
+ 300 - 50 - 25 = 0. Before it, 900.00 of fees were earned in cash, ropes sold that cost 10.00, tax of 200.00 accrued.
"""

from datetime import date

import pytest

from tests.scenarios.test_journals_by_hand import approve, draft
from tests.scenarios.test_notes_and_impact import SPRING, a_company

SHOWN = ("balance_sheet", "income_statement", "cash_flow", "changes_in_equity")


def lines(said, amount: str = "posted_minor") -> dict[tuple[str, str, str, bool], int]:
    return {
        (one.statement, one.section, one.caption, one.is_total): getattr(one, amount)
        for one in said if one.statement in SHOWN and getattr(one, amount)
    }  # fmt: skip


@pytest.mark.parametrize("framework", ["ifrs", pytest.param("us_gaap", marks=pytest.mark.more)])
def test_posting_changes_exactly_the_lines_previewed(store, framework):
    company = a_company(framework=framework)
    company.record("SO-1", "ROPE", 2, date(2026, 2, 1))
    draft(company, "FEES", "1000 900.00; 4000 -900.00; 6900 200.00; 2300 -200.00", on=date(2026, 2, 1))
    approve(company, "FEES")
    company.do("post-journal", company.ben, up_to=SPRING)
    run = company.do("propose", company.ada, as_of=SPRING)
    taxed = {"run": run.run, "tax_rate": "25 %", "deductible_now": "100.00"}
    preview = company.do("impact", company.ben, **taxed).statements
    before = company.do("statements", company.ben, as_of=SPRING).lines
    assert lines(preview) == lines(before)

    company.do("draft-tax", company.ada, **taxed)
    approve(company, f"tax of run {run.run}")
    company.approve(run.run, run.run_hash)
    company.do("post", company.ben, run=run.run)
    company.do("post-journal", company.ben, up_to=SPRING)

    after = company.do("statements", company.ben, as_of=SPRING).lines
    assert lines(after) == lines(preview, "pro_forma_minor")
    changed = {key: lines(after).get(key, 0) - lines(before).get(key, 0) for key in lines(after) | lines(before)}
    assert {key: amount for key, amount in changed.items() if amount} == lines(preview, "change_minor")
    changes = {(one.statement, one.caption): one.change_minor for one in preview}
    assert changes["income_statement", "Net income"] == changes["balance_sheet", "Profit for the year"] == -225_00
    assert changes["changes_in_equity", "Profit for the year"] == -225_00
    assert changes["cash_flow", "Change in cash"] == 0
    assert changes["balance_sheet", "Inventories"] == -300_00
    assert changes["balance_sheet", "Deferred tax assets"] == 50_00
    assert company.do("verify", company.ben).clean
