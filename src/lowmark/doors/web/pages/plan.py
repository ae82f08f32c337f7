"""Plan: what would save most of what is at risk, each action with its reason; accept one, and its form is filled in."""

from collections import defaultdict
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lowmark.core.kinds.problems import Problem
from lowmark.doors.web.asking import ask, page, roles, show
from lowmark.doors.web.downloads import csv_file
from lowmark.doors.web.fields import day, sequence
from lowmark.doors.web.navigation import may
from lowmark.doors.web.tables import Column, arranged, table

FORMS: Final = ("transfer", "issue")
"""Operations whose form a draft can fill in; other drafts are rows of a file."""


@require_http_methods(["GET", "HEAD", "POST"])
@page
def plan(request: HttpRequest, *, entity: str) -> HttpResponse:
    """Show a plan, the last one without a name; take a decision on one of its actions."""
    if request.method == "POST":
        return _decide(request, entity)
    mine = roles(request, entity)
    address = f"{reverse('record-one', kwargs={'entity': entity, 'operation': 'plan'})}" if may("plan", mine) else ""
    try:
        shown = ask(request, "show-plan", entity=entity, plan=request.GET.get("plan", ""))
    except Problem as problem:
        if problem.code != "not_found" or request.GET.get("plan"):
            raise
        return show(request, "plan.html", entity=entity, shown=None, make=address)
    columns = _columns(request.path, shown)
    if request.GET.get("format") == "csv":
        return csv_file(arranged(request.GET, shown.lines, columns=columns), columns=columns, currency=shown.currency,
                        name=f"{shown.plan}.csv")  # fmt: skip
    wanted = sequence(request.GET.get("line", ""), "line")
    chosen = next((line for line in shown.lines if line.line_no == wanted), None)
    laid = table(request.GET.dict(), shown.lines, columns=columns, currency=shown.currency, caption="Actions")
    return show(request, "plan.html", entity=entity, shown=shown, table=laid, chosen=chosen, kinds=_kinds(shown),
                make=address, may_decide=may("decide-action", mine), steps=_steps(chosen))  # fmt: skip


def _decide(request: HttpRequest, entity: str) -> HttpResponse:
    """Take a decision, and go on to the form that carries an accepted action out."""
    said = request.POST
    line = sequence(said.get("line_no", ""), "line")
    done = ask(request, "decide-action", entity=entity, plan=said.get("plan", ""), line_no=line, status=said.get("status", ""),
               decided_on=day(said.get("decided_on", ""), "decided on"), because=said.get("because", ""),
               request_key=said.get("request_key", "")[:200])  # fmt: skip
    if done.operation in FORMS and may("transfer", roles(request, entity)):
        form = reverse("record-one", kwargs={"entity": entity, "operation": done.operation})
        return redirect(f"{form}?{urlencode([(one.name, one.value) for one in done.draft])}")
    return redirect(f"{request.path}?{urlencode({'plan': done.plan, 'line': done.line_no})}")


def _steps(line: Any) -> tuple[tuple[str, str], ...]:
    """Return what can be decided of an action, with its words."""
    if line is None:
        return ()
    return {
        "proposed": (("accepted", "Accept"), ("rejected", "Reject")),
        "accepted": (("done", "Done"), ("withdrawn", "Withdraw")),
    }.get(line.status, (("accepted", "Accept"),) if line.status != "done" else ())


def _kinds(shown: Any) -> list[tuple[str, int, int, int]]:
    """Return what each kind of action brings, the most first: its name, how many, amount, share of the most in hundredths."""
    sums: defaultdict[str, list[int]] = defaultdict(list)
    for line in shown.lines:
        sums[line.action].append(line.gain_minor)
    most = max((sum(gains) for gains in sums.values()), default=1) or 1
    return sorted(
        ((kind, len(gains), sum(gains), max(1, sum(gains) * 100 // most)) for kind, gains in sums.items()),
        key=lambda one: -one[2],
    )


def _columns(path: str, shown: Any) -> list[Column]:
    """Return the columns: the number of an action leads to its reason."""

    def why(line: Any) -> str:
        return f"{path}?{urlencode({'plan': shown.plan, 'line': line.line_no})}"

    return [
        Column(key="line_no", title="No.", kind="count", link=why), Column(key="action", title="Action", kind="tag"),
        Column(key="item", title="Item", note=lambda line: line.lot), Column(key="location", title="From"),
        Column(key="to_location", title="To"), Column(key="partner", title="With"),
        Column(key="quantity_micro", title="Quantity", kind="quantity"),
        Column(key="spend_minor", title="Costs", kind="amount", is_summed=True),
        Column(key="gain_minor", title="Brings", kind="amount", is_summed=True),
        Column(key="saves_minor", title="Saves", kind="amount", is_summed=True),
        Column(key="by_on", title="By", kind="day"), Column(key="status", title="Status", kind="state"),
    ]  # fmt: skip
