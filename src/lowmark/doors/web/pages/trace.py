"""Trace: a lot's way as a picture of layers, from left to right, and as the list that says the same in words.

Before this: the `trace` query. The picture is laid out here, a column a level, and drawn by the template; the list is its
alternative in text. Moves between places of ours stand in the list alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lowmark.core.kinds.problems import Problem
from lowmark.doors import meaning
from lowmark.doors.web import forms
from lowmark.doors.web.asking import ask, page, show
from lowmark.doors.web.downloads import csv_file
from lowmark.doors.web.tables import Column, arranged, table
from lowmark.services.catalogue import BY_NAME, SUMMARIES

WIDE, TALL, ACROSS, DOWN = 176, 34, 232, 48
"""A box, and how far apart boxes stand."""

MOST: Final = 120
"""More boxes than these nobody can read: the list says it then."""

JOINING: Final = ("made", "traded")
ENDS: Final = ("bought", "taken_over", "sold", "sent_back", "scrapped", "returned")
BEHIND: Final = ("bought", "taken_over", "returned")
LETTERS: Final = 26


@dataclass(frozen=True, slots=True)
class Box:
    """Goods, or a party, drawn: where it stands, what it says."""

    x: int
    y: int
    words: str
    whole: str
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """What leads from a box to another."""

    path: str
    words: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole, and what it says to those who cannot see it."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: int
    height: int
    heard: str
    wide: int = WIDE
    tall: int = TALL


@require_safe
@page
def trace(request: HttpRequest, *, entity: str) -> HttpResponse:
    """Show the form; with a lot, its way under it."""
    given = request.GET.dict()
    fields, problem, shown = forms.form(BY_NAME["trace"], given), None, None
    if "lot" in given:
        said = forms.read(fields, BY_NAME["trace"])
        if not any(one.fault for one in fields):
            try:
                shown = ask(request, "trace", entity=entity, **said)
            except Problem as refused:
                problem = refused
    if shown is not None and given.get("format") == "csv":
        return csv_file(arranged(request.GET, shown.steps, columns=_columns(entity)), columns=_columns(entity), currency="",
                        name=f"{entity}-trace-{shown.item}-{shown.lot}")  # fmt: skip
    faulty = forms.faults(fields, problem)
    status = meaning(problem.code).status if problem else 422 if faulty else 200
    return show(
        request, "trace.html", status=status, entity=entity, fields=fields, problem=problem, shown=shown,
        summary=SUMMARIES["trace"], picture=picture(shown.start, shown.steps) if shown else None,
        table=table(given, shown.steps, columns=_columns(entity), currency="", caption="Every step") if shown else None,
    )  # fmt: skip


def picture(start: str, steps: Sequence[Any]) -> Picture | None:
    """Return the picture of some steps: lots in the column of their level, parties beside them; none where it is too large.

    >>> from types import SimpleNamespace as Step
    >>> drawn = picture("M BREAD B1", [Step(level=-1, what="made", source="M FLOUR F1", target="M BREAD B1", document="WO-1/1")])
    >>> [(box.words, box.x) for box in drawn.boxes], drawn.lines[0].words
    ([('M FLOUR F1', 12), ('M BREAD B1', 244)], 'M FLOUR F1 to M BREAD B1: made, WO-1/1')
    """
    drawn = _drawn(steps)
    levels = _levels(start, drawn)
    if len(levels) > MOST:
        return None
    first = min(levels.values())
    columns: dict[int, list[str]] = {}
    for node, level in sorted(levels.items(), key=lambda pair: (pair[1], pair[0] != start)):
        columns.setdefault(level - first, []).append(node)
    at = {
        node: (12 + column * ACROSS, 12 + row * DOWN)
        for column, nodes in columns.items()
        for row, node in enumerate(nodes)
    }
    boxes = tuple(Box(x, y, _short(node), node.strip("<>"), _kind(node, start)) for node, (x, y) in at.items())
    lines = tuple(
        Line(_path(at[source], at[target]), f"{source.strip('<>')} to {target.strip('<>')}: {what}")
        for (source, target), what in _joined(drawn).items()
    )
    lots = sum(not node.startswith("<") for node in levels)
    heard = (
        f"{lots} lots on {len(columns)} levels, {len(lines)} ways between them and parties; the list beneath says each"
    )
    deepest = max(len(nodes) for nodes in columns.values())
    return Picture(boxes, lines, 24 + (len(columns) - 1) * ACROSS + WIDE, 24 + (deepest - 1) * DOWN + TALL, heard)


def _drawn(steps: Iterable[Any]) -> list[tuple[int, str, str, str, str]]:
    """Return what is drawn of the steps: level, source, target, what and document; a party is named in angle brackets."""
    steps = list(steps)
    joined = {(one.source, one.target) for one in steps if one.what in JOINING and one.source != one.target}
    traded = {(source, target.split(" ")[0]) for source, target in joined}
    traded |= {(source.split(" ")[0], target) for source, target in joined}
    found = []
    for one in steps:
        if one.what in JOINING and one.source != one.target:
            found.append((one.level, one.source, one.target, one.what, one.document))
        elif one.what in ENDS and (one.source, one.target) not in traded:
            source, target = (f"<{one.source}>", one.target) if one.what in BEHIND else (one.source, f"<{one.target}>")
            found.append((one.level, source, target, one.what, one.document))
    return found


def _levels(start: str, drawn: Sequence[tuple[int, str, str, str, str]]) -> dict[str, int]:
    """Return the column of each box; a lot stands where it was first come by, a party beside the lot."""
    levels = {start: 0}
    for level, source, target, what, _ in sorted(drawn, key=lambda one: abs(one[0])):
        if what in JOINING:
            levels.setdefault(source if level < 0 else target, level)
    for level, source, target, what, _ in drawn:
        if what not in JOINING:
            party, step = (source, -1) if source.startswith("<") else (target, 1)
            goods = target if step < 0 else source
            levels.setdefault(party, levels.get(goods, level) + step)
    return levels


def _joined(drawn: Sequence[tuple[int, str, str, str, str]]) -> dict[tuple[str, str], str]:
    """Return what leads from one box to another, with everything that it stands for."""
    found: dict[tuple[str, str], str] = {}
    for _, source, target, what, document in drawn:
        said = f"{what.replace('_', ' ')}, {document}"
        there = found.get((source, target))
        found[source, target] = said if there is None else f"{there}; {said}"
    return found


def _path(begin: tuple[int, int], end: tuple[int, int]) -> str:
    """Return a curve from the right of a box to the left of another."""
    x, y, to_x, to_y = begin[0] + WIDE, begin[1] + TALL // 2, end[0], end[1] + TALL // 2
    bend = max(24, abs(to_x - x) // 2)
    return f"M{x} {y}C{x + bend} {y} {to_x - bend} {to_y} {to_x} {to_y}"


def _kind(node: str, start: str) -> str:
    return "party" if node.startswith("<") else "start" if node == start else "lot"


def _short(node: str) -> str:
    words = node.strip("<>")
    return words if len(words) <= LETTERS else f"{words[: LETTERS - 1]}…"


def _columns(entity: str) -> list[Column]:
    here = reverse("trace", kwargs={"entity": entity})

    def further(name: str, line: Any) -> str:
        parts = getattr(line, name).split(" ")
        if line.what not in JOINING or len(parts) != 3 or parts[0] != entity:
            return ""
        return f"{here}?{urlencode({'item': parts[1], 'lot': parts[2]})}"

    return [
        Column(key="level", title="Level", kind="count"), Column(key="what", title="What", kind="tag"),
        Column(key="source", title="From", link=lambda line: further("source", line)),
        Column(key="target", title="To", link=lambda line: further("target", line)),
        Column(key="quantity_micro", title="Quantity", kind="quantity"), Column(key="document", title="Document", kind="code"),
        Column(key="on", title="On", kind="day"), Column(key="party", title="Party"),
    ]  # fmt: skip
