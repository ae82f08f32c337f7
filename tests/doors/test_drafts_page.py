"""What somebody drafted has a page: a journal, a change of formula. Who drafted it is told so; another decides there with a proof."""

from datetime import date

import pytest
from django.test import Client, override_settings
from typer.testing import CliRunner

from lowmark.doors.cli.commands import build
from lowmark.services import people
from lowmark.store.people.models import User
from tests.company import found

PASSWORD = "correct horse battery"


@pytest.fixture
def company(sqlite_store):
    made = found("MAPLE", opens_on=date(2025, 1, 1), months=24)
    people.set_password(username=made.ben, password=PASSWORD)
    made.items("TENT")
    made.record("PO-1", "TENT", 10, date(2025, 3, 1), value="100.00")
    made.record("PO-2", "TENT", 10, date(2025, 6, 1), value="140.00")
    made.record("SO-1", "TENT", 12, date(2025, 9, 1))
    with override_settings(STATIC_ROOT=None):
        yield made


def browser(name):
    client = Client()
    client.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def shown(client, address):
    answered = client.get(address)
    assert answered.status_code == 200
    return answered.content.decode()


def test_a_change_of_formula_is_drafted_shown_and_decided_on_in_a_browser(company):
    ada, ben, address = browser(company.ada), browser(company.ben), "/MAPLE/formula-changes/CF-1"
    drafted = ada.post("/MAPLE/record/draft-formula-change", {
        "document": "CF-1", "method": "moving_average", "begins_on": "2026-01-01", "because": "it is more relevant", "sent": "1",
    })  # fmt: skip
    assert (drafted.status_code, drafted["Location"]) == (302, address)
    page = shown(ada, address)
    assert ">112.00</" in page and ">96.00</" in page and 'aria-label="Decision"' not in page
    assert ben.get("/MAPLE/reports/show-formula-change?document=CF-1&sent=1")["Location"] == address
    assert f'href="{address}"' in shown(ben, "/MAPLE/reports/list-formula-changes?sent=1")
    assert "Decide on CF-1" in shown(ben, "/") and "Decide on CF-1" not in shown(ada, "/")
    digest = company.do("show-formula-change", company.ben, document="CF-1").figures_hash
    assert digest in shown(ben, address)
    said = {"figures_hash": digest, "decision": "approved", "comment": "as shown"}
    assert ben.post(address, {**said, "decision": "passed", "password": PASSWORD}).status_code == 422
    assert ben.post(address, {**said, "password": "wrong"}).status_code == 403
    company.record("SO-2", "TENT", 1, date(2025, 10, 1))
    assert "goods have moved since" in ben.post(address, {**said, "password": PASSWORD}).content.decode()
    said["figures_hash"] = company.do("show-formula-change", company.ben, document="CF-1").figures_hash
    assert ben.post(address, {**said, "password": PASSWORD})["Location"] == address
    assert "is approved" in shown(ben, address)
    assert f'href="{address}"' in shown(ada, "/MAPLE/stock?item=TENT&as_of=2026-01-31")
    assert "Decide on CF-1" not in shown(ben, "/")


def test_what_is_against_a_change_stands_on_its_page_and_nobody_approves_it_meanwhile(company):
    company.record("PO-3", "TENT", 1, date(2026, 1, 2), value="9.00")
    company.do("draft-formula-change", company.ada, document="CF-1", method="moving_average", begins_on=date(2026, 1, 1),
               because="it is more relevant")  # fmt: skip
    page = shown(browser(company.ben), "/MAPLE/formula-changes/CF-1")
    assert "As things stand it cannot be approved" in page and "begin on the first day of the next period" in page
    assert 'value="returned"' in page and 'value="approved"' not in page


def test_the_tax_on_a_change_is_drafted_from_its_page(company):
    drafted = company.do("draft-formula-change", company.ada, document="CF-1", method="moving_average",
                         begins_on=date(2026, 1, 1), because="it is more relevant")  # fmt: skip
    ada, ben, address = browser(company.ada), browser(company.ben), "/MAPLE/formula-changes/CF-1"
    ben.post(address, {"figures_hash": drafted.figures_hash, "decision": "approved", "password": PASSWORD})
    form = "/MAPLE/record/draft-formula-tax"
    assert f"{form}?document=CF-1" in shown(ada, address)
    done = ada.post(form, {"document": "CF-1", "tax_rate": "26.5 %", "due": "later", "sent": "1"}, follow=True)
    assert "tax of 2025 on change of formula CF-1" in done.content.decode()
    assert (
        done.redirect_chain[-1][0] == "/MAPLE/reports/list-journals?sent=1" and "Journal(" not in done.content.decode()
    )


def test_whoever_drafted_it_is_told_that_another_decides(company):
    company.do("grant", company.root, user=company.ben, role="preparer")
    company.do("draft-formula-change", company.ben, document="CF-1", method="moving_average", begins_on=date(2026, 1, 1),
               because="it is more relevant")  # fmt: skip
    assert "You drafted this change of formula: another approver decides on it." in shown(
        browser(company.ben), "/MAPLE/formula-changes/CF-1"
    )


def test_a_journal_is_decided_on_in_a_browser(company):
    ben, address = browser(company.ben), "/MAPLE/journals/JV-1"
    drafted = company.do("draft-journal", company.ada, document="JV-1", on=date(2026, 1, 5), because="Rent of January",
                         lines="6000 100.00; 1000 -100.00")  # fmt: skip
    assert "Approve" in shown(ben, address) and "Pass over" not in shown(ben, address)
    said = {"journal_hash": drafted.journal_hash, "decision": "returned", "comment": "", "password": PASSWORD}
    assert ben.post(address, said)["Location"] == address
    assert "is returned" in shown(ben, address)


def test_at_a_terminal_it_is_shown_asked_about_and_proved(company):
    company.do("draft-formula-change", company.ada, document="CF-1", method="moving_average", begins_on=date(2026, 1, 1),
               because="it is more relevant")  # fmt: skip
    words = ["decide-formula-change", "--entity", "MAPLE", "--document", "CF-1", "--as", "ben"]
    refused = CliRunner().invoke(build(), words, input="n\n")
    assert refused.exit_code == 1 and "Approve change of formula CF-1 of MAPLE as shown?" in refused.output
    assert CliRunner().invoke(build(), [*words, "--yes"], input="wrong\n").exit_code == 3
    done = CliRunner().invoke(build(), words, input=f"y\n{PASSWORD}\n")
    assert done.exit_code == 0, done.output
    assert company.do("show-formula-change", company.ben, document="CF-1").state == "approved"
