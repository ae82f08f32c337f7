"""A preview at the page: seen, then imported by one click, the very bytes; over REST a field; at the command line a word."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from typer.testing import CliRunner

from lowmark.doors.cli.commands import build
from lowmark.services import tokens
from lowmark.store.people.models import User
from tests.company import found
from tests.fresh_store import fresh_store

ITEMS = b"item,name,item_class\nROPE,Rope,merchandise\n"


@pytest.fixture
def store():
    """A company with a tent."""
    with fresh_store("sqlite") as opened, override_settings(STATIC_ROOT=None):
        found("MAPLE").items("TENT-2")
        yield opened


def signed_in(name):
    client = Client()
    client.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def token(answer):
    return re.search(r'name="previewed" value="([^"]+)"', answer.content.decode())[1]


def items(store):
    return [code for (code,) in store.rows("SELECT code FROM items_item ORDER BY code")]


def test_a_page_shows_a_preview_and_one_click_takes_the_same_bytes_in(store):
    ada = signed_in("ada")
    shown = ada.post(
        "/MAPLE/imports", {"table": "items", "preview": "true", "file": SimpleUploadedFile("i.csv", ITEMS)}
    )
    text = shown.content.decode()
    assert (shown.status_code, items(store)) == (200, ["TENT-2"])
    assert "Nothing is written yet" in text and "Import this row" in text and "First rows as they are read" in text
    done = ada.post("/MAPLE/imports", {"previewed": token(shown)})
    assert (done.status_code, items(store)) == (200, ["ROPE", "TENT-2"])
    assert store.rows("SELECT count(*) FROM audit_imported_file WHERE file_name = 'i.csv'") == [(1,)]


def test_a_preview_is_of_whoever_saw_it_and_of_its_entity(store):
    ada, root = signed_in("ada"), signed_in("root")
    seen = token(
        ada.post("/MAPLE/imports", {"table": "items", "preview": "true", "file": SimpleUploadedFile("i.csv", ITEMS)})
    )
    assert root.post("/MAPLE/imports", {"previewed": seen}).status_code == 404
    assert ada.post("/MAPLE/imports", {"previewed": f"{seen}x"}).status_code == 404
    assert items(store) == ["TENT-2"]


def test_a_preview_with_faults_shows_them_all_with_a_file_and_leads_nowhere(store):
    wrong = SimpleUploadedFile("i.csv", b"item,name,item_class\nROPE,Rope,nonsense\n,Nameless,merchandise\n")
    shown = signed_in("ada").post("/MAPLE/imports", {"table": "items", "preview": "true", "file": wrong})
    assert shown.status_code == 422
    assert "faults as CSV" in shown.content.decode() and "previewed" not in shown.content.decode()


def test_a_word_at_the_command_line(store, tmp_path):
    file = Path(tmp_path) / "i.csv"
    file.write_bytes(ITEMS)
    said = CliRunner().invoke(build(), ["import", str(file), "--entity", "MAPLE", "--table", "items", "--preview",
                                        "--as", "ada"])  # fmt: skip
    assert (said.exit_code, items(store)) == (0, ["TENT-2"]), said.output


def test_over_rest_a_preview_writes_nothing_and_its_hash_holds_the_import_to_the_same_bytes(store):
    token, _ = tokens.make(username="ada", days=1, label="", may_write=True)
    client = Client(headers={"Authorization": f"Bearer {token}"})

    def send(content, **more):
        said = {"entity": "MAPLE", "table": "items", "file": SimpleUploadedFile("i.csv", content), **more}
        return client.post("/api/v1/import", said)

    seen = send(ITEMS, preview="true")
    told = seen.json()
    assert (seen.status_code, told["preview"], told["accepted"], items(store)) == (200, True, True, ["TENT-2"])
    assert [(one["kind"], one["name"], one["rows"]) for one in told["effects"]] == [("new", "item", 1)]
    other = send(ITEMS.replace(b"Rope", b"Cord"), file_hash=told["file_hash"])
    assert (other.status_code, items(store)) == (412, ["TENT-2"]), other.content
    done = send(ITEMS, file_hash=told["file_hash"])
    assert (done.status_code, done.json()["preview"], items(store)) == (200, False, ["ROPE", "TENT-2"])


def test_over_rest_a_preview_with_faults_names_them_by_row(store):
    token, _ = tokens.make(username="ada", days=1, label="", may_write=True)
    wrong = b"item,name,item_class\nROPE,Rope,nonsense\n,Nameless,merchandise\n"
    said = {"entity": "MAPLE", "table": "items", "preview": "true", "file": SimpleUploadedFile("i.csv", wrong)}
    told = Client(headers={"Authorization": f"Bearer {token}"}).post("/api/v1/import", said).json()
    assert (told["accepted"], told["effects"], [one["row"] for one in told["problems"]]) == (False, [], [2, 3])
