"""Reports beside the queries that they are made of, amount by amount, and a binder checked as an auditor would check it.

100 tents for 1,000.00, 10.5 of a rope called `=1+1` for 52.51 and 3 of `#panic(1)` for 30.00, all on account; 5,000.00 of
cash against capital from 2025. At 7.00 each the tents are written down by 300.00. Then 40 are sold (400.00, releasing
120.00) and 10 scrapped (100.00, using 30.00). An overlay of 20.00 comes on supplies. Left: 50 tents for 500.00 with 150.00,
the rope for 52.51, the others for 30.00: gross 582.51, allowance 150.00 on goods and 20.00 of an overlay, 170.00 in all.
Before the run inventories stand at 1,082.51, after it at 782.51; at the year's end at 582.51 - 170.00 = 412.51. Cost of sales: 400 sold + 300 - 120
+ 100 - 30 = 650.00.
"""

import base64
import hashlib
import io
import json
import subprocess
import zipfile
from datetime import date

import pytest

from lowmark.core.kinds.problems import Problem
from lowmark.reports.workbook import HEADER
from lowmark.services.operations.report import REPORTS
from tests.company import found
from tests.reports.sheets import read
from tests.scenarios.test_groups import JANUARY, group

__all__ = ["group"]

SPRING, YEAR_END = date(2026, 3, 31), date(2026, 12, 31)


def a_company(entity="MAPLE", mark=""):
    company = found(entity, mark=mark)
    company.items("TENT", "#panic(1)")
    company.bring("items", [("ROPE", "=1+1", "supplies")], ("item", "name", "item_class"))
    company.bring("trial_balance", [("1000", "5000.00", "2025-12-31"), ("3000", "-5000.00", "2025-12-31")],
                  ("account", "amount", "as_of"))  # fmt: skip
    company.record("PO-1", "TENT", 100, date(2026, 1, 10), value="1000.00")
    company.record("PO-2", "ROPE", "10.5", date(2026, 1, 10), value="52.51")
    company.record("PO-3", "#panic(1)", 3, date(2026, 1, 10), value="30.00")
    company.prices(("LIST-1", 1, "TENT", "price_list", "7.00", SPRING))
    return company


def a_year(company):
    company.record("SO-1", "TENT", 40, date(2026, 5, 1))
    company.record("SC-1", "TENT", 10, date(2026, 6, 1), to_location="scrap", reason="scrap")
    run = company.do("adjust-allowance", company.ada, item_class="supplies", as_of=date(2026, 7, 1), kind="acquisition",
                     amount="20.00", because="came with a business", evidence="SPA-1")  # fmt: skip
    company.approve(run.run, run.run_hash)
    company.do("post", company.ben, run=run.run)


def reported(company, report, **asked):
    answer = company.do("report", company.ben, report=report, **asked)
    content = base64.b64decode(answer.content)
    assert hashlib.sha256(content).hexdigest() == answer.content_sha256
    return answer, {sheet.name: sheet for sheet in read(content)}


def lines(sheet, *, label=0):
    """Return the rows under the header that have figures: the label, and the figures in minor units."""
    rows = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        if row > HEADER:
            rows.setdefault(row, {})[column] = cell.value
    return [
        (str(cells.get(label, "")), {at: round(value * 100) for at, value in cells.items() if not isinstance(value, str)})
        for cells in rows.values() if any(not isinstance(value, str) for value in cells.values())
    ]  # fmt: skip


