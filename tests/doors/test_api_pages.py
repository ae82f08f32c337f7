"""Answers over REST come in pages that fit together, bear a version, and come whole as a file too.

By hand: 25 receipts of 2 tents at 30.00 are 25 moves, 25 entries of two lines, 25 layers of 60.00 each.
"""

import io
import json
import os
import resource
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from django.db import connections
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from lowmark.core.kinds.problems import Problem
from lowmark.services import pages, tokens
from lowmark.services.call import call
from lowmark.services.catalogue import BY_NAME
from lowmark.store import answers
from lowmark.store.people.models import User
from tests.company import actor, do, found
from tests.fresh_store import fresh_store

RECEIPTS = 25
LONG = ("moves", "entries", "facts", "audit-log", "list-runs", "list-journals", "jobs", "positions", "worklist", "history",
        "cost", "orders", "show-run", "access-review", "tokens", "ageing", "explain", "statements", "assess")  # fmt: skip


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.more)])
def company(request):
    with fresh_store(request.param), override_settings(STATIC_ROOT=None):
        made = found("MAPLE")
        made.items("TENT-2")
        for first in range(0, RECEIPTS, 5):
            made.moves(*[receipt(n) for n in range(first, first + 5)], name=f"{first}.csv")
        made.prices(("LIST-1", 1, "TENT-2", "price_list", "10.00", "2026-01-20"))
        yield made


def receipt(number):
    return (f"GRN-{number}", 1, "TENT-2", "vendor", "Main", "receipt", 2, "60.00", "2026-01-05")


def asking(name="ben"):
    return Client(headers={"Authorization": f"Bearer {tokens.make(username=name, days=1, label='')[0]}"})


def whole(client, name, **said):
    """Return all pages of an answer."""
    answered = client.get(f"/api/v1/{name}", {"entity": "MAPLE", **said})
    found = [answered.json()]
    while found[-1]["next"]:
        assert answered["Link"] == f'<{found[-1]["next"]}>; rel="next"'
        answered = client.get(found[-1]["next"])
        assert answered.status_code == 200, answered.content
        found.append(answered.json())
    assert "Link" not in answered
    return found


def test_every_list_that_grows_comes_in_pages():
    assert [name for name in LONG if not pages.has_pages(BY_NAME[name])] == []


@pytest.mark.parametrize("name", ["moves", "entries", "cost", "facts", "audit-log"])
def test_pages_laid_together_are_the_answer(company, name):
    said = {"as_of": "2026-01-31"} if name == "cost" else {}
    (at_once,) = whole(asking(), name, limit=10_000, **said)
    limit = 3 if name in ("entries", "audit-log") else 7
    parts = whole(asking(), name, limit=limit, **said)
    assert len(parts) > 2
    for field, value in at_once.items():
        if isinstance(value, list):
            assert [row for page in parts for row in page[field]] == value
        elif field not in ("next", "next_after"):
            assert {page[field] for page in parts} == {value}
    rows = [sum(len(value) for value in page.values() if isinstance(value, list)) for page in parts]
    assert set(rows[:-1]) == {limit}


def test_what_comes_between_two_pages_moves_no_row(company):
    client = asking()
    first = client.get("/api/v1/moves", {"entity": "MAPLE", "limit": 10}).json()
    cost = client.get("/api/v1/cost", {"entity": "MAPLE", "as_of": "2026-01-31", "limit": 10}).json()
    company.moves(receipt("between"), name="between.csv")
    second = client.get(first["next"]).json()
    assert len({row["document"] for page in (first, second) for row in page["lines"]}) == 20
    assert [row["known_seq"] for row in second["lines"]] == sorted(row["known_seq"] for row in second["lines"])
    assert client.get(cost["next"]).json()["known_seq"] == cost["known_seq"]


def test_a_later_page_takes_no_more_queries_than_an_earlier_one(company):
    client, taken = asking(), []
    for name, said in (("moves", {}), ("cost", {"as_of": "2026-01-31"})):
        address = f"/api/v1/{name}?entity=MAPLE&limit=6&" + "&".join(f"{key}={value}" for key, value in said.items())
        counts = []
        while address:
            with CaptureQueriesContext(connections["reader"]) as seen:
                address = client.get(address).json()["next"]
            counts.append(len(seen))
        taken.append(counts)
    assert len(set(taken[0])) == 1
    assert taken[1][1:] == [0] * len(taken[1][1:]), "what was computed once is not computed again"


