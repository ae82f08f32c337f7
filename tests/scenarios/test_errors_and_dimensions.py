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
from tests.company import MOVES, Company, found
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


def test_the_rules_propose_what_a_late_entry_is_and_a_person_says_otherwise_for_a_reason(company):
    """90.00 are 18 % of 2025's loss-making result, which is no benchmark, and 18 % of its equity of 500.00: material. 1.00 is small,
    and what an invoice of January brings is new.
    """
    large = book(company, "LARGE", "6000 90.00 department=WORKS; 2000 -90.00", IN_2026)
    small = book(company, "SMALL", "6000 1.00 department=WORKS; 2000 -1.00", IN_2026)
    asked = {"origin_year": 2025, "only_propose": True}
    told = company.do("classify-entry", company.ben, entry=large, **asked)
    assert (told.classified, told.proposed, told.restating) == ("", "material_error", "")
    assert told.reasons[0] == "no fact of a day after 2025-12-31 is behind it"
    assert any("of equity, and" in reason and "is material" in reason for reason in told.reasons)
    assert company.do("misstatements", company.ben, year=2026).lines == ()  # Nothing was recorded.

    with pytest.raises(Problem, match="the rules propose material_error") as refused:
        company.do("classify-entry", company.ben, entry=large, origin_year=2025, classified="estimate")
    assert refused.value.hint == "say why it is something else"
    done = company.do("classify-entry", company.ben, entry=small, origin_year=2025)
    assert (done.classified, done.proposed) == ("immaterial_error", "immaterial_error")
    company.do(
        "classify-entry",
        company.ben,
        entry=large,
        origin_year=2025,
        classified="estimate",
        because="a claim, settled in March",
    )
    lines = {line.document: line for line in company.do("misstatements", company.ben, year=2026).lines}
    assert lines[small].because.startswith("no fact of a day after")
    assert lines[large].because.startswith("a claim, settled in March (the rules proposed material_error: no fact")
    assert company.do("verify", company.ben).clean


def test_goods_of_last_year_are_an_error_and_an_invoice_of_this_one_is_new(company, store):
    """A sale of 30 December is recorded in January; the freight of a receipt of December is invoiced on 9 January."""
    company.items("TENT")
    company.record("PO-1", "TENT", 10, date(2025, 12, 1), value="100.00")
    company.bring("stock_moves", [("SO-1", 1, "TENT", "Main", "customer", "sale", 4, "", date(2025, 12, 30), date(2026, 1, 5))],
                  (*MOVES, "accounting_on"))  # fmt: skip
    (found_,) = store.rows("SELECT journal, fiscal_year, number FROM ledger_entry WHERE event = 'sale'")
    sold = "/".join(map(str, found_))
    told = company.do("classify-entry", company.ben, entry=sold, origin_year=2025, only_propose=True)
    assert told.proposed in {"immaterial_error", "material_error"}
    assert told.reasons[0].startswith("what it rests on happened on 2025-12-30, by the year's end")
    freight = company.do("change-cost", company.ada, document="FR-1", kind="freight", amount="10.00", receipts="PO-1/1",
                         by="value", said_on=date(2026, 1, 9))  # fmt: skip
    told = company.do("classify-entry", company.ben, entry=freight.entries[0], origin_year=2025, only_propose=True)
    assert told.proposed == "estimate" and "happened on 2026-01-09" in told.reasons[0]


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
