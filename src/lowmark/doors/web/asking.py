"""What every page does: know who asks, call one service, and word a problem on a page of its own.

Before this: HTTP. After this: `pages`, one file a page. A page changes nothing on GET, and answers a POST by sending
the browser on, so that nothing is sent twice.
"""

import ipaddress
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.views import redirect_to_login
from django.db.utils import OperationalError, ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import resolve
from django.views.decorators.cache import never_cache

from lowmark.core.kinds.problems import Problem
from lowmark.doors import meaning, place
from lowmark.doors.web.navigation import SECTIONS, elsewhere, places, require_place
from lowmark.services import jobs, people, proofs
from lowmark.services.actor import Actor
from lowmark.services.call import call
from lowmark.services.catalogue import BY_NAME
from lowmark.services.operation import Operation

Page = Callable[..., HttpResponse]
Mine = tuple[tuple[str, str, tuple[str, ...]], ...]

THEMES = ("light", "dark")
"""What the switch knows; without a choice the browser's own preference holds."""


def page(view: Page) -> Page:
    """Make a function a page for people who are signed in; a problem becomes a page too."""

    @wraps(view)
    def guarded(request: HttpRequest, **parts: str) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), "/sign-in")
        try:
            # By its address: a form that is sent on after a proof is not the request that the router matched.
            name, entity = resolve(request.path_info).url_name or "", parts.get("entity", "")
            require_place(name, entity, roles(request, entity) if entity else ())
            return view(request, **parts)
        except Problem as problem:
            return refused(request, problem)
        except (OperationalError, ProgrammingError):
            return refused(request, Problem("unfit_database", "the database cannot be used now",
                                            hint="on its machine, `lowmark doctor` says why"))  # fmt: skip

    return never_cache(guarded)


def ask(request: HttpRequest, name: str, *, step_up_id: int | None = None, request_key: str = "", **asked: Any) -> Any:
    """Call an operation as whoever is signed in; with a key, the same form sent twice acts once."""
    operation = BY_NAME[name]
    actor = _asking(request, operation, step_up_id=step_up_id, request_key=request_key)
    try:
        return call(operation, operation.request(**asked), actor=actor)
    except Problem as problem:
        if problem.code == "proof_too_old" and request.method == "POST":
            raise ReauthenticationRequired from None  # Which asks for a proof, and then sends this very form on.
        raise


def later(request: HttpRequest, name: str, *, request_key: str = "", **asked: Any) -> HttpResponse:
    """Make an operation a job, and send the browser on to it."""
    operation = BY_NAME[name]
    actor = _asking(request, operation, request_key=request_key)
    job = jobs.enqueue(operation, operation.request(**asked), actor=actor)
    return redirect("job", entity=asked["entity"], job=job)


def _asking(request: HttpRequest, operation: Operation, **known: Any) -> Actor:
    """Return who asks; how long ago a proof was given is found out only for what needs a fresh one."""
    return replace(principal(request), is_stale=operation.fresh and not proofs.is_recent(request), **known)


def principal(request: HttpRequest) -> Actor:
    """Return who is signed in; of a page that only reads, found out once."""
    return _once(request, "principal", _principal)


def _principal(request: HttpRequest) -> Actor:
    user: Any = request.user
    # Stale until somebody asks for what needs a fresh proof: only then is it found out how long ago the last one was.
    return Actor(user_id=user.pk, username=user.get_username(), door="web", is_operator=bool(user.is_superuser),
                 is_stale=True)  # fmt: skip


def show(request: HttpRequest, template: str, *, entity: str = "", status: int = 200, **context: Any) -> HttpResponse:
    """Render a page in its frame: whose figures, who asks, where one can go, whom a demo can switch to."""
    mine = entities(request) if request.user.is_authenticated else ()
    whose = next((one for one in mine if one[0] == entity), (entity, entity, ()))
    section = SECTIONS.get(request.resolver_match.url_name or "", "") if request.resolver_match else ""
    chosen = request.COOKIES.get("theme", "")
    frame = {
        "mine": mine, "entity": whose, "section": section, "personas": personas(request), "here": request.path,
        "places": places(whose[0], whose[2]) if entity else [],
        "elsewhere": elsewhere(section, mine) if entity else [],
        "theme": chosen if chosen in THEMES else "", "full_path": request.get_full_path(),
    }  # fmt: skip
    return render(request, f"web/{template}", frame | context, status=status)


def roles(request: HttpRequest, entity: str) -> tuple[str, ...]:
    """Return the roles that whoever is signed in holds in an entity."""
    return next((roles for code, _name, roles in entities(request) if code == entity), ())


def entities(request: HttpRequest) -> Mine:
    """Return the code, name and roles of every entity in which whoever is signed in holds a role."""
    return _once(request, "entities", lambda asked: people.entities_of(user_id=principal(asked).user_id or 0))


def _once(request: HttpRequest, name: str, find: Callable[[HttpRequest], Any]) -> Any:
    """Find something out once a request that only reads; one that changes something asks again, for it may have changed that."""
    if request.method not in ("GET", "HEAD"):
        return find(request)
    kept = request.__dict__.setdefault("found_out", {})
    if name not in kept:
        kept[name] = find(request)
    return kept[name]


def personas(request: HttpRequest) -> tuple[str, ...]:
    """Return whom a demo can switch to: nobody beyond this machine, and nobody outside a database made as a demo."""
    return people.personas() if is_here(request) else ()


def is_here(request: HttpRequest) -> bool:
    """Whether the browser runs on this very machine, and no proxy passed the request on for another."""
    if any(name in request.headers for name in ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip")):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def refused(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Answer with what is wrong, where, why and what to do."""
    status = meaning(problem.code).status
    return show(request, "problem.html", status=status, problem=problem, where=place(problem).items())