@pytest.mark.parametrize(
    "change", ["forged", "of another user", "of another question", "of another operation", "too old"]
)
def test_a_cursor_is_good_for_its_own_question_alone(company, change):
    client = asking()
    following = client.get("/api/v1/cost", {"entity": "MAPLE", "as_of": "2026-01-31", "limit": 5}).json()["next"]
    match change:
        case "forged":
            following = following.replace("cursor=", "cursor=x")
        case "of another user":
            client = asking("ada")
        case "of another question":
            following = following.replace("2026-01-31", "2026-02-28")
        case "of another operation":
            following = following.replace("/cost?", "/ageing?")
        case "too old":
            for kept in answers.folder().glob("*"):
                kept.unlink()
    answered = client.get(following)
    assert (answered.status_code, answered.json()["code"]) == (400, "bad_cursor")


@pytest.mark.parametrize("said", [{"limit": 0}, {"limit": 10**9}, {"limit": "x"}, {"limit": -1}, {"after": "1"}, {"format": "xml"},
                                  {"list": "none"}, {"cursor": "forged"}], ids=str)  # fmt: skip
def test_a_page_that_cannot_be(company, said):
    answered = asking().get("/api/v1/moves", {"entity": "MAPLE", **said})
    assert answered.status_code == 400
    assert answered["Content-Type"] == "application/problem+json"


def test_who_has_lost_the_role_gets_no_further_page(company):
    do("grant", "root", entity="MAPLE", user="cyd", role="auditor")
    client = asking("cyd")
    following = client.get("/api/v1/cost", {"entity": "MAPLE", "as_of": "2026-01-31", "limit": 5}).json()["next"]
    do("grant", "root", entity="MAPLE", user="cyd", role="auditor", granted=False)
    assert client.get(following).status_code == 403


@pytest.mark.parametrize("name", ["moves", "entries", "positions", "facts"])
def test_a_table_comes_whole_as_lines_or_as_parquet(company, name):
    said = {"entity": "MAPLE", **({"as_of": "2026-01-31"} if name == "positions" else {})}
    (page,) = whole(asking(), name, limit=10_000, **{key: value for key, value in said.items() if key != "entity"})
    lines = asking().get(f"/api/v1/{name}", {**said, "format": "ndjson"})
    assert (lines.status_code, lines["Content-Type"]) == (200, "application/x-ndjson")
    assert [json.loads(line) for line in b"".join(lines.streaming_content).splitlines()] == page["lines"]
    parquet = asking().get(f"/api/v1/{name}", said, headers={"Accept": "application/vnd.apache.parquet"})
    assert parquet["Content-Disposition"] == f'attachment; filename="MAPLE-{name}.parquet"'
    frame = pl.read_parquet(io.BytesIO(b"".join(parquet.streaming_content)))
    assert frame.with_columns(pl.col(pl.Date).cast(pl.String)).to_dicts() == page["lines"]
    assert list(answers.folder().glob("made-*")) == []


def test_an_empty_table_is_an_empty_file(company):
    asked = {"entity": "MAPLE", "format": "parquet"}
    answered = asking().get("/api/v1/jobs", asked)
    assert pl.read_parquet(io.BytesIO(b"".join(answered.streaming_content))).height == 0


def test_what_is_shown_has_a_version_and_what_changes_it_can_be_meant_for_one(company):
    run = company.do("propose", company.ada, as_of=date(2026, 1, 31))
    shown = asking().get("/api/v1/show-run", {"entity": "MAPLE", "run": run.run})
    assert shown["ETag"].strip('"').partition(".")[0] == shown.json()["run_hash"] == run.run_hash
    body = {"entity": "MAPLE", "run": run.run, "run_hash": run.run_hash}
    ben = Client()
    ben.force_login(User.objects.get(username="ben"), backend="django.contrib.auth.backends.ModelBackend")

    def review(match, **more):
        return ben.post("/api/v1/review", {**body, **more}, content_type="application/json",
                             headers={"If-Match": match, "Idempotency-Key": more.get("comment", "x")})  # fmt: skip

    for stale in ('"x"', f"W/{shown['ETag']}", f'"{run.run_hash}"'):
        answered = review(stale)
        assert (answered.status_code, answered.json()["code"]) == (412, "version_changed")
    assert review(f'"x", {shown["ETag"]}', comment="one").status_code == 200
    again = asking().get("/api/v1/show-run", {"entity": "MAPLE", "run": run.run})
    assert again["ETag"] != shown["ETag"]
    assert review(shown["ETag"], comment="two").status_code == 412
    assert review(shown["ETag"], comment="one").status_code == 200, "a repeat is answered as it was first"


