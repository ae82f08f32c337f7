"""The OpenAPI description says what the routes do, and says it from the dataclasses."""

import json
from dataclasses import fields
from functools import cache

import pytest

from lowmark.doors.api import paging
from lowmark.doors.api.problems import MEDIA_TYPE, STATUSES
from lowmark.doors.api.reading import carrier
from lowmark.doors.api.schemas import response_schema, title
from lowmark.doors.api.urls import API
from lowmark.services import catalogue, pages

OPERATIONS = tuple(catalogue.BY_NAME.values())


@cache
def description():
    """Return the description; made when a test asks, since making it takes seconds."""
    return json.loads(json.dumps(API.get_openapi_schema(path_prefix="/api/v1/")))


BY_NAME = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)


def described(operation):
    return description()["paths"][f"/api/v1/{operation.name}"]["get" if operation.kind == "query" else "post"]


def asked_for(operation):
    """Return the described fields of the request: name -> (schema, required)."""
    route = described(operation)
    if operation.kind == "query":
        about_pages = set(paging.names(operation))
        asked = [one for one in route["parameters"] if one["in"] == "query" and one["name"] not in about_pages]
        return {one["name"]: (one["schema"], one["required"]) for one in asked}
    schema = route["requestBody"]["content"][carrier(operation)]["schema"]
    return {name: (one, name in schema.get("required", [])) for name, one in schema["properties"].items()}


@BY_NAME
def test_the_request_is_described_with_meaning_example_and_default(operation):
    told = asked_for(operation)
    hidden = {"after", "limit"} if operation.keyset else set()
    asked = [field for field in fields(operation.request) if field.name not in hidden]
    assert list(told) == [field.name for field in asked]
    for field in asked:
        schema, required = told[field.name]
        assert schema["description"] == field.metadata["meaning"]
        assert schema.get("examples", [""]) == [field.metadata["example"]]
        assert tuple(schema.get("enum", ())) == field.metadata["choices"]
        assert required == ("default" not in schema)


@BY_NAME
def test_the_response_is_described_and_always_whole(operation):
    name = described(operation)["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
    schema = description()["components"]["schemas"][name]
    assert schema["required"] == [field.name for field in fields(operation.response)] + ["next"] * pages.has_pages(
        operation
    )


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if pages.has_pages(one)], ids=lambda one: one.name)
def test_pages_and_files_are_described(operation):
    route = described(operation)
    asked = {one["name"]: one for one in route["parameters"]}
    assert set(asked) >= {"limit", "cursor"}
    assert asked["limit"]["schema"]["maximum"] == pages.MOST
    of_files = {paging.NDJSON, paging.PARQUET} & set(route["responses"]["200"]["content"])
    assert len(of_files) == (2 if paging.makes_files(operation) else 0)


@BY_NAME
def test_every_failure_is_described_as_a_problem(operation):
    told = described(operation)["responses"]
    # 202 says that it was asked for later, and where the job is.
    assert set(told) - {"202"} == {"200", *map(str, STATUSES)}
    assert all(list(one["content"]) == [MEDIA_TYPE] for status, one in told.items() if status not in {"200", "202"})


@BY_NAME
def test_every_route_says_who_may_ask(operation):
    route = described(operation)
    assert route["security"] == [{"Token": []}, {"Session": []}]
    assert route["description"].startswith("For: ")


def test_a_proof_of_identity_takes_a_session():
    assert description()["paths"]["/api/v1/auth/step-up"]["post"]["security"] == [{"Session": []}]


def test_commands_take_an_idempotency_key():
    for operation in OPERATIONS:
        if operation.kind == "command":
            asked = [one["name"] for one in described(operation)["parameters"] if one["in"] == "header"]
            assert asked[0] == "Idempotency-Key"
            assert ("If-Match" in asked) == bool(operation.changes)
            assert set(asked) <= {"Idempotency-Key", "If-Match", "Prefer"}


def test_every_reference_leads_somewhere():
    text = json.dumps(description())
    referred = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert referred
    assert referred <= set(description()["components"]["schemas"])


def test_schema_names_do_not_collide():
    shapes = {}
    for operation in OPERATIONS:
        for kind, make in ((operation.response, response_schema),):
            name = make(kind, title(operation.name)).__name__
            assert shapes.setdefault(name, kind) is kind
