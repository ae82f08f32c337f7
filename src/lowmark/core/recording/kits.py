"""Kits: items that are sold as a set of others, and have no stock, no layers and no cost of their own.

Before this: the lines of definitions that a company has recorded, each from a day on. After this: what is recorded are the moves
of the components, all or nothing. A kit inside a kit comes apart as well, down to what is stocked. All of it is exact: a kit is
sold whole, and holds a whole number of the kits that are in it. Sources: the phantom of material requirements planning.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import MICRO, format_micro

NO_STOCK: Final = "the item is a kit, and a kit has no stock of its own"
WAY_OUT: Final = (
    "receive, count, move and adjust its components; what is put together beforehand is an item that a production makes"
)

Contents = Mapping[int, Mapping[int, int]]
"""What one of each kit is of: how many millionths of each component, by the numbers of kit and component."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a definition."""

    kit: int
    component: int
    quantity_micro: int
    valid_from: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A move of a component of a kit that was sold, and how much of it has come back."""

    document: str
    line: str
    item: str
    lot: str
    quantity_micro: int
    returned_micro: int

    @property
    def out_micro(self) -> int:
        """How much is still out."""
        return self.quantity_micro - self.returned_micro


def contents_on(lines: Iterable[Line], day: date) -> dict[int, dict[int, int]]:
    """Return what each kit is of on a day, by its last definition up to that day; kits inside kits stand as they are.

    >>> jan, mar = date(2026, 1, 1), date(2026, 3, 1)
    >>> lines = [Line(kit=1, component=each, quantity_micro=5, valid_from=day) for each, day in ((2, jan), (3, mar))]
    >>> contents_on(lines, date(2026, 2, 1)), contents_on(lines, mar)
    ({1: {2: 5}}, {1: {3: 5}})
    """
    holding = [line for line in lines if line.valid_from <= day]
    latest: dict[int, date] = {}
    for line in holding:
        latest[line.kit] = max(line.valid_from, latest.get(line.kit, line.valid_from))
    found: dict[int, dict[int, int]] = {}
    for line in holding:
        if line.valid_from == latest[line.kit]:
            found.setdefault(line.kit, {})[line.component] = line.quantity_micro
    return found


def apart(contents: Contents, kits: Iterable[int] = ()) -> dict[int, dict[int, int]]:
    """Return what one of each kit is of, down to what is stocked: innermost kits first, so that each comes apart once.

    Domain: no kit is in itself, and a kit holds whole kits: what says otherwise is never recorded. `kits` are items that
            are kits, though perhaps not yet on that day: one that holds such a one is left out, for nobody says what it is of.

    >>> apart({1: {2: 3_000_000, 9: 500_000}, 2: {8: 2_000_000, 9: 1_000_000}})
    {2: {8: 2000000, 9: 1000000}, 1: {8: 6000000, 9: 3500000}}
    >>> apart({1: {2: 1_000_000}}, kits=[1, 2])
    {}
    """
    waiting, done, every = dict(contents), dict[int, dict[int, int]](), {*contents, *kits}
    while ready := [kit for kit, held in waiting.items() if all(one in done for one in held if one in every)]:
        for kit in ready:
            found: dict[int, int] = {}
            for component, quantity in waiting.pop(kit).items():
                inner = done.get(component)
                assert inner is None or quantity % MICRO == 0
                for item, each in ({component: quantity} if inner is None else inner).items():
                    found[item] = found.get(item, 0) + (quantity if inner is None else each * (quantity // MICRO))
            done[kit] = found
    return done


def can_be_made(*, needs: Mapping[int, int], free: Mapping[int, int]) -> tuple[int, int]:
    """Return how many whole kits can be made of what is free, and the component that binds: the first that allows no more.

    >>> can_be_made(needs={7: 1_000_000, 8: 8_000_000}, free={7: 5_000_000, 8: 30_000_000})
    (3, 8)
    """
    assert needs
    return min(((max(free.get(name, 0), 0) // need, name) for name, need in needs.items()), key=lambda one: one[0])


def come_back(parts: Sequence[Part], *, sold_micro: int, wanted_micro: int) -> list[tuple[Part, int]]:
    """Return how much of each part comes back with some of the kits that were sold: of each component what so many kits are of.

    Domain: what came from several lots comes back as a whole, or by its own lines: which lot was in which kit nobody knows.
    Raises: Problem `refused`.

    >>> sold = Part(document="SO-1", line="1.1", item="PEG", lot="", quantity_micro=16_000_000, returned_micro=0)
    >>> [(part.line, quantity) for part, quantity in come_back([sold], sold_micro=2_000_000, wanted_micro=1_000_000)]
    [('1.1', 8000000)]
    """
    found = []
    for item in dict.fromkeys(part.item for part in parts):
        some = [part for part in parts if part.item == item]
        out, total = sum(part.out_micro for part in some), sum(part.quantity_micro for part in some)
        left = total // (sold_micro // MICRO) * (wanted_micro // MICRO)
        if left > out:
            raise Problem("refused", f"only {format_micro(out)} of {item}, of that kit, are still out",
                          hint="return no more kits than are still out, or its components by their own lines")  # fmt: skip
        if left < out and len({part.lot for part in some if part.out_micro}) > 1:
            raise Problem("refused", f"{item} of that kit came from several lots",
                          hint="return the components by their own lines, with their lots")  # fmt: skip
        for part in some:
            quantity = min(part.out_micro, left)
            left -= quantity
            found += [(part, quantity)] if quantity else []
    return found


def require_whole(*, kit: str, quantity_micro: int) -> None:
    """Refuse a part of a kit.

    Raises: Problem `bad_request`.

    >>> require_whole(kit="CAMP", quantity_micro=2_000_000)
    """
    if quantity_micro % MICRO:
        raise Problem(
            "bad_request",
            f"{kit} is a kit, and kits are sold whole",
            hint="sell its components, or a whole number of it",
        )
