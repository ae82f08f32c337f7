"""Stock: what is there by item, with the layers and the allowance behind each position; and its figures for home."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lowmark.core.kinds.money import present_minor
from lowmark.doors.web.asking import ask, page, roles, show
from lowmark.doors.web.downloads import csv_file
from lowmark.doors.web.fields import optional_day, sequence
from lowmark.doors.web.navigation import may
from lowmark.doors.web.pages import drafts
from lowmark.doors.web.tables import Cell, Column, Table, arranged, laid, page_of, table
from lowmark.doors.web.templatetags.figures import explained
from lowmark.services.operations.cost import ORDERS

HUNDRED: Final = 100


@dataclass(slots=True, kw_only=True)
class Position:
    """The stock of one item, in whatever lots, conditions and layers; the allowance is a deduction, so below zero."""

    item: str
    lots: int = 0
    layers: int = 0
    set_apart: str = ""
    oldest_on: date | None = None
    quantity_micro: int = 0
    value_minor: int = 0
    allowance_minor: int = 0

    @property
    def net_minor(self) -> int:
        """What is carried."""
        return self.value_minor + self.allowance_minor


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer, and what is carried of it."""

    layer: Any

    def __getattr__(self, name: str) -> Any:
        """Return a field of the layer."""
        return getattr(self.layer, name)

    @property
    def allowance_minor(self) -> int:
        """The allowance as a deduction."""
        return -int(self.layer.allowance_minor)

    @property
    def net_minor(self) -> int:
        """What is carried."""
        return int(self.layer.value_minor) + self.allowance_minor


@require_safe
@page
def stock(request: HttpRequest, *, entity: str) -> HttpResponse:
    """Show the positions; of one item, its layers."""
    item, move = (request.GET.get(name, "").strip() for name in ("item", "explain"))
    is_file = request.GET.get("format") == "csv"
    shown = _asked(request, entity, item, move, **({} if item or move else by_item(request.GET, whole=is_file)))
    changes = drafts.approved(request, entity=entity) if item and not move else ()
    columns = part_columns(shown, move) if move else layer_columns(shown, changes) if item else position_columns(shown)
    rows: list[Any] = list(shown.parts) if move else [Layer(one) for one in shown.layers]
    if is_file:
        listed = arranged(request.GET, rows, columns=columns) if item or move else positions(shown)
        return csv_file(listed, columns=columns, currency=shown.currency, name=f"{entity}-stock-{shown.as_of}.csv")
    shown_table = positions_table(request.GET.dict(), shown) if not (item or move) else table(
        request.GET.dict(), rows, columns=columns, currency=shown.currency,
        caption=f"Cost of {move}" if move else f"Layers of {item}",
    )  # fmt: skip
    whole = reverse("stock", kwargs={"entity": entity})
    if item or move:
        whole = _explained(shown, f"move {move}" if move else f"item {item}")
    forms: dict[str, Any] = (
        {name: _form(entity, name, item) for name in ("receive", "issue", "transfer")} if item else {}
    )
    return show(
        request, "stock.html", entity=entity, shown=shown, item=item, table=shown_table, pinned=_pinned(request),
        page_title=f"Cost of {move}" if move else f"Stock of {item}" if item else "Stock",
        noun="layers" if item or move else "items",
        explain_whole=whole, may_record=may("receive", roles(request, entity)), **forms, **whole_figures(shown),
    )  # fmt: skip


@require_safe
@page
def figures(request: HttpRequest, *, entity: str) -> HttpResponse:
    """Give home the figures of an entity's stock today: a part of a page."""
    shown = _asked(request, entity, "", "", by="sum")
    return render(request, "web/_figures.html", {"shown": shown, "code": entity} | whole_figures(shown))


def by_item(asked: Mapping[str, str], *, whole: bool = False) -> dict[str, Any]:
    """Return what is asked of the service for a page of positions, or for all of them: the words, the order, the page.

    >>> by_item({"q": "tent", "sort": "-allowance_minor", "page": "2"})
    {'by': 'item', 'words': 'tent', 'order': 'allowance_minor', 'page': 2}
    """
    order = asked.get("sort", "")
    if order.removeprefix("-") not in ORDERS:
        order = ""
    if order.removeprefix("-") == "allowance_minor":  # It is shown below zero.
        order = order.removeprefix("-") if order.startswith("-") else f"-{order}"
    return {"by": "item", "words": asked.get("q", ""), "order": order, "page": 0 if whole else page_of(asked)}


def positions(shown: Any) -> list[Position]:
    """Return the positions that the service found, as they are shown."""
    return [
        Position(item=one.item, lots=one.lots, layers=one.layers, set_apart=one.set_apart, oldest_on=one.oldest_on,
                 quantity_micro=one.quantity_micro, value_minor=one.value_minor, allowance_minor=-one.allowance_minor)
        for one in shown.items
    ]  # fmt: skip


