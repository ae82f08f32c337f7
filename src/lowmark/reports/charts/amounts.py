"""Charts of amounts that add up: gross to net, the allowance rolled forward, the tiers of a proposal, before and after.

Before this: amounts with their names. After this: `chart.Chart`. Each foots: what is drawn last is the sum of the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from lowmark.reports.charts.chart import Chart, Colours, Scale, beside, is_narrow, scale_of

HEIGHT: Final = 230
ROW: Final = 30
"""Height of a bar with its name beside it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of a waterfall: a level where it stands on the ground, else a change of the level before it."""

    name: str
    amount_minor: int
    colour: str = "net"
    is_level: bool = False
    is_proposed: bool = False


@dataclass(frozen=True, slots=True)
class Tier:
    """Goods of one proposal that are worth one price."""

    name: str
    quantity: str
    cost_minor: int
    value_minor: int | None
    lower_minor: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure before and after."""

    name: str
    posted_minor: int
    pro_forma_minor: int


def waterfall(steps: Sequence[Step], *, currency: str, name: str = "Gross to net") -> Chart:
    """Return a waterfall: levels on the ground, changes hanging between them; what is proposed is dashed.

    Raises: AssertionError where a level is not what the steps before it come to.

    >>> steps = [Step("Gross", 500, is_level=True), Step("Expired", -50, "expired"), Step("Net", 450, is_level=True)]
    >>> waterfall(steps, currency="CAD").heard
    'Gross to net: Gross 5.00, Expired (0.50), Net 4.50 CAD.'
    """
    scale = scale_of([one.amount_minor for one in steps], currency)
    bars: list[dict[str, Any]] = []
    level = 0
    for number, one in enumerate(steps):
        assert not one.is_level or not number or one.amount_minor == level, f"{one.name} does not foot"
        start, level = (0, one.amount_minor) if one.is_level else (level, level + one.amount_minor)
        bars.append({"name": one.name, "number": number, "low": min(start, level), "high": max(start, level), "end": level,
                     "said": scale.write(one.amount_minor), "colour": one.colour, "proposed": one.is_proposed})  # fmt: skip
    floor = _floor([bar["end"] for bar in bars])
    for bar in bars:
        bar["low"] = max(bar["low"], floor)
    said = ", ".join(f"{one.name} {scale.write(one.amount_minor)}" for one in steps)
    note = f"{scale.words}{f'; bars begin at {scale.write(floor)}' if floor else ''}"
    note += "; solid is posted, dashed is proposed" if any(one.is_proposed for one in steps) else ""
    return Chart(
        name=name, heard=f"{name}: {said} {scale.words}.", note=note, heads=("Step", f"Amount {currency}"),
        rows=tuple((one.name, Scale(currency, 0, currency).write(one.amount_minor)) for one in steps),
        layers=lambda colours, width: _falls(bars, floor, colours, width),
    )  # fmt: skip


def roll_forward(moves: Sequence[tuple[str, int]], *, opening_minor: int, closing_minor: int, currency: str) -> Chart:
    """Return the allowance from what was held to what is held; what is zero is left out.

    Raises: AssertionError where the moves do not come to the closing.

    >>> chart = roll_forward([("Charged", 50), ("Reversed", -20), ("Other", 0)], opening_minor=10, closing_minor=40, currency="JPY")
    >>> [row[0] for row in chart.rows]
    ['Opening', 'Charged', 'Reversed', 'Closing']
    """
    changes = [Step(name, amount, "loss" if amount > 0 else "gain") for name, amount in moves if amount]
    steps = [Step("Opening", opening_minor, is_level=True), *changes, Step("Closing", closing_minor, is_level=True)]
    return waterfall(steps, currency=currency, name="Allowance, opening to closing")


