"""The runs of an entity, and the form that prepares a new one."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lowmark.core.kinds.problems import Problem
from lowmark.doors import meaning
from lowmark.doors.web.asking import ask, later, page, roles, show
from lowmark.doors.web.downloads import csv_file
from lowmark.doors.web.fields import day
from lowmark.doors.web.navigation import may
from lowmark.doors.web.tables import Column, arranged, table


@require_http_methods(["GET", "HEAD", "POST"])
@page
def runs(request: HttpRequest, *, entity: str) -> HttpResponse:
    """List the runs; on POST prepare one and show it."""
    problem = None
    if request.method == "POST":
        try:
            return _prepared(request, entity)
        except Problem as refused:
            problem = refused
    listed = ask(request, "list-runs", entity=entity)
    suggested = listed.lines[0].as_of if listed.lines else date.today()  # noqa: DTZ011 -- a suggestion in a form
    currency = listed.lines[0].currency if listed.lines else ""
    if request.GET.get("format") == "csv":
        chosen = arranged(request.GET, listed.lines, columns=columns(entity))
        return csv_file(chosen, columns=columns(entity), currency=currency, name=f"{entity}-runs.csv")
    laid = table(request.GET.dict(), listed.lines, columns=columns(entity), currency=currency, caption="Runs")
    return show(request, "runs.html", status=meaning(problem.code).status if problem else 200, entity=entity, table=laid,
                as_of=request.POST.get("as_of", suggested.isoformat()), channel=request.POST.get("channel", ""),
                problem=problem, page_title=f"Runs of {entity}",
                may_propose=may("propose", roles(request, entity)))  # fmt: skip


def _prepared(request: HttpRequest, entity: str) -> HttpResponse:
    """Prepare a run as the form says, and show it.

    Raises: Problem: what the form does not say, or the service refuses.
    """
    asked: dict[str, Any] = {
        "as_of": day(request.POST.get("as_of", ""), "as of"),
        "channel": request.POST.get("channel", "").strip(),
    }
    if request.POST.get("later") == "true":
        return later(request, "propose", entity=entity, **asked)
    made = ask(request, "propose", entity=entity, **asked)
    messages.success(request, f"Run {made.run} is prepared: {made.proposals} changes proposed.")
    return redirect("run", entity=entity, run=made.run)


def columns(entity: str) -> list[Column]:
    """Return the columns: a run and its change lead to the run."""

    def leads(line: Any) -> str:
        return reverse("run", kwargs={"entity": entity, "run": line.run})

    return [
        Column(key="run", title="Run", link=leads), Column(key="as_of", title="As of", kind="day"),
        Column(key="book", title="Book", kind="book"), Column(key="state", title="State", kind="state"),
        Column(key="prepared_by", title="Prepared by"),
        Column(key="proposals", title="Proposals", kind="count", link=leads),
        Column(key="change_minor", title="Change of allowance", kind="change", link=leads),
    ]  # fmt: skip
