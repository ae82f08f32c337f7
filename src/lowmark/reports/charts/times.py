"""Charts of time: how long goods have been here, when lots expire, how figures went.

Before this: amounts with their days. After this: `chart.Chart`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.reports.charts.chart import Chart, Colours, Scale, beside, is_narrow, scale_of

HEIGHT: Final = 200
WEEK: Final = 7
SHADES: Final = 5
DEPTHS: Final = (0.6, 0.2, 0.4, 0.6, 0.8, 1)
"""How dense each shade is, from that of nothing on."""


@dataclass(frozen=True, slots=True)
class Band:
    """How much has been here so many days."""

    days: str
    value_minor: int
    allowance_minor: int


@dataclass(frozen=True, slots=True)
class Expiring:
    """What of one place expires on a day."""

    place: str
    expires_on: date
    value_minor: int


def ageing(bands: Sequence[Band], *, currency: str) -> Chart:
    """Return the stock by how long it has been here: what is carried, and the allowance on top of it.

    >>> ageing([Band("0-30", 500, 0), Band("31-60", 300, 120)], currency="JPY").rows[1]
    ('31-60', '300', '120', '180')
    """
    scale = scale_of([one.value_minor for one in bands], currency)
    whole = Scale(currency, 0, currency)
    rows = [
        {"days": one.days, "which": which, "low": low, "high": high, "number": number,
         "said": scale.write(one.value_minor) if which == "allowance" else "", "top": one.value_minor}
        for number, one in enumerate(bands)
        for which, low, high in (
            ("carried", 0, one.value_minor - one.allowance_minor),
            ("allowance", one.value_minor - one.allowance_minor, one.value_minor),
        )
    ]  # fmt: skip
    said = ", ".join(f"{one.days} days {scale.write(one.value_minor)}" for one in bands)
    return Chart(
        name="Ageing", heard=f"Cost by days here: {said} {scale.words}.", note=f"{scale.words}, by days here",
        heads=("Days", f"Cost {currency}", f"Allowance {currency}", f"Carried {currency}"),
        rows=tuple(
            (one.days, *(whole.write(each) for each in
                         (one.value_minor, one.allowance_minor, one.value_minor - one.allowance_minor)))
            for one in bands
        ),
        layers=lambda colours, width: _bands(rows, colours, width),
    )  # fmt: skip


def expiry_calendar(
    found: Sequence[Expiring], *, as_of: date, currency: str, weeks: int = 13, places: int = 8
) -> Chart:
    """Return a calendar of the weeks to come: a row a place, the darker the more expires; what has expired stands first.

    Domain: the places with the most; the others stand together. What expires later is left out.

    >>> lots = [Expiring("Main", date(2026, 11, 3), 500), Expiring("Main", date(2026, 10, 1), 20)]
    >>> expiry_calendar(lots, as_of=date(2026, 10, 31), currency="JPY", weeks=2).rows
    (('Main', '20', '500', '0', '520'),)
    """
    sums: dict[str, list[int]] = {}
    for one in found:
        week = (one.expires_on - as_of).days // WEEK + 1 if one.expires_on >= as_of else 0
        if week <= weeks:
            sums.setdefault(one.place, [0] * (weeks + 1))[week] += one.value_minor
    ranked = sorted(sums, key=lambda place: (-sum(sums[place]), place))
    shown = {place: sums[place] for place in ranked[:places]}
    if len(ranked) > places:
        shown["Elsewhere"] = [sum(column) for column in zip(*(sums[place] for place in ranked[places:]), strict=True)]
    most = max((amount for amounts in shown.values() for amount in amounts), default=0)
    scale, whole = scale_of([most], currency), Scale(currency, 0, currency)
    cells = [
        {"place": place, "week": "gone" if not week else f"{week}", "shade": shade(amount, most)}
        for place, amounts in shown.items() for week, amount in enumerate(amounts)
    ]  # fmt: skip
    total = [sum(amounts) for amounts in shown.values()]
    said = ", ".join(f"{place} {scale.write(amount)}" for place, amount in zip(shown, total, strict=True))
    return Chart(
        name="Expiry calendar", heard=f"Cost that expires within {weeks} weeks, or has: {said or 'nothing'} {scale.words}.",
        note=f"weeks from {as_of.isoformat()}; the darker, the more: up to {scale.write(most)} {scale.words}",
        heads=("Place", "Expired", *(f"Week {week}" for week in range(1, weeks + 1)), f"Cost {currency}"),
        rows=tuple((place, *map(whole.write, amounts), whole.write(sum(amounts))) for place, amounts in shown.items()),
        layers=lambda colours, width: _calendar(cells, colours, width),
    )  # fmt: skip


def trend(
    series: Sequence[tuple[str, str, Sequence[tuple[date, int]]]], *, currency: str, name: str = "Trend"
) -> Chart:
    """Return how figures went: a line each, with its name and colour, over the days that all share.

    Raises: AssertionError where the lines are not of the same days.

    >>> days = date(2026, 9, 30), date(2026, 10, 31)
    >>> trend([("Gross", "net", list(zip(days, (500, 520))))], currency="JPY").rows
    (('2026-09-30', '500'), ('2026-10-31', '520'))
    """
    days = [day for day, _ in series[0][2]]
    assert all([day for day, _ in points] == days for _, _, points in series), "lines of other days"
    scale = scale_of([amount for _, _, points in series for _, amount in points], currency)
    whole = Scale(currency, 0, currency)
    rows = [
        {"day": day.isoformat(), "amount": amount, "which": which}
        for which, _, points in series
        for day, amount in points
    ]
    ends = ", ".join(
        f"{which} {scale.write(points[0][1])} to {scale.write(points[-1][1])}" for which, _, points in series
    )
    tones = {which: colour for which, colour, _ in series}
    return Chart(
        name=name, heard=f"{name} from {days[0]} to {days[-1]}: {ends} {scale.words}.", note=scale.words,
        heads=("Day", *(f"{which} {currency}" for which, _, _ in series)),
        rows=tuple(
            (day.isoformat(), *(whole.write(points[number][1]) for _, _, points in series)) for number, day in enumerate(days)
        ),
        layers=lambda colours, width: _lines(rows, tones, scale, colours, width),
    )  # fmt: skip


def shade(amount: int, most: int) -> int:
    """Return how dark an amount is, of five: nothing is none, the most is five.

    >>> shade(0, 100), shade(1, 100), shade(60, 100), shade(100, 100)
    (0, 1, 3, 5)
    """
    return 0 if amount <= 0 or not most else max(1, multiply_divide_round(amount, SHADES, most))


def _bands(rows: list[dict[str, Any]], colours: Colours, width: int) -> dict[str, Any]:
    """Return a standing bar a band, of what is carried and the allowance on top."""
    place = {"field": "days", "type": "nominal", "sort": None, "scale": {"paddingInner": 0.3}, "axis": {
             "title": None, "labelAngle": 0, "ticks": False, "domain": False, "labelPadding": 6}}  # fmt: skip
    most = max((row["top"] for row in rows), default=1) or 1
    size = {"type": "quantitative", "axis": None, "scale": {"domain": [min(0, *(row["low"] for row in rows)) if rows else 0,
            most + most // 10 + 1], "nice": False}}  # fmt: skip
    tones = {"domain": ["carried", "allowance"], "range": [colours["net"], colours["loss"]]}
    return {
        "width": width, "height": HEIGHT, "data": {"values": rows},
        "layer": [
            {"mark": "bar", "encoding": {"x": place, "y": size | {"field": "low"}, "y2": {"field": "high"},
             "color": {"field": "which", "type": "nominal", "scale": tones}}},
            {"mark": {"type": "text", "dy": -7, "fontSize": 10 if is_narrow(width) else 11},
             "encoding": {"x": place, "y": size | {"field": "top"}, "text": {"field": "said"}}},
        ],
    }  # fmt: skip


def _calendar(cells: list[dict[str, Any]], colours: Colours, width: int) -> dict[str, Any]:
    """Return a square a place and week, empty ones pale, the others the darker the more."""
    names = [cell["place"] for cell in cells]
    squares = [
        cell | {"colour": colours["expired" if cell["shade"] else "rule"], "depth": DEPTHS[cell["shade"]]}
        for cell in cells
    ]
    week = {"title": None, "labelAngle": 0, "ticks": False, "domain": False, "labelOverlap": "greedy"}
    return {
        "width": width, "height": 26 * max(len(set(names)), 1), "data": {"values": squares},
        "mark": {"type": "rect", "cornerRadius": 3, "strokeWidth": 3, "stroke": colours["sheet"]},
        "encoding": {
            "x": {"field": "week", "type": "nominal", "sort": None, "axis": week},
            "y": {"field": "place", "type": "nominal", "sort": None,
                  "axis": beside(names, most=90 if is_narrow(width) else 180)},
            "color": {"field": "colour", "type": "nominal", "scale": None},
            "fillOpacity": {"field": "depth", "type": "quantitative", "scale": None},
        },
    }  # fmt: skip


def _lines(
    rows: list[dict[str, Any]], tones: dict[str, str], scale: Scale, colours: Colours, width: int
) -> dict[str, Any]:
    """Return a line a series, its first and last points written out."""
    points = [row | {"said": scale.write(row["amount"])} for row in rows]
    days = list(dict.fromkeys(row["day"] for row in rows))
    amounts = [row["amount"] for row in rows]
    spread = max(amounts) - min(amounts) or abs(max(amounts)) or 1
    axis = {"title": None, "labelAngle": 0, "ticks": False, "labelOverlap": "greedy", "labelSeparation": 16,
            "labelPadding": 6, "values": [days[0], days[-1]] if is_narrow(width) else days}  # fmt: skip
    domain = [min(amounts) - spread // 6, max(amounts) + spread // 5]
    day = {"field": "day", "type": "nominal", "sort": None, "axis": axis}
    size = {"field": "amount", "type": "quantitative", "axis": None,
            "scale": {"domain": domain, "nice": False, "zero": False}}  # fmt: skip
    shades = {"domain": list(tones), "range": [colours[one] for one in tones.values()]}
    tone = {"field": "which", "type": "nominal", "scale": shades}
    return {
        "width": width, "height": HEIGHT, "padding": {"left": 26, "right": 26, "top": 2, "bottom": 2}, "data": {"values": points},
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 2, "point": {"size": 36}}, "encoding": {"x": day, "y": size, "color": tone}},
            *({"transform": [{"filter": {"field": "day", "oneOf": [days[0], days[-1]]}},
                             {"filter": {"field": "which", "equal": which}}],
               "mark": {"type": "text", "dy": -10 if not place else 15},
               "encoding": {"x": day, "y": size, "text": {"field": "said"}}} for place, which in enumerate(tones)),
        ],
    }  # fmt: skip
