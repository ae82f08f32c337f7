"""The close of a period: its board, and what a person may do there: sign, withdraw, give a task, close, reopen."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lowmark.core.kinds.problems import Problem
from lowmark.doors.web.asking import ask, page, roles, show
from lowmark.doors.web.fields import optional_day
from lowmark.doors.web.navigation import may

ACTIONS = ("sign-task", "assign-task", "close", "reopen-period")
WHERE = {"run": "runs", "review": "runs", "approve": "runs", "post": "runs", "tie_out": "tie-out"}
"""The page on which the work of a task is done."""
ASKED = {"cut_off": "cut-off", "evidence": "worklist", "disclose": "disclosures"}
"""The report that a task is signed on."""


@require_safe
@page
def close(request: HttpRequest, *, entity: str) -> HttpResponse:
    """Show the board of a period: the one asked for, else the oldest that is open."""
    shown = ask(request, "close-board", entity=entity, ends_on=optional_day(request.GET.get("ends_on", ""), "period"))
    mine = roles(request, entity)
    return show(
        request, "close.html", entity=entity, shown=shown, lines=[(line, place(entity, line)) for line in shown.lines],
        may_sign=may("sign-task", mine), may_assign=may("assign-task", mine),
        may_close=may("close", mine) and shown.state != "closed", total=len(shown.lines),
        may_reopen=may("reopen-period", mine) and shown.state == "closed",
    )  # fmt: skip


@require_POST
@page
def act(request: HttpRequest, *, entity: str) -> HttpResponse:
    """Do one of the board's commands, and come back to it."""
    given, ends_on = request.POST, optional_day(request.POST.get("ends_on", ""), "period")
    operation = given.get("operation", "")
    if operation not in ACTIONS or ends_on is None:
        raise Problem(
            "bad_request", f"{operation!r} is nothing that is done to a close", hint=f"one of {', '.join(ACTIONS)}"
        )
    asked: dict[str, Any] = {"entity": entity, "ends_on": ends_on}
    if operation in {"sign-task", "assign-task"}:
        asked["task"] = given.get("task", "")
    if operation == "assign-task":
        asked |= {"owner": given.get("owner", "").strip(), "due_on": optional_day(given.get("due_on", ""), "due")}
    else:
        asked["because"] = given.get("because", "").strip()
    if operation == "sign-task":
        asked |= {name: given.get(name, "") == "true" for name in ("withdraw", "passed")}
    done = ask(request, operation, **asked)
    what = getattr(done, "task", "").replace("_", " ") or f"the period to {ends_on}"
    messages.success(
        request, f"{what.capitalize()}: {getattr(done, 'state', '') or getattr(done, 'owner', '') or 'given'}."
    )
    return redirect(f"{reverse('close', kwargs={'entity': entity})}?ends_on={ends_on.isoformat()}")


def place(entity: str, line: Any) -> str:
    """Return the address at which a task's work is done, or nothing."""
    if line.task in WHERE:
        return reverse(WHERE[line.task], kwargs={"entity": entity})
    if line.task in ASKED:
        return reverse("report", kwargs={"entity": entity, "operation": ASKED[line.task]})
    return ""
