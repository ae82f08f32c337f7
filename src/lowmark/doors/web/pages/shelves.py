"""Shelves: what lies where, for a clerk with a telephone in one hand; each quantity with what can be done with it."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lowmark.core.kinds.quantity import format_micro
from lowmark.doors.web.asking import ask, page, roles, show
from lowmark.doors.web.fields import optional_day, sequence
from lowmark.doors.web.navigation import may

MOST: Final = 60
"""So many shelves are shown at once: more are found by a word of their item, lot or place."""

SOON: Final = 30


@dataclass(frozen=True, slots=True)
class Shelf:
    """A position, how its life stands, and where it leads."""

    line: Any
    as_of: date
    entity: str

    def __getattr__(self, name: str) -> Any:
        """Return a field of the position."""
        return getattr(self.line, name)

    @property
    def life(self) -> tuple[str, str]:
        """What is said of its expiry, and the tag that it has."""
        ends_on = self.line.expires_on or self.line.best_before_on
        if ends_on is None:
            return "", ""
        days = (ends_on - self.as_of).days
        if days < 0:
            return f"expired {ends_on}", "expired"
        return f"expires {ends_on}, in {days} days", "excess" if days < SOON else ""

    @property
    def allowance(self) -> int:
        """The allowance as a deduction."""
        return -int(self.line.allowance_minor)

    @property
    def layers(self) -> str:
        """The address of the layers behind it."""
        asked = {"item": self.line.item, "as_of": self.as_of.isoformat()}
        return f"{reverse('stock', kwargs={'entity': self.entity})}?{urlencode(asked)}"

    @property
    def doing(self) -> list[tuple[str, str]]:
        """What can be done with it: a name, and the form with all filled in that is known."""
        goods = {"item": self.line.item, "lot": self.line.lot, "owner": self.line.owner}
        quantity = {"quantity": format_micro(self.line.quantity_micro)}
        return [
            ("Issue", _form(self.entity, "issue", goods | quantity | {"location": self.line.location})),
            ("Transfer", _form(self.entity, "transfer", goods | quantity | {"from_location": self.line.location})),
            ("Receive", _form(self.entity, "receive", goods | {"location": self.line.location})),
        ]


@require_safe
@page
def shelves(request: HttpRequest, *, entity: str) -> HttpResponse:
    """Show what lies where, as far as it has the words that are sought."""
    as_of = optional_day(request.GET.get("as_of", ""), "as of") or date.today()  # noqa: DTZ011 -- said on the page
    sought = request.GET.get("q", "").strip()[:100]
    shown = ask(request, "positions", entity=entity, as_of=as_of, words=sought,
                known_seq=sequence(request.GET.get("known_seq", ""), "known"))  # fmt: skip
    return show(
        request, "shelves.html", entity=entity, shown=shown, sought=sought,
        shelves=[Shelf(line, as_of, entity) for line in shown.lines[:MOST]], found=len(shown.lines), whole=shown.whole,
        may_record=may("receive", roles(request, entity)), receive=_form(entity, "receive", {}),
    )  # fmt: skip


def _form(entity: str, operation: str, given: dict[str, str]) -> str:
    address = reverse("record-one", kwargs={"entity": entity, "operation": operation})
    filled = {name: value for name, value in given.items() if value}
    return f"{address}?{urlencode(filled)}" if filled else address
