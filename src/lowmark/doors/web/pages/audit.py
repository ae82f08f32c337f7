"""Audit: who changed what, when and why; the seals over it; and what an auditor asks for next."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lowmark.doors.web.asking import ask, page, roles, show
from lowmark.doors.web.fields import sequence
from lowmark.doors.web.navigation import may
from lowmark.doors.web.pages.reports import OFFERED, title
from lowmark.doors.web.tables import Column, table

SHOWN: Final = 200
NEXT: Final = ("access-review", "look-back", "misstatements", "binder", "export-checkpoint", "export-facts", "tie-out")
"""What an auditor asks for next, as far as there is a page for it."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record of the log, with the second in which it was made."""

    line: Any

    def __getattr__(self, name: str) -> Any:
        """Return a field of the record."""
        return getattr(self.line, name)

    @property
    def after(self) -> str:
        """As much of the hash of the state after it as an eye compares."""
        return f"{self.line.after_hash[:12]}…" if self.line.after_hash else ""

    @property
    def at(self) -> str:
        """When, to the second, in UTC."""
        return str(self.line.recorded_at)[:19].replace("T", " ")


@require_safe
@page
def audit(request: HttpRequest, *, entity: str) -> HttpResponse:
    """Show the seals, and two hundred records of the log: the newest, or those after a place."""
    mine = roles(request, entity)
    seals = ask(request, "list-seals", entity=entity)
    log = None
    after = sequence(request.GET.get("after", ""), "after")
    if may("audit-log", mine):
        start = after if request.GET.get("after") else max(seals.known_seq - SHOWN, 0)
        log = ask(request, "audit-log", entity=entity, after=str(start) if start else "", limit=SHOWN)
        after = start
    return show(
        request, "audit.html", entity=entity, seals=seals, log=log, last=seals.lines[-1] if seals.lines else None,
        table=_table(request.GET.dict(), log) if log else None, links=_links(entity, mine),
        earlier=f"?{urlencode({'after': max(after - SHOWN, 0)})}" if after else "",
        later=f"?{urlencode({'after': log.next_after})}" if log and log.next_after else "",
    )  # fmt: skip


def _table(asked: dict[str, str], log: Any) -> Any:
    columns = [
        Column(key="known_seq", title="Known at"), Column(key="at", title="When, UTC", kind="day"), Column(key="user", title="Who"),
        Column(key="operation", title="Did"), Column(key="subject", title="To what"),
        Column(key="because", title="Because"), Column(key="after", title="State after", kind="code"),
    ]  # fmt: skip
    rows = [Record(line) for line in reversed(log.lines)]
    return table(asked, rows, columns=columns, caption="The log", name="log")


def _links(entity: str, mine: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the pages that my roles may go on to."""
    return [
        (title(name), reverse("report", kwargs={"entity": entity, "operation": name}))
        for name in NEXT if name in OFFERED and may(name, mine)
    ]  # fmt: skip
