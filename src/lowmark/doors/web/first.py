"""The reports that a trade opens first, as links: those that a reader's roles may ask for, each where it is shown.

Before this: the pack's list. After this: home, and the page of reports.
"""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.urls import reverse

from lowmark.doors.web.asking import entities, principal
from lowmark.doors.web.navigation import REPORTS, may
from lowmark.services.catalogue import SUMMARIES
from lowmark.services.industry.first_reports import first_reports

PAGES: Final = {
    "cost": "stock",
    "list-runs": "runs",
    "statements": "statements",
    "tie-out": "tie-out",
    "trace": "trace",
}
"""Queries with a page of their own; the others are reports."""

OFFERED: Final = frozenset(name for group in REPORTS.values() for name in group)


@dataclass(frozen=True, slots=True)
class FirstReport:
    """A report that a trade opens first."""

    title: str
    summary: str
    address: str


@dataclass(frozen=True, slots=True)
class FirstOf:
    """What an entity's trade opens first, and which trade that is."""

    industry: str = ""
    reports: tuple[FirstReport, ...] = ()


def address_of(name: str, entity: str) -> str:
    """Return where a query is shown; nothing for one that no page shows.

    >>> address_of("cost", "MAPLE"), address_of("worklist", "MAPLE"), address_of("recost-all", "MAPLE")
    ('/MAPLE/stock', '/MAPLE/reports/worklist', '')
    """
    if name in PAGES:
        return reverse(PAGES[name], kwargs={"entity": entity})
    return reverse("report", kwargs={"entity": entity, "operation": name}) if name in OFFERED else ""


def first_of(request: HttpRequest) -> dict[str, FirstOf]:
    """Return what each of my entities opens first, by its code: what my roles there may ask for."""
    user_id = principal(request).user_id
    if not user_id:
        return {}
    held = {code: roles for code, _name, roles in entities(request)}
    return {
        code: FirstOf(one.industry, tuple(_link(code, name) for name in one.reports if may(name, held.get(code, ()))))
        for code, one in first_reports(user_id=user_id).items()
    }


def _link(entity: str, name: str) -> FirstReport:
    return FirstReport(name.replace("-", " ").capitalize(), SUMMARIES[name], address_of(name, entity))