def test_every_amount_of_a_statement_is_the_queries_own(store):
    company = a_company()
    run = company.do("propose", company.ada, as_of=SPRING)
    asked = {"as_of": SPRING, "run": run.run, "compare": "prior_year_end"}
    shown = company.do("statements", company.ben, **asked)
    _, sheets = reported(company, "statements", **asked)
    titles = {one.statement: one.title for one in shown.titles}
    for code in ("balance_sheet", "income_statement", "income_statement_by_nature", "cash_flow", "changes_in_equity"):
        expected = [
            (line.caption, {at: figure for at, figure in enumerate(
                (line.posted_minor, line.change_minor, line.pro_forma_minor, line.earlier_minor), start=1) if figure is not None})
            for line in shown.lines if line.statement == code
        ]  # fmt: skip
        assert lines(sheets[titles[code][:31].strip()]) == expected, code
    accounts = {line.account: line for line in shown.lines if line.statement == "trial_balance" and line.account}
    found_lines = lines(sheets[titles["trial_balance"]])
    assert [code for code, _ in found_lines] == [*accounts, ""]
    for code, figures in found_lines[:-1]:
        line = accounts[code]
        assert figures.get(2, 0) - figures.get(3, 0) == line.posted_minor
        assert figures[4] == line.change_minor
        assert figures.get(5, 0) - figures.get(6, 0) == line.pro_forma_minor
        assert figures.get(7, 0) - figures.get(8, 0) == line.earlier_minor
    totals = found_lines[-1][1]
    assert totals[2] == totals[3] == 6_082_51
    assert totals[5] == totals[6] == 6_382_51
    assert totals[7] == totals[8] == 5_000_00
    before_and_after = dict(lines(sheets[titles["balance_sheet"][:31].strip()]))["Inventories"]
    assert [before_and_after[at] for at in (1, 2, 3)] == [1_082_51, -300_00, 782_51]


def test_schedules_and_notes_tie_to_the_ledger_and_totals_are_formulas(store):
    company = a_company()
    company.write_down(SPRING)
    a_year(company)
    _, sheets = reported(company, "lead_schedule", as_of=YEAR_END, account="1290")
    tied = dict(
        lines(next(sheet for name, sheet in sheets.items() if "subledger" in name or name.endswith("s")), label=1)
    )
    assert {name: figures[3] for name, figures in tied.items()} == {
        "The TENT": -150_00, "Overlay: supplies": -20_00, "Per subledger": -170_00, "Per ledger": -170_00, "Difference": 0
    }  # fmt: skip
    _, sheets = reported(company, "lead_schedule", as_of=YEAR_END, account="1200")
    first, second = sheets.values()
    tied = {name: figures[3] for name, figures in lines(first, label=1)}
    assert (tied["The TENT"], tied["=1+1"], tied["Per ledger"], tied["Difference"]) == (500_00, 52_51, 582_51, 0)
    assert lines(second)[-1][1] == {1: 5_00, 2: 1_082_51, 3: 500_00, 4: 582_51}
    (total,) = [cell for cell in first.cells.values() if cell.formula == "SUM(D7:D9)"]
    assert round(total.value * 100) == 582_51

    asked = {"as_of": YEAR_END}
    rolled = company.do("roll-forward", company.ben, first_on=date(2026, 1, 1), last_on=YEAR_END)
    _, sheets = reported(company, "roll_forward", **asked)
    found_lines = dict(lines(sheets["Roll-forward of the inventory a"]))
    assert found_lines["Per subledger"] == found_lines["Per ledger"]
    assert list(found_lines["Per subledger"].values())[-1] == rolled.total.closing_minor == 170_00
    assert set(found_lines["Difference"].values()) == {0}

    note = company.do("disclosures", company.ben, as_of=YEAR_END)
    _, sheets = reported(company, "disclosures", **asked)
    amounts = [figures[2] for _, figures in lines(sheets["Note on inventories"])]
    assert amounts == [line.amount_minor for line in note.lines if line.amount_minor is not None]
    assert lines(sheets["Cost of sales by nature"])[-1][1] == {1: 650_00}

    aged = company.do("ageing", company.ben, as_of=YEAR_END)
    _, sheets = reported(company, "ageing", **asked)
    whole = list(lines(sheets["Ageing of inventories"], label=1)[-1][1].values())
    assert whole == [*(band.value_minor for band in aged.bands), 582_51, 150_00, 432_51]


