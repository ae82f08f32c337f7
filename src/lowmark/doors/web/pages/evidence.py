"""The evidence desk: what somebody has to look at before a test can be relied on, by finding, what nothing is known of first."""

from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lowmark.doors.web.asking import ask, page, roles, show
from lowmark.doors.web.downloads import csv_file
from lowmark.doors.web.fields import last_month_end, optional_day
from lowmark.doors.web.navigation import may
from lowmark.doors.web.tables import Column, arranged, table
from lowmark.doors.web.templatetags.figures import explained, words

SOON: Final = 60
"""Lots that expire within so many days are looked at too."""


@require_safe
@page
def evidence(request: HttpRequest, *, entity: str) -> HttpResponse:
    """Show the findings, and the units of the one that is asked for."""
    as_of = optional_day(request.GET.get("as_of", ""), "as of") or last_month_end(date.today())  # noqa: DTZ011 -- it is shown
    shown = ask(request, "worklist", entity=entity, as_of=as_of, expires_within_days=SOON)
    known = [one.finding for one in shown.sums]
    finding = request.GET.get("finding", "")
    finding = finding if finding in known or finding == "all" else ("no_evidence" if "no_evidence" in known else "all")
    rows = [line for line in shown.lines if finding in ("all", line.finding)]
    columns = _columns(shown)
    if request.GET.get("format") == "csv":
        return csv_file(arranged(request.GET, rows, columns=columns), columns=columns, currency=shown.currency,
                        name=f"{entity}-worklist-{as_of}.csv")  # fmt: skip
    mine = roles(request, entity)
    imports = f"{reverse('imports', kwargs={'entity': entity})}?table=price_evidence" if may("import", mine) else ""
    verify = reverse("record-one", kwargs={"entity": entity, "operation": "verify-evidence"})
    return show(
        request, "evidence.html", entity=entity, shown=shown, finding=finding, soon=SOON, imports=imports,
        verify=verify if may("verify-evidence", mine) else "", findings=_findings(request.path, shown, finding),
        table=table(request.GET.dict(), rows, columns=columns, currency=shown.currency,
                    caption="All findings" if finding == "all" else words(finding).capitalize()),
    )  # fmt: skip


def _findings(path: str, shown: Any, chosen: str) -> list[tuple[str, int, int, str, bool]]:
    """Return each finding: its name, how many units, their cost, its address, whether it is the one that is shown."""
    every = ("all", len(shown.lines), sum(one.cost_minor for one in shown.sums))
    rows = [every, *((one.finding, one.units, one.cost_minor) for one in shown.sums)]
    return [
        (name, units, cost, f"{path}?{urlencode({'as_of': shown.as_of.isoformat(), 'finding': name})}", name == chosen)
        for name, units, cost in rows
    ]


def _columns(shown: Any) -> list[Column]:
    """Return the columns: a unit leads to its explanation."""

    def why(line: Any) -> str:
        return explained(
            shown.entity, f"item {line.item}" + (f" lot {line.lot}" if line.lot else ""), shown.as_of, shown.known_seq
        )

    return [
        Column(key="item", title="Item", link=why, note=lambda line: f"{line.name}{f' · {line.lot}' if line.lot else ''}"),
        Column(key="finding", title="To look at", kind="tag"),
        Column(key="quantity_micro", title="Quantity", kind="quantity", link=why),
        Column(key="cost_minor", title="Cost", kind="amount", link=why, is_summed=True),
        Column(key="carrying_minor", title="Carrying", kind="amount", link=why, is_summed=True),
        Column(key="evidence_kind", title="Rests on", kind="tag"), Column(key="latest_on", title="Latest", kind="day"),
        Column(key="document", title="Source"),
    ]  # fmt: skip
