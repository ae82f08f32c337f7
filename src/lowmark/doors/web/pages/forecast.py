"""Forecast: what items are expected to sell; of one item its history, forecast, interval, and when it runs out or expires."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lowmark.doors.web.asking import ask, page, roles, show
from lowmark.doors.web.downloads import csv_file
from lowmark.doors.web.fields import optional_day
from lowmark.doors.web.navigation import may
from lowmark.doors.web.tables import Column, arranged, table

WIDTH, HEIGHT, FOOT = 720, 200, 24
ESTIMATED: Final = ("mean_micro", "low_micro", "median_micro", "high_micro")
SHOWN: Final = 36
"""Months of history that are drawn; the table beneath has them all."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A month, drawn: where it stands, how high it is, what it says."""

    x: float
    y: float
    width: float
    height: float
    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of demand by month, of a month of the forecast beside it; `heard` says it in words."""

    bars: tuple[Bar, ...]
    labels: tuple[tuple[float, str], ...]
    top: str
    low: float
    high: float
    begins: float
    heard: str
    width: int = WIDTH
    height: int = HEIGHT


@require_safe
@page
def forecast(request: HttpRequest, *, entity: str) -> HttpResponse:
    """Show the latest forecast by a date; of one item, what stands behind it."""
    item = request.GET.get("item", "").strip()
    as_of = optional_day(request.GET.get("as_of", ""), "as of") or date.today()  # noqa: DTZ011 -- said on the page
    shown = ask(request, "show-forecast", entity=entity, as_of=as_of, item=item)
    columns = _columns(entity, as_of)
    if request.GET.get("format") == "csv":
        return csv_file(arranged(request.GET, shown.lines, columns=columns), columns=columns, currency="",
                        name=f"{entity}-forecast-{shown.as_of}.csv")  # fmt: skip
    scores = ask(request, "back-test", entity=entity, made_on=shown.made_on).scores if shown.made_on else ()
    history: Sequence[Any] = (
        ask(request, "demand", entity=entity, as_of=shown.made_on or as_of, item=item).lines if item else ()
    )
    line = next((one for one in shown.lines if not one.location), None) if item else None
    return show(
        request, "forecast.html", entity=entity, shown=shown, item=item, line=line,
        title=f"Forecast of {item}" if item else "Forecast",
        chart=chart(history, line, shown.horizon_days) if line else None,
        table=table(request.GET.dict(), shown.lines, columns=columns, currency="", caption="Expected to be sold"),
        categories=table({}, shown.categories, columns=_category_columns(), currency="", caption="By category"),
        history=table({}, history, columns=_history_columns(), currency="", caption="Demand by month"),
        scores=table({}, scores, columns=_score_columns(), currency="", caption="How every model would have done"),
        may_forecast=may("forecast", roles(request, entity)),
        make=reverse("record-one", kwargs={"entity": entity, "operation": "forecast"}),
        whole=reverse("forecast", kwargs={"entity": entity}),
    )  # fmt: skip


def chart(history: Sequence[Any], line: Any, horizon_days: int) -> Chart:
    """Return the picture: months known as bars, the forecast's mean a month as a bar with its interval.

    Domain: the interval is of the whole horizon, brought to a month as the mean is: it says how far the sum may be off.
    """
    known = _by_month(history)[-SHOWN:]
    months = max(1.0, horizon_days / 30.4)
    mean, low, high = (
        each / months for each in (line.mean_micro, line.low_micro or 0, line.high_micro or line.mean_micro)
    )
    ahead = max(1, round(months))
    most = max([quantity for _, quantity in known] + [high, 1])
    step = WIDTH / (len(known) + ahead)
    floor = HEIGHT - FOOT

    def tall(quantity: float) -> float:
        return round(quantity / most * (floor - 12), 1)

    bars = [
        Bar(round(place * step, 1), floor - tall(quantity), round(step * 0.8, 1), tall(quantity),
            f"{begins:%Y-%m}: {quantity / 1e6:g}", "known")
        for place, (begins, quantity) in enumerate(known)
    ] + [
        Bar(round((len(known) + place) * step, 1), floor - tall(mean), round(step * 0.8, 1), tall(mean),
            f"forecast: {mean / 1e6:.4g} a month", "ahead")
        for place in range(ahead)
    ]  # fmt: skip
    labels = tuple(
        (round(place * step, 1), f"{begins:%Y-%m}") for place, (begins, _) in enumerate(known) if place % 6 == 0
    )
    heard = (f"{len(known)} months of demand; then {line.mean_micro / 1e6:,.1f} expected over {horizon_days} days, "
             f"between {low * months / 1e6:,.1f} and {high * months / 1e6:,.1f} in nine cases of ten")  # fmt: skip
    return Chart(
        tuple(bars),
        labels,
        f"{most / 1e6:g}",
        floor - tall(low),
        floor - tall(high),
        round(len(known) * step, 1),
        heard,
    )


def _by_month(history: Sequence[Any]) -> list[tuple[date, int]]:
    """Return every month from the first with a demand to the last, those of none too."""
    said = {one.begins_on: one.demand_micro for one in history}
    if not said:
        return []
    first, last = min(said), max(said)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    months = [divmod(first.year * 12 + first.month - 1 + each, 12) for each in range(count)]
    return [(begins, said.get(begins, 0)) for begins in (date(year, month + 1, 1) for year, month in months)]


def _columns(entity: str, as_of: date) -> list[Column]:
    here = reverse("forecast", kwargs={"entity": entity})

    def one(line: Any) -> str:
        return f"{here}?{urlencode({'item': line.item, 'as_of': as_of.isoformat()})}"

    quantities = {"mean_micro": "Expected", "low_micro": "5 %", "median_micro": "Median", "high_micro": "95 %",
                  "on_hand_micro": "On hand", "expires_micro": "Expires unsold"}  # fmt: skip
    found = [Column(key="item", title="Item", link=one), Column(key="location", title="Place"),
             Column(key="method", title="Model", kind="words")]  # fmt: skip
    found += [
        Column(key=key, title=title, kind="ratio" if key in ESTIMATED else "quantity")
        for key, title in quantities.items()
    ]
    return [*found, Column(key="runs_out_on", title="Runs out", kind="day"),
            Column(key="first_expiry_on", title="First expiry", kind="day")]  # fmt: skip


def _category_columns() -> list[Column]:
    quantities = {"mean_micro": "Expected", "low_micro": "5 %", "median_micro": "Median", "high_micro": "95 %"}
    return [Column(key="category", title="Category"), Column(key="method", title="Model", kind="words"),
            *(Column(key=key, title=title, kind="ratio") for key, title in quantities.items())]  # fmt: skip


def _history_columns() -> list[Column]:
    quantities = {"taken_micro": "Sold and used", "returned_micro": "Came back", "corrected_micro": "Corrected",
                  "demand_micro": "Demand"}  # fmt: skip
    return [Column(key="begins_on", title="Month", kind="day"),
            *(Column(key=key, title=title, kind="quantity") for key, title in quantities.items()),
            Column(key="flags", title="Looks odd", kind="tag")]  # fmt: skip


def _score_columns() -> list[Column]:
    measures = {"rmsse_micro": "RMSSE", "pinball_micro": "Pinball loss", "bias_micro": "Bias",
                "rmsse_by_item_micro": "RMSSE by item", "mase_micro": "MASE"}  # fmt: skip
    return [Column(key="demand_class", title="Class"), Column(key="model", title="Model", kind="words"),
            Column(key="n", title="Scored", kind="count"),
            *(Column(key=key, title=title, kind="ratio") for key, title in measures.items())]  # fmt: skip
