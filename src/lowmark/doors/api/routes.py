"""The routes: GET for what reads, POST for what changes, one per operation of the catalogue, under its name.

Before this: `services.catalogue`. After this: `lowmark.project.urls`. A route without a policy does not start.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Final
from urllib.parse import urlencode

import pydantic_core
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import NinjaAPI

from lowmark.core.kinds.problems import Problem
from lowmark.doors.api import problems, reading
from lowmark.doors.api.principals import STEP_UP, Session, Token
from lowmark.doors.api.schemas import request_schema, response_schema, title
from lowmark.services import jobs, proofs
from lowmark.services.actor import Actor
from lowmark.services.call import call
from lowmark.services.catalogue import BY_NAME, SUMMARIES
from lowmark.services.operation import Operation, said

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
NOT_GENERATED: Final = ("step-up", "passkey-challenge")
"""Routes that are no operations: they establish who asks."""

KEY_HEADER: Final = {
    "name": reading.KEY, "in": "header", "required": False,
    "schema": {"type": "string", "maxLength": reading.LONGEST_KEY},
    "description": "the same key and the same request act once; the same key and another request are refused",
}  # fmt: skip

PREFER_HEADER: Final = {
    "name": "Prefer", "in": "header", "required": False, "schema": {"type": "string", "examples": ["respond-async"]},
    "description": "`respond-async` (RFC 7240): carried out as a job; the answer says its name, and `job` how it stands",
}  # fmt: skip


class Api(NinjaAPI):
    """django-ninja, with failures described as what they are: problem+json."""

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        """Return the description of every route: made once, since routes do not change and making it takes a second."""
        kept: dict[str, Any] = self.__dict__.setdefault("_described", {})
        asked = repr(sorted(kwargs.items()))
        if asked not in kept:
            kept[asked] = self._describe(**kwargs)
        return kept[asked]

    def _describe(self, **kwargs: Any) -> Any:
        described = super().get_openapi_schema(**kwargs)
        for path in described["paths"].values():
            for route in path.values():
                for status, answer in route["responses"].items():
                    if int(status) >= 400:
                        answer["content"] = {problems.MEDIA_TYPE: answer["content"]["application/json"]}
        return described


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What was asked for is a job now: `job` says how it stands."""

    entity: str = said("entity code", example="MAPLE")
    job: str = said("the job's name")


