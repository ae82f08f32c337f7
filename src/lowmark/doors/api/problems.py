"""Answer with a problem: RFC 9457, a stable code, words, and every fault of the request at once.

Before this: a `Problem` of a service, a request that cannot be read. After this: the client.
Sources: RFC 9457, RFC 9110.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.db.utils import OperationalError, ProgrammingError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError
from pydantic import Field

from lowmark.core.kinds.problems import Problem
from lowmark.doors import meaning, place

MEDIA_TYPE: Final = "application/problem+json"
STATUSES: Final = (400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 429, 500, 503)
"""Every status that a route may answer with, other than 200."""

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")

OUR_OWN: Final = {"csrf_failed": 403, "no_such_route": 404, "unreadable": 400, "method_not_allowed": 405, "too_large": 413,
                  "unsupported_media_type": 415, "internal": 500}  # fmt: skip
"""Codes of this door alone; the others mean here what `doors.meaning` says."""


class Fault(Schema):
    """One thing wrong with one field of the request."""

    field: str = Field(description="the field; empty for the whole request")
    code: str = Field(description="the rule broken")
    message: str = Field(description="what is wrong")


class ProblemDetails(Schema):
    """What went wrong, and what to do about it."""

    type: str = Field(description="the code as a URI", examples=["urn:lowmark:problem:not_granted"])
    title: str = Field(description="the status in words")
    status: int = Field(description="the HTTP status")
    detail: str = Field(description="what is wrong")
    code: str = Field(description="stable code, for programs", examples=["not_granted"])
    hint: str = Field(description="what to do")
    where: dict[str, str] = Field(description="where it is wrong")
    errors: list[Fault] = Field(description="every fault of the request, where it could not be read")


class Unreadable(Exception):
    """A request that is not what its operation asks for: every fault of it."""

    def __init__(self, faults: Sequence[Mapping[str, str]]) -> None:
        super().__init__(faults)
        self.faults = list(faults)


def fault(field: str, code: str, message: str) -> dict[str, str]:
    """Return one thing wrong with one field of a request."""
    return {"field": field, "code": code, "message": message}


def answer(problem: Problem, *, faults: Sequence[Mapping[str, str]] = ()) -> HttpResponse:
    """Return the answer for a problem."""
    status = OUR_OWN.get(problem.code) or meaning(problem.code).status
    told = {
        "type": f"urn:lowmark:problem:{problem.code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": problem.message,
        "code": problem.code,
        "hint": problem.hint,
        "where": place(problem),
        "errors": list(faults),
    }
    response = HttpResponse(json.dumps(told), status=status, content_type=MEDIA_TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="lowmark"'
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = "30"
    response["Cache-Control"] = "no-store"
    return response


def install(api: NinjaAPI) -> None:
    """Make every failure of a route a problem."""
    handlers: dict[type[Exception], Any] = {
        Problem: lambda _request, error: answer(error),
        Unreadable: _unreadable,
        AuthenticationError: lambda _request, _error: answer(Problem(
            "not_signed_in", "nobody is signed in", hint="send a token: Authorization: Bearer …; or sign in")),
        Http404: lambda _request, _error: answer(no_such_route()),
        TooManyFilesSent: lambda _request, _error: answer(Problem("too_large", "the request holds too many files")),
        SuspiciousOperation: lambda _request, _error: answer(Problem(
            "unreadable", "the request cannot be read", hint="fewer fields, and each as the description has it")),
        RequestDataTooBig: lambda _request, _error: answer(Problem("too_large", "the request is too large")),
        OperationalError: _unfit,
        ProgrammingError: _unfit,
        Exception: _internal,
    }  # fmt: skip
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def refuse_others(api: NinjaAPI, path: str, allowed: str) -> None:
    """Refuse every other method of a route, whoever asks."""

    def refuse(request: HttpRequest) -> HttpResponse:
        response = answer(Problem(
            "method_not_allowed", f"{request.method} is not how this is asked", hint=f"use {allowed}"))  # fmt: skip
        response["Allow"] = allowed
        return response

    others = [one for one in METHODS if one != allowed]
    api.default_router.add_api_operation(path, others, refuse, auth=None, include_in_schema=False)


def no_such_route() -> Problem:
    """Return the problem of an address where nothing is."""
    return Problem("no_such_route", "there is no such route", hint="GET /api/v1/openapi.json lists them")


def _unreadable(_request: HttpRequest, error: Any) -> HttpResponse:
    words = "; ".join(f"{fault['field'] or 'request'}: {fault['message']}" for fault in error.faults)
    problem = Problem("unreadable", words, hint="GET /api/v1/openapi.json says what the operation asks for")
    return answer(problem, faults=error.faults)


def _unfit(_request: HttpRequest, error: Exception) -> HttpResponse:
    logging.getLogger("lowmark.api").error("the database cannot be used", exc_info=error)
    return answer(Problem("unfit_database", "the database cannot be used now", hint="`lowmark doctor` says why"))


def _internal(_request: HttpRequest, error: Exception) -> HttpResponse:
    logging.getLogger("lowmark.api").error("unexpected", exc_info=error)
    return answer(Problem("internal", "something unexpected happened; nothing was changed by this request",
                          hint="the server's log holds what it was"))  # fmt: skip
