"""The statements: posted, what a run would change, and pro forma, side by side."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lowmark.doors.web.asking import ask, page, roles, show
from lowmark.doors.web.downloads import csv_file
from lowmark.doors.web.fields import optional_day, sequence
from lowmark.doors.web.files import links
from lowmark.doors.web.tables import Column
from lowmark.services.operations.statements import COMPARISONS

ORDER = ("balance_sheet", "income_statement", "cash_flow", "trial_balance")
"""In which they are read."""

OVER_TIME = ("income_statement", "income_statement_by_nature", "cash_flow", "changes_in_equity")
"""Those that tell of a period; the others tell of a day."""

ENDED = ("posted", "posted_unapproved", "returned", "stale")
"""States of runs that change nothing any more: there is nothing to show pro forma."""


COLUMNS = (
    *(Column(key=key, title=key) for key in ("statement", "section", "caption", "account", "is_total")),
    *(
        Column(key=key, title=key, kind="amount")
        for key in ("posted_minor", "change_minor", "pro_forma_minor", "earlier_minor")
    ),
)
"""What the file of the statements holds."""


HEADINGS = {
    ("balance_sheet", "asset"): "Assets", ("balance_sheet", "liability"): "Liabilities",
    ("balance_sheet", "equity"): "Equity", ("cash_flow", "operating"): "Operating activities",
    ("cash_flow", "investing"): "Investing activities", ("cash_flow", "financing"): "Financing activities",
}  # fmt: skip
"""Sections that have a heading; the others say by their lines what they are."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a statement, the heading above it, and whether a double rule ends what it sums."""

    line: Any
    heading: str
    is_final: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One statement."""

    code: str
    title: str
    period: str
    rows: list[Row]


@require_safe
@page
def statements(request: HttpRequest, *, entity: str) -> HttpResponse:
    """Show the statements as of a date, and pro forma for a run where one is named."""
    runs = ask(request, "list-runs", entity=entity).lines
    given = optional_day(request.GET.get("as_of", ""), "as of")
    run, pinned = request.GET.get("run", ""), sequence(request.GET.get("known_seq", ""), "known")
    as_of = given or _suggested(runs, run)
    compare = request.GET.get("compare", "")
    compare = compare if compare in COMPARISONS else "none"
    shown = ask(request, "statements", entity=entity, as_of=as_of, run=run, compare=compare, book=request.GET.get("book", ""),
                known_seq=pinned)  # fmt: skip
    if request.GET.get("format") == "csv":
        return csv_file(shown.lines, columns=COLUMNS, currency=shown.currency, name=f"{entity}-statements-{as_of}.csv")
    asked = {
        "as_of": as_of.isoformat(),
        "run": run,
        "compare": compare,
        "known_seq": str(pinned or ""),
        "format": "csv",
    }
    files = links(entity, "statements", roles(request, entity), as_of=as_of.isoformat(), run=run, known_seq=pinned,
                  book=request.GET.get("book", ""))  # fmt: skip
    return show(request, "statements.html", entity=entity, shown=shown, parts=parts(shown), pinned=pinned, files=files,
                comparisons=COMPARISONS, compare=compare,
                page_title=f"Statements of {shown.entity_name}", file=f"?{urlencode(asked)}",
                runs=[one for one in runs if one.state not in ENDED or one.run == run])  # fmt: skip


def parts(shown: Any) -> list[Part]:
    """Return each statement with its title and period, in the order in which they are read."""
    found = {code: list(some) for code, some in groupby(shown.lines, key=lambda line: line.statement)}
    named = {one.statement: one.title for one in shown.titles}
    order = sorted(found, key=lambda code: ORDER.index(code) if code in ORDER else len(ORDER))
    periods = dict.fromkeys(OVER_TIME, f"{shown.from_on} to {shown.as_of}")
    return [
        Part(code, named.get(code, code.replace("_", " ").capitalize()), periods.get(code, f"at {shown.as_of}"),
             rows(code, found[code]))
        for code in order
    ]  # fmt: skip


def rows(code: str, lines: list[Any]) -> list[Row]:
    """Return the lines of a statement, with a heading where a section begins and a double rule where a side ends.

    >>> rows("balance_sheet", [])
    []
    """
    found = []
    for place, line in enumerate(lines):
        begins = not place or lines[place - 1].section != line.section
        ends_assets = line.section == "asset" and (place + 1 == len(lines) or lines[place + 1].section != "asset")
        is_last = place + 1 == len(lines) or (code == "balance_sheet" and ends_assets)
        own = line.section.capitalize() if code == "changes_in_equity" and line.section != "equity" else ""
        found.append(Row(line, HEADINGS.get((code, line.section), own) if begins else "", line.is_total and is_last))
    return found


def _suggested(runs: Any, run: str) -> date:
    """Return the date of the run asked for, else of the newest run, else today."""
    dates = [one.as_of for one in runs if not run or one.run == run]
    return dates[0] if dates else date.today()  # noqa: DTZ011 -- the door suggests a day, the page says which