@dataclass(frozen=True, slots=True, kw_only=True)
class StepUpRequest:
    """Whose run, what was shown, and the proof."""

    entity: str = said("entity code", example="MAPLE")
    run_hash: str = said("hash of what was shown, hex")
    password: str = said("the password of whoever is signed in", default="")
    code: str = said("or a code of his authenticator app", example="492039", default="")
    passkey: str = said("or what his passkey answered to `passkey-challenge`, as JSON", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class StepUpResponse:
    """What the session keeps for five minutes, good for this hash alone."""

    proved: bool = said("that it is the person who is signed in")


def build() -> NinjaAPI:
    """Return the API with every route."""
    api = Api(title="Lowmark", version=version("lowmark"), urls_namespace="api", auth=[Token(), Session()],
              description="Inventory valuation and write-downs. Amounts are whole numbers of minor units (`_minor`), "
                          "quantities of millionths (`_micro`), days ISO dates.")  # fmt: skip
    problems.install(api)
    for operation in BY_NAME.values():
        _add(api, operation)
    _add_step_up(api)
    return api


def listed(api: NinjaAPI) -> dict[str, tuple[str, str]]:
    """Return method and path of every described route of the live API, by its operation's id."""
    found = {}
    for path, methods in api.get_openapi_schema(path_prefix="/")["paths"].items():
        for method, route in methods.items():
            found[route["operationId"]] = (method.upper(), path)
    return found


def _add(api: NinjaAPI, operation: Operation) -> None:
    """Add the route of one operation, and a refusal of every other method."""
    assert operation.policy.grants_somebody(), f"{operation.name} has no policy"
    method, path = "GET" if operation.kind == "query" else "POST", f"/{operation.name}"
    api.default_router.add_api_operation(
        path, [method], _view(operation), operation_id=operation.name, url_name=operation.name,
        summary=SUMMARIES[operation.name], description=_who(operation), tags=[operation.kind],
        response=_responses(operation.response, operation.name) | (_LATER if jobs.may_wait(operation) else {}),
        openapi_extra=_asks_for(operation.request, name=operation.name, how=reading.carrier(operation),
                                may_wait=jobs.may_wait(operation)),
    )  # fmt: skip
    _refuse_others(api, path, method)


def _view(operation: Operation) -> Callable[..., HttpResponse]:
    how = reading.carrier(operation)

    def view(request: HttpRequest) -> HttpResponse:
        actor: Actor = request.auth  # type: ignore[attr-defined]
        asked = reading.read(request, operation.request, name=operation.name, how=how)
        if jobs.may_wait(operation) and "respond-async" in request.headers.get("Prefer", ""):
            return _accepted(asked.entity, jobs.enqueue(operation, asked, actor=actor))
        return _answer(call(operation, asked, actor=actor))

    view.__name__ = operation.name.replace("-", "_")
    return view


def _accepted(entity: str, job: str) -> HttpResponse:
    answered = _answer(Accepted(entity=entity, job=job), status=202)
    answered["Location"] = f"{reverse('api:job')}?{urlencode({'entity': entity, 'job': job})}"
    answered["Preference-Applied"] = "respond-async"
    return answered


def _answer(response: Any, *, status: int = 200) -> HttpResponse:
    answered = HttpResponse(pydantic_core.to_json(response), content_type="application/json", status=status)
    answered["Cache-Control"] = "no-store"
    return answered


def _responses(kind: type, name: str) -> dict[int, Any]:
    return {200: response_schema(kind, title(name))} | dict.fromkeys(problems.STATUSES, problems.ProblemDetails)


_LATER: Final = {202: response_schema(Accepted, "Accepted")}


def _asks_for(kind: type, *, name: str, how: str, may_wait: bool = False) -> dict[str, Any]:
    """Describe the request: what django-ninja would derive from an argument, derived from the dataclass instead."""
    schema = request_schema(kind, title(name)).model_json_schema()
    headers = [PREFER_HEADER] if may_wait else []
    if how != "query":
        return {
            "parameters": [KEY_HEADER, *headers],
            "requestBody": {"required": True, "content": {how: {"schema": schema}}},
        }
    required = schema.get("required", [])
    return {
        "parameters": [
            {"name": name, "in": "query", "required": name in required, "schema": one,
             "description": one.get("description", "")}
            for name, one in schema["properties"].items()
        ] + headers
    }  # fmt: skip


def _who(operation: Operation) -> str:
    policy = operation.policy
    who = [", ".join(policy.roles)] if policy.roles else []
    who += ["an installation administrator"] if policy.operator else []
    who += ["whoever is signed in, not with a token"] if policy.own else []
    needs_proof = operation.step_up or operation.fresh
    proof = " Needs a fresh proof of identity (`step-up`); a token cannot give it." if needs_proof else ""
    return f"For: {'; or '.join(who)}.{proof}"


def _refuse_others(api: NinjaAPI, path: str, allowed: str) -> None:
    def refuse(request: HttpRequest) -> HttpResponse:
        response = problems.answer(Problem(
            "method_not_allowed", f"{request.method} is not how this is asked", hint=f"use {allowed}"))  # fmt: skip
        response["Allow"] = allowed
        return response

    others = [one for one in METHODS if one != allowed]
    api.default_router.add_api_operation(path, others, refuse, auth=None, include_in_schema=False)


def _add_step_up(api: NinjaAPI) -> None:
    """Add the route by which a signed-in person proves again who he is."""

    def step_up(request: HttpRequest) -> HttpResponse:
        actor: Actor = request.auth  # type: ignore[attr-defined]
        proof = reading.read(request, StepUpRequest, name="step-up", how=reading.JSON)
        try:
            request.session[STEP_UP] = proofs.step_up(
                actor=actor, entity=proof.entity, bound_hash=proof.run_hash, request=request,
                proof=proofs.Proof(password=proof.password, code=proof.code, passkey=proof.passkey),
            )  # fmt: skip
            proofs.note(request)
        except Problem:
            if getattr(request, "axes_locked_out", False):
                # The middleware would answer with a page; a client is told in its own terms.
                request.axes_locked_out = False  # type: ignore[attr-defined]
                raise Problem("locked_out", "too many wrong passwords", hint="wait a quarter of an hour") from None
            raise
        return _answer(StepUpResponse(proved=True))

    path = "/auth/step-up"
    api.default_router.add_api_operation(
        path, ["POST"], step_up, auth=[Session()], operation_id="step-up", url_name="step-up", tags=["identity"],
        summary="Prove again who you are, before an approval.", response=_responses(StepUpResponse, "step-up"),
        openapi_extra=_asks_for(StepUpRequest, name="step-up", how=reading.JSON),
        description="For: whoever is signed in with a session; tokens are refused.",
    )  # fmt: skip
    _refuse_others(api, path, "POST")
    _add_challenge(api)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """Nothing to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """What a passkey has to sign."""

    ways: tuple[str, ...] = said("what whoever is signed in can prove himself with, besides a password")
    options: str = said("options of a Web Authentication request, as JSON; empty without a passkey")


def _add_challenge(api: NinjaAPI) -> None:
    """Add the route at which a passkey is told what to sign."""

    def passkey_challenge(request: HttpRequest) -> HttpResponse:
        actor: Actor = request.auth  # type: ignore[attr-defined]
        reading.read(request, Nothing, name="passkey-challenge", how=reading.JSON)
        assert actor.user_id is not None, "a session is somebody's"
        ways = proofs.ways(actor.user_id)
        options = json.dumps(proofs.challenge(actor.user_id)) if "passkey" in ways else ""
        return _answer(Challenge(ways=ways, options=options))

    path = "/auth/passkey-challenge"
    api.default_router.add_api_operation(
        path, ["POST"], passkey_challenge, auth=[Session()], operation_id="passkey-challenge",
        url_name="passkey-challenge", tags=["identity"], summary="Ask what a passkey has to sign.",
        response=_responses(Challenge, "passkey-challenge"),
        openapi_extra=_asks_for(Nothing, name="passkey-challenge", how=reading.JSON),
        description="For: whoever is signed in with a session; tokens are refused.",
    )  # fmt: skip
    _refuse_others(api, path, "POST")
