"""Tie-out: our inventories and allowance beside the outside ledger's own balances."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lowmark.doors.web.asking import ask, page, show
from lowmark.doors.web.downloads import csv_file
from lowmark.doors.web.fields import optional_day, sequence
from lowmark.doors.web.tables import Column, arranged, table
from lowmark.doors.web.templatetags.figures import explained


@require_safe
@page
def tie_out(request: HttpRequest, *, entity: str) -> HttpResponse:
    """Show the comparison."""
    as_of = optional_day(request.GET.get("as_of", ""), "as of") or date.today()  # noqa: DTZ011 -- said on the page
    pinned = sequence(request.GET.get("known_seq", ""), "known")
    shown = ask(request, "tie-out", entity=entity, as_of=as_of, known_seq=pinned)
    if request.GET.get("format") == "csv":
        chosen = arranged(request.GET, shown.lines, columns=columns(shown))
        return csv_file(chosen, columns=columns(shown), currency=shown.currency, name=f"{entity}-tie-out-{as_of}.csv")
    laid = table(request.GET.dict(), shown.lines, columns=columns(shown), currency=shown.currency, caption="Accounts")
    return show(request, "tie_out.html", entity=entity, shown=shown, table=laid, pinned=pinned)


def columns(shown: Any) -> list[Column]:
    """Return the columns: our balance leads to what it is made of."""

    def why(line: Any) -> str:
        return explained(shown.entity, f"account {line.account}", shown.as_of, shown.known_seq)

    return [
        Column(key="account", title="Account", link=why), Column(key="name", title="Name"),
        Column(key="ours_minor", title="Ours", kind="amount", link=why, is_summed=True),
        Column(key="theirs_minor", title="Theirs", kind="amount", is_summed=True),
        Column(key="difference_minor", title="Difference", kind="amount", is_summed=True),
    ]  # fmt: skip
