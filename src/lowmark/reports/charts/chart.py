"""What every chart is made of: its words, its table, and the layers that draw it, in named colours.

Before this: nothing. After this: `amounts`, `times`, `thresholds` make charts, `drawing` draws them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.currency import exponent
from lowmark.core.kinds.money import present_minor

TOKENS: Final = {
    "paper": "#fbfaf7", "sheet": "#ffffff", "ink": "#1d2026", "ink-2": "#5b616b", "ink-3": "#757b85", "rule": "#e5e2da",
    "rule-2": "#cfcabf", "accent": "#0b6158", "loss": "#a3341f", "gain": "#2b6a2f", "warn": "#8a5a00",
    "expired": "#8d2f4f", "damaged": "#a3541f", "price": "#3b5b92", "excess": "#6d5e14", "slow": "#6b5a86",
    "net": "#2f4a4a",
}  # fmt: skip
"""The names of colours, and what they are by day; the pages' style sheet has the same."""

Colours = Mapping[str, str]

PAGE: Final[Colours] = {name: f"var(--{name})" for name in TOKENS}
"""The colours of a page: its own, by day and by night."""

PAPER: Final[Colours] = TOKENS
"""The colours of print and PDF."""

WIDE: Final = 720
HALF: Final = 460
NARROW: Final = 320
"""Widths that charts are drawn for, in points of the page: a desk, half of one, and a telephone."""

LETTER: Final = 7
"""Room for a letter of a label, in points: a wide one, so that nothing is cut off whatever font the reader has."""

FONT: Final = "system-ui, sans-serif"

Layers = Callable[[Colours, int], dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture, and what it says: in a sentence, and in a table whose first column names the rows."""

    name: str
    heard: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    layers: Layers
    note: str = ""

    def spec(self, *, colours: Colours = PAPER, width: int = WIDE) -> dict[str, Any]:
        """Return the Vega-Lite specification.

        Domain: `width` in points, from `NARROW` on; below `HALF`, names stand beside their bars, not under them.
        """
        assert width >= NARROW, "narrower than a telephone"
        return framed(self.layers(colours, width), colours=colours)


def framed(drawn: dict[str, Any], *, colours: Colours) -> dict[str, Any]:
    """Return a whole specification: no frame, no background of its own, quiet axes."""
    axis = {"labelColor": colours["ink-2"], "titleColor": colours["ink-2"], "domainColor": colours["rule-2"],
            "tickColor": colours["rule-2"], "gridColor": colours["rule"], "labelFontSize": 11, "titleFontSize": 11,
            "titleFontWeight": "normal", "labelLimit": 130}  # fmt: skip
    config = {"aria": False, "background": None, "font": FONT, "view": {"stroke": None}, "axis": axis,
              "legend": {"labelColor": colours["ink-2"], "title": None, "labelFontSize": 11, "orient": "top",
                         "symbolType": "square", "symbolStrokeWidth": 0, "offset": 4},
              "text": {"fontSize": 11, "color": colours["ink"]}}  # fmt: skip
    return {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "padding": 2,
            "autosize": {"type": "fit-x", "contains": "padding"}, "config": config} | drawn  # fmt: skip


def beside(names: Sequence[str], *, most: int) -> dict[str, Any]:
    """Return the axis of names beside lying bars, with room for the longest: no fonts are measured, only letters counted.

    >>> beside(["Gross", "Net"], most=96)["minExtent"]
    47
    """
    room = min(max((len(name) for name in names), default=1) * LETTER + 12, most)
    return {
        "title": None,
        "ticks": False,
        "domain": False,
        "labelLimit": most - 6,
        "minExtent": room,
        "labelPadding": 6,
    }


def is_narrow(width: int) -> bool:
    """Say whether there is room for names beside bars alone."""
    return width < HALF


@dataclass(frozen=True, slots=True)
class Scale:
    """How the amounts of one chart are written: whole, in thousands or in millions, always the same throughout."""

    currency: str
    digits: int
    words: str

    def write(self, amount_minor: int) -> str:
        """Write an amount, rounded half to even where it is not written whole; negatives in parentheses.

        >>> Scale("CAD", 3, "CAD thousand").write(-4_444_200), Scale("CAD", 0, "CAD").write(1_200_00)
        ('(44.4)', '1,200.00')
        """
        if not self.digits:
            return present_minor(amount_minor, self.currency)
        tenths = multiply_divide_round(amount_minor, 10, 10 ** (self.digits + exponent(self.currency)))
        text = f"{abs(tenths) // 10:,}.{abs(tenths) % 10}"
        return f"({text})" if tenths < 0 else text


def scale_of(amounts: Sequence[int], currency: str) -> Scale:
    """Return how amounts are written so that the largest has six digits at most.

    >>> scale_of([482_130_000, -5], "CAD").words, scale_of([1_00], "JPY").words
    ('CAD thousand', 'JPY')
    """
    largest = max((abs(one) for one in amounts), default=0) // 10 ** exponent(currency)
    if largest >= 100_000_000:
        return Scale(currency, 6, f"{currency} million")
    return Scale(currency, 3, f"{currency} thousand") if largest >= 100_000 else Scale(currency, 0, currency)
