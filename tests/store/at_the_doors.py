"""All that the people of one company are told at the doors: every address of the router, asked as a browser and a program do.

What may differ between two stores in which the same was done is taken out: secrets and names made by chance, moments, hashes over
numbers of rows, and the number of one's own account, which a passkey keeps. What is left is compared byte by byte, with status and
headers; equal hashes stay equal. `thorough` asks for more of the same: every form, every wrong body, the description.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Any
from urllib.parse import urlencode

from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from lowmark.doors.web.navigation import GROUPS, REPORTS
from lowmark.services import jobs, tokens
from lowmark.services.catalogue import BY_NAME
from lowmark.services.working import work_off
from lowmark.store.people.models import User
from tests.company import Company, actor

OTHERS = ("ALDER", "NOWHERE")
"""Two codes: of them the first is another client's, in a store that has one."""

OF_NUMBERS = {"binder", "export-checkpoint", "export-facts", "facts", "audit-log"}
"""What is for an auditor: the rows as they are hashed, with their numbers, hashes and moments."""

HEADERS = (
    "Content-Type",
    "Content-Disposition",
    "Location",
    "Allow",
    "WWW-Authenticate",
    "Cache-Control",
    "ETag",
    "Last-Modified",
)

CHANGING = (
    (re.compile(rb'name="(csrfmiddlewaretoken|request_key)"\s+value="[^"]*"'), rb"\1"),
    (re.compile(rb"nonce-[A-Za-z0-9+/=_-]+|nonce=\"[^\"]*\""), b"nonce"),
    (re.compile(rb"\b20\d\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(\+00:00|Z)?( UTC)?"), b"moment"),
    (re.compile(rb"\b1[67]\d{14}\b"), b"moment"),
    (re.compile(rb'src="data:image/svg[^"]*"|"challenge": "[^"]*"|"user": \{"name": "([^"]*)", "id": "[^"]*"'), rb"\1"),
    (re.compile(rb'(<code[^>]*>|value="|alt=")[A-Z2-7]{32}\b'), rb"\1secret"),
)
"""Secrets of one answer, moments, and what a passkey or an authenticator is given: a challenge, a secret, the account's number."""

HASH = re.compile(
    rb"\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,128}\b"
    rb"|(?:(?<=<code>)|(?<=value=\")|(?<=\":\")|(?<=\": \"))[0-9a-f]{8}(?=[<\"])"  # A token's name may be all digits.
)
"""A hash, its beginning, or the name of a job or token: hexadecimal digits, letters and figures among them."""


def working(company: Company) -> None:
    """Have a job done, another one waiting, and a token, so that there is something of each to be seen."""
    asked = BY_NAME["positions"]
    for nth in range(2):
        jobs.enqueue(asked, asked.request(entity=company.entity, as_of=date(2026, 1, 31)), actor=actor(company.ben))
        if not nth:
            work_off()
    tokens.make(username=company.ben, days=1, label="books")


def at_the_doors(
    company: Company, questions: Mapping[str, list[dict[str, Any]]], *, thorough: bool = False
) -> dict[str, Any]:
    """Return every answer of the doors to ben, by method and address; a program's carry `api`."""
    client, program = Client(), Client()
    client.force_login(User.objects.get(username=company.ben))
    secret, _kept = tokens.make(username=company.ben, days=1, label="of the walk")
    bearer = {"Authorization": f"Bearer {secret}"}
    found: dict[str, Any] = {}
    with override_settings(STATIC_ROOT=None):
        for address in sorted({*pages(company, questions, thorough=thorough), *reports(company.entity, questions)}):
            found[f"GET {address}"] = told(client.get(address))
        for method, address, body in routes(company.entity, questions, thorough=thorough):
            send = program.get if method == "GET" else program.post
            sent = {"data": body, "content_type": "application/json"} if method == "POST" else {}
            found[f"api {method} {address} {body}"] = told(send(address, headers=bearer, **sent))
    return found


def told(answer: Any) -> tuple[Any, ...]:
    """Return what an answer says, without what may differ; equal hashes get the same number."""
    content = bytes(answer.content if not answer.streaming else b"".join(answer.streaming_content))
    for pattern, by in CHANGING:
        content = pattern.sub(by, content)
    seen: dict[bytes, bytes] = {}
    content = HASH.sub(lambda one: seen.setdefault(one[0], b"hash %d" % len(seen)), content)
    return (
        answer.status_code,
        [(name, HASH.sub(b"hash", answer.headers.get(name, "").encode())) for name in HEADERS],
        content,
    )


