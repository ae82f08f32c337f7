"""Bad requests that no other test holds, each under its number in `tests/bad_inputs.yaml`: never a 5xx, no effect."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from lowmark.services import tokens
from tests.company import do, found
from tests.fresh_store import fresh_store

NAMES = ("../../x.csv", "a\0.csv", "x" * 300 + ".csv", "CON.csv", "\u202egnp.csv", "a\r\nX-Header: 1.csv")
ITEMS = b"item,name,item_class\n"


@pytest.fixture(scope="module")
def store():
    with fresh_store("sqlite") as opened, override_settings(STATIC_ROOT=None):
        found("MAPLE")
        found("OTHER", mark="-other")
        yield opened


@pytest.fixture
def ask(store):
    token = tokens.make(username="ada", days=1, label="")[0]
    client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {token}"})

    def send(name, body, *, kind="application/json", method="POST", **headers):
        return client.generic(method, f"/api/v1/{name}", body, content_type=kind, headers=headers)

    send.client = client
    return send


def refused(answered, status, code):
    assert answered["Content-Type"] == "application/problem+json"
    assert (answered.status_code, answered.json()["code"]) == (status, code), answered.content


def upload(ask, name, content, *, table="items"):
    sent = {"entity": "MAPLE", "table": table, "file": SimpleUploadedFile("x.csv", content)}
    sent["file"].name = name
    return ask.client.post("/api/v1/import", sent)


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_9_a_file_name_is_a_name_and_no_place(ask, name):
    answered = upload(ask, name, ITEMS + b"N-%d,Name,merchandise\n" % NAMES.index(name))
    assert answered.status_code < 500
    if answered.status_code == 200:
        assert "/" not in answered.json()["file"]


def test_10_a_compressed_file_is_refused(ask):
    told = upload(ask, "items.csv", b"\x1f\x8b\x08\0" + b"\0" * 60).json()
    assert (told["accepted"], told["problems"][0]["code"]) == (False, "not_csv")


def test_12_and_13_two_files_under_one_field_are_refused(ask):
    sent = {"entity": "MAPLE", "table": "items",
            "file": [SimpleUploadedFile("a.csv", ITEMS), SimpleUploadedFile("b.csv", ITEMS)]}  # fmt: skip
    refused(ask.client.post("/api/v1/import", sent), 400, "unreadable")
    many = {"entity": "MAPLE", "table": "items", **{f"f{n}": SimpleUploadedFile("a.csv", b"x") for n in range(120)}}
    assert ask.client.post("/api/v1/import", many).status_code == 413


def test_14_what_the_carrier_says_of_a_file_is_not_believed(ask):
    sent = {"entity": "MAPLE", "table": "items", "file": SimpleUploadedFile("x.csv", b"PK\x03\x04", "text/csv")}
    assert ask.client.post("/api/v1/import", sent).json()["problems"][0]["code"] == "not_csv"


@pytest.mark.parametrize("field", ["photo=http://169.254.169.254/", "photo=file:///etc/passwd"])
def test_85_an_address_is_never_fetched(ask, field):
    name, value = field.split("=")
    told = upload(ask, "items.csv", f"item,name,item_class,{name}\nA,B,merchandise,{value}\n".encode()).json()
    assert [one["code"] for one in told["problems"]] == ["unknown_column"]


BODIES = {
    "115 a key of 10 kB": ("propose", "{}", {"Idempotency-Key": "k" * 10_240}),
    "115 a key of other letters": ("propose", "{}", {"Idempotency-Key": "clé"}),
    "116 a name twice": ("propose", '{"entity": "MAPLE", "entity": "MAPLE"}', {}),
    "116 no number": ("propose", '{"entity": NaN}', {}),
    "116 a hundred thousand deep": ("propose", "[" * 100_000, {}),
    "116 ten thousand digits": ("propose", '{"entity": ' + "9" * 10_000 + "}", {}),
    "116 half a pair": ("propose", '{"entity": "\\ud800", "as_of": "2026-01-31"}', {}),
    "117 a field too many": ("propose", '{"entity": "MAPLE", "as_of": "2026-01-31", "approved_by": "ada"}', {}),
    "117 of the program": ("receive", '{"entity": "MAPLE", "is_superuser": true, "posted_at": 1}', {}),
}


@pytest.mark.parametrize("case", BODIES)
def test_a_body_that_is_refused(ask, case):
    name, body, headers = BODIES[case]
    refused(ask(name, body, **headers), 400, "unreadable")


def test_118_an_entity_of_others_and_one_that_is_not_there_are_answered_alike(ask):
    told = [ask.client.get("/api/v1/cost", {"entity": code, "as_of": "2026-01-31"}) for code in ("OTHER", "OTHEX")]
    assert told[0].status_code == told[1].status_code == 403
    assert told[0].content.replace(b"OTHER", b"?") == told[1].content.replace(b"OTHEX", b"?")


def test_115_a_key_used_again_for_another_request_is_refused_and_for_the_same_acts_once(ask):
    said = {"entity": "MAPLE", "location": "Annex/1"}
    first = ask("add-place", json.dumps(said), **{"Idempotency-Key": "one"})
    assert first.status_code == 200, first.content
    assert ask("add-place", json.dumps(said), **{"Idempotency-Key": "one"}).json() == first.json()
    other = json.dumps({**said, "location": "Annex/2"})
    refused(ask("add-place", other, **{"Idempotency-Key": "one"}), 422, "key_reused")


@pytest.mark.parametrize("query", ["ordering=user__password", "fields=password", "entity__name=x", "page=-1", "order=password",
                                   "limit=1000000000", "cursor=forged", "expand=user", "&".join(f"a{n}=1" for n in range(900))])  # fmt: skip
def test_119_and_120_what_is_no_field_is_refused(ask, query):
    answered = ask.client.get(f"/api/v1/cost?entity=MAPLE&as_of=2026-01-31&{query}")
    assert answered.status_code == 400
    assert answered["Content-Type"] == "application/problem+json" or "a899" in query


def test_119_ten_thousand_terms_are_too_many(ask):
    terms = "&".join(f"a{n}=1" for n in range(10_000))
    assert ask.client.get(f"/api/v1/cost?{terms}").status_code == 400


def test_122_who_prepared_a_run_does_not_decide_on_it_and_a_token_never_does(ask):
    body = json.dumps({"entity": "MAPLE", "run": "2026-01-31/1", "run_hash": "00"})
    refused(ask("approve", body), 403, "not_granted")
    token = tokens.make(username="ben", days=1, label="")[0]
    refused(ask("approve", body, Authorization=f"Bearer {token}"), 403, "step_up_required")


@pytest.mark.parametrize(
    ("path", "method", "headers"),
    [
        ("/api/v1/propose", "GET", {"X-HTTP-Method-Override": "POST"}),
        ("/api/v1/propose?_method=POST", "GET", {}),
        ("/api/v1//propose", "POST", {}),
        ("/api/v1/propose;x=1", "POST", {}),
        ("/api/v1/%2e%2e/propose", "POST", {}),
        ("/api/v1/propose/", "POST", {}),
        ("/api/v1/propose", "TRACE", {}),
        ("/api/v1/propose", "PROPFIND", {}),
        ("/api/v1/cost", "GET", {"Host": "evil.example"}),
        ("/api/v1/cost", "GET", {"Host": "localhost."}),
    ],
)
def test_124_another_way_to_the_same_place_leads_nowhere(ask, path, method, headers):
    host = {"SERVER_NAME": headers["Host"]} if "Host" in headers else {}
    answered = ask.client.generic(method, path, "{}", content_type="application/json", headers=headers, **host)
    assert 400 <= answered.status_code < 500, answered.status_code


def test_121_and_123_what_cannot_be_posted_is_a_conflict_and_not_a_fault(ask):
    do("grant", "root", entity="MAPLE", user="pat", role="poster")
    with_pat = tokens.make(username="pat", days=1, label="")[0]
    answered = ask("post", json.dumps({"entity": "MAPLE", "run": "2026-01-31/9"}), Authorization=f"Bearer {with_pat}")
    refused(answered, 403, "proof_too_old")


def test_82_and_86_what_looks_like_a_program_is_kept_and_shown_as_text(ask):
    from lowmark.store.people.models import User

    name = "<script>alert(1)</script>{{7*7}}"
    assert upload(ask, "items.csv", ITEMS + f'EVIL,"{name}",merchandise\n'.encode()).json()["accepted"]
    upload(ask, "places.csv", b"location\nMain\n", table="locations")
    rows = "document,line,item,location,quantity,value,received_on,opening_on\nO,1,EVIL,Main,1,1.00,2026-01-01,2026-01-01\n"
    assert upload(ask, "opening.csv", rows.encode(), table="opening_layers").json()["accepted"]
    page = Client()
    page.force_login(User.objects.get(username="ada"), backend="django.contrib.auth.backends.ModelBackend")
    html = page.get("/MAPLE/stock?as_of=2026-01-31").content.decode()
    assert "EVIL" in html
    assert "<script>alert" not in html


def test_6_an_upload_that_breaks_off_leaves_nothing(ask, store):
    before = store.rows("SELECT count(*) FROM audit_imported_file")
    body = b'--b\r\nContent-Disposition: form-data; name="entity"\r\n\r\nMAPLE\r\n--b\r\nContent-Disposition: form-data; name="fi'
    answered = ask("import", body, kind="multipart/form-data; boundary=b")
    assert 400 <= answered.status_code < 500
    assert store.rows("SELECT count(*) FROM audit_imported_file") == before


def test_8_the_same_document_in_another_file_is_refused(ask):
    upload(ask, "i.csv", ITEMS + b"TWICE,Twice,merchandise\n")
    upload(ask, "l.csv", b"location\nHall\n", table="locations")
    rows = b"document,line,item,from_location,to_location,reason,quantity,value,effective_on\n"
    rows += b"GRN-8,1,TWICE,vendor,Hall,receipt,1,5.00,2026-01-05\n"
    assert upload(ask, "a.csv", rows, table="stock_moves").json()["accepted"]
    again = upload(
        ask, "b.csv", rows + b"GRN-9,1,TWICE,vendor,Hall,receipt,1,5.00,2026-01-05\n", table="stock_moves"
    ).json()
    assert (again["accepted"], again["problems"][0]["row"]) == (False, 2)


@pytest.mark.parametrize("day", ["2031-01-01", "1999-12-31"])
def test_67_to_69_a_day_outside_the_open_periods_is_refused(ask, day):
    upload(ask, "i2.csv", ITEMS + b"LATE,Late,merchandise\n")
    rows = "document,line,item,from_location,to_location,reason,quantity,value,effective_on\n"
    told = upload(
        ask, f"{day}.csv", (rows + f"D-{day},1,LATE,vendor,Main,receipt,1,5.00,{day}\n").encode(), table="stock_moves"
    )
    assert not told.json()["accepted"]


@pytest.mark.parametrize("item", ["N\u041eTHING", "NOTHINK"])
def test_77_and_87_what_is_unknown_is_refused_with_the_nearest(ask, item):
    upload(ask, "i3.csv", ITEMS + b"NOTHING,Nothing,merchandise\n")
    rows = "document,line,item,from_location,to_location,reason,quantity,value,effective_on\n"
    told = upload(
        ask, "u.csv", (rows + f"U-1,1,{item},vendor,Main,receipt,1,5.00,2026-01-05\n").encode(), table="stock_moves"
    )
    assert not told.json()["accepted"]
    assert "unknown" in told.json()["problems"][0]["code"]


def test_126_a_database_that_cannot_be_used_is_503(ask, store):
    from django.db import connections

    def gone(execute, sql, parameters, many, context):
        from django.db.utils import OperationalError

        raise OperationalError("the disk is gone")

    connections["reader"].execute_wrappers.append(gone)
    answered = ask.client.get("/api/v1/cost", {"entity": "MAPLE", "as_of": "2026-01-31"})
    connections["reader"].execute_wrappers.remove(gone)
    refused(answered, 503, "unfit_database")
    assert answered["Retry-After"] == "30"
