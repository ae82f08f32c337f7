"""The statements: posted, what a run would change, and pro forma, side by side."""

from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lowmark.doors.web.asking import ask, page, show
from lowmark.doors.web.fields import optional_day, sequence

ORDER = ("balance_sheet", "income_statement", "cash_flow", "trial_balance")
"""In which they are read."""

ENDED = ("posted", "returned", "stale")
"""States of runs that change nothing any more: there is nothing to show pro forma."""


@require_safe
@page
def statements(request: HttpRequest, *, entity: str) -> HttpResponse:
    """Show the statements as of a date, and pro forma for a run where one is named."""
    runs = ask(request, "list-runs", entity=entity).lines
    given = optional_day(request.GET.get("as_of", ""), "as of")
    run = request.GET.get("run", "")
    as_of = given or _suggested(runs, run)
    shown = ask(request, "statements", entity=entity, as_of=as_of, run=run, book=request.GET.get("book", ""),
                known_seq=sequence(request.GET.get("known_seq", ""), "known"))  # fmt: skip
    return show(request, "statements.html", entity=entity, shown=shown, parts=parts(shown.lines, shown.titles),
                runs=[one for one in runs if one.state not in ENDED or one.run == run])  # fmt: skip


def parts(lines: tuple[Any, ...], titles: tuple[Any, ...] = ()) -> list[tuple[str, str, list[Any]]]:
    """Return each statement's code, title and lines, the balance sheet first."""
    found = {code: list(some) for code, some in groupby(lines, key=lambda line: line.statement)}
    named = {one.statement: one.title for one in titles}
    order = sorted(found, key=lambda code: ORDER.index(code) if code in ORDER else len(ORDER))
    return [(code, named.get(code, code.replace("_", " ").capitalize()), found[code]) for code in order]


def _suggested(runs: Any, run: str) -> date:
    """Return the date of the run asked for, else of the newest run, else today."""
    dates = [one.as_of for one in runs if not run or one.run == run]
    return dates[0] if dates else date.today()  # noqa: DTZ011 -- the door suggests a day, the page says which
