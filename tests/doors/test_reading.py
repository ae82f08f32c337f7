"""A request that cannot be read is refused with every fault at once, whatever carries it."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.kinds.problems import Problem
from lowmark.doors.api import reading
from lowmark.doors.api.problems import Unreadable
from lowmark.services.catalogue import BY_NAME
from lowmark.services.operation import File

OPERATIONS = tuple(BY_NAME.values())

ASK = RequestFactory()
PROPOSE = {"entity": "MAPLE", "as_of": "2026-10-31"}


def read(name, request):
    operation = BY_NAME[name]
    return reading.read(request, operation.request, name=name, how=reading.carrier(operation))


def propose(body, **headers):
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    return read("propose", ASK.post("/", data=body, content_type="application/json", **headers))


def faults(refused):
    return {fault["field"]: fault["code"] for fault in refused.value.faults}


def test_a_query_becomes_the_frozen_request():
    asked = read("statements", ASK.get("/", {"entity": "MAPLE", "as_of": "2026-10-31", "known_seq": "12"}))
    assert asked == BY_NAME["statements"].request(entity="MAPLE", as_of=date(2026, 10, 31), known_seq=12)


def test_a_body_becomes_the_frozen_request():
    assert propose(PROPOSE) == BY_NAME["propose"].request(entity="MAPLE", as_of=date(2026, 10, 31))


def test_a_form_with_a_file_becomes_the_frozen_request():
    sent = {"entity": "MAPLE", "table": "items", "file": SimpleUploadedFile("items.csv", b"item\n0012\n")}
    assert read("import", ASK.post("/", sent)).file == File("items.csv", b"item\n0012\n")


def test_every_fault_of_a_query_is_said():
    with pytest.raises(Unreadable) as refused:
        read("statements", ASK.get("/?as_of=31.10.2026&bogus=1&known_seq=1e5&book=a&book=b"))
    assert faults(refused) == {
        "as_of": "bad_value",
        "bogus": "unknown_field",
        "book": "said_twice",
        "entity": "missing",
        "known_seq": "int_type",
    }


def test_every_fault_of_a_body_is_said():
    with pytest.raises(Unreadable) as refused:
        propose({"entity": 5, "as_of": 20_757, "book": None, "zzz": 1, "channel": "a\x00"})
    assert faults(refused) == {
        "as_of": "bad_value",
        "book": "string_type",
        "channel": "bad_value",
        "entity": "string_type",
        "zzz": "unknown_field",
    }


def test_every_fault_of_a_form_is_said():
    with pytest.raises(Unreadable) as refused:
        read("import", ASK.post("/", {"table": "nope", "file": "text", "other": SimpleUploadedFile("x", b"x")}))
    assert faults(refused) == {
        "entity": "missing",
        "file": "no_file",
        "other": "unknown_field",
        "table": "literal_error",
    }


@pytest.mark.parametrize(
    "body",
    [b" ", b"[]", b'"x"', b"null", b'{"entity": "A", "entity": "B"}', b'{"entity": NaN}', b"\xff", b"[" * 100_000,
     b"9" * 5_000, b'{"entity": "\\ud800", "as_of": "2026-10-31"}'],
)  # fmt: skip
def test_a_body_that_is_no_object_of_fields_is_refused(body):
    with pytest.raises(Unreadable):
        propose(body)


@pytest.mark.parametrize("type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_another_carrier_is_refused(type):
    with pytest.raises(Problem) as refused:
        read("propose", ASK.post("/", data=b"{}", content_type=type))
    assert refused.value.code == "unsupported_media_type"


def test_a_field_in_the_address_of_a_command_is_refused():
    with pytest.raises(Unreadable) as refused:
        read("propose", ASK.post("/?dry_run=1", data=json.dumps(PROPOSE), content_type="application/json"))
    assert faults(refused) == {"dry_run": "unknown_field"}


@pytest.mark.parametrize("key", ["k" * 201, "a\tb", "é"])
def test_an_idempotency_key_has_its_grammar(key):
    with pytest.raises(Unreadable) as refused:
        propose(PROPOSE, HTTP_IDEMPOTENCY_KEY=key)
    assert faults(refused) == {"Idempotency-Key": "bad_key"}


def test_whole_numbers_stay_whole():
    asked = {"entity": "MAPLE", "as_of": "2026-10-31"}
    assert read("cost", ASK.get("/", asked | {"known_seq": str(2**63 - 1)})).known_seq == 2**63 - 1
    for text in (str(2**63), "1.0", "1_000", "٣", " 1", "+1", "0x1"):
        with pytest.raises(Unreadable):
            read("cost", ASK.get("/", asked | {"known_seq": text}))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=8,
)


@given(operation=st.sampled_from([one for one in OPERATIONS if one.kind == "command"]), data=st.data())
def test_whatever_is_sent_is_read_or_refused(operation, data):
    names = st.sampled_from(sorted(operation.request.__dataclass_fields__)) | st.text(max_size=8)
    body = data.draw(st.dictionaries(names, JSON | st.just("2026-10-31"), max_size=6) | JSON)
    request = ASK.post("/", data=json.dumps(body).encode(), content_type="application/json")
    try:
        asked = read(operation.name, request)
    except (Unreadable, Problem):
        return
    assert isinstance(asked, operation.request)
