"""Every address, by every method, asked by everybody: the matrix comes from the router, what is expected from `who_may`.

Six ask: nobody, somebody of another entity, somebody of a wrong role, somebody of a right one, a token that has expired,
and somebody who may not sign in any more. A route that `who_may` does not name fails here.
"""

import os
from dataclasses import MISSING, fields
from datetime import date
from typing import get_type_hints

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import get_resolver

from lowmark.core.tables.grants import ROLES
from lowmark.doors.api.problems import METHODS
from lowmark.doors.web.pages import record, reports
from lowmark.services import people, tokens
from lowmark.services.catalogue import BY_NAME
from lowmark.services.operation import File
from lowmark.store.people.models import Token, User
from tests.company import OPERATOR, do, found
from tests.doors.who_may import DESCRIPTION, IDENTITY, OPERATIONS, PAGES
from tests.fresh_store import fresh_store

SOAK = os.environ.get("LOWMARK_SOAK") == "1"
"""A method that a route does not answer is refused before anybody is asked who he is: here to two of six, to all in `make soak`."""

BY = "django.contrib.auth.backends.ModelBackend"
PROOFS = {"PROOF": "step_up_required", "FRESH": "proof_too_old"}
PARTS = {"<str:entity>": "MAPLE", "<path:run>": "2026-01-31/1", "<slug:job>": "none", "<path:document>": "J-1", "<int:number>": "1", "<int:pk>": "1",
         "<str:proof>": "none", "^(?P<provider_id>[^/]+)": "company"}  # fmt: skip


def walk(patterns, before="", space=""):
    """Yield name and route of everything that the router knows."""
    for one in patterns:
        here = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from walk(one.url_patterns, here, one.namespace or space)
        else:
            yield space, one.name or "nowhere", here


ROUTES = list(walk(get_resolver().url_patterns))
API = {name: f"/{route}" for space, name, route in ROUTES if space == "api" and name != "refuse"}
WEB = {name: f"/{route}" for space, name, route in ROUTES if space != "api" and name != "nowhere"}


@pytest.fixture(scope="module")
def doors():
    """Two entities; a user a role, one of another entity, one who is gone; tokens and sessions of each."""
    with fresh_store("sqlite"), override_settings(STATIC_ROOT=None):
        found("MAPLE")
        for role in ROLES:
            do("grant", "root", entity="MAPLE", user=f"a-{role}", role=role)
            do("grant", "root", entity="MAPLE", user="gone", role=role)
        other = found("OTHER", mark="-other")
        do("grant", other.root, entity="OTHER", user="ada-other", role="approver")
        people.ensure_user("head")
        User.objects.filter(username="head").update(is_superuser=True)
        yield Doors()


class Doors:
    """What each principal shows at a door."""

    def __init__(self):
        names = [*(f"a-{role}" for role in ROLES), "ada-other", "head", "gone"]
        self.tokens = {name: tokens.make(username=name, days=1, label="")[0] for name in names}
        self.clients = {name: Client(raise_request_exception=False) for name in names}
        for name, client in self.clients.items():
            client.force_login(User.objects.get(username=name), backend=BY)
        self.expired = tokens.make(username="head", days=1, label="late")[0]
        Token.objects.filter(label="late").update(expires_at=1)
        do("deactivate-user", OPERATOR, user="gone")
        self.nobody = Client(raise_request_exception=False)

    def by_token(self, method, path, token, name=""):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self.nobody.generic(method, path, **_body(name, method, path), headers=headers)


def _body(name, method, path):
    """Return a request that can be read: what is required, as its examples have it."""
    if name not in BY_NAME:
        return {"data": b"{}", "content_type": "application/json"}
    request = BY_NAME[name].request
    said = said_for(name)
    if BY_NAME[name].kind == "query":
        from urllib.parse import urlencode

        plain = {key: str(value).lower() if isinstance(value, bool) else value for key, value in said.items()}
        return {"QUERY_STRING": urlencode(plain)}
    if File in get_type_hints(request).values():
        from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

        return {"data": encode_multipart(BOUNDARY, said), "content_type": MULTIPART_CONTENT}
    import json

    return {"data": json.dumps(said), "content_type": "application/json"}


def said_for(name):
    """Return the required fields of an operation, filled in."""
    request, hints, said = BY_NAME[name].request, get_type_hints(BY_NAME[name].request), {}
    for one in fields(request):
        if one.default is MISSING or one.name == "entity":
            told = one.metadata
            by_type = {int: 1, bool: True, date: "2026-01-31"}
            if hints[one.name] is File:
                said[one.name] = SimpleUploadedFile("x.csv", b"item\n")
            elif told["choices"]:
                said[one.name] = told["choices"][0]
            elif one.name in {"entity", "parent", "buyer"} or told["example"] == "RIDGE":
                said[one.name] = "MAPLE"  # Another entity too has to be one of which the right one is.
            else:
                said[one.name] = by_type.get(hints[one.name], told["example"] or "x")
    return said


def wrong_and_right(who):
    """Return a user of a wrong role, if there is one, and one of a right one."""
    roles = [role for role in ROLES if role in who.split()]
    wrong = next((role for role in ROLES if role not in roles), None) if roles else "approver"
    right = f"a-{roles[0]}" if roles else "head"
    return wrong and f"a-{wrong}", right


