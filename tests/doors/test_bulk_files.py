"""Files that are the whole body of a request: NDJSON and Parquet, with the same faults by row as any other file."""

import io
import json

import polars as pl
import pytest
from django.test import Client, override_settings

from lowmark.interchange.apart import PARQUET_LIMITS, read_apart
from lowmark.interchange.faults import Faults
from lowmark.interchange.workbook.limited import Limits
from lowmark.services import receiving, tokens
from lowmark.store import answers
from tests.company import found
from tests.fresh_store import fresh_store

NDJSON, PARQUET = "application/x-ndjson", "application/vnd.apache.parquet"
MOVES = [{"document": f"GRN-{n}", "line": "1", "item": "TENT-2", "from_location": "vendor", "to_location": "Main", "reason": "receipt",
          "quantity": 2, "value": "60.00", "effective_on": "2026-01-05"} for n in range(3)]  # fmt: skip


@pytest.fixture(scope="module")
def store():
    with fresh_store("sqlite") as opened, override_settings(STATIC_ROOT=None):
        found("MAPLE").items("TENT-2")
        yield opened


@pytest.fixture
def send(store):
    client = Client(
        headers={"Authorization": f"Bearer {tokens.make(username='ada', days=1, label='', may_write=True)[0]}"}
    )

    def send(content, *, kind=NDJSON, table="stock_moves", **more):
        address = f"/api/v1/import?entity=MAPLE&table={table}"
        return client.post(address, content, content_type=kind, headers={"Idempotency-Key": str(hash(content)), **more})

    return send


def lines(rows):
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def parquet(rows):
    out = io.BytesIO()
    pl.DataFrame(rows).write_parquet(out)
    return out.getvalue()


def test_rows_come_in_as_lines_of_json(send, store):
    told = send(lines(MOVES)).json()
    assert (told["accepted"], told["rows_valid"], told["quantity_micro"], told["value_minor"]) == (
        True,
        3,
        6_000_000,
        180_00,
    )
    assert store.rows("SELECT count(*) FROM stock_stock_move WHERE document LIKE 'GRN-%'") == [(3,)]
    again = send(lines(MOVES)).json()
    assert again["accepted"]
    assert store.rows("SELECT count(*) FROM stock_stock_move WHERE document LIKE 'GRN-%'") == [(3,)]
    assert list(answers.folder().glob("made-*")) == []


def test_rows_come_in_as_parquet(send, store):
    rows = [row | {"document": "P-" + row["document"]} for row in MOVES]
    told = send(parquet(rows), kind=PARQUET).json()
    assert (told["accepted"], told["rows_valid"], told["file"]) == (True, 3, "stock_moves.parquet")


def test_every_fault_is_named_with_its_line(send):
    bad = [MOVES[0], {**MOVES[1], "quantity": "1e3"}, {**MOVES[2], "from_location": "vendor", "reason": ["receipt"]}]
    told = send(lines(bad) + b"{\n[1]\n" + b'{"item": "A", "item": "B"}\n{"item": NaN}\n{"item": "\\ud800"}\n').json()
    assert not told["accepted"]
    assert [(one["row"], one["code"]) for one in told["problems"]] == [
        (2, "bad_quantity"), (3, "bad_type"), (4, "bad_json"), (5, "no_object"), (6, "said_twice"), (7, "bad_json"), (8, "bad_json"),
    ]  # fmt: skip
    of_columns = send(lines([{**MOVES[0], "colour": "red"}])).json()["problems"]
    assert [one["code"] for one in of_columns] == ["unknown_column"]


def test_parquet_has_the_faults_of_parquet(send):
    floats = [row | {"value": 60.0} for row in MOVES]
    assert send(parquet(floats), kind=PARQUET).json()["problems"][0]["code"] == "float_refused"
    assert send(b"PAR1 and nothing else PAR1", kind=PARQUET).json()["problems"][0]["code"] == "not_parquet"
    bad = [MOVES[0] | {"document": "Q"}, MOVES[1] | {"effective_on": "31.01.2026"}]
    assert send(parquet(bad), kind=PARQUET).json()["problems"][0]["row"] == 3


def test_a_number_is_taken_as_it_is_written():
    faults = Faults("x.jsonl")
    texts = read_apart("ndjson", b'{"a": 19.989999999999998, "b": 12345678901234567890, "c": true, "d": null}', faults)
    assert [column.to_list() for column in texts.columns] == [
        ["19.989999999999998"],
        ["12345678901234567890"],
        ["true"],
        [""],
    ]
    assert faults.count == 0


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"\xff\xfe", b"[" * 200_000, b'{"a": ' + b"9" * 5_000_000 + b"}"], ids=len
)
def test_what_is_no_ndjson_is_refused_in_words(content):
    faults = Faults("x.jsonl")
    read_apart("ndjson", content, faults)
    assert faults.count == 1
    assert faults.problems()[0].code in ("empty_file", "no_rows", "bad_json", "too_long")


@pytest.mark.parametrize("kind", ["ndjson", "parquet"])
def test_a_file_that_takes_too_much_is_stopped_and_the_server_lives(kind):
    content = lines(MOVES * 20_000) if kind == "ndjson" else parquet(MOVES * 20_000)
    for limits in (Limits(memory=16 * 1024**2), Limits(memory=PARQUET_LIMITS.memory, said=10_000)):
        faults = Faults(f"x.{kind}")
        read_apart(kind, content, faults, limits)
        assert faults.problems()[0].code in ("too_large", "not_ndjson", "not_parquet")


def test_a_body_over_the_limit_leaves_nothing(send, monkeypatch):
    monkeypatch.setattr(receiving.take_in, "__kwdefaults__", {"most": 1000})
    answered = send(lines(MOVES * 10))
    assert (answered.status_code, answered.json()["code"]) == (413, "too_large")
    assert list(answers.folder().glob("*")) == []


def test_what_belongs_to_it_is_in_the_address(send):
    assert send(lines(MOVES), table="none").status_code == 400
    assert send(lines(MOVES), kind="text/plain").status_code == 415