def test_a_report_is_the_same_later_and_as_pages_too(store):
    pytest.importorskip("typst", reason="pages need the extra `reports`")
    company = a_company()
    company.write_down(SPRING)
    asked = {"report": "statements", "as_of": SPRING}
    once = company.do("report", company.ben, **asked)
    company.record("PO-9", "ROPE", 5, date(2026, 2, 1), value="40.00")
    again = company.do("report", company.ben, **asked, known_seq=once.known_seq)
    assert (again.report_hash, again.content_sha256) == (once.report_hash, once.content_sha256)
    assert company.do("report", company.ben, **asked).report_hash != once.report_hash
    for one in ("statements", "run", "roll_forward"):
        printed = company.do(
            "report", company.ben, report=one, as_of=SPRING, run="2026-03-31/1" if one == "run" else "", format="pdf"
        )
        assert base64.b64decode(printed.content)[:5] == b"%PDF-", one
    assert printed.name == "MAPLE-roll-forward-2026-03-31.pdf"


def test_what_cannot_be_reported_is_said(store):
    company = a_company()
    for report, code in (("balance_sheet", "bad_request"), ("lead_schedule", "bad_request"), ("run", "bad_request"),
                         ("consolidation", "not_found")):  # fmt: skip
        with pytest.raises(Problem, match=code):
            company.do("report", company.ben, report=report)
    with pytest.raises(Problem, match="not_found"):
        company.do("report", company.ben, report="lead_schedule", as_of=SPRING, account="9999")
    company.do("grant", company.root, user="wim", role="warehouse")
    with pytest.raises(Problem, match="not_granted"):
        company.do("report", "wim", report=REPORTS[0], as_of=SPRING)
    company.do("grant", company.root, user="pat", role="poster")
    with pytest.raises(Problem, match="not_granted"):  # A poster may report, and may not ask for stock by age.
        company.do("report", "pat", report="ageing", as_of=SPRING)


def test_a_binder_is_whole_stays_the_same_and_is_of_nobody_else(store, tmp_path):
    """A posted run's binder, unpacked, in a store with another entity whose names would be known anywhere."""
    other = a_company("ELSEWHERE", mark="-elsewhere")
    other.write_down(SPRING)
    company = a_company()
    run = company.do("propose", company.ada, as_of=SPRING)
    company.approve(run.run, run.run_hash)
    company.do("post", company.ben, run=run.run)
    company.do("seal", company.ben)
    answer = company.do("binder", company.ben, run=run.run)
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(answer.content))) as archive:
        archive.extractall(tmp_path)
    holds_what_the_run_rests_on_and_led_to(run, answer, tmp_path)
    tells_of_nobody_else(tmp_path)
    is_checked_with_sha256sum_alone(run, answer, tmp_path)
    is_the_same_whenever_it_is_bound(company, run, answer)


