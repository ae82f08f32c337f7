"""The statement of cash flows: by hand, by law for any ledger, and out of a real book."""

from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.statements.statements import statements
from lowmark.frameworks.read import names, read_chart
from lowmark.services.operations.statements import STATEMENTS
from tests.company import found
from tests.outside import post
from tests.properties.test_statements import accounts, balanced, shown

WROTE_DOWN = ("year", {"5100": 30, "1290": -30})

STORY = (
    ("before", {"1000": 1000, "3000": -1000}),  # Capital paid in,
    ("before", {"1200": 600, "2000": -600}),  # and goods bought, last year.
    ("opening", {"1200": 50, "3900": -50}),  # Goods taken over this year: no cash flow.
    ("year", {"1100": 500, "4000": -500}),  # A sale,
    ("year", {"5000": 200, "1200": -200}),  # of goods that had cost 200;
    ("year", {"1000": 450, "1100": -450}),  # most of it is paid.
    ("year", {"2000": 250, "1000": -250}),  # Suppliers are paid,
    WROTE_DOWN,  # goods written down,
    ("year", {"1290": 10, "5190": -10}),  # and a part reversed.
    ("year", {"1500": 90, "1000": -90}),  # A machine bought,
    ("year", {"6100": 9, "1590": -9}),  # and depreciated.
    ("year", {"1000": 80, "2400": -80}),  # A loan.
    ("year", {"3200": 15, "1000": -15}),  # A dividend.
    ("year", {"6900": 20, "2300": -20}),  # Tax, not paid yet.
    ("change", {"5110": 7, "1290": -7}),  # What a run would write down.
)


def test_from_net_income_to_cash_by_hand():
    made = statements(accounts=accounts(*STORY), currency="EUR")

    assert shown(made, "cash_flow") == [
        ("Net income", 251, -7, 244),
        ("Write-down of inventories: price decline", 30, 0, 30),
        ("Write-down of inventories: obsolete", 0, 7, 7),
        ("Reversal of write-downs of inventories", -10, 0, -10),
        ("Depreciation", 9, 0, 9),
        ("Decrease (increase) in inventories", 200, 0, 200),
        ("Decrease (increase) in trade and other receivables", -50, 0, -50),
        ("Increase (decrease) in trade and other payables", -250, 0, -250),
        ("Increase (decrease) in current tax liabilities", 20, 0, 20),
        ("Net cash from operating activities", 200, 0, 200),
        ("Decrease (increase) in property, plant and equipment", -90, 0, -90),
        ("Net cash from investing activities", -90, 0, -90),
        ("Increase (decrease) in borrowings", 80, 0, 80),
        ("Dividends", -15, 0, -15),
        ("Net cash from financing activities", 65, 0, 65),
        ("Change in cash", 175, 0, 175),
        ("Cash at the beginning of the year", 1000, 0, 1000),
        ("Cash at the end", 1175, 0, 1175),
    ]


def test_the_income_statement_reads_down_to_net_income():
    made = statements(accounts=accounts(*STORY), currency="EUR")

    assert shown(made, "income_statement") == [
        ("Revenue", 500, 0, 500),
        ("Cost of sales", 220, 7, 227),
        ("Gross profit", 280, -7, 273),
        ("Depreciation", 9, 0, 9),
        ("Profit before tax", 271, -7, 264),
        ("Income tax expense", 20, 0, 20),
        ("Net income", 251, -7, 244),
    ]


def test_a_gain_on_disposal_is_in_what_the_sale_brought():
    sold = ("year", {"1000": 70, "1590": 20, "1500": -80, "4200": -10})
    made = statements(accounts=accounts(("before", {"1500": 80, "1590": -20, "3000": -60}), sold), currency="EUR")

    lines = {caption: posted for caption, posted, *_ in shown(made, "cash_flow")}
    assert lines["Gain on disposal of property, plant and equipment"] == -10
    assert lines["Net cash from operating activities"] == 0
    assert lines["Decrease (increase) in property, plant and equipment"] == 70


def test_two_captions_of_one_activity_leave_what_was_set_apart_on_its_own_line():
    """Of which of the two the depreciation was, their words do not say; the activity is right all the same."""
    frame = accounts(("year", {"6100": 9, "1590": -9})).with_columns(
        caption=pl.when(pl.col("code") == "1500").then(pl.lit("Land")).otherwise("caption")
    )
    made = statements(accounts=frame, currency="EUR")

    assert [line[:2] for line in shown(made, "cash_flow")] == [
        ("Net income", -9),
        ("Depreciation", 9),
        ("Net cash from operating activities", 0),
        ("Decrease (increase) in property, plant and equipment", 9),
        ("Depreciation, set apart above", -9),
        ("Net cash from investing activities", 0),
        ("Net cash from financing activities", 0),
        ("Change in cash", 0),
        ("Cash at the beginning of the year", 0),
        ("Cash at the end", 0),
    ]


