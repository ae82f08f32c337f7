"""Home: what waits for me, my entities, and the runs of each. The figures of the stock follow once the page is there."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lowmark.doors.presenting.pictures import gross_to_net, of_answer
from lowmark.doors.web.asking import ask, entities, page, principal, roles, show
from lowmark.doors.web.fields import last_month_end
from lowmark.doors.web.first import FirstOf, first_of
from lowmark.doors.web.navigation import may, places
from lowmark.doors.web.pages import drafts

MONTHS: Final = 12
SOON: Final = 91
"""Days ahead that the calendar of what expires shows."""

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
    sees_ledger: bool = False
    first: FirstOf | None = None


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
    found, waiting, changes = [], [], []
    first = first_of(request)
    for code, name, held in entities(request):
        runs = ask(request, "list-runs", entity=code).lines if may("list-runs", held) else ()
        there = places(code, held)
        found.append(Mine(code=code, name=name, roles=held, runs=runs[:LATEST], sees_stock=may("cost", held),
                             sees_ledger=may("trend", held), first=first.get(code),
                             address=there[0].address if there else ""))  # fmt: skip
        waiting += [
            Waiting(code=code, name=name, what=what, run=run) for run in runs if (what := task(run, held, me.username))
        ]
        changes += [(code, name, one) for one in drafts.waiting(request, entity=code, held=held)]
    return show(request, "home.html", entities=found, waiting=waiting, changes=changes)


@require_safe
@page
def pictures(request: HttpRequest, *, entity: str) -> HttpResponse:
    """Give home the charts of an entity: gross to net at the last month's end, inventory over time, what expires."""
    as_of = last_month_end(date.today())  # noqa: DTZ011 -- it is shown
    mine, charts = roles(request, entity), []
    whole = ask(request, "trend", entity=entity, as_of=as_of, months=MONTHS)
    if whole.lines[-1].gross_minor:
        held = ask(request, "roll-forward", entity=entity, first_on=as_of, last_on=as_of, by="reason")
        causes = [("overlay" if line.is_overlay else line.name, line.closing_minor) for line in held.lines]
        charts.append(gross_to_net(whole.lines[-1].gross_minor, causes, currency=whole.currency))
    charts += of_answer("trend", whole)
    if may("positions", mine):
        soon = as_of + timedelta(days=SOON)
        charts += of_answer("positions", ask(request, "positions", entity=entity, as_of=as_of, expires_by=soon))
    return render(request, "web/_pictures.html", {"charts": charts, "as_of": as_of, "code": entity})


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
