"""What the tables ask of their rows beyond single cells; and every template is read back without a fault."""

from datetime import date

import pytest

from lowmark.core.tables.locations import CONDITIONS
from lowmark.interchange import read_table
from lowmark.interchange.tables import TABLES
from lowmark.interchange.templates import csv_template, example_rows, xlsx_template


def _csv(text, table, currency="CAD"):
    return read_table(file_name="file.csv", content=text.encode(), table=table, currency=currency)


def _codes(read):
    return [(problem.row, problem.column, problem.code) for problem in read.problems]


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_table_is_said_whole_and_its_templates_are_read(name):
    table = TABLES[name]
    assert table.name == name
    assert all(column.meaning and column.example for column in table.columns)
    by_csv = read_table(file_name="t.csv", content=csv_template(name), table=name, currency="CAD")
    by_xlsx = read_table(file_name="t.xlsx", content=xlsx_template(name), table=name, currency="CAD")
    assert by_csv.problems == by_xlsx.problems == ()
    assert by_csv.frame.equals(by_xlsx.frame)
    assert by_csv.frame.height == len(example_rows(table))


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_example_is_one_that_its_column_takes(name):
    table = TABLES[name]
    shown = {column: value for row in example_rows(table) for column, value in row.items()}
    for column in table.columns:
        row = shown | {column.name: column.example}
        text = f"{','.join(row)}\n" + ",".join(f'"{value}"' for value in row.values()) + "\n"
        assert column.name not in {
            problem.column for problem in _csv(text, name).problems if problem.code.startswith("bad_")
        }
        assert not column.choices or column.example in column.choices


# --- lots -------------------------------------------------------------------------------------------------------------


def test_a_lot_is_named_once_with_its_days_in_order():
    read = _csv(
        "item,lot,made_on,expires_on\nM,L1,2026-01-01,2027-01-01\nM,L1,,\nM,,,\nM,L2,2026-02-02,2026-01-01\n", "lots"
    )
    assert _codes(read) == [
        (3, "lot", "duplicate_row"),
        (4, "lot", "missing_value"),
        (5, "expires_on", "days_reversed"),
    ]
    assert read.frame.rows(named=True) == [
        {
            "item": "M",
            "lot": "L1",
            "made_on": date(2026, 1, 1),
            "expires_on": date(2027, 1, 1),
            "best_before_on": None,
            "potency_micro": None,
            "row": 2,
        }
    ]


# --- costing ----------------------------------------------------------------------------------------------------------


def test_a_standard_cost_belongs_to_the_method_of_that_name():
    read = _csv(
        "item,method,standard_cost,valid_from\nA,standard,12.75,2026-01-01\nB,fifo,,\nC,standard,,2026-01-01\n"
        "D,standard,1,\nE,fifo,1,\nF,fifo,,2026-01-01\nG,guess,,\nH,standard,0,2026-01-01\n",
        "item_costing",
    )
    assert _codes(read) == [
        (4, "method", "standard_needed"),
        (5, "method", "standard_needed"),
        (6, "method", "standard_unused"),
        (7, "method", "standard_unused"),
        (8, "method", "unknown_word"),
    ]
    assert read.problems[0].value == "standard"
    assert read.frame["item"].to_list() == ["A", "B", "H"]
    assert read.frame["standard_cost_micro"].to_list() == [12_750_000, None, 0]


def test_methods_need_no_columns_for_standards():
    assert _csv("item,method\nA,moving_average\n", "item_costing").problems == ()


# --- trial balances ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "account,as_of,debit,credit\n1000,2026-10-31,10.50,\n3000,2026-10-31,,10.50\n",
        "account,as_of,debit,credit\n1000,2026-10-31,10.50,0\n3000,2026-10-31,0,10.50\n",
        "code,date,balance\n1000,2026-10-31,10.50\n3000,2026-10-31,-10.50\n",
    ],
)
def test_a_trial_balance_is_debits_less_credits_however_it_is_written(text):
    read = _csv(text, "trial_balance")
    assert read.problems == ()
    assert read.frame.columns == ["account", "name", "as_of", "amount_minor", "row"]
    assert read.frame["amount_minor"].to_list() == [1_050, -1_050]


def test_a_trial_balance_that_does_not_balance_is_refused_whole_with_the_difference():
    read = _csv("account,as_of,debit,credit\n1000,2026-10-31,10.50,\n3000,2026-10-31,,10.49\n", "trial_balance")
    assert _codes(read) == [(0, "", "unbalanced")]
    assert read.problems[0].message == "debits are 0.01 more than credits"
    assert read.frame.is_empty()
    assert (
        "credits are 7 more"
        in _csv("account,as_of,credit\n1,2026-10-31,7\n", "trial_balance", "JPY").problems[0].message
    )


