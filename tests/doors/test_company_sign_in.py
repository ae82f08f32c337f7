"""The company's own sign-in, whole: a small OpenID provider on this machine, which checks what it is asked and signs.

Authorization code flow with PKCE: OpenID Connect Core 1.0, sections 3.1.2 and 3.1.3; RFC 7636.
"""

import base64
import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from django.core.cache import cache
from django.test import Client, override_settings

from tests.company import found
from tests.fresh_store import fresh_store

CLIENT, SECRET = "lowmark", "between the two of us"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def coded(content):
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def signed_token(claims, *, by=KEY, **head):
    """Return a token; with `alg` none, one that nobody has signed."""
    head = {"alg": "RS256", "kid": "k1", **head}
    told = ".".join(coded(json.dumps(part).encode()) for part in (head, claims))
    signature = b"" if head["alg"] == "none" else by.sign(told.encode(), padding.PKCS1v15(), SHA256())
    return f"{told}.{coded(signature)}"


def public_key():
    numbers = KEY.public_key().public_numbers()
    return {"kty": "RSA", "kid": "k1", "use": "sig", "n": coded(numbers.n.to_bytes(256, "big")),
            "e": coded(numbers.e.to_bytes(3, "big"))}  # fmt: skip


class Provider:
    """Whoever signs people in for the company."""

    def __init__(self):
        self.codes, self.said, self.asked = {}, {}, []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.tell(200, provider.told(urlsplit(self.path).path, self.headers))

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.tell(*provider.token(parse_qs(body.decode()), self.headers))

            def tell(self, status, said):
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(said).encode())

            def log_message(self, *_words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def told(self, path, headers):
        if path == "/userinfo":
            assert headers["Authorization"] == "Bearer the-access-token"
            return {"sub": self.said["sub"], "preferred_username": self.said["name"]}
        if path == "/jwks":
            return {"keys": [public_key()]}
        return {"issuer": self.url, "authorization_endpoint": f"{self.url}/authorize", "jwks_uri": f"{self.url}/jwks",
                "token_endpoint": f"{self.url}/token", "userinfo_endpoint": f"{self.url}/userinfo",
                "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"]}  # fmt: skip

    def authorize(self, location, *, sub, name, **wrong):
        """Let somebody sign in at the provider; return where his browser is sent."""
        asked = {key: value[0] for key, value in parse_qs(urlsplit(location).query).items()}
        assert (asked["client_id"], asked["response_type"], asked["code_challenge_method"]) == (CLIENT, "code", "S256")
        assert "openid" in asked["scope"].split()
        self.said = {"sub": sub, "name": name, **wrong}
        self.codes["c0de"] = asked["code_challenge"]
        return asked["redirect_uri"], {"code": "c0de", "state": asked["state"]}

    def token(self, asked, headers):
        asked = {key: value[0] for key, value in asked.items()}
        self.asked.append(asked)
        challenge = self.codes.pop(asked.get("code"), None)  # A code is good once.
        verifier = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        is_theirs = (asked.get("client_id"), asked.get("client_secret")) == (CLIENT, SECRET)
        if challenge != base64.urlsafe_b64encode(verifier).rstrip(b"=").decode() or not is_theirs:
            return 400, {"error": "invalid_grant"}
        claims = {"iss": self.url, "aud": CLIENT, "sub": self.said["sub"], "iat": 1_700_000_000, "exp": 4_000_000_000,
                  "preferred_username": self.said["name"]} | self.said.get("claims", {})  # fmt: skip
        token = signed_token(claims, **self.said.get("signed", {}))
        return 200, {"access_token": "the-access-token", "token_type": "Bearer", "expires_in": 60, "id_token": token}


@pytest.fixture(scope="module")
def provider():
    made = Provider()
    app = {"provider_id": "company", "name": "Maple & Co", "client_id": CLIENT, "secret": SECRET,
           "settings": {"server_url": made.url, "oauth_pkce_enabled": True}}  # fmt: skip
    with (
        fresh_store("sqlite"),
        override_settings(STATIC_ROOT=None, SOCIALACCOUNT_PROVIDERS={"openid_connect": {"APPS": [app]}}),
    ):
        found("MAPLE")
        yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture(autouse=True)
def _no_limits():
    cache.clear()


def begun(client):
    """Return where a browser is sent by the button of the sign-in page."""
    assert "Maple &amp; Co" in client.get("/sign-in").content.decode()
    sent = client.post("/signing-in/company/company/login/")
    if sent.status_code != 302:
        sent = client.post("/signing-in/company/oidc/company/login/")
    assert sent.status_code == 302, sent.content
    return sent["Location"]


def back(client, redirect, said):
    """Return the answer to a browser that the provider has sent back."""
    return client.get(f"{urlsplit(redirect).path}?{urlencode(said)}")


def test_whom_the_company_signs_in_is_the_user_of_that_name(provider):
    client = Client()
    address = begun(client)
    assert address.startswith(f"{provider.url}/authorize?")
    assert back(client, *provider.authorize(address, sub="u-17", name="ada")).status_code == 302
    assert client.get("/MAPLE/stock").status_code == 200
    assert SECRET not in address
    assert provider.asked[-1]["grant_type"] == "authorization_code"


def test_he_stays_the_same_person_whatever_he_is_called_later(provider):
    client = Client()
    back(client, *provider.authorize(begun(client), sub="u-18", name="ben"))
    first = client.session["_auth_user_id"]
    later = Client()
    back(later, *provider.authorize(begun(later), sub="u-18", name="ada"))
    assert later.session["_auth_user_id"] == first


@pytest.mark.parametrize("name", ["mallory", "", "ADA "])
def test_a_name_that_nobody_has_here_is_nobody(provider, name):
    client = Client()
    answered = back(client, *provider.authorize(begun(client), sub=f"u-{name}", name=name))
    assert answered.status_code == 401
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    "claims", [{"iss": "https://elsewhere.example"}, {"aud": "another"}, {"exp": 1_600_000_000}], ids=str
)
def test_a_token_of_another_provider_for_another_or_too_old_signs_nobody_in(provider, claims):
    client = Client()
    back(client, *provider.authorize(begun(client), sub="u-20", name="ada", claims=claims))
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    "signed", [{"by": STRANGER}, {"kid": "k2"}, {"alg": "none"}, {"alg": "HS256"}], ids=lambda one: str(list(one))
)
def test_a_token_that_the_provider_has_not_signed_signs_nobody_in(provider, signed):
    client = Client()
    back(client, *provider.authorize(begun(client), sub="u-21", name="ada", signed=signed))
    assert client.get("/").status_code == 302


def test_an_answer_to_nothing_that_was_asked_signs_nobody_in(provider):
    client, other = Client(), Client()
    redirect, said = provider.authorize(begun(client), sub="u-17", name="ada")
    begun(other)
    assert back(other, redirect, said).status_code != 302 or other.get("/").status_code == 302
    assert other.get("/").status_code == 302, "the state is another browser's"
    back(client, redirect, {**said, "state": "forged"})
    assert client.get("/").status_code == 302
    back(client, redirect, {**said, "code": "stolen"})
    assert client.get("/").status_code == 302