def test_every_route_is_named_in_who_may():
    missing = sorted(set(API) - set(OPERATIONS) - set(IDENTITY) - set(DESCRIPTION)), sorted(set(WEB) - set(PAGES))
    assert missing == ([], []), "say in tests/doors/who_may.py who may ask for these"
    assert set(OPERATIONS) == set(BY_NAME), "who_may names operations that are gone"
    assert set(PAGES) == set(WEB), "who_may names pages that are gone"
    assert all(who.strip() for who in OPERATIONS.values())


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_a_route_of_the_api(doors, name):
    path, who = API.get(name), OPERATIONS[name]
    assert path is not None, f"{name} has no route"
    allowed = "GET" if BY_NAME[name].kind == "query" else "POST"
    wrong, right = wrong_and_right(who)
    asking = {"nobody": None, "other": doors.tokens["ada-other"], "wrong": doors.tokens.get(wrong),
              "right": doors.tokens[right], "expired": doors.expired, "gone": doors.tokens["gone"]}  # fmt: skip
    for principal, token in asking.items():
        for method in METHODS if SOAK or principal in ("nobody", "right") else ():
            if method != allowed:
                answered = doors.by_token(method, path, token)
                assert (answered.status_code, answered["Allow"]) == (405, allowed), (principal, method)
        if principal == "wrong" and token is None:
            continue
        answered = doors.by_token(allowed, path, token, name)
        told = answered.status_code, answered.json().get("code", "") if answered.content else ""
        if principal in ("nobody", "expired", "gone"):
            assert told == (401, "not_signed_in"), principal
        elif "own" in who.split() or principal != "right":
            fresh = "FRESH" in who and told == (403, "proof_too_old")
            assert told == (403, "not_granted") or fresh, (principal, told)
        elif needed := next((PROOFS[word] for word in who.split() if word in PROOFS), None):
            assert told == (403, needed), told
        else:
            assert told[0] < 500, told
            assert told[1] not in ("not_signed_in", "not_granted", "method_not_allowed"), told


@pytest.mark.parametrize("name", sorted(IDENTITY))
def test_a_route_that_proves_identity_is_for_sessions(doors, name):
    for token in (None, doors.expired, *doors.tokens.values()):
        for method in METHODS:
            expected = 401 if method == "POST" else 405
            assert doors.by_token(method, API[name], token).status_code == expected
    for who in ("a-approver", "ada-other"):
        client = Client()  # Of its own: among the pages is the one that signs out.
        client.force_login(User.objects.get(username=who), backend=BY)
        assert client.post(API[name], "{}", content_type="application/json").status_code in (200, 400)
    assert doors.clients["gone"].post(API[name], "{}", content_type="application/json").status_code == 401


@pytest.mark.parametrize("name", sorted(DESCRIPTION))
def test_the_description_of_the_api_is_open_and_changes_nothing(doors, name):
    for client in (doors.nobody, doors.clients["ada-other"], doors.clients["gone"]):
        assert client.get(API.get(name, "/api/none")).status_code in (200, 404)
        assert client.post(API.get(name, "/api/none")).status_code in (200, 404, 405)


def addresses(name):
    """Return the addresses of a page, and whom each is for: one that shows an operation of many, each of them."""
    methods, who = PAGES[name]
    path = WEB[name]
    for part, value in PARTS.items():
        path = path.replace(part, value)
    if who != "its operation":
        yield path, methods.split(), OPERATIONS.get(who, who)
        return
    offered = record.OFFERED if name == "record-one" else reports.OFFERED
    for operation in offered:
        yield path.replace("<slug:operation>", operation), methods.split(), OPERATIONS[operation]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page(doors, name):
    for place, (path, methods, who) in enumerate(addresses(name)):
        is_role = who not in ("anybody", "signed in")
        wrong, right = wrong_and_right(who) if is_role else ("a-warehouse", "a-approver")
        for user in {"ada-other", wrong, right} - {None}:
            doors.clients[user].force_login(User.objects.get(username=user), backend=BY)
        for method in ("GET", "POST", "PUT", "DELETE") if SOAK or not place else methods:
            for principal in ("nobody", "other", "wrong", "right", "expired", "gone"):
                client = {"other": doors.clients["ada-other"], "wrong": doors.clients.get(wrong),
                          "right": doors.clients[right], "gone": doors.clients["gone"]}.get(principal, doors.nobody)  # fmt: skip
                if client is None:
                    continue
                headers = {"Authorization": f"Bearer {doors.expired}"} if principal == "expired" else {}
                answered = client.generic(method, path, headers=headers)
                told = (path, method, principal, answered.status_code, answered.get("Location", ""))
                _judge(told, method in methods, who, principal, is_role=is_role)


def _judge(told, is_answered, who, principal, *, is_role):
    path, _method, _principal, status, location = told
    assert status < 500, told
    signs_in = status == 302 and location.startswith(("/sign-in", "/signing-in/in"))
    if who == "anybody":
        return
    if principal in ("nobody", "expired", "gone"):
        assert signs_in or status == 405, told
    elif not is_answered:
        assert status in (405, 302) or path.startswith("/signing-in/"), told  # Which take a PUT for a POST.
    elif is_role and principal in ("other", "wrong"):
        assert status == 403 or location.startswith("/signing-in/again"), told
    elif is_role:
        assert status not in (401, 403) or "FRESH" in who or "PROOF" in who, told
