"""Read a request: query string, JSON body or multipart form, into the operation's frozen request. All faults at once.

Before this: HTTP. After this: `routes`, which hands it to the service. Whatever the carrier, the same schema judges.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any, Final, get_type_hints

import pydantic
from django.http import HttpRequest, QueryDict

from lowmark.core.kinds.problems import Problem
from lowmark.doors.api.problems import Unreadable, fault
from lowmark.doors.api.schemas import request_schema, title
from lowmark.services import receiving
from lowmark.services.operation import File, Operation

JSON: Final = "application/json"
MULTIPART: Final = "multipart/form-data"

BULK: Final = {"application/x-ndjson": "jsonl", "application/vnd.apache.parquet": "parquet"}
"""Files that may come as the whole body, their operation's other fields in the address: the ending of each."""

KEY: Final = "Idempotency-Key"
LONGEST_KEY: Final = 200

KEY_HEADER: Final = {
    "name": KEY, "in": "header", "required": False,
    "schema": {"type": "string", "maxLength": LONGEST_KEY},
    "description": "the same key and the same request act once; the same key and another request are refused",
}  # fmt: skip

_WHOLE = re.compile(r"-?[0-9]{1,19}")


def accepted(request: HttpRequest) -> frozenset[str]:
    """Return the media types that the Accept header names."""
    return frozenset(one.split(";")[0].strip() for one in request.headers.get("Accept", "").split(","))


def carrier(operation: Operation) -> str:
    """Return how the request of an operation travels: in the query, as JSON, or as a form with a file."""
    if operation.kind == "query":
        return "query"
    return MULTIPART if File in get_type_hints(operation.request).values() else JSON


def described(kind: type, *, name: str, how: str, passed_over: Iterable[str] = ()) -> dict[str, Any]:
    """Describe a request: its parameters in the query, or its body."""
    schema = request_schema(kind, title(name)).model_json_schema()
    if how != "query":
        content = {how: {"schema": schema}}
        beside = [KEY_HEADER]
        if how == MULTIPART:
            content |= {one: {"schema": {"type": "string", "format": "binary"}} for one in BULK}
            files = {name for name, hint in get_type_hints(kind).items() if hint is File}
            beside += [one | {"required": False} for one in _in_query(schema, files)]
        return {"parameters": beside, "requestBody": {"required": True, "content": content}}
    return {"parameters": _in_query(schema, set(passed_over))}


def _in_query(schema: Mapping[str, Any], passed_over: set[str]) -> list[dict[str, Any]]:
    required = schema.get("required", [])
    return [
            {"name": name, "in": "query", "required": name in required, "schema": one,
             "description": one.get("description", "")}
            for name, one in schema["properties"].items() if name not in passed_over
    ]  # fmt: skip


def read(
    request: HttpRequest,
    kind: type,
    *,
    name: str,
    how: str,
    beside: Iterable[str] = (),
    found: Sequence[dict[str, str]] = (),
) -> Any:
    """Return the request as its frozen dataclass, `kind`.

    Domain: `name` is the operation's, `how` what `carrier` says of it. Of the query, what is `beside` the request has been
            read already, with the faults `found`.
    Raises: Unreadable, with every fault; Problem ``unsupported_media_type``.
    """
    faults = list(found)
    hints = get_type_hints(kind)
    if how == "query":
        given = _typed(_once(request.GET, faults), hints)
        given = {one: value for one, value in given.items() if one not in set(beside)}
    elif how == JSON:
        given = _json(request)
    elif how == MULTIPART and request.content_type in BULK:
        given = _typed(_once(request.GET, faults), hints) | _whole_body(request, hints)
    else:
        given = _typed(_once(request.POST, faults), hints) | _files(request, hints, faults)
    if how != "query" and request.content_type not in BULK:
        faults += [fault(one, "unknown_field", "belongs into the body, not into the address") for one in request.GET]
    faults += _faults_of_key(request.headers.get(KEY, ""))
    return _held_to_schema(given, kind, title(name), faults)