def is_checked_with_sha256sum_alone(run, answer, folder):
    checked = subprocess.run(["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, check=True)
    there = {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()}
    assert checked.stdout.count(b": OK") == len(there) - 1
    assert there == {one.path for one in answer.parts}
    told = json.loads((folder / "manifest.json").read_text())
    assert told["run_hash"] == run.run_hash == answer.run_hash
    assert hashlib.sha256((folder / "run/policy.json").read_bytes()).hexdigest() == told["policy_hash"]
    (file,) = (folder / "evidence/files").iterdir()
    assert hashlib.sha256(file.read_bytes()).hexdigest() == file.name[:64]
    assert told["checkpoint"]["covers_the_posting"]
    assert told["checkpoint"]["chained"] in (folder / "seals/seals.csv").read_text()
    for part in told["parts"]:
        assert hashlib.sha256((folder / part["path"]).read_bytes()).hexdigest() == part["sha256"]
    (folder / "entries/entries.csv").write_text("altered")
    assert (
        subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, check=False).returncode == 1
    )


def holds_what_the_run_rests_on_and_led_to(run, answer, folder):
    rows = {path: [line.split(",") for line in (folder / path).read_text().splitlines()[1:]] for path in (
        "snapshot/layers.csv", "tests/tiers.csv", "evidence/evidence.csv", "decisions/decisions.csv", "entries/entries.csv",
        "run/proposals.csv")}  # fmt: skip
    assert sorted((row[0], row[6]) for row in rows["snapshot/layers.csv"]) == [
        ("#panic(1)", "30.00"), ("ROPE", "52.51"), ("TENT", "1000.00")
    ]  # fmt: skip
    assert [row[1] for row in rows["snapshot/layers.csv"] if row[0] == "ROPE"] == ["'=1+1"]
    assert [(row[0], row[11]) for row in rows["tests/tiers.csv"] if row[0] == "TENT"] == [("TENT", "700.00")]
    assert [row[:5] for row in rows["evidence/evidence.csv"]] == [["TENT", "", "LIST-1", "1", "price_list"]]
    ((what, _, decision, who, *rest),) = rows["decisions/decisions.csv"]
    assert (what, decision, who) == ("approval", "approved", "ben")
    assert "password" in rest
    assert run.run_hash in rest
    assert [(row[4], row[6], row[7]) for row in rows["entries/entries.csv"]] == [
        ("5100", "300.00", ""),
        ("1290", "", "300.00"),
    ]
    assert [(row[0], row[9]) for row in rows["run/proposals.csv"]] == [("TENT", "300.00")]
    before, after = (
        (folder / f"statements/{name}-statement-of-financial-position.csv").read_text() for name in ("before", "after")
    )
    assert "Inventories,1082.51" in before
    assert "Inventories,782.51" in after
    assert "300.00" in (folder / "roll-forward/roll-forward.csv").read_text()
    assert (folder / "notes/disclosures.xlsx").read_bytes()[:2] == b"PK"
    assert answer.state == "posted"


def tells_of_nobody_else(folder):
    for one in folder.rglob("*"):
        if one.is_file():
            content = one.read_bytes()
            if one.suffix == ".xlsx":
                with zipfile.ZipFile(io.BytesIO(content)) as archive:
                    content = b"".join(archive.read(name) for name in archive.namelist())
            assert b"elsewhere" not in content.lower(), one


def is_the_same_whenever_it_is_bound(company, run, answer):
    company.record("PO-9", "ROPE", 5, date(2026, 2, 1), value="40.00")
    company.do("seal", company.ben)
    again = company.do("binder", company.ben, run=run.run)
    assert again.content_sha256 == answer.content_sha256
    assert [one.path for one in answer.parts[:3]] == ["index.html", "manifest.json", "SHA256SUMS"]
    with pytest.raises(Problem, match="not_found"):
        company.do("binder", company.ben, run="2026-04-30/1")
    with pytest.raises(Problem, match="not_granted"):
        company.do("binder", "ben-elsewhere", run=run.run)


def test_a_binder_of_a_run_that_is_not_posted_shows_it_pro_forma(store):
    company = a_company()
    run = company.do("propose", company.ada, as_of=SPRING)
    answer = company.do("binder", company.ben, run=run.run)
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(answer.content))) as archive:
        after = archive.read("statements/after-statement-of-financial-position.csv").decode()
        assert len(archive.read("entries/entries.csv").splitlines()) == 1
    assert "Inventories,1082.51,-300.00,782.51" in after


def test_a_consolidation_is_reported_whole_to_whoever_may_see_every_member(group):
    oak, *_ = group
    oak.do("consolidate", oak.ben, as_of=JANUARY, accept_late=True)
    shown = oak.do("show-consolidation", oak.ben)
    answer, sheets = reported(oak, "consolidation")
    columns = {"members_minor": 2, "group_minor": len(lines(sheets["Consolidation worksheet"])[0][1]) + 1}
    found_lines = lines(sheets["Consolidation worksheet"])
    for name, place in columns.items():
        assert [figures[place] for _, figures in found_lines] == [*(getattr(row, name) for row in shown.worksheet), 0]
    statement = [line for line in shown.lines if line.statement == "balance_sheet"]
    assert lines(sheets["Group  balance sheet"]) == [(line.caption, {1: line.amount_minor}) for line in statement]
    assert answer.currency == "CAD"
    oak.do("grant", oak.root, user="eve", role="auditor")
    with pytest.raises(Problem, match="not_granted"):
        oak.do("report", "eve", report="consolidation")
