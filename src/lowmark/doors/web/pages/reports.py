"""Reports: a page a query, made from its request and its answer; every state of it has an address."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from lowmark.core.kinds.problems import Problem
from lowmark.doors import meaning
from lowmark.doors.web import forms
from lowmark.doors.web.answers import Answer, laid_out
from lowmark.doors.web.asking import ask, later, page, roles, show
from lowmark.doors.web.downloads import handed_out
from lowmark.doors.web.fields import last_month_end
from lowmark.doors.web.files import Link, links_of
from lowmark.doors.web.first import first_of
from lowmark.doors.web.navigation import REPORTS, called, may
from lowmark.doors.web.pages.drafts import leading, page_of
from lowmark.services.catalogue import BY_NAME, SUMMARIES

OFFERED: Final = tuple(name for group in REPORTS.values() for name in group)

PAGES: Final = ("trace",)
"""Queries whose answer has a page of its own, with a picture; the others are laid out from their answer."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report that can be asked for here."""

    title: str
    summary: str
    address: str


@require_safe
@page
def reports(request: HttpRequest, *, entity: str) -> HttpResponse:
    """Show what my roles may ask for."""
    mine = roles(request, entity)
    groups = [(group, [_report(entity, name) for name in names if may(name, mine)]) for group, names in REPORTS.items()]
    return show(request, "reports.html", entity=entity, groups=[(group, some) for group, some in groups if some],
                first=first_of(request).get(entity))  # fmt: skip


@require_safe
@page
def report(request: HttpRequest, *, entity: str, operation: str) -> HttpResponse:
    """Show a query's form; once it is sent, the answer under it, or everything that is wrong with what was written."""
    if operation not in OFFERED:
        raise Problem("not_found", f"there is no report called {operation!r}", hint="choose one from Reports")
    if not may(operation, roles(request, entity)):
        raise Problem("not_granted", f"none of your roles may ask for {operation} in {entity}",
                      hint=f"ask its administrator for {', '.join(BY_NAME[operation].policy.roles)}")  # fmt: skip
    given = request.GET.dict() or begun(operation)
    fields, problem = forms.form(BY_NAME[operation], given), None
    answer: Answer | None = None
    files: list[Link] = []
    if "sent" in given:
        said = forms.read(fields, BY_NAME[operation])
        if not any(one.fault for one in fields):
            try:
                if given.get("later") == "true":
                    return later(request, operation, entity=entity, **said)
                found = ask(request, operation, entity=entity, **said)
                if hasattr(found, "content"):
                    return handed_out(found)
                if draft := page_of(found):
                    return redirect(draft, entity=entity, document=found.document)
                answer = laid_out(found, given, operation=operation, leads=leading(operation, entity))
                files = links_of(entity, operation, said, roles(request, entity))
            except Problem as refused:
                problem = refused
    faulty = forms.faults(fields, problem)
    status = meaning(problem.code).status if problem else 422 if faulty else 200
    return show(request, "report.html", status=status, entity=entity, operation=BY_NAME[operation],
                summary=SUMMARIES[operation], fields=fields,
                faulty=faulty, problem=problem, title=title(operation), answer=answer, files=files)  # fmt: skip


def begun(operation: str, *, today: date | None = None) -> dict[str, str]:
    """Return what a report is asked when it is opened: of last month's end, or of its year up to there, where days are all
    that it needs to be told; nothing where it needs more, but for the day on which one reads, which is today's.

    >>> begun("ageing", today=date(2026, 11, 22)), begun("history"), begun("scan", today=date(2026, 11, 22))
    ({'as_of': '2026-10-31', 'sent': '1'}, {}, {'read_on': '2026-11-22'})
    """
    today = today or date.today()  # noqa: DTZ011 -- it is shown, and can be changed
    last = last_month_end(today)
    days = {"as_of": last, "last_on": last, "first_on": last.replace(month=1, day=1), "up_to": last}
    needed = [one.name for one in forms.form(BY_NAME[operation], {}) if one.is_required]
    if BY_NAME[operation].long or hasattr(BY_NAME[operation].response, "content") or not set(needed) <= set(days):
        return {name: today.isoformat() for name in needed if name == "read_on"}
    return {name: days[name].isoformat() for name in needed} | {"sent": "1"}


def title(operation: str) -> str:
    """Name a report for a person.

    >>> title("look-back"), title("what-if")
    ('Look back', 'What if')
    """
    return called(operation)


def _report(entity: str, name: str) -> Report:
    if name in PAGES:
        return Report(title(name), SUMMARIES[name], reverse(name, kwargs={"entity": entity}))
    address = reverse("report", kwargs={"entity": entity, "operation": name})
    return Report(title(name), SUMMARIES[name], address)
