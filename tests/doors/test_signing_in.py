"""Signing in: a first password by a link that is good once, an authenticator app, a proof that has to be recent.

Passkeys need an authenticator, which the browser's tests would have to bring; what is asked of one is checked here.
"""

import json
import re
from datetime import date

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.contrib.auth.hashers import identify_hasher
from django.core.cache import cache
from django.test import Client, override_settings

from lowmark.core.kinds.problems import Problem
from lowmark.doors.cli.present import presenter
from lowmark.doors.cli.tables import console
from lowmark.services import people, tokens
from lowmark.store.people.models import User
from tests.company import OPERATOR, do, found
from tests.fresh_store import fresh_store

PASSWORD = "seven lamps over the water"


@pytest.fixture(scope="module")
def store():
    with fresh_store("sqlite") as opened, override_settings(STATIC_ROOT=None):
        found("MAPLE")
        for name in ("root", "ben"):
            people.set_password(username=name, password=PASSWORD)
        yield opened


@pytest.fixture(autouse=True)
def _no_limits():
    cache.clear()


def signed_in(name, password=PASSWORD):
    client = Client()
    answered = client.post("/sign-in", {"login": name, "password": password})
    assert answered.status_code == 302, answered.content
    return client


def test_a_first_password_is_set_by_a_link_that_is_good_once(store):
    link = people.invitation("ada")
    assert Client().post("/sign-in", {"login": "ada", "password": ""}).status_code == 200
    assert "of ada" in Client().get(link).content.decode()
    assert Client().post(link, {"password": PASSWORD, "again": "another"}).status_code == 422
    assert Client().post(link, {"password": "short", "again": "short"}).status_code == 400
    assert Client().post(link, {"password": PASSWORD, "again": PASSWORD}).status_code == 302
    assert Client().get(link).status_code == 404
    assert signed_in("ada").get("/").status_code == 200
    assert identify_hasher(User.objects.get(username="ada").password).algorithm == "argon2"


def test_setting_up_prints_the_link_of_an_administrator_without_a_password(store, capsys):
    """Once: it is neither in what is kept of the command nor printed for somebody who has a password."""
    made = do(
        "init", OPERATOR, entity="FIRST", name="First", currency="EUR", opens_on=date(2026, 1, 1), administrator="eve"
    )
    presenter("init")(made, console())
    link = re.search(r"http://127.0.0.1:8000(/welcome/\S+)", capsys.readouterr().out).group(1)
    assert link.rpartition("/")[2] not in str(store.rows("SELECT response FROM audit_command"))
    assert Client().post(link, {"password": PASSWORD, "again": PASSWORD}).status_code == 302
    assert Client().get(link).status_code == 404 and signed_in("eve").get("/").status_code == 200
    presenter("init")(made, console())
    assert "/welcome/" not in capsys.readouterr().out


def test_a_link_is_good_for_three_days(store):
    assert settings.PASSWORD_RESET_TIMEOUT == 3 * 24 * 60 * 60
    link = people.invitation("ada")
    with override_settings(PASSWORD_RESET_TIMEOUT=-1):
        assert Client().get(link).status_code == 404
    assert Client().get(link).status_code == 200


def test_nobody_signs_himself_up(store):
    assert Client().get("/signing-in/signup").status_code == 404


def code_of(secret, ahead=0):
    return totp.format_hotp_value(totp.hotp_value(secret, list(totp.yield_hotp_counters_from_time())[1 + ahead]))


def test_an_authenticator_app_is_asked_for_and_proves(store):
    ben = signed_in("ben")
    page = ben.get("/signing-in/totp/activate/", follow=True)
    if "password" in page.request["PATH_INFO"] or page.redirect_chain:
        page = ben.post("/signing-in/again?next=/signing-in/totp/activate/", {"password": PASSWORD}, follow=True)
        page = ben.get("/signing-in/totp/activate/")
    secret = ben.session["mfa.totp.secret"]
    assert 'class="qr"' in page.content.decode()
    ben.post("/signing-in/totp/activate/", {"code": code_of(secret)})
    kept = store.rows("SELECT data FROM mfa_authenticator WHERE type = 'totp'")
    assert len(kept) == 1
    assert secret not in str(kept)

    again = Client()
    answered = again.post("/sign-in", {"login": "ben", "password": PASSWORD})
    assert answered["Location"].startswith("/signing-in/authenticate/")
    assert again.get("/").status_code == 302
    assert again.post("/signing-in/authenticate/", {"code": "000000"}).status_code == 200
    assert again.post("/signing-in/authenticate/", {"code": code_of(secret, 1)}).status_code == 302
    assert again.get("/").status_code == 200

    cache.clear()
    proof = {"entity": "MAPLE", "run_hash": "00" * 32}
    ask = lambda **said: again.post("/api/v1/auth/step-up", json.dumps(proof | said), content_type="application/json")  # noqa: E731
    assert ask(code="000000").json()["code"] == "wrong_code"
    assert ask(code=code_of(secret)).json() == {"proved": True}
    assert ask(passkey="{}").json()["code"] in ("wrong_code", "bad_request")
    assert store.rows("SELECT method FROM access_step_up") == [("totp",)]
    challenged = again.post("/api/v1/auth/passkey-challenge", "{}", content_type="application/json").json()
    assert challenged == {"ways": ["totp"], "options": ""}


