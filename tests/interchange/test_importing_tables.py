"""What importing lots, cost formulas, accounts and trial balances does to a company, on both engines."""

import io
from datetime import date

import pytest
import xlsxwriter

from lowmark.core.kinds.problems import Problem
from lowmark.services.operation import File
from lowmark.store.session import reading
from tests.company import Company, csv, found
from tests.fresh_store import postgresql_store, sqlite_store, store
from tests.outside import granted_to

__all__ = ["postgresql_store", "sqlite_store", "store"]


@pytest.fixture
def company(store) -> Company:
    made = found("MAPLE")
    content = csv(("item", "name", "item_class", "tracking", "shelf_life_days"), [
        ("MASK", "Mask", "merchandise", "lot", "365"), ("TENT", "Tent", "merchandise", "none", ""),
        ("ROPE", "Rope", "merchandise", "none", ""),
    ])  # fmt: skip
    assert made.do("import", made.ada, table="items", file=File("items.csv", content)).accepted
    made.bring("locations", [("Main",)], ("location",))
    return made


def _import(company, table, columns, *rows, name=""):
    return company.do("import", company.ada, table=table, file=File(name or f"{table}.csv", csv(columns, rows)))


def _codes(answer):
    assert answer.accepted == (not answer.problems)
    return [(problem.row, problem.column, problem.code) for problem in answer.problems]


def _rows(company, sql):
    with reading(granted_to(company, company.ben).scope("report")) as reader:
        return [tuple(row.values()) for row in reader.rows(sql)]


# --- lots -------------------------------------------------------------------------------------------------------------

LOT = ("item", "lot", "made_on", "expires_on")


def test_lots_are_kept_with_their_days_and_the_shelf_life_fills_the_last_one(company):
    assert _import(company, "lots", LOT, ("MASK", "L1", "2026-01-01", ""), ("MASK", "L2", "", "2026-12-31")).accepted
    kept = _rows(company, "SELECT code, made_on, expires_on FROM items_lot ORDER BY code")
    days = {code: (made, expires) for code, made, expires in kept}
    assert days["L1"][1] - days["L1"][0] == 365
    assert days["L2"][0] is None

    again = _import(
        company, "lots", LOT, ("MASK", "L1", "2026-01-01", "2027-01-01"), ("MASK", "L3", "", ""), name="again.csv"
    )
    assert again.accepted
    assert len(_rows(company, "SELECT id FROM items_lot")) == 3


def test_a_lot_that_differs_is_refused_with_every_other_fault(company):
    assert _import(company, "lots", LOT, ("MASK", "L1", "2026-01-01", "2026-06-30")).accepted
    refused = _import(
        company, "lots", LOT, ("MASK", "L1", "2026-01-02", "2026-07-01"), ("TENT", "L1", "", ""), ("SLED", "L1", "", ""),
        name="other.csv",
    )  # fmt: skip
    assert sorted(_codes(refused)) == [
        (2, "expires_on", "differs"), (2, "made_on", "differs"), (3, "item", "untracked"), (4, "item", "unknown_item"),
    ]  # fmt: skip
    assert len(_rows(company, "SELECT id FROM items_lot")) == 1


# --- cost formulas ----------------------------------------------------------------------------------------------------

COSTING = ("item", "method", "standard_cost", "valid_from")


def _costing(company, *rows, name="costing.csv"):
    return _import(company, "item_costing", COSTING, *rows, name=name)


METHODS = "SELECT i.code, c.method FROM valuation_item_costing c JOIN items_item i ON i.id = c.item_id ORDER BY i.code"
STANDARDS = "SELECT i.code, s.price_micro FROM evidence_standard_cost s JOIN items_item i ON i.id = s.item_id ORDER BY s.known_seq"


def test_formulas_and_standards_change_freely_until_there_are_goods(company):
    assert _costing(company, ("TENT", "standard", "12.75", "2026-01-01"), ("ROPE", "moving_average", "", "")).accepted
    assert _costing(company, ("TENT", "standard", "13", "2026-01-01"), ("ROPE", "fifo", "", ""), name="b.csv").accepted
    assert _costing(company, ("TENT", "standard", "13.0", "2026-01-01"), name="c.csv").accepted
    assert _rows(company, METHODS) == [("ROPE", "fifo"), ("TENT", "standard")]
    assert _rows(company, STANDARDS) == [("TENT", 12_750_000), ("TENT", 13_000_000)]


def test_once_there_are_goods_a_formula_stays_and_a_standard_is_rolled_after_the_last_move(company):
    assert _costing(company, ("TENT", "standard", "12.75", "2026-01-01"), ("ROPE", "moving_average", "", "")).accepted
    company.record("PO-1", "TENT", 2, date(2026, 1, 5), value="26.00")
    company.record("PO-2", "ROPE", 2, date(2026, 1, 5), value="26.00")
    refused = _costing(
        company,
        ("TENT", "standard", "13.5", "2026-01-05"),
        ("ROPE", "fifo", "", ""),
        ("SLED", "fifo", "", ""),
        name="b.csv",
    )
    assert _codes(refused) == [
        (2, "valid_from", "moved_since"), (3, "method", "method_in_use"), (4, "item", "unknown_item"),
    ]  # fmt: skip
    assert refused.problems[0].value == "2026-01-05"
    assert "roll" in refused.problems[0].hint
    assert "retrospective" in refused.problems[1].hint

    same = _costing(
        company, ("TENT", "standard", "12.75", "2026-02-01"), ("ROPE", "moving_average", "", ""), name="c.csv"
    )
    assert same.accepted
    assert _rows(company, STANDARDS) == [("TENT", 12_750_000)]


