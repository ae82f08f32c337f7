"""Export entries: hand an outside ledger those that no export has handed out before, as a file."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from lowmark.core.kinds.problems import Problem
from lowmark.doors import meaning
from lowmark.doors.web import forms
from lowmark.doors.web.asking import ask, page, show
from lowmark.doors.web.downloads import file
from lowmark.doors.web.pages.record import key
from lowmark.services.catalogue import BY_NAME

NAME: Final = "export-entries"
KINDS: Final = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@require_http_methods(["GET", "HEAD", "POST"])
@page
def export_entries(request: HttpRequest, *, entity: str) -> HttpResponse:
    """Show the form; on POST hand out the file. The form's key makes a second press hand out the same one."""
    given = request.POST.dict() if request.method == "POST" else request.GET.dict()
    shown = forms.form(BY_NAME[NAME], given)
    problem = None
    if request.method == "POST":
        said = forms.read(shown, BY_NAME[NAME])
        if not any(one.fault for one in shown):
            try:
                done = ask(request, NAME, request_key=key(given), entity=entity, **said)
                return file(done.content, name=done.name, kind=KINDS[said["format"]])
            except Problem as refused:
                problem = refused
    faulty = forms.faults(shown, problem)
    status = meaning(problem.code).status if problem else 422 if faulty else 200
    return show(request, "export_entries.html", status=status, entity=entity, fields=shown, problem=problem,
                request_key=key(given))  # fmt: skip