def _held_to_schema(given: Any, kind: type, name: str, faults: list[dict[str, str]]) -> Any:
    already = {one["field"] for one in faults}
    held = None
    try:
        held = request_schema(kind, name).model_validate(given)
    except pydantic.ValidationError as error:
        faults += [fault for fault in map(_worded, error.errors()) if fault["field"] not in already]
    if faults:
        raise Unreadable(sorted(faults, key=lambda fault: fault["field"]))
    return kind(**{one.name: getattr(held, one.name) for one in fields(kind)})


def _faults_of_key(key: str) -> list[dict[str, str]]:
    """Hold the idempotency key to its grammar: it is kept, so it is bounded."""
    if len(key) <= LONGEST_KEY and key.isascii() and (key == "" or key.isprintable()):
        return []
    return [fault(KEY, "bad_key", f"at most {LONGEST_KEY} printable ASCII characters are expected")]


def _json(request: HttpRequest) -> Any:
    if request.content_type != JSON:
        raise Problem("unsupported_media_type", f"the body is of type {request.content_type!r}",
                      hint=f"send {JSON}")  # fmt: skip
    try:
        return json.loads(request.body.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        words = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise Unreadable([fault("", "bad_json", f"not JSON: {words}")]) from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return made


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _once(given: QueryDict, faults: list[dict[str, str]]) -> dict[str, str]:
    """Take each field once; said twice, it is not clear which is meant."""
    for name, values in given.lists():
        if len(values) > 1:
            faults.append(fault(name, "said_twice", "stands more than once"))
    return {name: values[0] for name, values in given.lists() if values}


def _typed(given: Mapping[str, str], hints: Mapping[str, Any]) -> dict[str, Any]:
    """Give texts the type of their field, where they are written so; otherwise the schema says what is wrong."""
    return {name: _of_type(text, hints.get(name)) for name, text in given.items()}


def _of_type(text: str, hint: Any) -> Any:
    if hint is int and _WHOLE.fullmatch(text):
        return int(text)
    if hint is bool and text in ("true", "false"):
        return text == "true"
    if hint == date | None and text == "":
        return None
    return text


def _whole_body(request: HttpRequest, hints: Mapping[str, Any]) -> dict[str, Any]:
    """Take the body as the one file of an operation, under the name of the table that it is for."""
    (field,) = (name for name, hint in hints.items() if hint is File)
    name = re.sub(r"[^a-z_]", "", request.GET.get("table", "")) or field
    ending = BULK[request.content_type or ""]
    return {field: receiving.take_in(f"{name}.{ending}", request.read)}


def _files(request: HttpRequest, hints: Mapping[str, Any], faults: list[dict[str, str]]) -> dict[str, Any]:
    if request.content_type != MULTIPART:
        raise Problem("unsupported_media_type", f"the body is of type {request.content_type!r}",
                      hint=f"send {MULTIPART}, or the file itself: {', '.join(BULK)}")  # fmt: skip
    wanted = {name for name, hint in hints.items() if hint is File}
    found: dict[str, Any] = {}
    for name, files in request.FILES.lists():
        if len(files) > 1:
            faults.append(fault(name, "said_twice", "stands more than once"))
        if (files[0].size or 0) > receiving.MOST:
            raise Problem("too_large", f"the file is larger than {receiving.MOST:,} bytes", hint="send it in parts")
        found[name] = File(files[0].name or "", files[0].read())
    for name in wanted & set(request.POST):
        faults.append(fault(name, "no_file", "a file is expected, with a file name"))
    return {name: file if name in wanted else "file" for name, file in found.items()}


def _worded(error: Any) -> dict[str, str]:
    """Word one fault that the schema found."""
    words = {"missing": "is required", "extra_forbidden": "is not a field of this operation",
             "model_type": "an object with the operation's fields is expected"}  # fmt: skip
    codes = {"extra_forbidden": "unknown_field", "value_error": "bad_value", "model_type": "no_object"}
    message = words.get(error["type"]) or str(error["msg"]).removeprefix("Value error, ")
    return fault(".".join(str(one) for one in error["loc"]), codes.get(error["type"], error["type"]), message)