def test_a_role_is_given_only_by_somebody_who_has_proved_himself_of_late(store):
    root = signed_in("root")
    said = {"user": "zoe", "role": "auditor", "granted": "true", "sent": "1"}
    session = root.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 600
    session.save()
    asked = root.post("/MAPLE/record/grant", said)
    assert asked["Location"].startswith("/signing-in/again")
    assert people.user_id("zoe") is None
    resumed = root.post(asked["Location"], {"password": PASSWORD})
    assert people.user_id("zoe") is not None
    assert resumed.status_code == 302
    token = tokens.make(username="root", days=1, label="")[0]
    body = json.dumps({"entity": "MAPLE", "user": "eve", "role": "auditor"})
    headers = {"Authorization": f"Bearer {token}"}
    answered = Client().post("/api/v1/grant", body, content_type="application/json", headers=headers)
    assert (answered.status_code, answered.json()["code"]) == (403, "proof_too_old")


def test_sessions_and_tokens_end_with_whoever_is_deactivated(store):
    do("grant", "root", entity="MAPLE", user="max", role="auditor")
    people.set_password(username="max", password=PASSWORD)
    client, token = signed_in("max"), tokens.make(username="max", days=1, label="")[0]
    headers = {"Authorization": f"Bearer {token}"}
    assert Client().get("/api/v1/list-runs?entity=MAPLE", headers=headers).status_code == 200
    do("deactivate-user", OPERATOR, user="max")
    assert client.get("/").status_code == 302
    assert Client().get("/api/v1/list-runs?entity=MAPLE", headers=headers).status_code == 401
    do("deactivate-user", OPERATOR, user="max", active=True)
    assert client.get("/").status_code == 302
    assert Client().get("/api/v1/list-runs?entity=MAPLE", headers=headers).status_code == 401


def test_a_token_does_what_its_bounds_say_and_no_more(store):
    found("OAK", mark="-oak")
    do("grant", "root-oak", entity="OAK", user="ada", role="preparer")
    reads = tokens.make(username="ada", days=1, label="", entities=("MAPLE",), may_write=False)[0]
    get = lambda path: Client().get(path, headers={"Authorization": f"Bearer {reads}"})  # noqa: E731
    assert get("/api/v1/list-runs?entity=MAPLE").status_code == 200
    assert get("/api/v1/list-runs?entity=OAK").json()["code"] == "not_granted"
    assert get("/api/v1/tokens").json()["code"] == "not_granted"
    body = json.dumps({"entity": "MAPLE", "as_of": "2026-01-31"})
    for headers in ({}, {"Prefer": "respond-async"}):
        headers |= {"Authorization": f"Bearer {reads}"}
        answered = Client().post("/api/v1/propose", body, content_type="application/json", headers=headers)
        assert (answered.status_code, answered.json()["code"]) == (403, "not_granted")
    for days in (0, 367):
        with pytest.raises(Problem, match="lives 1 to 366"):
            tokens.make(username="ada", days=days, label="")
    with pytest.raises(Problem, match="holds no role"):
        tokens.make(username="ben", days=1, label="", entities=("OAK",))


def test_tokens_on_their_page(store):
    ben = Client()
    ben.force_login(User.objects.get(username="ada"), backend="django.contrib.auth.backends.ModelBackend")
    made = ben.post("/tokens", {"label": "nightly", "entities": "MAPLE", "days": "30", "sent": "1"}).content.decode()
    assert "lmk_" in made
    page = ben.get("/tokens").content.decode()
    assert "lmk_" not in page
    assert "nightly" in page
    name = next(one.name for one in tokens.listed(people.user_id("ada")) if one.label == "nightly")
    assert ben.post("/tokens", {"revoke": name}).status_code == 302
    assert [tokens.state(one) for one in tokens.listed(people.user_id("ada")) if one.name == name] == ["revoked"]
