"""The routes: GET for what reads, POST for what changes, one per operation of the catalogue, under its name.

Before this: `services.catalogue`. After this: `lowmark.project.urls`. A route without a policy does not start.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from ninja import NinjaAPI

from lowmark.doors.api import downloads, exporting, identity, paging, problems, reading
from lowmark.doors.api.principals import Session, Token
from lowmark.doors.api.responses import answered_with, responses
from lowmark.doors.api.schemas import response_schema
from lowmark.services import jobs, pages
from lowmark.services.actor import Actor
from lowmark.services.call import call
from lowmark.services.catalogue import BY_NAME, SUMMARIES
from lowmark.services.operation import Operation, said

NOT_GENERATED: Final = ("step-up", "passkey-challenge")
"""Routes that are no operations: they establish who asks."""

PREFER_HEADER: Final = {
    "name": "Prefer", "in": "header", "required": False, "schema": {"type": "string", "examples": ["respond-async"]},
    "description": "`respond-async` (RFC 7240): carried out as a job; the answer says its name, and `job` how it stands",
}  # fmt: skip


MATCH_HEADER: Final = {
    "name": "If-Match", "in": "header", "required": False, "schema": {"type": "string", "examples": ['"5.0"']},
    "description": "the ETag of what was shown (RFC 9110): where it has gone on meanwhile, nothing is done",
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
                    if int(status) == 200 and any(one["name"] == paging.LIST for one in route.get("parameters", [])):
                        answer["content"] |= {kind: {"schema": {"type": "string", "format": "binary"}}
                                              for kind in (paging.NDJSON, paging.PARQUET)}  # fmt: skip
                    if int(status) >= 400:
                        answer["content"] = {problems.MEDIA_TYPE: answer["content"]["application/json"]}
        return described


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What was asked for is a job now: `job` says how it stands."""

    entity: str = said("entity code", example="MAPLE")
    job: str = said("the job's name")


def build() -> NinjaAPI:
    """Return the API with every route."""
    api = Api(title="Lowmark", version=version("lowmark"), urls_namespace="api", auth=[Token(), Session()],
              description="Inventory valuation and write-downs. Amounts are whole numbers of minor units (`_minor`), "
                          "quantities of millionths (`_micro`), days ISO dates.")  # fmt: skip
    problems.install(api)
    for operation in BY_NAME.values():
        _add(api, operation)
    identity.add(api)
    return api


def listed(api: NinjaAPI) -> dict[str, tuple[str, str]]:
    """Return method and path of every described route of the live API, by its operation's id."""
    return {
        str(route.operation_id): (method, path)
        for path, view in api.default_router.path_operations.items()
        for route in view.operations
        for method in route.methods
        if route.include_in_schema
    }


def _add(api: NinjaAPI, operation: Operation) -> None:
    """Add the route of one operation, and a refusal of every other method."""
    assert operation.policy.grants_somebody(), f"{operation.name} has no policy"
    assert not operation.shows or pages.has_pages(operation), f"{operation.name} has no page to bear a version"
    method, path = "GET" if operation.kind == "query" else "POST", f"/{operation.name}"
    api.default_router.add_api_operation(
        path, [method], _view(operation), operation_id=operation.name, url_name=operation.name,
        summary=SUMMARIES[operation.name], description=_who(operation), tags=[operation.kind],
        response=responses(operation.response, operation.name, in_pages=pages.has_pages(operation))
        | (_LATER if jobs.may_wait(operation) else {}),
        openapi_extra=_asks_for(operation),
    )  # fmt: skip
    problems.refuse_others(api, path, method)


def _view(operation: Operation) -> Callable[..., HttpResponseBase]:
    how, beside = reading.carrier(operation), paging.names(operation)

    def view(request: HttpRequest) -> HttpResponseBase:
        actor: Actor = request.auth  # type: ignore[attr-defined]
        faults: list[dict[str, str]] = []
        which = paging.wanted(request, operation, faults)
        asked = reading.read(request, operation.request, name=operation.name, how=how, beside=beside, found=faults)
        if jobs.may_wait(operation) and not actor.if_match and "respond-async" in request.headers.get("Prefer", ""):
            return _accepted(asked.entity, jobs.enqueue(operation, asked, actor=actor))
        if downloads.is_wanted(request, operation):
            return downloads.file(call(operation, asked, actor=actor))
        if which.format != "json":
            return exporting.file(operation, asked, which, actor=actor)
        if pages.has_pages(operation):
            return paging.page(request, operation, asked, which, actor=actor)
        return answered_with(call(operation, asked, actor=actor))

    view.__name__ = operation.name.replace("-", "_")
    return view


def _accepted(entity: str, job: str) -> HttpResponse:
    answered = answered_with(Accepted(entity=entity, job=job), status=202)
    answered["Location"] = f"{reverse('api:job')}?{urlencode({'entity': entity, 'job': job})}"
    answered["Preference-Applied"] = "respond-async"
    return answered


_LATER: Final = {202: response_schema(Accepted, "Accepted")}


def _asks_for(operation: Operation) -> dict[str, Any]:
    """Describe the request: what django-ninja would derive from an argument, derived from the dataclass instead."""
    how = reading.carrier(operation)
    told = reading.described(operation.request, name=operation.name, how=how, passed_over=paging.names(operation))
    told["parameters"] += paging.described(operation)
    told["parameters"] += [MATCH_HEADER] if operation.changes else []
    told["parameters"] += [PREFER_HEADER] if jobs.may_wait(operation) else []
    return told


def _who(operation: Operation) -> str:
    policy = operation.policy
    who = [", ".join(policy.roles)] if policy.roles else []
    who += ["an installation administrator"] if policy.operator else []
    who += ["whoever is signed in, not with a token"] if policy.own else []
    needs_proof = operation.step_up or operation.fresh
    proof = " Needs a fresh proof of identity (`step-up`); a token cannot give it." if needs_proof else ""
    return f"For: {'; or '.join(who)}.{proof}{downloads.HINT if downloads.is_file(operation) else ''}"
