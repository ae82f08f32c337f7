"""Impact: what a run does to the statements, to the ratios and to where write-downs are shown; and what it would come to at
other prices and another demand.
"""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lowmark.doors.presenting.pictures import of_answer
from lowmark.doors.web.asking import ask, page, roles, show
from lowmark.doors.web.fields import whole
from lowmark.doors.web.navigation import may

ORDER: Final = ("balance_sheet", "income_statement", "cash_flow")
MOST: Final = 50
"""Percent that a slider goes up and down by."""

TOGETHER: Final = ("together", "interaction")


@dataclass(frozen=True, slots=True)
class Part:
    """The figures of a statement, before and after."""

    code: str
    title: str
    lines: tuple[Any, ...]


@require_safe
@page
def impact(request: HttpRequest, *, entity: str) -> HttpResponse:
    """Show the impact of a run, the newest that is not posted if none is named."""
    runs = ask(request, "list-runs", entity=entity).lines
    run = _chosen(runs, request.GET.get("run", "").strip())
    if run is None:
        return show(request, "impact.html", entity=entity, shown=None, runs=runs)
    price, demand = (whole(request.GET.get(name, ""), name, most=MOST) for name in ("price", "demand"))
    asked = {name: request.GET.get(name, "").strip() for name in ("tax_rate", "deductible_now", "covenants")}
    terms: dict[str, Any] = {name: value for name, value in asked.items() if value}
    shown = ask(request, "impact", entity=entity, run=run.run, **terms)
    judged = _judged(request, entity, shown, run, terms.get("covenants", ""))
    return show(
        request, "impact.html", entity=entity, shown=shown, runs=runs, run=run, parts=parts(shown), asked=asked, price=price,
        demand=demand, most=MOST, judged=judged, charts=of_answer("impact", shown), page_title=f"What run {run.run} does",
        significance=of_answer("significance", judged), supposed=_supposed(request, entity, run.run, price, demand),
    )  # fmt: skip


def parts(shown: Any) -> list[Part]:
    """Return what of each statement a run moves, in the order in which they are read."""
    found = {code: tuple(lines) for code, lines in groupby(shown.lines, key=lambda line: line.statement)}
    return [Part(code, code.replace("_", " ").capitalize(), found[code]) for code in ORDER if code in found]


def _chosen(runs: Any, wanted: str) -> Any:
    """Return the run that is named; without a name the newest that still changes something, else the newest."""
    if wanted:
        return next((one for one in runs if one.run == wanted), None) or _Named(wanted)
    return next((one for one in runs if one.state in ("proposed", "approved")), runs[0] if runs else None)


@dataclass(frozen=True, slots=True)
class _Named:
    """A run that is not in the list: the service says what is wrong with it."""

    run: str
    state: str = ""
    as_of: date = date.min


def _judged(request: HttpRequest, entity: str, shown: Any, run: Any, covenants: str) -> Any:
    """Return how significant the year's write-downs are, with the run where it is not posted."""
    if not may("significance", roles(request, entity)):
        return None
    open_run = run.run if run.state in ("proposed", "approved") else ""
    return ask(request, "significance", entity=entity, as_of=shown.as_of, run=open_run, covenants=covenants)


def _supposed(request: HttpRequest, entity: str, run: str, price: int, demand: int) -> Any:
    """Return what the run would come to, where a slider stands elsewhere than in its middle."""
    if not (price or demand) or not may("what-if", roles(request, entity)):
        return None
    said: dict[str, Any] = {name: f"{by:+d} %" for name, by in (("price", price), ("demand", demand)) if by}
    return ask(request, "what-if", entity=entity, run=run, **said)