def test_a_result_that_opening_balances_brought_is_no_cash_flow():
    made = statements(accounts=accounts(("opening", {"1000": 40, "3000": -25, "4000": -15})), currency="EUR")

    assert shown(made, "cash_flow")[:3] == [
        ("Net income", 15, 0, 15),
        ("Result before the balances were taken over", -15, 0, -15),
        ("Net cash from operating activities", 0, 0, 0),
    ]
    assert shown(made, "cash_flow")[-2:] == [
        ("Cash at the beginning of the year", 40, 0, 40),
        ("Cash at the end", 40, 0, 40),
    ]


def test_without_what_the_year_began_with_there_is_no_statement_of_cash_flows():
    frame = accounts(*STORY).with_columns(opening_minor=pl.lit(None, dtype=pl.Int64))

    assert shown(statements(accounts=frame, currency="EUR"), "cash_flow") == []


# --- by law ----------------------------------------------------------------------------------------------------------


@given(st.lists(balanced(), max_size=12))
def test_it_foots_to_the_change_in_cash_in_every_column(entries):
    made = statements(accounts=accounts(*entries), currency="EUR")
    lines = made.lines.filter(pl.col("statement") == "cash_flow")

    for column in ("posted_minor", "change_minor", "pro_forma_minor"):
        flows = lines.filter(pl.col("section") != "cash", ~pl.col("is_total"))[column].sum()
        totals = lines.filter(pl.col("section") != "cash", pl.col("is_total"))[column].sum()
        change, begins, ends = lines.filter(pl.col("section") == "cash")[column].to_list()
        assert flows == totals == change == ends - begins
    moved = [(kind, amount) for kind, lines_ in entries for code, amount in lines_.items() if code == "1000"]
    assert change_of(lines, "posted_minor") == sum(amount for kind, amount in moved if kind == "year")
    assert change_of(lines, "change_minor") == sum(amount for kind, amount in moved if kind == "change")


def change_of(lines, column):
    return lines.filter(pl.col("caption") == "Change in cash")[column].item()


@given(
    st.lists(balanced(), max_size=8),
    st.sampled_from(["5100", "5110", "5120", "5130", "5140", "5150", "5190"]),
    st.sampled_from(["1290", "1200"]),
    st.integers(-(2**40), 2**40).filter(bool),
    st.sampled_from(["year", "change"]),
)
def test_a_write_down_changes_net_income_and_what_is_added_back_and_never_cash(entries, loss, credited, amount, kind):
    """Whether the loss is credited to an allowance or to the goods themselves."""
    without = statements(accounts=accounts(*entries), currency="EUR")
    written = statements(accounts=accounts(*entries, (kind, {loss: amount, credited: -amount})), currency="EUR")

    column = 1 if kind == "year" else 2
    before = {line[0]: line[column] for line in shown(without, "cash_flow")}
    after = {line[0]: line[column] for line in shown(written, "cash_flow")}
    changed = {name: after.get(name, 0) - before.get(name, 0) for name in before | after}
    name = next(account.name for account in read_chart("ifrs").accounts if account.code == loss)
    assert {name: change for name, change in changed.items() if change} == {"Net income": -amount, name: amount}


def test_every_chart_says_its_part_in_the_cash_flows_and_what_statements_are_called():
    for framework in names():
        chart = read_chart(framework)
        words = {account.code: account.cash_flow for account in chart.accounts}
        assert [code for code, word in words.items() if word == "cash"] == ["1000"]
        for account in chart.accounts:
            assert (account.section in {"income", "expense"}) or account.cash_flow != "result"
        assert {words[role.account] for role in chart.roles if role.role == "write_down_expense"} == {"non_cash"}
        assert set(chart.titles) == set(STATEMENTS)
        assert set(words) == {account.code for account in read_chart("ifrs").accounts}


# --- out of a book ---------------------------------------------------------------------------------------------------


def test_cash_flows_of_a_book_begin_with_the_fiscal_year(store):
    company = found("MAPLE", opens_on=date(2025, 1, 1), months=24)
    post(company, date(2025, 12, 31), {"1000": 500, "3000": -500})
    post(company, date(2026, 1, 1), {"1500": 300, "3900": -300}, event="opening_trial_balance")
    post(company, date(2026, 3, 1), {"1000": 120, "4000": -120})
    post(company, date(2026, 4, 1), {"1500": 70, "1000": -70})

    said = company.do("statements", company.ben, as_of=date(2026, 6, 30))
    lines = [(line.caption, line.posted_minor) for line in said.lines if line.statement == "cash_flow"]
    assert lines == [
        ("Net income", 120),
        ("Net cash from operating activities", 120),
        ("Decrease (increase) in property, plant and equipment", -70),
        ("Net cash from investing activities", -70),
        ("Net cash from financing activities", 0),
        ("Change in cash", 50),
        ("Cash at the beginning of the year", 500),
        ("Cash at the end", 550),
    ]
    assert {one.statement: one.title for one in said.titles}["cash_flow"] == "Statement of cash flows"
