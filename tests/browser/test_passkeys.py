"""A passkey, whole: made in real Chromium, signed in with, and taken as the proof for an approval; by nobody else's.

The authenticator is Chromium's own virtual one (WebAuthn.addVirtualAuthenticator): it signs as a real one does.
"""

import json
import urllib.request

import pytest

from lowmark.services import people
from tests import company
from tests.browser import browsing
from tests.fresh_store import fresh_store

PASSWORD = "seven lamps over the water"
HASH = "ab" * 32
AUTHENTICATOR = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                 "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
PROVE = """async ({options, hash, answer}) => {
  const token = document.querySelector('[name=csrfmiddlewaretoken]').value;
  const headers = {'Content-Type': 'application/json', 'X-CSRFToken': token};
  const send = (path, body) => fetch('/api/v1/auth/' + path, {method: 'POST', headers, body: JSON.stringify(body)});
  const asked = await (await send('passkey-challenge', {})).json();
  const signed = answer ?? JSON.stringify(await window.webauthnJSON.get(JSON.parse(asked.options)));
  const told = await send('step-up', {entity: 'MAPLE', run_hash: hash, passkey: signed});
  return {ways: asked.ways, signed, status: told.status, said: await told.json()};
}"""


@pytest.fixture(scope="module")
def served():
    browsing.require_browser()
    with fresh_store("sqlite") as store:
        company.found("MAPLE")
        for name in ("ada", "ben"):
            people.set_password(username=name, password=PASSWORD)
        with browsing.served(store.environment, store.folder) as address, browsing.browser() as opened:
            here = address.replace("127.0.0.1", "localhost")  # A passkey is of a name, and a number is none.
            with urllib.request.urlopen(f"{here}/sign-in") as first:  # The first request waits for the whole program.
                assert first.status == 200
            yield store, here, opened


def signs_in(page, address, name):
    page.goto(f"{address}/sign-in")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{address}/")


def test_a_passkey_is_made_signs_in_and_proves(served):
    store, address, opened = served
    context = opened.new_context()
    context.set_default_timeout(90_000)
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    key = device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})["authenticatorId"]

    signs_in(page, address, "ben")
    page.goto(f"{address}/signing-in/webauthn/add/")
    if "/again" in page.url:  # A second factor is added by somebody who has just proved himself.
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(f"{address}/signing-in/webauthn/add/")
    page.locator("[name=name]").fill("the laptop")
    page.locator("[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: "/webauthn/add" not in url)
    (credential,) = device.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]
    assert (credential["rpId"], credential["isResidentCredential"]) == ("localhost", True)
    assert store.rows("SELECT type FROM mfa_authenticator WHERE type = 'webauthn'") == [("webauthn",)]

    context.clear_cookies()
    page.goto(f"{address}/sign-in")
    page.locator("#passkey_login").click()
    page.wait_for_url(f"{address}/")
    assert "ben" in page.locator("body").inner_text()

    page.goto(f"{address}/tokens")
    page.add_script_tag(url=f"{address}/static/mfa/js/webauthn-json.js")
    proved = page.evaluate(PROVE, {"hash": HASH})
    assert (proved["ways"], proved["status"], proved["said"]) == (["passkey"], 200, {"proved": True})
    assert store.rows("SELECT method FROM access_step_up") == [("passkey",)]
    again = page.evaluate(PROVE, {"hash": HASH, "answer": proved["signed"]})
    assert (again["status"], again["said"]["code"]) == (403, "wrong_code"), "an answer is good for its own challenge"
    forged = json.loads(proved["signed"])
    forged["response"]["signature"] = forged["response"]["signature"][::-1]
    assert page.evaluate(PROVE, {"hash": HASH, "answer": json.dumps(forged)})["status"] in (403, 422)

    device.send("WebAuthn.removeCredential", {"authenticatorId": key, "credentialId": credential["credentialId"]})
    context.clear_cookies()
    page.goto(f"{address}/sign-in")
    page.locator("#passkey_login").click()
    page.wait_for_load_state("networkidle")
    page.goto(f"{address}/")
    assert "/sign-in" in page.url, "whose passkey is gone is nobody"
    context.close()


def test_a_passkey_of_one_proves_nothing_for_another(served):
    store, address, opened = served
    context = opened.new_context()
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    signs_in(page, address, "ada")
    page.goto(f"{address}/tokens")
    before = store.rows("SELECT count(*) FROM access_step_up")
    asked = page.evaluate(PROVE, {"hash": HASH, "answer": "{}"})
    assert asked["ways"] == []
    assert asked["status"] in (403, 422)
    assert store.rows("SELECT count(*) FROM access_step_up") == before
    context.close()
