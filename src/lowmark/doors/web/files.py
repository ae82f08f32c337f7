"""Links that hand a page's figures out as a workbook or as pages: the report that shows what the page shows.

Before this: a page, and what was asked of it. After this: the form of `report`, which is sent by the link itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse

from lowmark.doors.web.navigation import may
from lowmark.services.operations.report import FORMATS

_SAME: Final = ("book", "known_seq")
OF_QUERIES: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "roll-forward": ("roll_forward", {"first_on": "first_on", "last_on": "as_of", "by": "by"}),
    "disclosures": ("disclosures", {"as_of": "as_of", "circumstances": "circumstances", "pledged": "pledged"}),
    "ageing": ("ageing", {"as_of": "as_of", "bands": "bands"}),
    "show-consolidation": ("consolidation", {"consolidation": "consolidation"}),
    "group-disclosures": (
        "group_disclosures",
        {"consolidation": "consolidation", "circumstances": "circumstances", "pledged": "pledged"},
    ),
}
"""The report that a query's answer is, and which of its fields says what of it."""

NARROWED: Final = ("item", "location")
"""Fields by which a page shows a part; a report is of the whole."""


@dataclass(frozen=True, slots=True)
class Link:
    """A file to be had: its form and its address."""

    title: str
    address: str


def links(entity: str, report: str, roles: tuple[str, ...], **asked: Any) -> list[Link]:
    """Return a link a form of a report, for those who may ask for it; what is empty is not said.

    >>> [one.title for one in links("MAPLE", "statements", ("warehouse",))]
    []
    """
    if not may("report", roles):
        return []
    address = reverse("report", kwargs={"entity": entity, "operation": "report"})
    said = {name: value for name, value in asked.items() if value}
    return [Link(one.upper(), f"{address}?{urlencode({'sent': 1, 'report': report, 'format': one, **said})}")
            for one in FORMATS]  # fmt: skip


def links_of(entity: str, operation: str, said: Mapping[str, Any], roles: tuple[str, ...]) -> list[Link]:
    """Return the links of a query's answer, where a report shows the whole of it."""
    if operation not in OF_QUERIES or any(said.get(name) for name in NARROWED):
        return []
    report, named = OF_QUERIES[operation]
    asked = {name: said[field] for field, name in named.items() if field in said}
    return links(entity, report, roles, **asked, **{name: said[name] for name in _SAME if name in said})


def of_run(entity: str, run: str, roles: tuple[str, ...]) -> list[Link]:
    """Return the links of a run: its proposals as files, and its binder."""
    found = links(entity, "run", roles, run=run)
    if may("binder", roles):
        address = reverse("report", kwargs={"entity": entity, "operation": "binder"})
        found.append(Link("Binder", f"{address}?{urlencode({'sent': 1, 'run': run})}"))
    return found
