"""The chart of significance: write-downs against each benchmark, with what is small and what is material marked on it.

Before this: benchmarks with their thresholds. After this: `chart.Chart`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.quantity import MICRO
from lowmark.reports.charts.chart import Chart, Colours, Scale, beside, is_narrow, scale_of

END: Final = 2 * MICRO
"""A bar ends at twice what is material: beyond that nobody asks how far."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What is tested against one figure: less than `low_minor` is small, `high_minor` or more is material."""

    name: str
    tested_minor: int
    low_minor: int
    high_minor: int
    size: str


def significance(benchmarks: Sequence[Benchmark], *, currency: str) -> Chart:
    """Return bars that say how far what is tested is toward being material, on each benchmark that has a threshold.

    >>> significance([Benchmark("revenue", 120, 50, 100, "material")], currency="JPY").rows
    (('revenue', '120', '50', '100', 'material'),)
    """
    judged = [one for one in benchmarks if one.high_minor > 0]
    scale = scale_of([one.high_minor for one in judged], currency)
    whole = Scale(currency, 0, currency)
    rows = [
        {"name": one.name, "low": 0, "far": min(multiply_divide_round(one.tested_minor, MICRO, one.high_minor), END),
         "small": multiply_divide_round(one.low_minor, MICRO, one.high_minor), "material": MICRO, "end": END,
         "colour": {"material": "loss", "judgement": "warn"}.get(one.size, "gain"),
         "said": f"{scale.write(one.tested_minor)} of {scale.write(one.high_minor)}"}
        for one in judged
    ]  # fmt: skip
    said = ", ".join(f"{one.name} {one.size}, {row['said']}" for one, row in zip(judged, rows, strict=True))
    return Chart(
        name="Significance", heard=f"Tested against what is material: {said or 'no benchmark'} {scale.words}.",
        note=f"{scale.words}; the first mark is where small ends, the second is material; bars end at twice that",
        heads=("Benchmark", f"Tested {currency}", f"Small below {currency}", f"Material from {currency}", "Size"),
        rows=tuple(
            (one.name, whole.write(one.tested_minor), whole.write(one.low_minor), whole.write(one.high_minor), one.size)
            for one in judged
        ),
        layers=lambda colours, width: _marked(rows, colours, width),
    )  # fmt: skip


def _marked(rows: list[dict[str, Any]], colours: Colours, width: int) -> dict[str, Any]:
    axis = beside([row["name"] for row in rows], most=120 if is_narrow(width) else 180)
    place = {"field": "name", "type": "nominal", "sort": None, "axis": axis}
    size = {"type": "quantitative", "axis": None, "scale": {"domain": [0, END], "nice": False}}

    def bar(end: str, colour: dict[str, Any], opacity: float) -> dict[str, Any]:
        return {"mark": {"type": "bar", "height": 10, "yOffset": 7, "opacity": opacity},
                "encoding": {"y": place, "x": size | {"field": "low"}, "x2": {"field": end}, "color": colour}}  # fmt: skip

    def tick(at: str) -> dict[str, Any]:
        return {"mark": {"type": "tick", "thickness": 2, "size": 18, "yOffset": 7, "color": colours["ink"]},
                "encoding": {"y": place, "x": size | {"field": at}}}  # fmt: skip

    data = [row | {"colour": colours[row["colour"]]} for row in rows]
    text = {"mark": {"type": "text", "align": "left", "dy": -8},
            "encoding": {"y": place, "x": {"value": 0}, "text": {"field": "said"}}}  # fmt: skip
    return {
        "width": width, "height": 38 * max(len(rows), 1), "data": {"values": data},
        "layer": [bar("end", {"value": colours["rule-2"]}, 0.6),
                  bar("far", {"field": "colour", "type": "nominal", "scale": None}, 1),
                  tick("small"), tick("material"), text],
    }  # fmt: skip
