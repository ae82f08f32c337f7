"""Charts: they foot, say in words and in a table what they draw, and are drawn without script, style or address.

A sheet of figures by hand: cost 500.00, of which 60.00 is held for expiry and 40.00 for price: 400.00 is carried.
"""

import re
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template import Context, Template

from lowmark.doors.presenting import pictures
from lowmark.doors.web import navigation
from lowmark.doors.web.pages import run as run_page
from lowmark.reports import charts
from lowmark.reports.charts import amounts, drawing, thresholds, times
from lowmark.reports.charts.chart import HALF, NARROW, TOKENS, WIDE
from tests.doors import samples

DAY = date(2026, 10, 31)
CSS = Path(navigation.__file__).parent / "static/web/lowmark.css"
NAME = "Tent <script>&\"'"

MADE = {
    "waterfall": amounts.waterfall(
        [amounts.Step("Gross", 500_00, is_level=True), amounts.Step(NAME, -60_00, "expired"),
         amounts.Step("Price", -40_00, "price"), amounts.Step("Net", 400_00, is_level=True),
         amounts.Step("Proposed", -10_00, "loss", is_proposed=True),
         amounts.Step("Pro forma", 390_00, is_level=True, is_proposed=True)], currency="CAD"),
    "roll-forward": amounts.roll_forward([("Charged", 50_00), ("Reversed", -20_00)], opening_minor=10_00,
                                         closing_minor=40_00, currency="CAD"),
    "tiers": amounts.tiers([amounts.Tier("Contract", "75", 100_00, 120_00, 100_00),
                            amounts.Tier("Rest", "25", 50_00, None, 50_00)], currency="CAD"),
    "before-after": amounts.before_after([amounts.Pair("Net income", 5_00, -3_00)], currency="CAD"),
    "ageing": times.ageing([times.Band("0-30", 500_00, 0), times.Band("31-60", 300_00, 120_00)], currency="CAD"),
    "expiry": times.expiry_calendar([times.Expiring(NAME, DAY, 9_00), times.Expiring("B", date(2026, 10, 1), 1_00)],
                                    as_of=DAY, currency="CAD"),
    "trend": times.trend([("Cost", "net", [(date(2026, 9, 30), 5_00), (DAY, 7_00)]),
                          ("Carried", "accent", [(date(2026, 9, 30), 4_00), (DAY, 6_00)])], currency="CAD"),
    "significance": thresholds.significance(
        [thresholds.Benchmark("revenue", 120, 50, 100, "material"), thresholds.Benchmark("none", 1, 0, 0, "")],
        currency="CAD"),
}  # fmt: skip

drawn_here = pytest.mark.skipif(not drawing.can_draw(), reason="the extra `reports` is not installed")


