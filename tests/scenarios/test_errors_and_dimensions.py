"""Departments on lines, a budget beside what was posted, late facts classified, adjustments posted and passed.

By hand. In 2025: capital 1,000.00; wages of 300.00 in SALES and 200.00 in WORKS. In 2026: wages of 100.00 in SALES; and, found
late, an invoice of 2025 for 90.00 of expenses. As a material error it leaves 2026's result (-100.00) and 2025's, shown beside
it, is restated from -500.00 to -590.00; retained earnings begin 2026 at -590.00. The auditor proposes 40.00 more of expenses of
2026, which is posted, 25.00 of 2026 and 10.00 of 2025, which are passed: rollover -25.00, iron curtain -35.00.
"""

from datetime import date

import pytest

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import every_entity
from lowmark.verify.checks import errors_restated
from tests.company import Company, found
from tests.fresh_store import ENGINES, fresh_store
from tests.scenarios.test_journals_by_hand import approve, draft
from tests.verify.raw import lawless

IN_2025, END_2025, IN_2026 = date(2025, 6, 30), date(2025, 12, 31), date(2026, 3, 31)


@pytest.fixture(params=ENGINES)
def store(request):
    with fresh_store(request.param) as opened:
        yield opened


@pytest.fixture
def company(store) -> Company:
    del store
    made = found("MAPLE", opens_on=date(2025, 1, 1), months=24)
    made.bring("dimensions", [("department", "SALES", "Sales"), ("department", "WORKS", "Works")],
               ("dimension", "code", "name"))  # fmt: skip
    made.bring("dimension_rules", [("6000", "department", "required", "2025-01-01"),
                                   ("1000", "department", "refused", "2025-01-01")],
               ("account", "dimension", "demand", "valid_from"))  # fmt: skip
    book(made, "CAPITAL", "1000 1000.00; 3000 -1000.00", IN_2025)
    book(made, "WAGES-1", "6000 300.00 department=SALES; 6000 200.00 department=WORKS; 1000 -500.00", IN_2025)
    book(made, "WAGES-2", "6000 100.00 department=SALES; 1000 -100.00", IN_2026)
    return made


def book(company: Company, document: str, lines: str, on: date, decision: str = "approved", **given) -> str:
    """Draft, decide on and post one journal; return the entry."""
    made = draft(company, document, lines, on=on, **given)
    assert made.accepted, made.faults
    approve(company, document, decision=decision)
    if decision != "approved":
        return ""
    return company.do("post-journal", company.ben, up_to=on, document=document).entries[0].entry


def test_lines_name_what_their_account_asks_for(company):
    told = draft(company, "BAD", "6000 5.00; 1000 -5.00 department=SALES", on=IN_2026)
    assert [(one.line, one.code) for one in told.faults] == [(1, "dimension_required"), (2, "dimension_refused")]


def test_the_result_by_department_comes_to_the_result(company):
    said = company.do("by-dimension", company.ben, as_of=END_2025, dimension="department")
    assert [(one.value, one.expense_minor) for one in said.results] == [("", 0), ("SALES", 300_00), ("WORKS", 200_00)]
    for account, amount in company.balances(END_2025).items():
        assert sum(one.posted_minor for one in said.lines if one.account == account) == amount
    by_class = company.do("by-dimension", company.ben, as_of=END_2025, dimension="item_class")
    assert [(one.value, one.result_minor) for one in by_class.results] == [("", -500_00)]


def test_a_budget_stands_beside_what_was_posted(company):
    company.bring("budget", [("6000", "2026-01-31", "60.00"), ("6000", "2026-03-31", "60.00"), ("1000", "2026-03-31", "450.00"),
                             ("5100", "2026-03-31", "5.00")], ("account", "ends_on", "amount"), name="plan.csv")  # fmt: skip
    said = company.do("budget", company.ben, document="plan", as_of=IN_2026)
    assert [(one.account, one.budget_minor, one.actual_minor, one.difference_minor) for one in said.lines] == [
        ("1000", 450_00, 400_00, -50_00), ("5100", 5_00, 0, -5_00), ("6000", 120_00, 100_00, -20_00),
    ]  # fmt: skip


def test_a_material_error_restates_the_year_before_and_the_original_stays(company, store):
    original = company.do("statements", company.ben, as_of=END_2025)
    entry = book(company, "FOUND", "6000 90.00 department=WORKS; 2000 -90.00", IN_2026)
    done = company.do(
        "classify-entry", company.ben, entry=entry, classified="material_error", origin_year=2025, because="x"
    )
    assert (done.result_minor, bool(done.restating)) == (90_00, True)
    said = company.do("statements", company.ben, as_of=IN_2026, compare="prior_year_end")
    assert said.is_restated and said.net_income_minor == -100_00
    result = {one.caption: one.earlier_minor for one in said.lines if one.statement == "income_statement"}
    assert result["Net income"] == -590_00
    equity = {(one.section, one.caption): (one.posted_minor, one.earlier_minor) for one in said.lines
              if one.statement == "changes_in_equity"}  # fmt: skip
    assert equity["Retained earnings", "At the beginning of the year"][0] == -590_00
    assert equity["Retained earnings", "At the end"] == (-690_00, -590_00)
    assert company.do("statements", company.ben, as_of=END_2025).lines == original.lines
    with pytest.raises(Problem, match="classified already"):
        company.do("classify-entry", company.ben, entry=entry, classified="estimate", origin_year=2025, because="x")
    number = next(one.id for one in every_entity() if one.code == "MAPLE")
    with lawless(store) as reader:
        reader.execute("UPDATE ledger_entry_classification SET classified = 'estimate'")
        assert any("is not it" in fault for fault in errors_restated.check(reader, number).faults)


def test_adjustments_posted_and_passed_are_on_a_schedule(company):
    book(company, "AJE-1", "6000 40.00 department=SALES; 2200 -40.00", IN_2026, purpose="audit")
    book(company, "AJE-2", "6000 25.00 department=SALES; 2200 -25.00", IN_2026, "passed", purpose="audit")
    book(
        company,
        "AJE-3",
        "6000 10.00 department=SALES; 2200 -10.00",
        IN_2026,
        "passed",
        purpose="audit",
        origin_year=2025,
    )
    said = company.do("misstatements", company.ben, year=2026)
    assert (said.posted_minor, said.passed_rollover_minor, said.passed_iron_curtain_minor) == (-40_00, -25_00, -35_00)
    assert [(one.document, one.state) for one in said.lines if one.kind == "adjustment"] == [
        ("AJE-1", "posted"), ("AJE-2", "passed"), ("AJE-3", "passed"),
    ]  # fmt: skip
    before = company.do("statements", company.ben, as_of=IN_2026, stage="unadjusted").net_income_minor
    assert company.do("statements", company.ben, as_of=IN_2026).net_income_minor == before - 40_00
    assert company.do("verify", company.ben).clean
