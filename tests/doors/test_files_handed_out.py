"""Reports and binders in every door: a file beside the command, bytes or JSON over REST, links on the pages that show the same."""

import base64
import hashlib
import re
from datetime import date

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from typer.testing import CliRunner

from lowmark.doors.cli.commands import build
from lowmark.services import tokens
from lowmark.store.people.models import User
from tests.company import found

DAY = date(2026, 1, 31)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ANY = "application/octet-stream"


@pytest.fixture
def company(sqlite_store, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = found("MAPLE")
    made.items("TENT")
    made.record("PO-1", "TENT", 10, date(2026, 1, 10), value="100.00")
    made.prices(("LIST-1", 1, "TENT", "price_list", "7.00", DAY))
    made.do("propose", made.ada, as_of=DAY)
    with override_settings(STATIC_ROOT=None):
        yield made


def browser(name):
    client = Client()
    client.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_command_writes_its_file_and_never_over_another(company, tmp_path):
    asked = ["report", "--entity", "MAPLE", "--report", "balance_sheet", "--as-of", "2026-01-31", "--as", "ben"]
    ran = CliRunner().invoke(build(), asked)
    assert ran.exit_code == 0, ran.output
    (file,) = tmp_path.glob("*.xlsx")
    assert file.name == "MAPLE-balance-sheet-2026-01-31.xlsx"
    assert file.read_bytes()[:2] == b"PK"
    assert hashlib.sha256(file.read_bytes()).hexdigest()[:12] in ran.output.replace("\n", "")
    assert CliRunner().invoke(build(), [*asked, "--out", file.name]).exit_code == 1
    bound = CliRunner().invoke(
        build(), ["binder", "--entity", "MAPLE", "--run", "2026-01-31/1", "--as", "ben", "--out", "b.zip"]
    )
    assert bound.exit_code == 0, bound.output
    assert (tmp_path / "b.zip").read_bytes()[:2] == b"PK"
    assert "SHA256SUMS" in bound.output


def test_rest_answers_with_json_or_with_the_file_itself(company):
    headers = {"Authorization": f"Bearer {tokens.make(username='ben', days=1, label='')[0]}"}
    asked = {"entity": "MAPLE", "report": "trial_balance", "as_of": "2026-01-31"}
    address = reverse("api:report")
    told = Client().get(address, asked, headers=headers)
    assert told["Content-Type"].startswith("application/json")
    assert told.json()["name"] == "MAPLE-trial-balance-2026-01-31.xlsx"
    for accepted in (ANY, XLSX, f"{XLSX}, */*;q=0.1"):
        file = Client().get(address, asked, headers=headers | {"Accept": accepted})
        assert file["Content-Type"] == XLSX
        assert file["Content-Disposition"] == 'attachment; filename="MAPLE-trial-balance-2026-01-31.xlsx"'
        assert file.content == base64.b64decode(told.json()["content"])
    bound = Client().get(
        reverse("api:binder"), {"entity": "MAPLE", "run": "2026-01-31/1"}, headers=headers | {"Accept": ANY}
    )
    assert bound["Content-Type"] == "application/zip"
    refused = Client().get(address, asked | {"as_of": ""}, headers=headers | {"Accept": ANY})
    assert (refused.status_code, refused["Content-Type"]) == (422, "application/problem+json")
    nobody = Client().get(address, asked, headers={"Accept": ANY})
    assert nobody.status_code == 401


@pytest.mark.parametrize(("page", "said"), [
    ("/MAPLE/statements?as_of=2026-01-31", 2), ("/MAPLE/runs/2026-01-31/1", 3),
    ("/MAPLE/reports/roll-forward?sent=1&first_on=2026-01-01&last_on=2026-01-31&by=item&known_seq=0", 2),
    ("/MAPLE/reports/disclosures?sent=1&as_of=2026-01-31&known_seq=0", 2),
    ("/MAPLE/reports/ageing?sent=1&as_of=2026-01-31&known_seq=0&bands=30,60", 2),
])  # fmt: skip
def test_pages_link_the_files_of_what_they_show(company, page, said):
    pytest.importorskip("typst", reason="pages need the extra `reports`")
    client = browser("ben")
    shown = client.get(page)
    assert shown.status_code == 200, shown.content
    links = re.findall(r'href="([^"]*/reports/(?:report|binder)\?[^"]*)"', shown.content.decode())
    assert len(links) == said
    for link in links:
        file = client.get(link.replace("&amp;", "&"))
        assert file["Content-Disposition"].startswith('attachment; filename="MAPLE-'), link
        assert file.content[:2] == (b"%P" if "format=pdf" in link else b"PK")


def test_a_page_that_shows_a_part_or_whose_reader_may_not_report_links_no_file(company):
    narrowed = "/MAPLE/reports/ageing?sent=1&as_of=2026-01-31&known_seq=0&bands=30,60&item=TENT"
    assert b"report=ageing" not in browser("ben").get(narrowed).content
    company.do("grant", company.root, user="wim", role="warehouse")
    whole = browser("wim").get(narrowed.removesuffix("&item=TENT"))
    assert whole.status_code == 200
    assert b"report=ageing" not in whole.content
