"""The statements: by hand, and the laws that hold for any ledger."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.kinds.problems import Problem
from lowmark.core.statements.statements import statements
from lowmark.frameworks.read import read_chart

SCHEMA = {
    "account_id": pl.Int64,
    "code": pl.String,
    "name": pl.String,
    "section": pl.String,
    "caption": pl.String,
    "cash_flow": pl.String,
    "sort_order": pl.Int64,
    "posted_minor": pl.Int64,
    "posted_year_minor": pl.Int64,
    "opening_minor": pl.Int64,
    "change_minor": pl.Int64,
}
IFRS = read_chart("ifrs").accounts
KINDS = ("before", "opening", "year", "change")
RESULT = {account.code for account in IFRS if account.section in {"income", "expense"}}


def accounts(*entries, chart=IFRS):
    """Make the frame of a chart's accounts, from entries: (kind, {code: debit less credit}).

    A kind is 'before' (an earlier year), 'opening' (taken over this year), 'year' (this one) or 'change' (what a run
    would add).
    """
    sums = {kind: {} for kind in KINDS}
    for kind, lines in entries:
        for code, amount in lines.items():
            sums[kind][code] = sums[kind].get(code, 0) + amount
    before, opening, year, change = (sums[kind] for kind in KINDS)
    rows = [
        (
            account_id,
            account.code,
            account.name,
            account.section,
            account.caption,
            account.cash_flow,
            account.sort_order,
            sum(part.get(account.code, 0) for part in (before, opening, year)),
            sum(part.get(account.code, 0) for part in (opening, year)),
            sum(part.get(account.code, 0) for part in (before, opening)),
            change.get(account.code, 0),
        )
        for account_id, account in enumerate(chart)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def shown(made, statement):
    """Return caption, posted, change and pro forma of one statement's lines, in order."""
    lines = made.lines.filter(pl.col("statement") == statement)
    return lines.select("caption", "posted_minor", "change_minor", "pro_forma_minor").rows()


# --- a small company, by hand ----------------------------------------------------------------------------------------

STORY = (
    ("before", {"1000": 1000, "3000": -1000}),  # Capital paid in.
    ("before", {"1200": 600, "2100": -600}),  # Goods bought.
    ("before", {"1100": 300, "4000": -300}),  # A sale last year,
    ("before", {"5000": 200, "1200": -200}),  # of goods that had cost 200.
    ("year", {"1100": 150, "4000": -150}),  # A sale this year,
    ("year", {"5000": 100, "1200": -100}),  # of goods that had cost 100.
    ("change", {"5100": 30, "1290": -30}),  # The write-down that a run proposes.
)


def test_the_income_statement_is_this_years_with_gross_profit():
    made = statements(accounts=accounts(*STORY), currency="EUR")

    assert shown(made, "income_statement") == [
        ("Revenue", 150, 0, 150),
        ("Cost of sales", 100, 30, 130),
        ("Gross profit", 50, -30, 20),
        ("Net income", 50, -30, 20),
    ]
    assert (made.net_income_minor, made.net_income_pro_forma_minor, made.currency) == (50, 20, "EUR")


def test_the_balance_sheet_adds_last_years_profit_to_retained_earnings():
    made = statements(accounts=accounts(*STORY), currency="EUR")

    assert shown(made, "balance_sheet") == [
        ("Inventories", 300, -30, 270),
        ("Trade and other receivables", 450, 0, 450),
        ("Cash and cash equivalents", 1000, 0, 1000),
        ("Total assets", 1750, -30, 1720),
        ("Trade and other payables", 600, 0, 600),
        ("Total liabilities", 600, 0, 600),
        ("Share capital", 1000, 0, 1000),
        ("Retained earnings", 100, 0, 100),
        ("Profit for the year", 50, -30, 20),
        ("Total equity", 1150, -30, 1120),
        ("Total liabilities and equity", 1750, -30, 1720),
    ]


def test_the_trial_balance_lists_each_account_by_code_and_comes_to_nothing():
    made = statements(accounts=accounts(*STORY), currency="EUR")
    lines = made.lines.filter(pl.col("statement") == "trial_balance")

    assert lines.select("account", "caption", "posted_minor", "change_minor", "pro_forma_minor", "is_total").rows() == [
        ("1000", "Cash and cash equivalents", 1000, 0, 1000, False),
        ("1100", "Trade receivables", 450, 0, 450, False),
        ("1200", "Inventories", 300, 0, 300, False),
        ("1290", "Allowance for write-downs of inventories", 0, -30, -30, False),
        ("2100", "Goods received not invoiced", -600, 0, -600, False),
        ("3000", "Share capital", -1000, 0, -1000, False),
        ("4000", "Revenue", -450, 0, -450, False),
        ("5000", "Cost of inventories sold", 300, 0, 300, False),
        ("5100", "Write-down of inventories: price decline", 0, 30, 30, False),
        ("", "Total", 0, 0, 0, True),
    ]


def test_retained_earnings_posted_before_and_the_results_of_earlier_years_are_one_line():
    made = statements(accounts=accounts(*STORY, ("before", {"1000": 70, "3100": -70})), currency="EUR")

    assert [line for line in shown(made, "balance_sheet") if line[0] == "Retained earnings"] == [
        ("Retained earnings", 170, 0, 170)
    ]


