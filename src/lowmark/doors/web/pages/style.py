"""The living style page: every component with figures that foot; and the switch between light and dark."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from lowmark.core.kinds.problems import Problem
from lowmark.doors.web import forms
from lowmark.doors.web.asking import THEMES, page, show
from lowmark.doors.web.pages.run import Step
from lowmark.doors.web.tables import Column, table
from lowmark.services.catalogue import BY_NAME

YEAR = 365 * 24 * 60 * 60
DAY = date(2026, 10, 31)
REASONS = ("expired", "damaged", "price_decline", "excess", "slow_moving")
TOKENS = ("paper", "sheet", "ink", "ink-2", "ink-3", "rule", "accent", "accent-wash", "loss", "gain", "warn", "net")


HEADLINE: dict[str, Any] = {"whole": 13_921_000, "held": -1_510_200, "net": 12_410_800}


@require_safe
@page
def style(request: HttpRequest) -> HttpResponse:
    """Show every component."""
    fields = forms.form(BY_NAME["reverse"], {"document": "SO-8812", "reversed_on": "31.10.2026"})
    forms.read(fields, BY_NAME["reverse"])
    return show(
        request, "style.html", tokens=TOKENS, reasons=REASONS, table=_table(request.GET.dict()), fields=fields,
        states=("posted", "proposed", "returned", "none"), steps=_steps(), parts=_parts(), day=DAY, nothing=None, **HEADLINE,
        problem=Problem("period_closed", "October is closed", hint="date it in November", where={"day": DAY}),
        line=SimpleNamespace(cost_minor=96_600_00, carrying_minor=77_148_00, held_minor=6_100_00,
                             change_minor=13_352_00),
    )  # fmt: skip


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep whether somebody wants light, dark, or what the browser prefers; and go back."""
    chosen, back = request.POST.get("theme", ""), request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    answer = redirect(back if is_ours else "/")
    if chosen in THEMES:
        answer.set_cookie("theme", chosen, max_age=YEAR, httponly=True, secure=request.is_secure(), samesite="Lax")
    else:
        answer.delete_cookie("theme", samesite="Lax")
    return answer


def _table(asked: dict[str, str]) -> Any:
    rows = [
        SimpleNamespace(item="Mountain 100 frame", reason="price_decline", day=DAY, quantity=420_000_000, cost=9_660_000,
                        change=1_335_200),
        SimpleNamespace(item="Reagent K-12", reason="expired", day=date(2027, 1, 31), quantity=18_500_000, cost=421_000,
                        change=421_000),
        SimpleNamespace(item="Disc rotor R5", reason="", day=date(2026, 9, 1), quantity=640_000_000, cost=3_840_000,
                        change=-246_000),
    ]  # fmt: skip
    columns = [
        Column(key="item", title="Item", link=lambda _row: "#table"), Column(key="reason", title="Why", kind="tag"),
        Column(key="day", title="Day", kind="day"), Column(key="quantity", title="Quantity", kind="quantity"),
        Column(key="cost", title="Cost", kind="amount", is_summed=True, link=lambda _row: "#table"),
        Column(key="change", title="Change", kind="amount", is_summed=True),
    ]  # fmt: skip
    return table(asked, rows, columns=columns, caption="Example", currency="CAD")


def _steps() -> list[Step]:
    return [Step("calculated", True, False), Step("proposed", True, False, "ada"), Step("approved", True, True, "ben"),
            Step("posted", False, False)]  # fmt: skip


def _parts() -> list[tuple[str, int, str]]:
    return [("contract", 75, "kept"), ("expected sales", 198, "held"), ("rest", 147, "rest")]
