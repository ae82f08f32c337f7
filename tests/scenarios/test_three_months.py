"""Three months of two companies of the sample group, closed one after the other, with a whole ledger each.

What the old ledger said comes in as a trial balance, goods and allowances layer by layer; revenue, payments, payroll, tax and
debt are journals drafted from a file, approved and posted; every month is tested for write-downs, posted and closed. A
worksheet that knows nothing of the program, and hledger, come to the same statements to the cent.
"""

import ast
import csv
import hashlib
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from lowmark.frameworks.read import read_chart
from lowmark.sample import company as sample
from lowmark.sample.story import csv_of
from lowmark.services.operation import File
from tests.company import Company, found
from tests.fresh_store import ENGINES, fresh_store
from tests.scenarios.test_journals_by_hand import approve

MONTH_ENDS = (date(2025, 11, 30), date(2025, 12, 31), date(2026, 1, 31))
WORKSHEET = Path(__file__).parent.parent / "worksheets" / "month_ends.py"
FRAMEWORKS = {"MAPLE": ("aspe", "CAD"), "THAMES": ("ifrs", "GBP")}
HLEDGER = shutil.which("hledger")


@dataclass
class Closed:
    """A company whose three months are closed, what it said at each month's end, and the files beside it."""

    company: Company
    folder: Path
    said: dict[date, Any] = field(default_factory=dict)
    hashes: dict[date, str] = field(default_factory=dict)
    rolled: dict[date, Any] = field(default_factory=dict)


@pytest.fixture(scope="module", params=[(engine, code) for engine in ENGINES for code in FRAMEWORKS], ids="-".join)
def closed(request, tmp_path_factory) -> Iterator[Closed]:
    engine, code = request.param
    with fresh_store(engine):
        yield live(code, tmp_path_factory.mktemp(code))


def live(code: str, folder: Path) -> Closed:
    """Set the company up, and live through the three months."""
    tables = sample(seed=7, moves=160, entities=2)[code]
    framework, currency = FRAMEWORKS[code]
    company = found(code, opens_on=date(2025, 11, 1), months=5, framework=framework, currency=currency,
                    fiscal_year_start_month=11)  # fmt: skip
    old = tables["outside_ledger"].filter(pl.col("as_of") == "2025-10-31")
    files = {"trial_balance": old, "opening_layers": tables["opening_layers"], "stock_moves": within(tables["stock_moves"]),
             "journals": journals(currency)}  # fmt: skip
    for name, frame in files.items():
        (folder / f"{name}.csv").write_bytes(csv_of(frame))
    (folder / "chart.csv").write_bytes(csv_of(chart(framework)))
    for name in ("items", "locations"):
        bring(company, name, tables[name], f"{name}.csv")
    bring(company, "trial_balance", old, "TB-2025-10.csv")
    bring(company, "opening_layers", tables["opening_layers"], "layers.csv")
    if tables["opening_allowances"].height:
        bring(company, "opening_allowances", tables["opening_allowances"], "allowances.csv")
    made = Closed(company, folder)
    for as_of in MONTH_ENDS:
        a_month(made, as_of, files["stock_moves"], files["journals"], prices(tables, as_of))
    entries = company.do("journal", company.ben, up_to=MONTH_ENDS[-1], format="csv")
    (folder / "entries.csv").write_text(entries.content, newline="")
    return made


def a_month(made: Closed, as_of: date, moves: pl.DataFrame, drafted: pl.DataFrame, priced: pl.DataFrame) -> None:
    """Record, draft, approve, test, post and close one month."""
    company, month = made.company, f"{as_of:%Y-%m}"
    bring(company, "stock_moves", moves.filter(pl.col("effective_on").str.starts_with(month)), f"moves-{month}.csv")
    bring(company, "price_evidence", priced, f"prices-{month}.csv")
    own = drafted.filter(pl.col("first_on").str.starts_with(month))
    bring(company, "journals", own, f"journals-{month}.csv")
    for document in own["document"].unique(maintain_order=True):
        approve(company, document)
    company.do("post-journal", company.ben, up_to=as_of)
    company.write_down(as_of)
    made.said[as_of] = company.do("statements", company.ben, as_of=as_of)
    made.rolled[as_of] = company.do("roll-forward", company.ben, first_on=as_of.replace(day=1), last_on=as_of)
    made.hashes[as_of] = company.do("close", company.root, ends_on=as_of).statement_hash


