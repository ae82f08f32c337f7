"""A report as a file: asked of the queries, described, and written as a workbook or as pages."""

import base64
import hashlib
import re

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.operations.report import Request, Response
from lowmark.services.reporting.all_of_them import described
from lowmark.services.reporting.asking import Asking
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading


def report(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return a report as a file.

    Raises: Problem `not_found`, `bad_request`; `not_granted` where whoever asks may not ask the query beneath it;
            `extra_missing` for pages where typst is not installed.
    """
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, request.book)
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
    asking = Asking(request=request, actor=actor, granted=granted, book=book, known_seq=known_seq)
    found = described(asking)
    if not found.tables:
        raise Problem("not_found", f"{entity.code} has no {request.report.replace('_', ' ')} to report",
                      hint="ask for it in the page of its figures, which says why")  # fmt: skip
    if request.format == "pdf":
        from lowmark.reports.pages import pages

        content = pages(found, paper=request.paper)
    else:
        from lowmark.reports.workbook import workbook

        content = workbook(found, paper=request.paper)
    return Response(
        entity=entity.code, report=request.report, title=found.title, book=found.book, period=found.period,
        known_seq=found.known_seq, currency=found.currency, rows=sum(len(table.rows) for table in found.tables),
        report_hash=found.content_hash, name=_name(found.entity, request, str(found.as_of)), encoding="base64",
        content=base64.b64encode(content).decode(), content_sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip


def _name(entity: str, request: Request, as_of: str) -> str:
    """Return a name that a file may have."""
    about = {"lead_schedule": request.account, "run": request.run}.get(request.report, as_of)
    said = f"{entity}-{request.report.replace('_', '-')}-{about}"
    return f"{re.sub(r'[^A-Za-z0-9._-]+', '-', said)}.{request.format}"
