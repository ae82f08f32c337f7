"""Charts: what a picture shows, as Vega-Lite, with the words and the table that say the same; one for page, print and PDF.

Before this: figures of a service's answer. After this: `doors.web` puts the SVG into a page, a report puts it on paper.
A chart is pure: the same figures are the same specification, to the last character. Colours are named, not fixed: a page
names its own tokens, so that one drawing serves light and dark, and paper has what a page has by day.

Sources: the Vega-Lite 5 specification (https://vega.github.io/vega-lite/docs/).
"""

from lowmark.reports.charts.amounts import before_after, roll_forward, tiers, waterfall
from lowmark.reports.charts.chart import PAGE, PAPER, Chart
from lowmark.reports.charts.drawing import can_draw, svg
from lowmark.reports.charts.thresholds import significance
from lowmark.reports.charts.times import ageing, expiry_calendar, trend

__all__ = [
    "PAGE", "PAPER", "Chart", "ageing", "before_after", "can_draw", "expiry_calendar", "roll_forward", "significance",
    "svg", "tiers", "trend", "waterfall",
]  # fmt: skip
