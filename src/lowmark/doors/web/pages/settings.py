"""Settings: the entity, its books and chart; every parameter with who says so and how it came to be; who may do what."""

import json
from dataclasses import replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lowmark.doors.web.asking import ask, page, roles, show
from lowmark.doors.web.fields import optional_day, sequence
from lowmark.doors.web.navigation import may
from lowmark.doors.web.pages.record import title
from lowmark.doors.web.tables import Column, table
from lowmark.doors.web.templatetags.figures import words

TABS: Final = ("parameters", "history", "chart", "people")
OFFERED: Final = (
    "set-policy",
    "adopt-proposal",
    "add-book",
    "grant",
    "delegate",
    "set-limit",
    "set-approval-rule",
    "map-account",
)
"""What can be set here, each by its own form."""


@require_safe
@page
def settings(request: HttpRequest, *, entity: str) -> HttpResponse:
    """Show what holds on a day; one table at a time, the parameters first."""
    as_of = optional_day(request.GET.get("as_of", ""), "as of") or date.today()  # noqa: DTZ011 -- said on the page
    pinned, book = sequence(request.GET.get("known_seq", ""), "known"), request.GET.get("book", "").strip()
    shown = ask(request, "settings", entity=entity, as_of=as_of, known_seq=pinned, book=book)
    mine = roles(request, entity)
    tabs = [tab for tab in TABS if tab != "people" or may("access-review", mine)]
    tab = request.GET.get("tab", "")
    tab = tab if tab in tabs else tabs[0]
    return show(
        request, "settings.html", entity=entity, shown=shown, pinned=pinned, tab=tab,
        table=_table(request, entity, shown, tab, mine),
        tabs=[(one, f"{request.path}?{urlencode({'tab': one, 'as_of': as_of.isoformat(), 'book': book})}") for one in tabs],
        forms=[(title(name), reverse("record-one", kwargs={"entity": entity, "operation": name}))
               for name in OFFERED if may(name, mine)],
    )  # fmt: skip


def _table(request: HttpRequest, entity: str, shown: Any, tab: str, mine: tuple[str, ...]) -> Any:
    """Return the table of the tab that is open."""
    rows, columns = {
        "parameters": lambda: ([replace(one, value=in_words(one.value)) for one in shown.parameters],
                               _parameters(entity, may("set-policy", mine))),
        "history": lambda: ([replace(one, before=in_words(one.before), value=in_words(one.value))
                             for one in shown.changes], _changes()),
        "chart": lambda: (shown.accounts, _chart(shown)),
        "people": lambda: (ask(request, "access-review", entity=entity).lines, _people()),
    }[tab]()  # fmt: skip
    return table(request.GET.dict(), rows, columns=columns, currency=shown.currency, caption=tab.capitalize())


def _parameters(entity: str, may_set: bool) -> list[Column]:  # noqa: FBT001 -- private
    """Return the columns: what may be set leads to the form that sets it."""
    form = reverse("record-one", kwargs={"entity": entity, "operation": "set-policy"})

    def sets(one: Any) -> str:
        return f"{form}?{urlencode({'path': one.path})}" if may_set and one.may_be_set else ""

    return [
        Column(key="label", title="Parameter", link=sets, note=lambda one: one.path),
        Column(key="value", title="Holds", kind="long", note=_default),
        Column(key="level", title="Says", kind="tag"), Column(key="since", title="Since", kind="day"),
        Column(key="source", title="Paragraphs", kind="long"),
    ]  # fmt: skip


def _default(one: Any) -> str:
    return f"the framework says {in_words(one.default)}" if one.default else ""


def in_words(written: str) -> str:
    """Write what a parameter holds for a person: JSON without its marks.

    >>> in_words('"refuse"'), in_words("true"), in_words("[]"), in_words('["fifo", "moving_average"]')
    ('refuse', 'yes', 'none', 'first in, first out; moving average')
    >>> in_words('{"of": "price", "rate": "0"}'), in_words("<"), in_words("")
    ('of price; rate 0', '<', '')
    """
    try:
        return _said(json.loads(written))
    except ValueError:
        return written


def _said(value: Any, *, is_inside: bool = False) -> str:
    if isinstance(value, dict):
        parts = [f"{words(name)} {_said(one, is_inside=True)}" for name, one in value.items()]
    elif isinstance(value, list):
        parts = [_said(one, is_inside=True) for one in value]
    elif isinstance(value, bool):
        return "yes" if value else "no"
    else:
        return "none" if value is None else words(str(value))
    told = "; ".join(parts) or "none"
    return f"({told})" if is_inside and parts else told


def _changes() -> list[Column]:
    return [
        Column(key="known_seq", title="Known at"), Column(key="path", title="Parameter"),
        Column(key="before", title="Was", kind="long"), Column(key="value", title="Is", kind="long"),
        Column(key="valid_from", title="From", kind="day"),
        Column(key="book", title="Book", kind="book"), Column(key="set_by", title="By"),
    ]  # fmt: skip


def _chart(shown: Any) -> list[Column]:
    ledger = reverse("ledger", kwargs={"entity": shown.entity})

    def leads(one: Any) -> str:
        return f"{ledger}?{urlencode({'account': one.account, 'as_of': shown.as_of.isoformat()})}"

    return [
        Column(key="account", title="Account", link=leads, note=lambda one: one.name),
        Column(key="section", title="Section", kind="tag"), Column(key="kind", title="Kind", kind="tag"),
        Column(key="roles", title="Parts that it plays", kind="words"),
    ]  # fmt: skip


def _people() -> list[Column]:
    return [
        Column(key="user", title="Who"), Column(key="role", title="Role", kind="tag"),
        Column(key="granted_by", title="By whom"), Column(key="lent_until", title="Lent until", kind="day"),
        Column(key="limit_minor", title="Limit", kind="amount"), Column(key="last_sign_in", title="Last here", kind="day"),
        Column(key="finding", title="To look at", kind="tag"),
    ]  # fmt: skip
