"""Home: what waits for me, my entities, and the runs of each. The figures of the stock follow once the page is there."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lowmark.doors.web.asking import ask, page, principal, show
from lowmark.doors.web.navigation import may, places
from lowmark.services import people

LATEST = 6
"""Runs that home lists for one entity; its own page lists all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """An entity in which I hold a role."""

    code: str
    name: str
    roles: tuple[str, ...]
    runs: tuple[Any, ...]
    sees_stock: bool
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A run that is mine to take on."""

    code: str
    name: str
    what: str
    run: Any


@require_safe
@page
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for me and my entities."""
    me = principal(request)
    entities, waiting = [], []
    for code, name, roles in people.entities_of(user_id=me.user_id or 0):
        runs = ask(request, "list-runs", entity=code).lines if may("list-runs", roles) else ()
        there = places(code, roles)
        entities.append(Mine(code=code, name=name, roles=roles, runs=runs[:LATEST], sees_stock=may("cost", roles),
                             address=there[0].address if there else ""))  # fmt: skip
        waiting += [
            Waiting(code=code, name=name, what=what, run=run) for run in runs if (what := task(run, roles, me.username))
        ]
    return show(request, "home.html", entities=entities, waiting=waiting)


def task(run: Any, roles: tuple[str, ...], me: str) -> str:
    """Return what a run asks of me; nothing where it is somebody else's turn.

    >>> from types import SimpleNamespace as Run
    >>> run = Run(state="proposed", prepared_by="ada")
    >>> task(run, ("approver",), "ben"), task(run, ("approver",), "ada"), task(run, ("auditor",), "eve")
    ('Decide on', '', '')
    """
    if run.state == "proposed" and may("approve", roles) and run.prepared_by != me:
        return "Decide on"
    if run.state == "approved" and may("post", roles):
        return "Post"
    if run.state in ("returned", "stale") and run.prepared_by == me:
        return "Prepare again"
    return ""