def pages(company: Company, questions: Mapping[str, list[dict[str, Any]]], *, thorough: bool) -> Iterator[str]:
    """Yield every address of the router: of one's own entity with what is in it, of one of others, and of none."""
    runs = [one["run"] for one in questions["show-run"]]
    offered = [*GROUPS.values(), *REPORTS.values()] if thorough else [("receive", "consolidate", "tax")]
    operations = [name for name in chain(*offered) if name not in OF_NUMBERS]
    names = {"operation": [*operations, "conjure"], "run": [*runs, "none"], "job": ["none"], "document": ["none", "D1"],
             "number": ["1"], "proof": ["x"]}  # fmt: skip
    for route in _routes(get_resolver()):
        if route.startswith("api/") or "out" in route.split("/"):
            continue
        for entity in (company.entity, *OTHERS) if "<str:entity>" in route else ("",):
            yield from _filled(route.replace("<str:entity>", entity), names if entity == company.entity else {})
    for page in ("stock", "runs", "statements", "tie-out", "forecast", "plan"):
        yield f"/{company.entity}/{page}?as_of=2026-01-31&format=csv"
        yield f"/{company.entity}/{page}?as_of=2026-01-31&sort=-value_minor&page=2&q=A"
    for said in ("as_of=never", "known_seq=1", "known_seq=99999", "q=ALDER", "page=99&sort=nothing"):
        yield f"/{company.entity}/stock?{said}"
    for subject in ("item ALDER", "move PO-TENT/1", "run 1", "entry 1", "account 1310"):
        yield f"/{company.entity}/explain?{urlencode({'subject': subject})}"


def reports(entity: str, questions: Mapping[str, list[dict[str, Any]]]) -> Iterator[str]:
    """Yield the sent form of every report, and one with what cannot be read."""
    yield f"/{entity}/reports/tax?sent=1&as_of=never"
    for name in (name for group in REPORTS.values() for name in group if name not in OF_NUMBERS):
        for asked in questions[name][:1]:
            yield f"/{entity}/reports/{name}?{urlencode({'sent': '1', **_given(asked)})}"


def routes(
    entity: str, questions: Mapping[str, list[dict[str, Any]]], *, thorough: bool
) -> Iterator[tuple[str, str, str]]:
    """Yield method, address and body of what a program can ask: rightly, wrongly, of others, of none."""
    wrong = ("", "{}", '{"entity": 1, "conjure": 2}') if thorough else ("{}",)
    if thorough:
        yield "GET", "/api/v1/openapi.json", ""
    yield "GET", "/api/v1/conjure", ""
    for name, operation in BY_NAME.items():
        if operation.kind != "query":
            for body in (*wrong, f'{{"entity": "{OTHERS[0]}"}}'):
                yield "POST", f"/api/v1/{name}", body
            yield "GET", f"/api/v1/{name}", ""
            continue
        if thorough:
            yield "GET", f"/api/v1/{name}?conjure=1&entity={entity}", ""
        for asked in questions.get(name, [{}])[:1]:
            for code in (() if name in OF_NUMBERS else (entity,)) + OTHERS:
                yield "GET", f"/api/v1/{name}?{urlencode({'entity': code, **_given(asked)})}", ""


def _given(asked: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in asked.items() if value is not None}


def _routes(under: Any, before: str = "") -> Iterator[str]:
    """Yield the route of every address under a resolver, as it is written."""
    for one in under.url_patterns:
        if isinstance(one, URLResolver):
            yield from _routes(one, before + _written(one.pattern))
        else:
            assert isinstance(one, URLPattern)
            yield before + _written(one.pattern)


def _written(pattern: Any) -> str:
    """Return a pattern as a path, one made of an expression without its anchors."""
    return re.sub(r"[\^$?]|\\Z", "", str(pattern))


def _filled(route: str, names: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield a route with every value of each of its parts; one of which nothing is known is x."""
    part = re.search(r"<(?:\w+:)?(\w+)>|\(P<(\w+)>[^)]*\)", route)
    if part is None:
        yield "/" + route
        return
    for value in names.get(part[1] or part[2], ["x"]):
        yield from _filled(route.replace(part[0], value, 1), names)