def positions_table(asked: Mapping[str, str], shown: Any) -> Table:
    """Lay a page of positions out, over the sums of all that were found."""
    sums = Position(item="", layers=shown.found.layers, value_minor=shown.found.value_minor,
                    allowance_minor=-shown.found.allowance_minor)  # fmt: skip
    columns = position_columns(shown)
    return laid(
        asked, positions(shown), columns=columns, caption="Positions by item", currency=shown.currency,
        totals=[Cell(one, getattr(sums, one.key) if one.is_summed else None) for one in columns],
        found=shown.found.items, whole=shown.found.whole,
    )  # fmt: skip


def whole_figures(shown: Any) -> dict[str, Any]:
    """Return what is carried of the whole, the allowance as a deduction, its share, and the bar of both."""
    net = shown.value_minor - shown.allowance_minor
    held, whole = max(shown.allowance_minor, 0), max(shown.value_minor, 0)
    tenths = held * HUNDRED * 10 // whole if whole else 0
    said = f"carried {present_minor(net, shown.currency)} of {present_minor(shown.value_minor, shown.currency)} at cost"
    return {
        "net_minor": net, "allowance_minor": -shown.allowance_minor, "share": f"{tenths // 10}.{tenths % 10} %",
        "parts": [("carried", max(net, 0), "kept"), ("allowance", held, "held")], "heard": said,
    }  # fmt: skip


def position_columns(shown: Any) -> list[Column]:
    """Return the columns of the positions; an item leads to its layers, a figure to its explanation."""
    here = reverse("stock", kwargs={"entity": shown.entity})

    def layers(one: Position) -> str:
        return f"{here}?{urlencode({'item': one.item, 'as_of': shown.as_of.isoformat()})}"

    def why(one: Position) -> str:
        return _explained(shown, f"item {one.item}")

    return [
        Column(key="item", title="Item", link=layers),
        Column(key="quantity_micro", title="Quantity", kind="quantity", link=why),
        *_amounts(why),
        Column(key="set_apart", title="Set apart", kind="tag"),
        Column(key="oldest_on", title="Oldest", kind="day"),
        Column(key="lots", title="Lots", kind="count", link=layers),
        Column(key="layers", title="Layers", kind="count", link=layers, is_summed=True),
    ]  # fmt: skip


def layer_columns(shown: Any, changes: Collection[str] = ()) -> list[Column]:
    """Return the columns of one item's layers; what brought one leads to its page where it is one of these changes of formula."""

    def brought(one: Layer) -> str:
        if one.document not in changes:
            return ""
        return reverse("formula-change", kwargs={"entity": shown.entity, "document": one.document})

    def why(one: Layer) -> str:
        return _explained(shown, f"item {one.item} lot {one.lot}" if one.lot else f"item {one.item}")

    return [
        Column(key="document", title="Receipt", link=brought), Column(key="lot", title="Lot", link=why),
        Column(key="condition", title="Condition", kind="tag"),
        Column(key="received_on", title="Received", kind="day"),
        Column(key="quantity_micro", title="Quantity", kind="quantity", link=why, is_summed=True),
        *_amounts(why),
    ]  # fmt: skip


def part_columns(shown: Any, move: str) -> list[Column]:
    """Return the columns of what one move did, layer by layer."""

    def why(_: Any) -> str:
        return _explained(shown, f"move {move}")

    amount = partial(Column, kind="amount", link=why)
    return [
        Column(key="document", title="Receipt"), Column(key="item", title="Item"), Column(key="kind", title="What", kind="tag"),
        Column(key="received_on", title="Received", kind="day"),
        Column(key="brought_micro", title="Brought", kind="quantity"), amount(key="brought_minor", title="At"),
        Column(key="moved_micro", title="Moved", kind="quantity", is_summed=True),
        amount(key="posted_minor", title="Posted", is_summed=True),
        amount(key="adjusted_minor", title="Since", is_summed=True),
        amount(key="cost_minor", title="Cost", is_summed=True),
    ]  # fmt: skip


def _amounts(why: Any) -> list[Column]:
    amount = partial(Column, kind="amount", link=why, is_summed=True)
    return [amount(key="value_minor", title="Cost"), amount(key="allowance_minor", title="Allowance"),
            amount(key="net_minor", title="Carried")]  # fmt: skip


def _asked(request: HttpRequest, entity: str, item: str, move: str, **by: Any) -> Any:
    as_of = optional_day(request.GET.get("as_of", ""), "as of") or date.today()  # noqa: DTZ011 -- said on the page
    return ask(request, "cost", entity=entity, as_of=as_of, known_seq=_pinned(request), item=item, explain=move, **by)


def _pinned(request: HttpRequest) -> int:
    return sequence(request.GET.get("known_seq", ""), "known")


def _explained(shown: Any, subject: str) -> str:
    return explained(shown.entity, subject, shown.as_of, shown.known_seq)


def _form(entity: str, operation: str, item: str) -> str:
    return f"{reverse('record-one', kwargs={'entity': entity, 'operation': operation})}?{urlencode({'item': item})}"