def test_without_cost_of_sales_there_is_no_gross_profit():
    made = statements(accounts=accounts(("year", {"1000": 10, "4000": -10})), currency="EUR")

    assert [line[0] for line in shown(made, "income_statement")] == ["Revenue", "Net income"]


def test_other_captions_follow_gross_profit():
    rows = pl.DataFrame(
        [
            (1, "1", "Cash", "asset", "Cash", "cash", 1, 55, 55, 0, 0),
            (2, "2", "Sales", "income", "Revenue", "result", 1, -100, -100, 0, 0),
            (3, "3", "Interest", "income", "Finance income", "result", 2, -5, -5, 0, 0),
            (4, "4", "Goods", "expense", "Cost of sales", "result", 1, 30, 30, 0, 0),
            (5, "5", "Rent", "expense", "Administrative expenses", "result", 2, 20, 20, 0, 0),
        ],
        schema=SCHEMA,
        orient="row",
    )

    assert [line[:2] for line in shown(statements(accounts=rows, currency="JPY"), "income_statement")] == [
        ("Revenue", 100),
        ("Cost of sales", 30),
        ("Gross profit", 70),
        ("Finance income", 5),
        ("Administrative expenses", 20),
        ("Net income", 55),
    ]


def test_a_new_company_has_only_totals_and_nothing_in_them():
    made = statements(accounts=accounts(), currency="EUR")

    assert made.lines.filter(~pl.col("is_total"))["caption"].to_list() == [
        "Retained earnings",
        "Profit for the year",
        "Net income",
        "Cash at the beginning of the year",
    ]
    assert made.lines["pro_forma_minor"].to_list() == [0] * made.lines.height
    assert made.net_income_minor == 0


@pytest.mark.parametrize("kind", ["before", "change"])
def test_balances_that_are_not_a_whole_ledgers_are_refused(kind):
    with pytest.raises(Problem, match="debits and credits differ by 7"):
        statements(accounts=accounts((kind, {"1200": 7})), currency="EUR")


def test_a_section_or_currency_that_there_is_not_is_refused():
    rows = accounts().with_columns(section=pl.lit("assets"))

    with pytest.raises(Problem, match="stands in 'assets'"):
        statements(accounts=rows, currency="EUR")
    with pytest.raises(Problem, match="EURO"):
        statements(accounts=accounts(), currency="EURO")


# --- by law ----------------------------------------------------------------------------------------------------------

CODES = [account.code for account in IFRS]


@st.composite
def balanced(draw):
    """One entry over a few accounts, which sums to nothing."""
    codes = draw(st.lists(st.sampled_from(CODES), min_size=2, max_size=5, unique=True))
    amounts = [draw(st.integers(-(2**50), 2**50)) for _ in codes[1:]]
    kind = draw(st.sampled_from(KINDS))
    return kind, dict(zip(codes, [*amounts, -sum(amounts)], strict=True))


@given(st.lists(balanced(), max_size=12), st.randoms(use_true_random=False))
def test_assets_are_liabilities_and_equity_in_every_column(entries, random):
    frame = accounts(*entries)
    made = statements(accounts=frame, currency="EUR")

    total = {caption: rest for caption, *rest in shown(made, "balance_sheet") if caption.startswith("Total")}
    assert total["Total assets"] == total["Total liabilities and equity"]
    assert total["Total liabilities and equity"] == [
        sum(pair) for pair in zip(total["Total liabilities"], total["Total equity"], strict=True)
    ]
    assert shown(made, "trial_balance")[-1] == ("Total", 0, 0, 0)
    assert made.lines.select(
        (pl.col("posted_minor") + pl.col("change_minor") == pl.col("pro_forma_minor")).all()
    ).item()

    shuffled = frame.sample(fraction=1.0, shuffle=True, seed=random.randrange(2**32))
    assert statements(accounts=shuffled, currency="EUR").lines.equals(made.lines)


@given(st.lists(balanced(), max_size=12))
def test_net_income_is_income_less_expense_of_the_year_and_stands_in_both_statements(entries):
    made = statements(accounts=accounts(*entries), currency="EUR")

    year, run = (
        -sum(amount for kind, lines in entries if kind in kinds for code, amount in lines.items() if code in RESULT)
        for kinds in ({"opening", "year"}, {"change"})
    )
    assert (made.net_income_minor, made.net_income_pro_forma_minor) == (year, year + run)
    assert shown(made, "income_statement")[-1] == ("Net income", year, run, year + run)
    assert ("Profit for the year", year, run, year + run) in shown(made, "balance_sheet")


@given(st.lists(balanced(), max_size=12))
def test_lines_add_up_to_their_totals(entries):
    made = statements(accounts=accounts(*entries), currency="EUR")
    sheet = made.lines.filter(pl.col("statement") == "balance_sheet")

    for section, caption in (
        ("asset", "Total assets"),
        ("liability", "Total liabilities"),
        ("equity", "Total equity"),
    ):
        of_section = sheet.filter(pl.col("section") == section)
        lines = of_section.filter(~pl.col("is_total"))
        assert lines["posted_minor"].sum() == of_section.filter(pl.col("caption") == caption)["posted_minor"].item()