def bring(company: Company, table: str, frame: pl.DataFrame, name: str) -> None:
    done = company.do("import", company.ada, table=table, file=File(name, csv_of(frame)))
    assert done.accepted, done.problems[:5]


def within(moves: pl.DataFrame) -> pl.DataFrame:
    return moves.filter(pl.col("effective_on") <= str(MONTH_ENDS[-1]))


def chart(framework: str) -> pl.DataFrame:
    names = ("code", "kind", "section", "caption", "cash_flow")
    rows = [[getattr(account, name) for name in names] for account in read_chart(framework).accounts]
    return pl.DataFrame(rows, schema=names, orient="row")


def prices(tables: dict[str, pl.DataFrame], as_of: date) -> pl.DataFrame:
    """Every item taken over sells for half as much again as it cost, but every sixth for less: four fifths of its cost."""
    layers = tables["opening_layers"].group_by("item", maintain_order=True).agg(
        (pl.col("value").cast(pl.Decimal(18, 4)).sum() / pl.col("quantity").cast(pl.Decimal(18, 4)).sum()).alias("cost")
    )  # fmt: skip
    rows = [
        (
            f"PL-{as_of:%Y-%m}",
            str(place),
            item,
            "price_list",
            f"{float(cost) * (0.8 if place % 6 == 1 else 1.5):.2f}",
            str(as_of),
        )
        for place, (item, cost) in enumerate(layers.rows(), start=1)
    ]
    return pl.DataFrame(rows, schema=("document", "line", "item", "kind", "price", "observed_on"), orient="row")


def journals(currency: str) -> pl.DataFrame:
    """What a bookkeeper sends each month: sales, receipts, payments, payroll, depreciation, interest, debt, tax."""
    rows = []
    for n, as_of in enumerate(MONTH_ENDS, start=1):
        for name, amounts in (
            ("SALES", {"1100": 4_100_250 + n * 777, "4000": -4_100_250 - n * 777}),
            ("RECEIPTS", {"1000": 3_900_125 * n, "1100": -3_900_125 * n}),
            ("PAYROLL", {"6000": 812_340, "2200": -123_450, "1000": -688_890}),
            ("REMITTED", {"2200": 100_000 + n, "1000": -100_000 - n}),
            ("DEPRECIATION", {"6100": 22_314, "1590": -22_314}),
            ("LOAN", {"2400": 40_000, "6200": 9_917 - n, "1000": -49_917 + n}),
            ("TAX", {"6900": 61_003, "2300": -61_003}),
            ("MACHINE", {"1500": 250_000 * (n == 2), "1000": -250_000 * (n == 2)}),
            ("DIVIDEND", {"3200": 75_000 * (n == 3), "1000": -75_000 * (n == 3)}),
        ):
            for account, amount in amounts.items():
                if amount:
                    sides = (money(amount), "") if amount > 0 else ("", money(-amount))
                    rows.append((f"{name}-{n}", str(as_of), account, *sides, f"{name.lower()} in {currency}"))
    return pl.DataFrame(rows, schema=("document", "first_on", "account", "debit", "credit", "because"), orient="row")


def money(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02}"


# --- what holds ------------------------------------------------------------------------------------------------------


def test_the_worksheet_imports_nothing_of_the_program():
    tree = ast.parse(WORKSHEET.read_text(encoding="utf-8"))
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported <= {"csv", "json", "sys", "collections", "fractions", "pathlib"}


def test_statements_are_the_worksheets_to_the_cent(closed):
    worked = json.loads(subprocess.run(
        [sys.executable, "-I", str(WORKSHEET), str(closed.folder), *map(str, MONTH_ENDS)], check=True, capture_output=True,
    ).stdout)  # fmt: skip
    for as_of, said in closed.said.items():
        assert lines(said, "trial_balance", by="account") == worked[str(as_of)]["trial_balance"]
        assert lines(said, "balance_sheet") == worked[str(as_of)]["balance_sheet"]
        result = {**lines(said, "income_statement"), "Net income": said.net_income_minor}
        assert result == worked[str(as_of)]["income_statement"]
        totals = {one.section: one.posted_minor for one in said.lines if one.statement == "cash_flow" and one.is_total
                  and one.caption != "Cash at the end"}  # fmt: skip
        assert totals == worked[str(as_of)]["cash_flow"]
        ends = [one.posted_minor for one in said.lines if one.statement == "changes_in_equity" and one.is_total]
        sheet = {one.caption: one.posted_minor for one in said.lines if one.statement == "balance_sheet"}
        assert ends[-1] == sheet["Total equity"] == sheet["Total assets"] - sheet["Total liabilities"]