def tiers(found: Sequence[Tier], *, currency: str, name: str = "Tiers") -> Chart:
    """Return the tiers of a proposal: of each its cost as a bar, of which what is carried is filled.

    >>> tiers([Tier("contract", "75", 1000, 1200, 1000), Tier("rest", "25", 500, 300, 300)], currency="JPY").rows[1]
    ('rest', '25', '500', '300', '300')
    """
    scale = scale_of([one.cost_minor for one in found], currency)
    rows = [
        {"name": one.name, "number": number, "low": 0, "kept": one.lower_minor, "high": one.cost_minor,
         "said": f"{scale.write(one.lower_minor)} of {scale.write(one.cost_minor)}"}
        for number, one in enumerate(found)
    ]  # fmt: skip
    whole = Scale(currency, 0, currency)
    table = tuple(
        (one.name, one.quantity, whole.write(one.cost_minor),
         "–" if one.value_minor is None else whole.write(one.value_minor), whole.write(one.lower_minor))
        for one in found
    )  # fmt: skip
    said = ", ".join(f"{one.name} {row['said']}" for one, row in zip(found, rows, strict=True))
    return Chart(
        name=name, heard=f"Carried of cost, by tier: {said} {scale.words}.", note=scale.words, rows=table,
        heads=("Tier", "Quantity", f"Cost {currency}", f"Value {currency}", f"Lower {currency}"),
        layers=lambda colours, width: _lying(
            rows, width, most=max((one.cost_minor for one in found), default=1),
            bars=(("low", "kept", colours["net"]), ("kept", "high", colours["loss"])),
        ),
    )  # fmt: skip


def before_after(pairs: Sequence[Pair], *, currency: str, name: str = "Before and after") -> Chart:
    """Return figures as posted and as they would be, a pair of bars each.

    >>> before_after([Pair("Inventory", 500, 450)], currency="JPY").rows
    (('Inventory', '500', '450', '(50)'),)
    """
    scale = scale_of([one.posted_minor for one in pairs], currency)
    whole = Scale(currency, 0, currency)
    rows = [
        {"name": one.name, "number": number, "which": which, "amount": amount, "said": scale.write(amount)}
        for number, one in enumerate(pairs)
        for which, amount in (("posted", one.posted_minor), ("pro forma", one.pro_forma_minor))
    ]
    said = ", ".join(
        f"{one.name} {scale.write(one.posted_minor)} to {scale.write(one.pro_forma_minor)}" for one in pairs
    )
    return Chart(
        name=name, heard=f"{name}: {said} {scale.words}.", note=scale.words,
        heads=("Figure", f"Posted {currency}", f"Pro forma {currency}", f"Change {currency}"),
        rows=tuple(
            (one.name, whole.write(one.posted_minor), whole.write(one.pro_forma_minor),
             whole.write(one.pro_forma_minor - one.posted_minor))
            for one in pairs
        ),
        layers=lambda colours, width: _pairs(rows, colours, width),
    )  # fmt: skip


def _floor(levels: Sequence[int]) -> int:
    """Return where bars begin: at nothing, unless all levels are far above what they differ by; then at a round amount.

    >>> _floor([500, 450, 300]), _floor([482_130, 439_290, 434_850])
    (0, 380000)
    """
    low, high = min(levels), max(levels)
    if low <= 0 or (high - low) * 3 > high:
        return 0
    step = int("1".ljust(len(str(high - low)), "0"))
    return max(low - (high - low), 0) // step * step


