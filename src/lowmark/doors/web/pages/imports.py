"""Imports: a file of one table, previewed if one likes, taken in whole or not at all, with every fault in a table and a file."""

from collections.abc import Sequence
from typing import Any, Final

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from lowmark.core.kinds.problems import Problem
from lowmark.doors import meaning
from lowmark.doors.web.asking import ask, later, page, principal, show
from lowmark.doors.web.downloads import within_the_page
from lowmark.doors.web.tables import Column, as_csv
from lowmark.services import previewed
from lowmark.services.operation import File
from lowmark.services.operations.import_table import TABLES, Effect

SHOWN: Final = 500
"""Faults on the page; the file beside it holds them all, up to what an address in a page can carry."""

IN_A_FILE: Final = 5_000

SALT: Final = "lowmark.imports.previewed"
A_DAY: Final = 24 * 60 * 60

GROUPS: Final = (
    ("received issued", "Goods by class of items"), ("account", "Entries by account"), ("new", "New rows"),
)  # fmt: skip
"""Effects of a preview as a page groups them, what weighs most first."""

FAULT_COLUMNS: Final = tuple(
    Column(key=key, title=key) for key in ("sheet", "row", "column", "value", "message", "hint", "code")
)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def imports(request: HttpRequest, *, entity: str) -> HttpResponse:
    """Show the form; on POST preview the file, or take it in, and show what became of it.

    The same file again has no second effect. A preview leads on to the import of the very bytes that it was of.
    """
    if request.method != "POST":
        return show(request, "imports.html", entity=entity, tables=TABLES, chosen=request.GET.get("table", ""))
    chosen = request.POST.get("table", "")
    is_preview = request.POST.get("preview") == "true"
    try:
        sent, file_hash = _sent(request, entity)
        chosen = sent["table"]
        if request.POST.get("later") == "true" and not is_preview:
            return later(request, "import", entity=entity, file_hash=file_hash, **sent)
        done = ask(request, "import", entity=entity, preview=is_preview, file_hash=file_hash, **sent)
        onward = _onward(request, entity, sent) if is_preview and done.accepted and not done.repeated else ""
    except Problem as problem:
        return show(request, "imports.html", status=meaning(problem.code).status, entity=entity, tables=TABLES,
                    chosen=chosen, problem=problem)  # fmt: skip
    return show(
        request, "imports.html", status=200 if done.accepted else 422, entity=entity, tables=TABLES, chosen=chosen,
        done=done, problems=done.problems[:SHOWN], onward=onward, effects=grouped(done.effects),
        file=within_the_page(as_csv(done.problems[:IN_A_FILE], columns=FAULT_COLUMNS)),
    )  # fmt: skip


def grouped(effects: Sequence[Effect]) -> list[tuple[str, str, list[Effect]]]:
    """Return effects in the groups in which a page shows them: what kind, its title, which.

    >>> one = Effect(kind="new", name="item", rows=2, quantity_micro=0, value_minor=0)
    >>> [(kind, title, len(some)) for kind, title, some in grouped([one])]
    [('new', 'New rows', 1)]
    """
    found = ((kind, title, [one for one in effects if one.kind in kind.split()]) for kind, title in GROUPS)
    return [(kind, title, some) for kind, title, some in found if some]


def _sent(request: HttpRequest, entity: str) -> tuple[dict[str, Any], str]:
    """Return table and file, and the SHA-256 that the file has to have: none for one that comes with the form.

    Raises: Problem ``bad_request``, ``not_found``.
    """
    if "previewed" not in request.POST:
        table = request.POST.get("table", "")
        return {"table": table, "file": _file(request, table)}, ""
    try:
        said = signing.loads(request.POST["previewed"], salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        raise Problem("not_found", "this preview is too old", hint="choose the file and preview it again") from None
    if (said["entity"], said["user"]) != (entity, principal(request).user_id):
        raise Problem("not_found", "this preview is not yours", hint="choose the file and preview it again")
    return {"table": said["table"], "file": File(said["name"], previewed.kept(said["hash"]))}, said["hash"]


def _onward(request: HttpRequest, entity: str, sent: dict[str, Any]) -> str:
    """Keep the file, and return what the next step has to say to mean it."""
    file_hash = previewed.keep(sent["file"].content)
    said = {"entity": entity, "user": principal(request).user_id, "table": sent["table"], "name": sent["file"].name,
            "hash": file_hash}  # fmt: skip
    return signing.dumps(said, salt=SALT)


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