SHOWN = {"industry": {"as_of": "2026-01-31"}, "close-board": {"ends_on": "2026-03-31"}, "access-review": {}}
MOVED = {
    "industry": (
        "set-policy",
        {"path": "inventories/cost_to_sell_rate", "valid_from": date(2026, 1, 1), "value": "5 %"},
    ),
    "close-board": ("assign-task", {"ends_on": date(2026, 3, 31), "task": "counts", "owner": "ada-pack"}),
    "access-review": ("grant", {"user": "zoe", "role": "auditor"}),
}


def test_every_subject_has_a_version_that_commands_on_it_move(company):
    made = found("PACK", mark="-pack", industry="distribution")
    client = asking(made.root)
    for name, said in SHOWN.items():
        first, other = (client.get(f"/api/v1/{name}", {"entity": "PACK", **said})["ETag"] for _ in range(2))
        assert first == other
        made.do(MOVED[name][0], made.root, **MOVED[name][1])
        assert client.get(f"/api/v1/{name}", {"entity": "PACK", **said})["ETag"] != first, name
    shown = {one.shows for one in BY_NAME.values()} - {""}
    assert shown == {one.changes for one in BY_NAME.values()} - {""}


def test_a_command_whose_subject_has_no_version_is_not_meant_for_one(company):
    answered = asking("ada").post("/api/v1/propose", {"entity": "MAPLE", "as_of": "2026-01-31"},
                                  content_type="application/json", headers={"If-Match": '"x"', "Idempotency-Key": "p"})  # fmt: skip
    assert (answered.status_code, answered.json()["code"]) == (412, "version_changed")


def test_two_on_one_version_one_is_told(company):
    actor_ = actor("root")
    client = asking("root")
    version = client.get("/api/v1/access-review", {"entity": "MAPLE"})["ETag"]
    grant = BY_NAME["grant"]
    meant = replace(actor_, if_match=version)
    call(grant, grant.request(entity="MAPLE", user="dee", role="auditor"), actor=replace(meant, request_key="1"))
    with pytest.raises(Problem, match="not in the version"):
        call(grant, grant.request(entity="MAPLE", user="eve", role="auditor"), actor=replace(meant, request_key="2"))


@pytest.mark.skipif(os.environ.get("LOWMARK_SOAK") != "1", reason="a million rows: make soak")
@pytest.mark.parametrize("form", ["ndjson", "parquet"])
def test_a_file_of_a_million_rows_takes_no_more_memory_than_one_of_ten_thousand(company, form):
    row = pages.lists_of(BY_NAME["moves"].response)["lines"]
    (line,) = whole(asking(), "moves", limit=1)[0]["lines"]
    peaks = {}
    for rows in (10_000, 1_000_000):
        lines = (json.dumps({**line, "known_seq": n}).encode() + b"\n" for n in range(rows))
        made = pages.kept_file(lines) if form == "ndjson" else pages.kept_parquet(lines, row=row)
        with made:
            while made.read(1 << 20):
                pass
        peaks[rows] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{form}: {peaks} MB")
    assert peaks[1_000_000] - peaks[10_000] < 80


def test_a_journal_has_a_version_that_begins_with_the_hash_of_its_approval(company):
    company.do(
        "draft-journal",
        company.ada,
        document="JV-1",
        on=date(2026, 1, 31),
        lines="1100 70.00; 4000 -70.00",
        because="asked",
    )
    said = {"entity": "MAPLE", "document": "JV-1"}
    shown = asking().get("/api/v1/show-journal", said)
    digest = shown.json()["journal_hash"]
    assert shown["ETag"] == f'"{digest}.drafted.0"'
    operation = BY_NAME["approve-journal"]
    meant = replace(actor("ben", step_up_id=company.prove(digest)), if_match=f'"{digest}.approved.0"')
    with pytest.raises(Problem, match="not in the version"):
        call(operation, operation.request(**said, journal_hash=digest), actor=meant)
    call(operation, operation.request(**said, journal_hash=digest), actor=replace(meant, if_match=shown["ETag"]))
    assert asking().get("/api/v1/show-journal", said)["ETag"] == f'"{digest}.approved.0"'
