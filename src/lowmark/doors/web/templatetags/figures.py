"""Figures in a page: money, quantities, words, and the address that explains each.

Before this: a response of a service. After this: the templates.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.money import present_minor
from lowmark.core.kinds.quantity import MICRO
from lowmark.doors.presenting.figures import EMPTY, quantity
from lowmark.doors.presenting.pictures import CAUSES
from lowmark.doors.web.tables import MONEY
from lowmark.reports.charts import PAGE, Chart, svg
from lowmark.reports.charts.chart import HALF, NARROW, WIDE

register = template.Library()

HUNDRED = 100
LONG = 60
"""Letters of a long text that are shown until somebody opens it."""

WIDTH = 100
"""Of a bar, in units of its own."""

STATES = {
    "posted": "ok", "posted_unapproved": "bad", "approved": "ok", "fallen": "bad", "open": "wait", "closed": "ok",
    "proposed": "wait", "calculated": "wait", "returned": "bad", "stale": "bad", "waiting": "wait", "running": "wait",
    "done": "ok", "drafted": "wait", "passed": "none", "refused": "bad", "failed": "bad", "cancelled": "none",
}  # fmt: skip


SPOKEN: Final = {"fifo": "first in, first out", "lifo": "last in, first out"}
"""Codes that are initials: the words that they stand for."""


@register.filter
def minor(value: int | None, currency: str) -> str:
    """Write money: thousands apart, negatives in parentheses.

    >>> minor(-123450, "CAD"), minor(None, "CAD")
    ('(1,234.50)', '–')
    """
    return EMPTY if value is None else present_minor(value, currency)


@register.filter
def micro(value: int | None) -> str:
    """Write a quantity.

    >>> micro(1_234_500_000), micro(None)
    ('1,234.5', '–')
    """
    return EMPTY if value is None else quantity(value)


@register.filter
def ratio(value: int | None) -> str:
    """Write a ratio, to two decimals, rounded half to even.

    >>> ratio(4_624_890), ratio(-50_000), ratio(None)
    ('4.62', '(0.05)', '–')
    """
    if value is None:
        return EMPTY
    hundredths = multiply_divide_round(value, HUNDRED, MICRO)
    text = f"{abs(hundredths) // HUNDRED:,}.{abs(hundredths) % HUNDRED:02}"
    return f"({text})" if hundredths < 0 else text


@register.filter
def plain(value: Any) -> str:
    """Write where a problem is: days as ISO, several things with commas.

    >>> plain(date(2026, 10, 31)), plain(("stale", "same_person"))
    ('2026-10-31', 'stale, same_person')
    """
    if isinstance(value, tuple | list):
        return ", ".join(plain(one) for one in value)
    return value.isoformat() if isinstance(value, date) else str(value)


@register.filter
def count(value: int) -> str:
    """Write a number of things.

    >>> count(12345)
    '12,345'
    """
    return f"{value:,}"


@register.filter
def book(code: str) -> str:
    """Write a book or framework as it is known.

    >>> book("us_gaap")
    'US GAAP'
    """
    return words(code).upper()


@register.filter
def counted(number: int, things: str) -> str:
    """Write how many things there are.

    >>> counted(1, "entries"), counted(1, "units"), counted(1234, "rows")
    ('1 entry', '1 unit', '1,234 rows')
    """
    if number != 1:
        return f"{number:,} {things}"
    return f"1 {things.removesuffix('ies') + 'y' if things.endswith('ies') else things.removesuffix('s')}"


@register.filter
def words(code: str) -> str:
    """Write a code as words.

    >>> words("post_period_sale"), words("fifo")
    ('post period sale', 'first in, first out')
    """
    return SPOKEN.get(code) or code.replace("_", " ")


@register.filter
def cause(reason: str) -> str:
    """Return the colour of a reason."""
    return CAUSES.get(reason, "other")


@register.filter
def mark(state: str) -> str:
    """Return the mark of a state: done, waiting, or fallen."""
    return STATES.get(state, "")


@register.filter
def subject_of(step: Any) -> str:
    """Return what explains a step of a chain further; nothing where the step is all there is to say.

    >>> from types import SimpleNamespace as Step
    >>> subject_of(Step(what="layer", name="GRN-1/1")), subject_of(Step(what="evidence", name="LIST-1/1"))
    ('move GRN-1/1', '')
    """
    kinds = {"layer": "move", "move": "move", "entry": "entry"}
    return f"{kinds[step.what]} {step.name}" if step.what in kinds and "/" in step.name else ""


@register.filter
def leaning(change_minor: int) -> str:
    """Return whether a change of allowance is a loss or a gain."""
    return "loss" if change_minor > 0 else "gain" if change_minor < 0 else ""


@register.simple_tag
def figure(amount_minor: int | None, currency: str, address: str = "") -> SafeString:
    """Return an amount with its currency, as a link to what explains it.

    >>> print(figure(-5000, "CAD", "/x"))
    <a class="fig num" href="/x">(50.00)</a> <small class="unit">CAD</small>
    """
    shown = minor(amount_minor, currency)
    if address and amount_minor is not None:
        return format_html('<a class="fig num" href="{}">{}</a> <small class="unit">{}</small>',
                           address, shown, currency)  # fmt: skip
    return format_html('<span class="num">{}</span> <small class="unit">{}</small>', shown, currency)


@register.simple_tag
def state(code: str) -> SafeString:
    """Return a state as a word with its mark."""
    return format_html('<span class="state {}">{}</span>', mark(code), words(code))


@register.simple_tag
def cell(one: Any, currency: str = "") -> SafeString:
    """Return what stands in a cell of a table: a figure or a word, its link, and the note under it."""
    kind, value = one.column.kind, one.value
    if kind == "state" and value:
        shown = state(value)
    elif kind == "tag" and value:
        shown = format_html('<span class="tag {}">{}</span>', cause(value), words(value))
    elif kind == "long" and len(str(value or "")) > LONG:
        shown = format_html("<details><summary>{}…</summary>{}</details>", str(value)[:LONG], value)
    elif value is not None and value != "" and kind == "code":
        shown = format_html("<code>{}</code>", value)
    elif kind == "change" and value:
        shown = format_html('<span class="{}">{}</span>', leaning(value), _written(value, kind, currency))
    else:
        shown = format_html("{}", _written(value, kind, currency))
    if one.address and value is not None and value != "":
        shown = format_html('<a class="fig" href="{}">{}</a>', one.address, shown)
    return format_html("{}<br><small>{}</small>", shown, _breaking(one.note)) if one.note else shown


def _breaking(text: str) -> SafeString:
    """Let a path of words break after each, and nowhere else."""
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in re.split(r"(?<=[_/])", text)))


WRITERS: Final[dict[str, Callable[[Any], str]]] = {"quantity": micro, "ratio": ratio, "words": words}
"""How cells of some kinds are written: a ratio is an estimate or a measure, which more decimals would make look exact."""


def _written(value: Any, kind: str, currency: str) -> str:
    if value is None or value == "":
        return EMPTY
    if kind in MONEY:
        return minor(value, currency)
    if kind in WRITERS:
        return WRITERS[kind](value)
    if kind == "book":
        return book(value)
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:,}" if isinstance(value, int) else str(value)


@register.simple_tag
def bar(parts: Sequence[tuple[str, int, str]], heard: str) -> SafeString:
    """Return a bar of parts of one whole: their names, sizes and looks; said in words for those who do not see it.

    Domain: sizes are not negative; a whole of zero is an empty bar. Positions are exact to a hundredth of its width.

    >>> bar([("carried", 75, "kept"), ("allowance", 25, "held")], "75 of 100").count("<rect")
    3
    """
    whole = sum(size for _name, size, _look in parts)
    assert all(size >= 0 for _name, size, _look in parts), "a part of a whole is not negative"
    ends = [0]
    for _name, size, _look in parts:
        ends.append(ends[-1] + size)
    places = [end * WIDTH * 100 // whole if whole else 0 for end in ends]
    rects = format_html_join(
        "",
        '<rect class="{}" x="{}" y="0" width="{}" height="10"/>',
        ((look, _hundredths(places[number]), _hundredths(places[number + 1] - places[number]))
         for number, (_name, _size, look) in enumerate(parts)),
    )  # fmt: skip
    return format_html(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect class="whole" x="0" y="0" width="100" height="10"/>{}</svg>',
        heard, rects,
    )  # fmt: skip


def _hundredths(number: int) -> str:
    return f"{number // 100}.{number % 100:02}"


@register.simple_tag
def drawing(chart: Chart, size: str) -> SafeString:
    """Return a chart as SVG for a desk (wide), half of one, or a telephone; nothing where no charts can be drawn.

    The text in it comes escaped from Vega, which writes XML.
    """
    return mark_safe(svg(chart, colours=PAGE, width={"wide": WIDE, "half": HALF}.get(size, NARROW)))  # noqa: S308 -- see above


@register.simple_tag
def tiers(line: Any, currency: str) -> SafeString:
    """Return the bar of a line of a run: what is carried after it, what was allowed for before, and what it changes."""
    charge, reversal = max(line.change_minor, 0), max(-line.change_minor, 0)
    kept = max(line.carrying_minor - reversal, 0)
    parts = [("kept", kept, "kept"), ("reversed", reversal, "back"), ("held", max(line.held_minor - reversal, 0), "held"),
             ("charged", charge, "charge")]  # fmt: skip
    heard = f"carrying {minor(line.carrying_minor, currency)} of cost {minor(line.cost_minor, currency)} {currency}"
    return bar(parts, heard)


@register.simple_tag
def explained(entity: str, subject: str, as_of: Any = None, known_seq: int = 0) -> str:
    """Return the address that explains a figure."""
    asked = {"subject": subject}
    if as_of:
        asked["as_of"] = as_of.isoformat()
    if known_seq:
        asked["known_seq"] = str(known_seq)
    return f"{reverse('explain', kwargs={'entity': entity})}?{urlencode(asked)}"


@register.simple_tag
def unit(line: Any, run: str = "") -> str:
    """Return what a line of a run is called when it is to be explained: the item, its lot, the run."""
    subject = f"run {run} item {line.item}" if run else f"item {line.item}"
    return f"{subject} lot {line.lot}" if line.lot else subject
