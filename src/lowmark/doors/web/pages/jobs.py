"""Jobs: what a worker is asked to carry out, how far it has come, its answer; and a way to stop it."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lowmark.doors.web.answers import laid_out
from lowmark.doors.web.asking import ask, page, show
from lowmark.doors.web.tables import Column, table
from lowmark.services.catalogue import BY_NAME
from lowmark.services.command import from_json

OPEN: Final = ("waiting", "running")


@require_safe
@page
def jobs(request: HttpRequest, *, entity: str) -> HttpResponse:
    """List the jobs."""
    listed = ask(request, "jobs", entity=entity)
    laid = table(request.GET.dict(), listed.lines, columns=columns(entity), caption="Jobs")
    return show(
        request, "jobs.html", entity=entity, table=laid, open=[one for one in listed.lines if one.state in OPEN]
    )


@require_safe
@page
def job(request: HttpRequest, *, entity: str, job: str) -> HttpResponse:
    """Show one job; while it is open, the page asks again by itself."""
    shown = ask(request, "job", entity=entity, job=job)
    answer = None
    if shown.answer:
        answer = laid_out(from_json(BY_NAME[shown.operation].response, shown.answer), request.GET.dict())
    return show(request, "job.html", entity=entity, job=shown, is_open=shown.state in OPEN, answer=answer)


@require_POST
@page
def cancel_job(request: HttpRequest, *, entity: str, job: str) -> HttpResponse:
    """Ask a job to stop."""
    ask(request, "cancel-job", entity=entity, job=job)
    messages.success(request, "The job is asked to stop.")
    return redirect("job", entity=entity, job=job)


def columns(entity: str) -> list[Column]:
    """Return the columns of the list."""

    def leads(line: Any) -> str:
        return reverse("job", kwargs={"entity": entity, "job": line.job})

    return [
        Column(key="job", title="Job", link=leads), Column(key="operation", title="What"),
        Column(key="state", title="State", kind="state"), Column(key="words", title="At"),
        Column(key="done", title="Done", kind="count"), Column(key="of", title="Of", kind="count"),
        Column(key="asked_by", title="Asked by"), Column(key="asked_at", title="Asked at (UTC)"),
    ]  # fmt: skip
