"""Record: one form a command, made from the command's request; sent twice, it acts once."""

import uuid
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lowmark.core.kinds.problems import Problem
from lowmark.doors import meaning
from lowmark.doors.web import forms
from lowmark.doors.web.asking import ask, later, page, roles, show
from lowmark.doors.web.navigation import GROUPS, called, may
from lowmark.doors.web.pages.drafts import page_of
from lowmark.doors.web.templatetags.figures import micro, minor, words
from lowmark.services.catalogue import BY_NAME, SUMMARIES

OFFERED = tuple(name for group in GROUPS.values() for name in group)
CODED = ("state", "application", "method", "kind")
"""Fields whose words are of a closed set, as programs write them."""

PAGES = ("count",)
"""Commands that have a page of their own besides the form made from their request."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command that can be given here."""

    title: str
    summary: str
    address: str


@require_safe
@page
def record(request: HttpRequest, *, entity: str) -> HttpResponse:
    """Show what my roles may record."""
    mine = roles(request, entity)
    groups = [(group, [_command(entity, name) for name in names if may(name, mine)]) for group, names in GROUPS.items()]
    return show(request, "record.html", entity=entity, groups=[(group, some) for group, some in groups if some])


@require_http_methods(["GET", "HEAD", "POST"])
@page
def record_one(request: HttpRequest, *, entity: str, operation: str) -> HttpResponse:
    """Show a command's form; on POST carry it out, or say everything that is wrong with what was written."""
    if operation not in OFFERED:
        raise Problem("not_found", f"there is no form for {operation!r}", hint="choose one from Record")
    if not may(operation, roles(request, entity)):
        raise Problem("not_granted", f"none of your roles may {operation} in {entity}",
                      hint=f"ask its administrator for {', '.join(BY_NAME[operation].policy.roles)}")  # fmt: skip
    is_sent = request.method == "POST"
    given = (request.POST if is_sent else request.GET).dict()
    shown = forms.form(BY_NAME[operation], given)
    problem = None
    if is_sent:
        said = forms.read(shown, BY_NAME[operation])
        if not any(one.fault for one in shown):
            try:
                return _done(request, entity, operation, said)
            except Problem as refused:
                problem = refused
    faulty = forms.faults(shown, problem)
    status = meaning(problem.code).status if problem else 422 if faulty else 200
    return show(request, "record_one.html", status=status, entity=entity, operation=BY_NAME[operation],
                summary=SUMMARIES[operation], fields=shown,
                faulty=faulty, problem=problem, title=title(operation), request_key=key(given))  # fmt: skip


def title(operation: str) -> str:
    """Name a command for a person.

    >>> title("write-off")
    'Write off'
    """
    return called(operation)


def key(given: dict[str, str]) -> str:
    """Return the key of a form: the one that it was sent with, else a new one."""
    return given.get("request_key", "")[:200] or uuid.uuid4().hex


def summary(response: Any) -> str:
    """Say what a command did, in the words of its response.

    >>> from lowmark.services.operations.reverse import Response
    >>> summary(Response(document="RSO-1", line="1", known_seq=7, quantity_micro=2_000_000, value_minor=500,
    ...                  released_minor=0, currency="CAD", entries=("STOCK/2026/4",), repeated=False))
    'document RSO-1 · line 1 · known at #7 · quantity 2 · value 5.00 CAD · entries STOCK/2026/4'
    """
    currency = getattr(response, "currency", "")
    told = [
        _told(one.name, getattr(response, one.name), currency)
        for one in fields(response)
        if one.name not in ("entity", "currency") and not one.name.endswith("_hash")
    ]
    return " · ".join(one for one in told if one)


def _told(name: str, value: Any, currency: str) -> str:
    if value in ("", (), None, False, 0):
        return ""
    if value is True:
        return words(name)
    if name == "known_seq":
        return f"known at #{value}"
    if name.endswith("_minor"):
        return f"{words(name.removesuffix('_minor'))} {minor(value, currency)} {currency}"
    if name.endswith("_micro"):
        return f"{words(name.removesuffix('_micro'))} {micro(value)}"
    if isinstance(value, tuple):
        return f"{words(name)} {', '.join(str(getattr(one, fields(one)[0].name) if is_dataclass(one) else one) for one in value)}"
    return f"{words(name)} {words(value) if name in CODED else value}"


def _command(entity: str, name: str) -> Command:
    own = name in PAGES
    address = (
        reverse(name, kwargs={"entity": entity})
        if own
        else reverse("record-one", kwargs={"entity": entity, "operation": name})
    )
    return Command(title(name), SUMMARIES[name], address)


def _done(request: HttpRequest, entity: str, operation: str, said: dict[str, Any]) -> HttpResponse:
    """Carry the command out and send the browser on: to the run that it made, else to a form for the next."""
    if request.POST.get("later") == "true":
        return later(request, operation, request_key=key(request.POST.dict()), entity=entity, **said)
    done = ask(request, operation, request_key=key(request.POST.dict()), entity=entity, **said)
    messages.success(request, f"{title(operation)}: {summary(done)}.")
    if (draft := page_of(done)) and getattr(done, "accepted", True):
        return redirect(draft, entity=entity, document=done.document)
    if getattr(done, "run", ""):
        return redirect("run", entity=entity, run=done.run)
    if operation == "draft-formula-tax":
        return redirect(reverse("report", kwargs={"entity": entity, "operation": "list-journals"}) + "?sent=1")
    return redirect("record-one", entity=entity, operation=operation)