def test_a_page_and_paper_know_the_same_colours():
    by_day = dict(re.findall(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{6})", CSS.read_text(encoding="utf-8")))
    assert {name: by_day[name] for name in TOKENS} == TOKENS
    assert charts.PAGE["loss"] == "var(--loss)"


@drawn_here
@pytest.mark.parametrize("name", MADE)
def test_a_chart_is_drawn_without_script_style_or_address(name):
    for width in (WIDE, HALF, NARROW):
        svg = charts.svg(MADE[name], colours=charts.PAGE, width=width)
        root = ET.fromstring(svg)
        assert root.get("viewBox").split()[2] == root.get("width")
        assert float(root.get("width")) < width + 80
        for one in root.iter():
            assert not one.tag.endswith(("script", "style", "image", "foreignObject", "}a"))
            assert not {"style", "href", "role", "aria-label"} & set(one.attrib)
            assert not any(key.startswith("on") for key in one.attrib)
        assert "#" not in svg.replace("&#", "").replace("#888", ""), "every colour is a token"
        assert charts.svg(MADE[name], colours=charts.PAGE, width=width) == svg


@drawn_here
def test_bars_are_as_high_as_their_amounts():
    """Gross 500 and net 400 stand on the same ground, 380 that bars begin at: 120 to 20."""
    spec = MADE["roll-forward"].spec()
    (bars,) = [layer for layer in spec["layer"] if layer["mark"] == {"type": "bar"}]
    ends = {one["name"]: (one["low"], one["high"]) for one in bars["data"]["values"]}
    assert ends == {"Opening": (0, 10_00), "Charged": (10_00, 60_00), "Reversed": (40_00, 60_00), "Closing": (0, 40_00)}
    for layer in MADE["waterfall"].spec()["layer"][1:3]:
        assert all(one["low"] <= one["high"] for one in layer["data"]["values"])
    drawn = ET.fromstring(charts.svg(MADE["roll-forward"]))
    paths = [
        one.get("d") for one in drawn.iter() if one.get("d", "").startswith("M") and one.get("fill") == TOKENS["net"]
    ]
    heights = [float(re.search(r"v([0-9.]+)", path)[1]) for path in paths]
    assert heights[1] == pytest.approx(4 * heights[0])


def test_what_does_not_foot_is_not_drawn():
    with pytest.raises(AssertionError, match="does not foot"):
        amounts.waterfall([amounts.Step("A", 5, is_level=True), amounts.Step("B", 4, is_level=True)], currency="CAD")
    with pytest.raises(AssertionError, match="other days"):
        times.trend([("A", "net", [(DAY, 1)]), ("B", "net", [(date(2026, 9, 30), 1)])], currency="CAD")


@pytest.mark.parametrize("can", [True, False])
def test_behind_every_chart_stands_its_table(monkeypatch, can):
    if not can:
        monkeypatch.setattr(drawing, "find_spec", lambda _: None)
    for name, chart in MADE.items():
        html = Template("{% load cotton %}{% cotton chart :chart=chart %}{% endcotton %}")
        said = html.render(Context({"chart": chart}))
        assert ("<svg" in said) == (can and drawing.can_draw()), name
        assert ("<details open>" in said) == ("<svg" not in said)
        assert said.count("<tr>") == 1 + len(chart.rows)
        assert "<script" not in said
        assert len({len(row) for row in chart.rows} | {len(chart.heads)}) == 1


def test_an_answer_is_drawn_where_a_picture_tells_it():
    bands = SimpleNamespace(currency="CAD", bands=(SimpleNamespace(band="0-30", value_minor=5, allowance_minor=1),))
    (ageing,) = pictures.of_answer("ageing", bands)
    assert ageing.rows == (("0-30", "0.05", "0.01", "0.04"),)
    assert pictures.of_answer("trend", SimpleNamespace(currency="CAD", lines=())) == ()
    months = [
        SimpleNamespace(on=date(2026, 8, 31), gross_minor=0, net_minor=0),
        SimpleNamespace(on=DAY, gross_minor=9, net_minor=7),
    ]
    (trend,) = pictures.of_answer("trend", SimpleNamespace(currency="JPY", lines=months))
    assert trend.rows == (("2026-10-31", "9", "7"),)
    lots = [
        SimpleNamespace(location="Main/A", expires_on=DAY, best_before_on=None, value_minor=3),
        SimpleNamespace(location="B", expires_on=None, best_before_on=None, value_minor=3),
    ]
    (calendar,) = pictures.of_answer("positions", SimpleNamespace(currency="JPY", lines=lots, as_of=DAY))
    assert [row[0] for row in calendar.rows] == ["Main"]


def test_a_run_is_drawn_from_cost_to_what_is_carried_after_it():
    """Cost 1,280.00, held before 28.50; write-downs of 26.00 and a reversal of 2.50, both for price: carried 1,228.00."""
    rows = pictures.of_run(samples.RUN).rows
    assert (rows[0], rows[1], rows[-1]) == (
        ("Cost", "1,280.00"),
        ("Held before", "(28.50)"),
        ("Carried after", "1,228.00"),
    )
    assert ("Price", "(23.50)") in rows


def test_lines_of_a_run_stand_as_they_are_asked_for():
    lines = samples.RUN.lines
    by_reason = run_page.groups(lines, by="reason", order="item")
    assert [(one.title, len(one.lines)) for one in by_reason] == [("Price decline", len(lines))]
    assert [line.item for line in by_reason[0].lines] == sorted(line.item for line in lines)
    assert run_page.chosen(samples.RUN, {"item": "NONE"}, ("preparer",)) is None
    looked_at = run_page.chosen(samples.RUN, {"item": lines[0].item, "lot": lines[0].lot}, ("preparer",))
    assert looked_at.line == lines[0]
    assert "adjust-allowance?" in looked_at.override
