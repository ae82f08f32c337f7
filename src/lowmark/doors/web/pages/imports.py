"""Imports: a file of one table, taken in whole or not at all, with every fault in a table and in a file."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from lowmark.core.kinds.problems import Problem
from lowmark.doors import meaning
from lowmark.doors.web.asking import ask, later, page, show
from lowmark.doors.web.downloads import within_the_page
from lowmark.doors.web.tables import Column, as_csv
from lowmark.services.operation import File
from lowmark.services.operations.import_table import TABLES

SHOWN: Final = 500
"""Faults on the page; the file beside it holds them all, up to what an address in a page can carry."""

IN_A_FILE: Final = 5_000

FAULT_COLUMNS: Final = tuple(
    Column(key=key, title=key) for key in ("sheet", "row", "column", "value", "message", "hint", "code")
)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def imports(request: HttpRequest, *, entity: str) -> HttpResponse:
    """Show the form; on POST send the file and show what became of it. The same file again has no second effect."""
    if request.method != "POST":
        return show(request, "imports.html", entity=entity, tables=TABLES, chosen=request.GET.get("table", ""))
    chosen = request.POST.get("table", "")
    try:
        if request.POST.get("later") == "true":
            return later(request, "import", entity=entity, table=chosen, file=_file(request, chosen))
        done = ask(request, "import", entity=entity, table=chosen, file=_file(request, chosen))
    except Problem as problem:
        return show(request, "imports.html", status=meaning(problem.code).status, entity=entity, tables=TABLES,
                    chosen=chosen, problem=problem)  # fmt: skip
    return show(
        request, "imports.html", status=200 if done.accepted else 422, entity=entity, tables=TABLES, chosen=chosen,
        done=done, problems=done.problems[:SHOWN],
        file=within_the_page(as_csv(done.problems[:IN_A_FILE], columns=FAULT_COLUMNS)),
    )  # fmt: skip


def _file(request: HttpRequest, table: str) -> File:
    """Return the file sent.

    Raises: Problem ``bad_request``.
    """
    sent = request.FILES.get("file")
    if sent is None:
        raise Problem("bad_request", "no file was sent", hint="choose a CSV, XLSX or Parquet file")
    if table not in TABLES:
        raise Problem(
            "bad_request", f"{table[:40]!r} is no table that can be imported", hint=f"one of {', '.join(TABLES)}"
        )
    return File(sent.name or "", sent.read())
