"""Entries handed to an outside ledger: each once, whatever came when, as a file that nobody's spreadsheet runs."""

import csv
import hashlib
import io
import json
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from lowmark.core.kinds.problems import Problem
from lowmark.doors.cli.commands import build
from lowmark.services.ledgers.entry_files import COLUMNS
from tests.company import found
from tests.outside import post

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
DAYS = st.integers(0, 364).map(lambda n: FIRST + timedelta(n))


def rows_of(handed):
    return list(csv.DictReader(io.StringIO(handed.content)))


def test_a_file_has_its_columns_totals_and_digest_and_the_same_key_gives_it_again(store):
    company = found("MAPLE")
    post(company, FIRST, {"1200": 1250, "2100": -1250}, document="PO-1")
    post(company, LAST, {"1200": 50, "2100": -50}, document="PO-2")
    asked = {"up_to": date(2026, 10, 31), "key": "october"}

    handed = company.do("export-entries", company.ben, **asked)
    assert handed == company.do("export-entries", company.ben, **asked)
    assert handed.content.splitlines() == [
        ",".join(COLUMNS),
        "MAPLE,ifrs,stock,stock/2026/1,2026-01-01,1200,Inventories,12.50,,CAD,,,PO-1,receipt",
        "MAPLE,ifrs,stock,stock/2026/1,2026-01-01,2100,Goods received not invoiced,,12.50,CAD,,,PO-1,receipt",
    ]
    assert (handed.n_entries, handed.n_lines, handed.debit_minor, handed.credit_minor) == (1, 2, 1250, 1250)
    assert handed.content_sha256 == hashlib.sha256(handed.content.encode()).hexdigest()
    recorded = "SELECT from_seq, to_seq, n_entries, n_lines, debit_minor FROM ledger_entry_export"
    assert store.rows(recorded) == [(0, handed.to_seq, 1, 2, 1250)]

    again = company.do("export-entries", company.ben, up_to=date(2026, 10, 31))
    assert (again.n_entries, again.from_seq, rows_of(again)) == (0, handed.to_seq, [])
    later = company.do("export-entries", company.ben, up_to=LAST, format="json")
    said = json.loads(later.content)
    assert [entry["number"] for entry in said["entries"]] == ["stock/2026/2"]
    assert [line["debit_minor"] - line["credit_minor"] for line in said["entries"][0]["lines"]] == [50, -50]
    assert (said["n_entries"], said["debit_minor"], said["credit_minor"]) == (1, 50, 50)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_is_a_formula(sqlite_store, text):
    company = found("MAPLE")
    post(company, FIRST, {"1200": 100, "2100": -100}, document=text)

    (first, _) = rows_of(company.do("export-entries", company.ben, up_to=LAST))
    assert first["document"] == f"'{text}"


def test_only_a_poster_or_an_administrator_hands_entries_out(sqlite_store):
    company = found("MAPLE")
    assert company.do("export-entries", company.root, up_to=LAST).n_entries == 0
    with pytest.raises(Problem, match="may not export-entries"):
        company.do("export-entries", company.ada, up_to=LAST)
    with pytest.raises(Problem, match="has no book"):
        company.do("export-entries", company.ben, up_to=LAST, book="tax")


STEPS = st.lists(st.tuples(st.sampled_from(["post", "post", "export"]), DAYS), max_size=14)


def test_every_entry_goes_out_once_and_none_is_lost(store):
    """Entries come late and early, and exports ask for any day, also for an earlier one than before."""
    numbers = count(1)

    @settings(max_examples=15, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def law(steps):
        company = found(code := f"E{next(numbers)}", mark=code)
        posted, out, last_seq = {}, [], 0
        for place, (what, day) in enumerate([*steps, ("export", LAST)]):
            if what == "post":
                posted[f"X-{place}"] = day
                post(company, day, {"1200": 100 + place, "2100": -100 - place}, document=f"X-{place}")
                continue
            handed = company.do("export-entries", company.ben, up_to=day)
            rows = rows_of(handed)
            documents = [row["document"] for row in rows if row["debit"]]
            due = {document for document, when in posted.items() if when <= day}
            assert set(documents) == due - set(out)
            assert handed.n_entries == len(documents) and handed.n_lines == len(rows) == 2 * len(documents)
            assert handed.from_seq == last_seq < handed.to_seq
            last_seq = handed.to_seq
            out += documents
        assert sorted(out) == sorted(posted)

    law()


# --- on the command line ---------------------------------------------------------------------------------------------


def lowmark(*words):
    return CliRunner().invoke(build(), ["export-entries", *words, "--entity", "MAPLE", "--up-to", "2026-12-31"])


def test_the_command_line_writes_the_file_where_it_is_told_and_overwrites_none(sqlite_store, tmp_path):
    company = found("MAPLE")
    post(company, FIRST, {"1200": 1250, "2100": -1250}, document="PO-1")
    (there := tmp_path / "there.csv").write_text("mine")

    for refused in (there, tmp_path / "no folder" / "x.csv"):
        said = lowmark("--as", company.ben, "--out", str(refused))
        assert said.exit_code == 1 and "name a new file with --out" in said.stderr
    assert there.read_text() == "mine"

    said = lowmark("--as", company.ben, "--key", "k", "--out", str(tmp_path / "new.csv"))
    assert said.exit_code == 0, said.output
    written = (tmp_path / "new.csv").read_bytes()
    assert hashlib.sha256(written).hexdigest() in said.stdout.replace("\n", "")
    assert written.count(b"PO-1") == 2
    again = lowmark("--as", company.ben, "--key", "k", "--json")
    assert json.loads(again.stdout)["content"].encode() == written


def test_left_out_the_file_has_its_own_name_and_what_cannot_be_written_is_had_again(
    sqlite_store, tmp_path, monkeypatch
):
    company = found("MAPLE")
    post(company, FIRST, {"1200": 1250, "2100": -1250})
    monkeypatch.chdir(tmp_path)

    assert lowmark("--as", company.ben, "--key", "k").exit_code == 0
    (file,) = tmp_path.iterdir()
    assert file.name.startswith("MAPLE-ifrs-entries-") and file.suffix == ".csv"
    said = lowmark("--as", company.ben, "--key", "k")
    assert said.exit_code == 1 and "the same --key" in said.stderr
