"""The runs of an entity, and the form that prepares a new one."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from lowmark.doors.web.asking import ask, page, roles, show
from lowmark.doors.web.fields import day


@require_http_methods(["GET", "HEAD", "POST"])
@page
def runs(request: HttpRequest, *, entity: str) -> HttpResponse:
    """List the runs; on POST prepare one and show it."""
    if request.method == "POST":
        made = ask(request, "propose", entity=entity, as_of=day(request.POST.get("as_of", ""), "as of"),
                   channel=request.POST.get("channel", "").strip())  # fmt: skip
        messages.success(request, f"Run {made.run} is prepared: {made.proposals} changes proposed.")
        return redirect("run", entity=entity, run=made.run)
    listed = ask(request, "list-runs", entity=entity)
    suggested = listed.lines[0].as_of if listed.lines else date.today()  # noqa: DTZ011 -- a suggestion in a form
    return show(request, "runs.html", entity=entity, runs=listed.lines, suggested=suggested,
                may_propose="preparer" in roles(request, entity))  # fmt: skip