def _falls(bars: list[dict[str, Any]], floor: int, colours: Colours, width: int) -> dict[str, Any]:
    """Return the layers of a waterfall: standing where there is room, lying where there is not."""
    narrow = is_narrow(width)
    across, along = ("y", "x") if narrow else ("x", "y")
    data = [bar | {"colour": colours[bar["colour"]]} for bar in bars]
    under = {
        "title": None,
        "labelAngle": 0,
        "ticks": False,
        "domain": False,
        "labelPadding": 6,
        "labelLimit": width // len(bars),
    }
    place = {"field": "name", "type": "nominal", "sort": None, "scale": {"paddingInner": 0.3, "paddingOuter": 0.15},
             "axis": beside([one["name"] for one in bars], most=110) if narrow else under}  # fmt: skip
    most = max(bar["high"] for bar in bars)
    room = (most - floor) * (46 if narrow else 10) // 100 or 1
    size = {
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [floor, most + room], "zero": False, "nice": False},
    }
    joints = [{"name": one["name"], "next": two["name"], "end": one["end"]} for one, two in pairwise(data)]
    bar = {across: place, along: size | {"field": "low"}, f"{along}2": {"field": "high"}}
    label = {"type": "text", "align": "left", "dx": 5} if narrow else {"type": "text", "dy": -7}
    return {
        "width": width, "height": ROW * len(bars) if narrow else HEIGHT,
        "layer": [
            {"data": {"values": joints}, "mark": {"type": "rule", "color": colours["rule-2"]},
             "encoding": {across: place, f"{across}2": {"field": "next"}, along: size | {"field": "end"}}},
            {"data": {"values": [one for one in data if not one["proposed"]]}, "mark": {"type": "bar"},
             "encoding": bar | {"color": {"field": "colour", "type": "nominal", "scale": None}}},
            {"data": {"values": [one for one in data if one["proposed"]]},
             "mark": {"type": "bar", "fillOpacity": 0.18, "strokeDash": [3, 2], "strokeWidth": 1.2},
             "encoding": bar | {"color": {"field": "colour", "type": "nominal", "scale": None},
                                "stroke": {"field": "colour", "type": "nominal", "scale": None}}},
            {"data": {"values": data}, "mark": label | {"fontWeight": 600},
             "encoding": {across: place, along: size | {"field": "high"}, "text": {"field": "said"}}},
        ],
    }  # fmt: skip


def _lying(
    rows: list[dict[str, Any]], width: int, *, most: int, bars: Sequence[tuple[str, str, str]]
) -> dict[str, Any]:
    """Return lying bars of parts, one a row, with what they come to written above each."""
    axis = beside([row["name"] for row in rows], most=120 if is_narrow(width) else 200)
    place = {"field": "name", "type": "nominal", "sort": None, "axis": axis}
    size = {"type": "quantitative", "axis": None, "scale": {"domain": [0, most or 1], "nice": False}}
    layers = [
        {"mark": {"type": "bar", "color": colour, "height": 12, "yOffset": 6},
         "encoding": {"y": place, "x": size | {"field": start}, "x2": {"field": end}}}
        for start, end, colour in bars
    ]  # fmt: skip
    text = {"mark": {"type": "text", "align": "left", "dy": -8}, "encoding": {"y": place, "x": {"value": 0},
            "text": {"field": "said"}}}  # fmt: skip
    return {"width": width, "height": 40 * max(len(rows), 1), "data": {"values": rows}, "layer": [*layers, text]}


def _pairs(rows: list[dict[str, Any]], colours: Colours, width: int) -> dict[str, Any]:
    """Return a pair of lying bars a figure, what is posted above what would be."""
    narrow = is_narrow(width)
    most = max((abs(row["amount"]) for row in rows), default=1) or 1
    least = min(0, *(row["amount"] for row in rows)) if rows else 0
    place = {"field": "name", "type": "nominal", "sort": None, "scale": {"paddingInner": 0.25},
             "axis": beside([row["name"] for row in rows], most=120 if narrow else 180)}  # fmt: skip
    which = {"field": "which", "type": "nominal", "sort": None}
    room = most * (40 if narrow else 14) // 100 or 1
    size = {"field": "amount", "type": "quantitative", "axis": None,
            "scale": {"domain": [least, most + room], "nice": False}}  # fmt: skip
    tones = {"domain": ["posted", "pro forma"], "range": [colours["net"], colours["accent"]]}
    return {
        "width": width, "height": {"step": 16}, "data": {"values": rows},
        "layer": [
            {"mark": {"type": "bar"}, "encoding": {"y": place, "yOffset": which, "x": size,
             "color": which | {"scale": tones}, "fillOpacity": which | {"scale": {"range": [1, 0.55]}, "legend": None}}},
            {"mark": {"type": "text", "align": "left", "dx": 4, "baseline": "middle"},
             "encoding": {"y": place, "yOffset": which, "x": size, "text": {"field": "said"}}},
        ],
    }  # fmt: skip
