"""Verify and doctor: whether the books recompute, and whether the installation is fit to write to them."""

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lowmark.doors.web.asking import ask, page, show
from lowmark.doors.web.templatetags.figures import words

SHOWN: Final = 50
"""Faults of one check on the page: more are not read, they are counted."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A check, and as many of its faults as a page shows."""

    name: str
    meaning: str
    examined: int
    faults: int
    some: tuple[str, ...]
    more: int


@require_safe
@page
def verify(request: HttpRequest, *, entity: str) -> HttpResponse:
    """Recompute the entity's books when asked to, which may take a while; otherwise offer it."""
    shown = ask(request, "verify", entity=entity) if request.GET.get("now") else None
    return show(request, "verify.html", entity=entity, shown=shown, checks=checks(shown.checks) if shown else [])


@require_safe
@page
def doctor(request: HttpRequest) -> HttpResponse:
    """Show what the doctor finds."""
    return show(request, "doctor.html", shown=ask(request, "doctor"))


def checks(found: tuple[Any, ...]) -> list[Checked]:
    """Return the checks, those with faults first.

    >>> checks(())
    []
    """
    told = [
        Checked(words(one.name), one.meaning, one.examined, len(one.faults), one.faults[:SHOWN],
                max(len(one.faults) - SHOWN, 0))
        for one in found
    ]  # fmt: skip
    return sorted(told, key=lambda one: not one.faults)
