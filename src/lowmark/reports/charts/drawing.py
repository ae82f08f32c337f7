"""Draw a chart as SVG, in this process, without a browser: no script, no style of its own, nothing fetched.

Before this: a chart. After this: a page, or a file that is printed.

Sources: vl-convert (https://github.com/vega/vl-convert), which runs Vega itself; an extra, without which the chart's table
stands alone.
"""

import json
import re
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from lowmark.reports.charts.chart import PAPER, WIDE, Chart, Colours

KEPT: Final = 512
"""Drawings that a process keeps, by what they show: each is a few kilobytes, and takes some hundredths of a second to make."""

_ROLES = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
_HEAD = re.compile(r"^<svg [^>]*viewBox=\"([^\"]*)\">")


def can_draw() -> bool:
    """Say whether charts can be drawn here: the extra `reports` is installed."""
    return find_spec("vl_convert") is not None


def svg(chart: Chart, *, colours: Colours = PAPER, width: int = WIDE) -> str:
    """Return a chart as SVG, or nothing where none can be drawn; its words are for the element that it is put into."""
    return drawn(json.dumps(chart.spec(colours=colours, width=width), sort_keys=True)) if can_draw() else ""


@lru_cache(maxsize=KEPT)
def drawn(spec: str) -> str:
    """Return the drawing of a specification, kept by its very text.

    What Vega says of its own groups to those who listen is taken out: a chart is one picture, with one sentence.
    """
    vega: Any = import_module("vl_convert")
    text = _ROLES.sub("", vega.vegalite_to_svg(spec, allowed_base_urls=[]))
    found = _HEAD.match(text)
    assert found, "Vega draws an SVG whose head says its size"
    _, _, width, height = found[1].split()
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="marks" width="{width}" height="{height}" viewBox="{found[1]}">'
    )
    return head + text[found.end() :]