def lines(said, statement: str, by: str = "caption") -> dict[str, int]:
    return {getattr(one, by): one.posted_minor for one in said.lines
            if one.statement == statement and not one.is_total and one.posted_minor}  # fmt: skip


def test_each_month_opens_as_the_last_one_closed_and_the_roll_forward_foots(closed):
    company, before = closed.company, None
    for as_of in MONTH_ENDS:
        compared = company.do("statements", company.ben, as_of=as_of, compare="prior_period")
        sheet = [one for one in compared.lines if one.statement == "balance_sheet" and not one.is_total]
        if before is not None:
            earlier = {one.caption: one.earlier_minor for one in sheet if one.earlier_minor}
            assert earlier == lines(closed.said[before], "balance_sheet")
            assert closed.rolled[as_of].total.opening_minor == closed.rolled[before].total.closing_minor
        rolled = closed.rolled[as_of]
        assert rolled.difference_minor == 0 and rolled.held_minor == rolled.total.closing_minor
        assert sum(one.closing_minor for one in rolled.lines) == rolled.total.closing_minor
        before = as_of
    assert closed.rolled[MONTH_ENDS[0]].total.charged_minor > 0, "there is something to test"


def test_the_subledger_is_the_ledger_and_what_was_taken_over_is_what_the_old_ledger_said(closed):
    company = closed.company
    for as_of in MONTH_ENDS:
        balances = company.balances(as_of)
        assert company.do("cost", company.ben, as_of=as_of).value_minor == balances["1200"]
        assert closed.rolled[as_of].held_minor == -balances["1290"]
    assert company.do("tie-out", company.ben, as_of=MONTH_ENDS[0]).difference_minor == 0
    verified = company.do("verify", company.ben)
    assert verified.clean, [one for one in verified.checks if one.faults]


def test_a_closed_months_statements_say_the_same_later_and_after_what_comes_late(closed):
    company = closed.company
    for as_of in MONTH_ENDS:
        assert hashed(company, as_of) == closed.hashes[as_of]
    item = next(csv.DictReader(io.StringIO((closed.folder / "opening_layers.csv").read_text())))
    columns = (
        "document",
        "line",
        "item",
        "lot",
        "from_location",
        "to_location",
        "reason",
        "quantity",
        "value",
        "effective_on",
    )
    row = ("LATE-1", 1, item["item"], item["lot"], "vendor", item["location"], "receipt", 3, "99.00", "2025-11-12")
    company.bring("stock_moves", [row], columns, name="late.csv")
    for as_of in MONTH_ENDS:
        again = company.do("statements", company.ben, as_of=as_of)
        assert again.lines == closed.said[as_of].lines
        assert hashed(company, as_of) == closed.hashes[as_of]
    assert company.balances(date(2026, 2, 28))["2100"] != company.balances(MONTH_ENDS[-1]).get("2100", 0)


def hashed(company: Company, as_of: date) -> str:
    """Hash the trial balance as the close does, from what the statements say."""
    book = FRAMEWORKS[company.entity][0]
    rows = sorted(f"{book}|{code}|{amount}\n" for code, amount in company.balances(as_of).items())
    return hashlib.sha256("".join(rows).encode()).hexdigest()


@pytest.mark.skipif(HLEDGER is None, reason="hledger is not here: `make hledger` installs it where it may")
def test_hledger_fed_with_the_journal_says_the_same_trial_balance(closed):
    for as_of in MONTH_ENDS:
        told = closed.company.do("journal", closed.company.ben, up_to=as_of, format="hledger")
        file = closed.folder / told.name
        file.write_text(told.content, encoding="utf-8")
        ran = subprocess.run(
            [str(HLEDGER), "-f", str(file), "--strict", "balance", "--flat", "--no-total", "-O", "csv"], check=True,
            capture_output=True, text=True,
        )  # fmt: skip
        rows = csv.DictReader(io.StringIO(ran.stdout))
        said = {row["account"].split(":")[1].split()[0]: in_minor(row["balance"]) for row in rows}
        assert {code: amount for code, amount in said.items() if amount} == closed.company.balances(as_of)


def in_minor(text: str) -> int:
    return int(text.split(maxsplit=1)[0].replace(".", "").replace(",", ""))
