"""Count: a sheet counted with one thumb, or with a scanner and no thumb at all; what the books say is not told.

Before this: a place to stand in. After this: tags of the sheet, by the `count` command. Everything stands in the form, so a page
that is lost is scanned again and nothing is counted twice. A place that is scanned is where one stands; an item that is scanned is
what is counted there. Where each scan is one unit, scanning it again adds one. Scanning another counts what was scanned or written
before.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import format_micro, parse_micro
from lowmark.doors import meaning
from lowmark.doors.web.asking import ask, page, show
from lowmark.doors.web.fields import optional_day
from lowmark.doors.web.pages.record import key

ONE: Final = 1_000_000
LONGEST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the count stands: on which sheet, in which place, at what, and how much of it so far."""

    document: str
    counted_on: date
    location: str = ""
    item: str = ""
    lot: str = ""
    owner: str = ""
    name: str = ""
    quantity: str = ""
    damaged: str = ""
    each: bool = False
    told: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@page
def count(request: HttpRequest, *, entity: str) -> HttpResponse:
    """Show where the count stands; on POST take a scan or a quantity on."""
    given = (request.POST if request.method == "POST" else request.GET).dict()
    standing, problem, request_key = _standing(given), None, key(given)
    if request.method == "POST":
        try:
            if given.get("code", "").strip():
                standing = _scanned(request, entity, standing, given["code"].strip()[:LONGEST], request_key)
            elif given.get("done") or standing.quantity:
                standing = _counted(request, entity, standing, request_key)
            request_key = key({})
        except Problem as refused:
            problem = refused
    status = meaning(problem.code).status if problem else 200
    return show(request, "count.html", status=status, entity=entity, standing=standing, problem=problem,
                request_key=request_key, frozen_for=_frozen_for(request, entity, standing))  # fmt: skip


def _frozen_for(request: HttpRequest, entity: str, standing: Standing) -> str:
    """Return the sheet that the place is frozen for where one stands; nothing where goods move on."""
    if not standing.location:
        return ""
    frozen = ask(request, "frozen-places", entity=entity, location=standing.location).lines
    return next((line.document for line in frozen if line.location == standing.location), "")


def _standing(given: dict[str, str]) -> Standing:
    """Return where the form says the count stands."""
    said = {
        name: given.get(name, "").strip()[:LONGEST]
        for name in ("location", "item", "lot", "owner", "name", "quantity", "damaged")
    }
    on = optional_day(given.get("counted_on", ""), "counted on") or date.today()  # noqa: DTZ011 -- said on the page
    return Standing(
        document=given.get("document", "").strip()[:LONGEST], counted_on=on, each=given.get("each") == "true", **said
    )


def _scanned(request: HttpRequest, entity: str, standing: Standing, code: str, request_key: str) -> Standing:
    """Take a scan on: a place is where one stands, an item is what is counted; in the midst of another, that is counted first.

    Raises: Problem ``not_found`` for a code that names nothing here; as `scan` and `count` word it.
    """
    found = ask(request, "scan", entity=entity, code=code, read_on=standing.counted_on)
    if found.location:
        return replace(_finished(request, entity, standing, request_key), location=found.location)
    if not found.item or (found.tracking != "none" and not found.lot_is_known):
        what = f"lot of {found.item}" if found.item else "item or place"
        raise Problem("not_found", f"{code!r} names no {what} here", hint="scan another code, or write its name")
    lot, scanned = (found.lot if found.tracking != "none" else ""), found.quantity_micro or ONE
    if standing.each and (standing.item, standing.lot) == (found.item, lot):
        return replace(standing, quantity=format_micro(parse_micro(standing.quantity or "0") + scanned))
    standing = _finished(request, entity, standing, request_key)
    quantity = format_micro(scanned) if standing.each or found.quantity_micro or found.tracking == "serial" else ""
    return replace(standing, item=found.item, lot=lot, name=found.name, quantity=quantity, damaged="")


def _finished(request: HttpRequest, entity: str, standing: Standing, request_key: str) -> Standing:
    """Count what has a quantity, scanned or written; what only waits for one is left."""
    if standing.item and standing.quantity:
        return _counted(request, entity, standing, request_key)
    return replace(standing, item="", lot="", name="", quantity="", damaged="")


def _counted(request: HttpRequest, entity: str, standing: Standing, request_key: str) -> Standing:
    """Record a count, and stand in the same place for the next."""
    done: Any = ask(
        request, "count", request_key=request_key, entity=entity, document=standing.document, item=standing.item, lot=standing.lot,
        location=standing.location, owner=standing.owner, quantity=standing.quantity, damaged=standing.damaged or "0",
        counted_on=standing.counted_on,
    )  # fmt: skip
    told = f"Tag {done.tag}: {format_micro(done.quantity_micro)} of {done.item} {done.lot} at {done.location}".replace(
        "  ", " "
    )
    told += f", goods of {done.owner}" if done.owner else ""
    return replace(standing, item="", lot="", name="", quantity="", damaged="", told=told)
