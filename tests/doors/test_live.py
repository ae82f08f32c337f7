"""The doors over a live store: who gets in, what a token cannot do, and one run from its proposal to the ledger."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from typer.testing import CliRunner

from lowmark.doors.cli.commands import build
from lowmark.doors.cli.options import day
from lowmark.services import jobs, people, tokens
from lowmark.services.actor import Actor
from lowmark.services.call import call
from lowmark.services.catalogue import BY_NAME
from lowmark.store.people.models import Token

PASSWORD = "seven lamps over the water"
OPERATOR = Actor(user_id=None, username="operator", door="cli", is_operator=True)
FILES = {
    "items": "item,name,item_class\nTENT-2,Tent for two,merchandise\n",
    "locations": "location\nMain\n",
    "opening_layers": "document,line,item,location,quantity,value,received_on,opening_on\n"
    "OPEN,1,TENT-2,Main,20,140.00,2026-01-01,2026-01-01\n",
    "price_evidence": "document,line,item,kind,price,observed_on\nLIST-10,1,TENT-2,price_list,6.00,2026-10-01\n",
}


def ask(operation, *, by=OPERATOR, **said):
    return call(BY_NAME[operation], BY_NAME[operation].request(**said), actor=by)


def person(name):
    return Actor(user_id=people.user_id(name), username=name, door="cli")


@pytest.fixture
def store(sqlite_store):
    """An entity with a tent in it, and three people with passwords: root administers, ada prepares, ben approves."""
    ask("init", entity="MAPLE", name="Maple", currency="CAD", opens_on=day("2026-01-01"), administrator="root")
    for user, role in (("ada", "preparer"), ("ada", "warehouse"), ("ben", "approver")):
        ask("grant", by=person("root"), entity="MAPLE", user=user, role=role)
    for user in ("ada", "ben"):
        people.set_password(username=user, password=PASSWORD)
    with override_settings(STATIC_ROOT=None):
        yield sqlite_store


def signed_in(name):
    client = Client(enforce_csrf_checks=True)
    token = client.get("/sign-in").cookies["csrftoken"].value
    answered = client.post("/sign-in", {"login": name, "password": PASSWORD, "csrfmiddlewaretoken": token})
    assert answered.status_code == 302, answered.content
    return client


def token_of(name, **bounds):
    return tokens.make(username=name, days=1, label="tests", **bounds)[0]


def send(client, path, **said):
    """Send a form as a browser does."""
    return client.post(path, said | {"csrfmiddlewaretoken": client.cookies["csrftoken"].value})


def api(name, *, token=None, client=None, key="", **said):
    client = client or Client()
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    headers |= {"Idempotency-Key": key} if key else {}
    if "csrftoken" in client.cookies:
        headers["X-CSRFToken"] = client.cookies["csrftoken"].value
    path = f"/api/v1/{name}"
    if name in BY_NAME and BY_NAME[name].kind == "query":
        return client.get(path, said, headers=headers)
    return client.post(path, json.dumps(said), content_type="application/json", headers=headers)


def import_all(token):
    for table, text in FILES.items():
        sent = {"entity": "MAPLE", "table": table, "file": SimpleUploadedFile(f"{table}.csv", text.encode())}
        answered = Client().post("/api/v1/import", sent, headers={"Authorization": f"Bearer {token}"})
        assert answered.status_code == 200
        assert answered.json()["accepted"], answered.json()


def test_nobody_gets_in_without_saying_who(sqlite_store):
    with override_settings(STATIC_ROOT=None):
        for operation in BY_NAME:
            for token in (None, "lmk_wrong"):
                answered = api(operation, token=token, entity="MAPLE")
                assert (answered.status_code, answered.json()["code"]) == (401, "not_signed_in")
                assert answered["WWW-Authenticate"].startswith("Bearer")


def test_a_refusal_does_not_tell_whether_the_entity_exists(store):
    token = token_of("ada")
    ask("init", entity="OTHER", name="Other", currency="EUR", opens_on=day("2026-01-01"), administrator="zoe")
    told = [api("cost", token=token, entity=code, as_of="2026-10-31") for code in ("OTHER", "NOWHERE")]
    assert [one.status_code for one in told] == [403, 403]
    assert told[0].content.replace(b"OTHER", b"?") == told[1].content.replace(b"NOWHERE", b"?")


def test_a_run_goes_from_its_proposal_to_the_ledger(store):
    token = token_of("ada")
    import_all(token)
    proposed = api("propose", token=token, key="once", entity="MAPLE", as_of="2026-10-31").json()
    assert (proposed["charge_minor"], proposed["proposals"]) == (20_00, 1)
    assert api("propose", token=token, key="once", entity="MAPLE", as_of="2026-10-31").json() == proposed
    assert api("propose", token=token, key="once", entity="MAPLE", as_of="2026-09-30").status_code == 422

    address = f"/MAPLE/runs/{proposed['run']}"
    ada = signed_in("ada").get(address).content.decode()
    assert "20.00" in ada
    assert "Approve</button>" not in ada

    ben = signed_in("ben")
    assert "Approve</button>" in ben.get(address).content.decode()
    decide = f"/MAPLE/decide/{proposed['run']}"
    said = {"run_hash": proposed["run_hash"], "decision": "approved", "comment": "seen"}
    assert send(ben, decide, password="wrong", **said).status_code == 403
    assert send(ben, decide, password=PASSWORD, **said).status_code == 302
    assert send(ben, f"/MAPLE/post/{proposed['run']}").status_code == 302
    page = ben.get(address).content.decode()
    assert "posted" in page
    assert "Post to the ledger" not in page
    assert "(20.00)" in ben.get("/MAPLE/statements?as_of=2026-10-31").content.decode()


def test_a_token_cannot_approve_and_a_session_can_after_a_step_up(store):
    ada, ben_token = (token_of(name) for name in ("ada", "ben"))
    import_all(ada)
    run = api("propose", token=ada, entity="MAPLE", as_of="2026-10-31").json()
    said = {"entity": "MAPLE", "run": run["run"], "run_hash": run["run_hash"]}
    proof = {"entity": "MAPLE", "run_hash": run["run_hash"], "password": PASSWORD}

    assert api("auth/step-up", token=ben_token, **proof).status_code == 401
    refused = api("approve", token=ben_token, **said)
    assert (refused.status_code, refused.json()["code"]) == (403, "step_up_required")

    ben = signed_in("ben")
    assert api("approve", client=ben, **said).json()["code"] == "step_up_required"
    assert api("auth/step-up", client=ben, **proof | {"password": "wrong"}).json()["code"] == "wrong_password"
    assert api("auth/step-up", client=ben, **proof).json() == {"proved": True}
    assert api("approve", client=ben, **said).json()["state"] == "approved"


def test_a_session_without_the_csrf_token_changes_nothing(store):
    ben = signed_in("ben")
    body = json.dumps({"entity": "MAPLE", "as_of": "2026-10-31"})
    refused = ben.post("/api/v1/propose", body, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf_failed")


def test_an_expired_or_foreign_token_is_not_passed_over_for_the_session(store):
    ben = signed_in("ben")
    expired = token_of("ben")
    Token.objects.update(expires_at=1)
    assert ben.get("/api/v1/list-runs?entity=MAPLE").status_code == 200
    assert ben.get("/api/v1/list-runs?entity=MAPLE", headers={"Authorization": f"Bearer {expired}"}).status_code == 401


def test_five_wrong_passwords_lock_the_name(store):
    client = Client()
    for _ in range(5):
        client.post("/sign-in", {"login": "ben", "password": "wrong"})
    assert client.post("/sign-in", {"login": "ben", "password": PASSWORD}).status_code == 429


def test_no_persona_outside_a_demo(store):
    client = Client()
    assert client.post("/persona", {"name": "ben"}).status_code == 403
    assert "continue as" not in client.get("/sign-in").content.decode()


def test_personas_are_switched_between_in_a_demo_on_this_machine(sqlite_store):
    people.ensure_user("eve", is_persona=True)
    with override_settings(STATIC_ROOT=None, IS_DEMO=True):
        client = Client()
        assert client.post("/persona", {"name": "eve"}, REMOTE_ADDR="10.0.0.1").status_code == 403
        assert client.post("/persona", {"name": "eve"}).status_code == 302
        assert client.get("/").status_code == 200


def test_pages_allow_no_script_or_style_but_our_files(store):
    answered = signed_in("ada").get("/")
    assert "unsafe" not in answered["Content-Security-Policy"]
    assert "default-src 'self'" in answered["Content-Security-Policy"]
    for link in ("/static/web/lowmark.css", "/static/web/mark.svg"):
        assert link in answered.content.decode()
        served = Client().get(link)
        assert (served.status_code, bool(b"".join(served.streaming_content))) == (200, True)
        served.close()


def test_the_command_line_approves_what_it_has_shown(store):
    token = token_of("ada")
    import_all(token)
    run = api("propose", token=token, entity="MAPLE", as_of="2026-10-31").json()["run"]
    words = ["approve", "--entity", "MAPLE", "--run", run, "--as", "ben"]

    def lowmark(*more, typed):
        return CliRunner().invoke(build(), [*words, *more], input=typed, prog_name="lowmark")

    assert lowmark(typed="n\n").exit_code == 1
    assert lowmark("--yes", typed="wrong\n").exit_code == 3
    said = lowmark(typed=f"y\n{PASSWORD}\n")
    assert said.exit_code == 0
    assert "TENT-2" in said.stdout
    assert said.stdout.split("state")[-1].split()[0] == "approved"
    assert PASSWORD not in said.stdout


def test_nobody_here_is_nobody_at_the_command_line(store):
    said = CliRunner().invoke(build(), ["statements", "--entity", "MAPLE", "--as-of", "2026-10-31", "--as", "nobody"])
    assert said.exit_code == 3


def test_the_command_line_asks_for_a_proof_before_a_role_is_given_or_a_period_reopened(store):
    people.set_password(username="root", password=PASSWORD)
    told = {
        "grant": ["--entity", "MAPLE", "--user", "cyd", "--role", "auditor"],
        "reopen-period": ["--entity", "MAPLE", "--ends-on", "2026-01-31", "--because", "late freight"],
    }
    for name, words in told.items():
        for typed, code in (("wrong\n", 3), ("", 1), (f"{PASSWORD}\n", None)):
            said = CliRunner().invoke(build(), [name, *words, "--as", "root"], input=typed, prog_name="lowmark")
            assert said.exit_code == code if code else "password" not in said.stderr, (name, typed, said.stderr)


FRESH = ("post", "post-journal", "reopen-period", "grant", "delegate", "set-limit", "set-approval-rule", "add-webhook")


@pytest.mark.parametrize("name", FRESH)
def test_what_needs_a_proof_of_late_is_no_tokens_and_no_jobs(name):
    assert BY_NAME[name].fresh
    assert not jobs.may_wait(BY_NAME[name])