# --- accounts and trial balances --------------------------------------------------------------------------------------

ACCOUNT = ("code", "name", "section", "caption", "cash_flow", "sort_order")
RENT = ("6100X", "Rent", "expense", "Operating expenses", "result", "610")
BALANCE = ("account", "as_of", "debit", "credit")


def test_accounts_join_the_chart_once_and_do_not_change_by_a_file(company):
    assert _import(company, "accounts", ACCOUNT, RENT).accepted
    more = ("6200X", "Light", "expense", "Operating expenses", "result", "620")
    assert _import(company, "accounts", ACCOUNT, RENT, more, name="b.csv").accepted
    other = ("6100X", "Rent and heat", "expense", "Operating expenses", "result", "611")
    refused = _import(company, "accounts", ACCOUNT, other, name="c.csv")
    assert sorted(_codes(refused)) == [(2, "name", "differs"), (2, "sort_order", "differs")]
    kept = _rows(
        company, "SELECT code, kind, cash_flow FROM ledger_account WHERE name IN ('Rent', 'Light') ORDER BY code"
    )
    assert kept == [("6100X", "normal", "result"), ("6200X", "normal", "result")]


def test_a_trial_balance_is_kept_line_by_line_under_the_name_of_its_file(store):
    company = found("BESIDE", mode="subledger")
    rows = (("1000", "2026-01-31", "25.50", ""), ("3000", "2026-01-31", "", "25.50"))
    assert _import(company, "trial_balance", BALANCE, *rows, name="TB 2026.01.csv").accepted
    kept = _rows(company, "SELECT a.code, l.document, l.amount_minor, l.includes_seq FROM ledger_trial_balance_line l"
                          " JOIN ledger_account a ON a.id = l.account_id ORDER BY a.code")  # fmt: skip
    assert kept == [("1000", "TB 2026.01", 2550, 0), ("3000", "TB 2026.01", -2550, 0)]

    corrected = (("1000", "2026-01-31", "26.00", ""), ("3000", "2026-01-31", "", "26.00"))
    refused = _import(company, "trial_balance", BALANCE, *corrected, name="TB 2026.01.csv")
    assert _codes(refused) == [(0, "", "already_recorded")]
    assert _import(company, "trial_balance", BALANCE, *corrected, name="TB 2026.01 corrected.csv").accepted


def test_where_the_whole_ledger_is_kept_here_it_begins_with_a_trial_balance_once(company):
    rows = (("1000", "2026-01-31", "40", ""), ("1200", "2026-01-31", "25", ""), ("1290", "2026-01-31", "", "5"),
            ("3000", "2026-01-31", "", "60"))  # fmt: skip
    assert _import(company, "trial_balance", BALANCE, *rows, name="old.csv").accepted
    assert company.balances(date(2026, 1, 31)) == {"1000": 40_00, "3000": -60_00, "3900": 20_00}
    with pytest.raises(Problem, match="has its opening trial balance"):
        _import(company, "trial_balance", BALANCE, *rows[::-1], name="again.csv")


def test_an_account_that_the_chart_does_not_have_is_a_fault_of_its_row(company):
    refused = _import(company, "trial_balance", BALANCE, ("1000", "2026-01-31", "1", ""), ("9X", "2026-01-31", "", "1"))
    assert _codes(refused) == [(3, "account", "unknown_account")]
    assert "accounts" in refused.problems[0].hint


# --- evidence and workbooks -------------------------------------------------------------------------------------------


def test_the_condition_of_evidence_is_kept(company):
    columns = ("document", "line", "item", "kind", "condition", "price", "observed_on")
    rows = (
        ("P", "1", "TENT", "quote", "damaged", "5", "2026-01-31"),
        ("P", "2", "TENT", "cost_to_sell", "", "1", "2026-01-31"),
    )
    assert _import(company, "price_evidence", columns, *rows).accepted
    kept = _rows(company, "SELECT kind, condition FROM evidence_evidence ORDER BY line")
    assert kept == [("quote", "damaged"), ("cost_to_sell", "")]
    again = _import(company, "price_evidence", columns, (*rows[0][:-2], "6", "2026-01-31"), name="b.csv")
    assert _codes(again) == [(2, "document", "already_recorded")]


def test_a_workbook_is_imported_as_any_file_and_its_faults_name_the_sheet(company):
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        page = book.add_worksheet("Chart")
        for number, row in enumerate((BALANCE, ("1000", "2026-01-31", 3), ("9X", "2026-01-31", None, 3))):
            for place, value in enumerate(row):
                page.write(number, place, value)
    refused = company.do("import", company.ada, table="trial_balance", file=File("tb.xlsx", held.getvalue()))
    assert [(p.sheet, p.row, p.code) for p in refused.problems] == [("Chart", 3, "unknown_account")]
