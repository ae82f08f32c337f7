"""Bills of material: at which level an item is made, whether it is made of itself, and how much of each component it takes.

Before this: bill lines, by parent and component. After this: a file of bills is refused or written; a production that names
no inputs draws what its bill says. Sources: the low-level code of material requirements planning; IAS 2.10 (what is lost
normally is part of the cost of what is made, so more is drawn than is contained).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem

WHOLE: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLine:
    """How much of a component is in a batch, and which part of what is drawn is lost normally (millionths)."""

    component: int
    batch_micro: int
    quantity_micro: int
    scrap_micro: int = 0


def drawn_micro(*, line: BillLine, made_micro: int) -> int:
    """Return how much of a component is drawn for a quantity made, with what is lost of it normally.

    >>> wheels = BillLine(component=7, batch_micro=1_000_000, quantity_micro=2_000_000, scrap_micro=200_000)
    >>> drawn_micro(line=wheels, made_micro=10_000_000)
    25000000
    """
    assert made_micro >= 0
    assert 0 <= line.scrap_micro < WHOLE
    return multiply_divide_round(line.quantity_micro * made_micro, WHOLE, line.batch_micro * (WHOLE - line.scrap_micro))


def low_level_codes(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return the low-level code of each item: 0 for what goes into nothing, else the longest way up.

    Shapes: pairs of (parent, component).
    Raises: Problem ``circular_bill``, with the items of a circle.

    >>> low_level_codes([(1, 2), (2, 3), (1, 3)])
    {1: 0, 2: 1, 3: 2}
    """
    edges = list(dict.fromkeys(pairs))
    codes = dict.fromkeys((item for pair in edges for item in pair), 0)
    if circle := circle_of(edges):
        raise Problem("circular_bill", f"an item is made of itself: {' > '.join(map(str, circle))}",
                      hint="take one of these lines out", where={"items": circle})  # fmt: skip
    goes_on = True
    while goes_on:
        goes_on = False
        for parent, component in edges:
            if codes[component] <= codes[parent]:
                codes[component], goes_on = codes[parent] + 1, True
    return dict(sorted(codes.items()))


def circle_of(pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Return a circle of items each of which is made of the next, the first again at its end; nothing where there is none.

    >>> circle_of([(1, 2), (2, 3), (3, 2)]), circle_of([(1, 2)])
    ([2, 3, 2], [])
    """
    below: dict[int, list[int]] = {}
    for parent, component in pairs:
        below.setdefault(parent, []).append(component)
    done: set[int] = set()
    for start in sorted(below):
        path, waiting = [start], [iter(below[start])]
        while path:
            found = next((each for each in waiting[-1] if each not in done), None)
            if found is None:
                done.add(path.pop())
                waiting.pop()
            elif found in path:
                return [*path[path.index(found) :], found]
            else:
                path.append(found)
                waiting.append(iter(below.get(found, ())))
    return []


def first_circle(lines: Sequence[tuple[int, date, int]]) -> list[int]:
    """Return a circle among the bills that hold together on some day; nothing where there is none.

    Shapes: parent, valid_from, component. On a day the lines of a parent hold that have the latest day up to it.

    >>> first_circle([(1, date(2026, 1, 1), 2), (2, date(2026, 3, 1), 1), (1, date(2026, 2, 1), 3)])
    []
    """
    for day in sorted({each for _, each, _ in lines}):
        latest: dict[int, date] = {}
        for parent, since, _ in lines:
            if since <= day:
                latest[parent] = max(since, latest.get(parent, since))
        if circle := circle_of(
            (parent, component) for parent, since, component in lines if latest.get(parent) == since
        ):
            return circle
    return []
