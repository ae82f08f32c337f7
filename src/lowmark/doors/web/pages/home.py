"""Home: my entities, and the runs of each."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lowmark.core.kinds.problems import Problem
from lowmark.doors.web.asking import ask, page, principal, show
from lowmark.services import people

LATEST = 6
"""Runs that home lists for one entity; its own page lists all."""


@require_safe
@page
def home(request: HttpRequest) -> HttpResponse:
    """Show my entities."""
    mine = people.entities_of(user_id=principal(request).user_id or 0)
    entities = [(code, name, roles, _runs(request, code)) for code, name, roles in mine]
    return show(request, "home.html", entities=entities)


def _runs(request: HttpRequest, code: str) -> Any:
    """Return the latest runs of an entity; nothing for a role that sees none."""
    try:
        return ask(request, "list-runs", entity=code).lines[:LATEST]
    except Problem as problem:
        if problem.code != "not_granted":
            raise
        return ()