def test_each_row_of_a_trial_balance_says_one_balance_of_one_day_and_one_account():
    read = _csv(
        "account,as_of,debit,credit,amount\n1,2026-10-31,5,,\n2,2026-10-31,5,5,\n3,2026-10-31,5,,5\n4,2026-10-31,,,\n"
        "5,2026-11-30,,5,\n1,2026-10-31,5,,\n6,2026-10-31,-5,,\n",
        "trial_balance",
    )
    assert _codes(read) == [
        (3, "account", "both_given"),
        (4, "account", "both_given"),
        (5, "account", "neither_given"),
        (6, "as_of", "another_day"),
        (7, "account", "duplicate_row"),
        (8, "debit", "negative"),
    ]


def test_a_trial_balance_needs_a_column_of_balances():
    read = _csv("account,as_of\n1,2026-10-31\n", "trial_balance")
    assert (0, "debit", "missing_column") in _codes(read)
    assert "debit or credit or amount" in read.problems[0].message


# --- accounts, openings, conditions, returns, evidence ----------------------------------------------------------------


def test_a_control_account_does_not_come_in_a_file():
    row = "6100,Rent,expense,Operating expenses,{},result,610\n"
    header = "code,name,section,caption,kind,cash_flow,sort_order\n"
    read = _csv(header + row.format(""), "accounts")
    assert read.frame["kind"].to_list() == ["normal"]
    assert read.frame["sort_order"].to_list() == [610]
    assert _codes(_csv(header + row.format("control"), "accounts")) == [(2, "kind", "unknown_word")]


def test_an_opening_allowance_is_more_than_zero():
    header = "document,line,item,fiscal_year,reason,amount,accounting_on\n"
    read = _csv(
        header + "O,1,A,2025,price_decline,3.20,2026-01-01\nO,2,A,2025,expiry,0,2026-01-01\n", "opening_allowances"
    )
    assert _codes(read) == [(3, "amount", "not_positive")]
    assert read.frame["amount_minor"].to_list() == [320]
    assert read.frame["fiscal_year"].to_list() == [2025]


def test_a_condition_is_one_that_a_place_of_ours_can_mean_or_none():
    header = "document,line,item,location,condition,quantity,effective_on,reason\n"
    words = ["sound", *sorted({word for word in CONDITIONS.values() if word})]
    rows = "".join(f"C,{n},A,Main,{word},1,2026-10-31,found\n" for n, word in enumerate([*words, "expired"]))
    read = _csv(header + rows, "conditions")
    assert _codes(read) == [(len(words) + 2, "condition", "unknown_word")]
    assert read.frame["accounting_on"].to_list() == [date(2026, 10, 31)] * len(words)


def test_a_return_names_both_document_and_line_of_its_issue_or_neither():
    header = "document,line,item,from_location,to_location,reason,quantity,effective_on,returns_document,returns_line\n"
    row = "R,{},A,customer,Main,return,1,2026-10-31,{}\n"
    read = _csv(
        header + row.format(1, "SO-1,2") + row.format(2, "SO-1,") + row.format(3, ",2") + row.format(4, ","),
        "stock_moves",
    )
    assert _codes(read) == [(3, "returns_document", "half_given"), (4, "returns_document", "half_given")]
    assert read.frame.select("returns_document", "returns_line").rows() == [("SO-1", "2"), ("", "")]


def test_evidence_may_be_of_goods_in_a_condition_and_of_what_is_still_to_spend():
    header = "document,line,item,kind,condition,price,observed_on\n"
    read = _csv(
        header
        + "P,1,A,cost_to_sell,,1,2026-10-31\nP,2,A,cost_to_complete,damaged,1,2026-10-31\nP,3,A,quote,rusty,1,2026-10-31\n",
        "price_evidence",
    )
    assert _codes(read) == [(4, "condition", "unknown_word")]
    assert read.frame.select("kind", "condition").rows() == [("cost_to_sell", ""), ("cost_to_complete", "damaged")]


def test_a_template_keeps_what_is_typed_as_text_and_explains_its_columns():
    import zipfile
    from io import BytesIO

    with zipfile.ZipFile(BytesIO(xlsx_template("items"))) as archive:
        said = archive.read("xl/workbook.xml").decode() + archive.read("xl/sharedStrings.xml").decode()
        page = archive.read("xl/worksheets/sheet1.xml").decode()
    assert 'name="items"' in said
    assert 'name="About"' in said
    assert "days from made-on to expires-on" in said
    assert "dataValidation" in page
