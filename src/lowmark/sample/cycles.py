"""Plan the moves of an entity in cycles: goods come in, some go to the counter, and they are sold; never below zero.

A cycle is one receipt (or what was on hand on the first day) and the moves of its goods. What goes out of a cycle is no
more than came in, place by place, and no earlier; so the whole is feasible, whatever the order of cycles. All numbers
are drawn as integers, from the generator that is given, in a fixed order.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from lowmark.sample.assortment import Assortment, Flags, Ints
from lowmark.sample.working_days import DAYS, MONTHS

RECEIPT: Final = 0
TRANSFER: Final = 1
SALE: Final = 2
SCRAP: Final = 3

_N_DAYS: Final = len(DAYS)
_LAST_START: Final = _N_DAYS - 10


@dataclass(frozen=True, slots=True)
class Cycles:
    """What comes in, a row per cycle; the first cycle of each item is what was on hand on the first day.

    Units:  tenths of the base unit; minor units.
    """

    item: Ints
    is_opening: Flags
    starts: Ints
    quantity: Ints
    value_minor: Ints


@dataclass(frozen=True, slots=True)
class Moves:
    """The moves in the order of the file: by day, receipts before transfers before what goes out."""

    cycle: Ints
    kind: Ints
    day: Ints
    quantity: Ints
    at_counter: Flags


@dataclass(frozen=True, slots=True)
class _Shape:
    """Which cycle each move is of, what kind it is, and the how manieth issue of its cycle (negative before the first).

    ``came`` and ``issues`` have a row per cycle: what comes in, and in how many issues it goes.
    """

    cycle: Ints
    kind: Ints
    nth: Ints
    came: Ints
    issues: Ints

    @property
    def is_issue(self) -> Flags:
        """Which moves take from their cycle."""
        return np.asarray(self.kind >= SALE)

    def by_cycle(self, quantity: Ints, wanted: Flags) -> Ints:
        """Sum the wanted moves of each cycle."""
        total = np.zeros(len(self.came), dtype=np.int64)
        np.add.at(total, self.cycle[wanted], quantity[wanted])
        return total


def plan(*, rng: np.random.Generator, items: Assortment, moves: int) -> tuple[Cycles, Moves]:
    """Draw the cycles of all items and the moves of all cycles: exactly so many moves."""
    size, item, is_opening = _sizes(rng, items.n, moves)
    starts = _starts(rng, item, items.n)
    has_transfer = (size >= 4) & (rng.integers(0, 3, size=len(size)) == 0)
    has_transfer[:1], has_transfer[1:2] = size[:1] >= 4, False
    tenths = np.where(items.is_measured[item], rng.integers(0, 10, size=len(size)), 0)

    cycle = np.repeat(np.arange(len(size)), size)
    place = np.arange(moves) - np.repeat(np.cumsum(size) - size, size)
    kind, nth = _kinds(cycle, place, is_opening, has_transfer)
    shape = _Shape(
        cycle=cycle,
        kind=kind,
        nth=nth,
        came=rng.integers(40, 240, size=len(size)) * 10 + tenths,
        issues=np.maximum(size - ~is_opening - has_transfer, 0),
    )
    at_counter = (kind == SALE) & has_transfer[cycle] & ((nth == 0) | (rng.integers(0, 2, size=moves) == 0))
    scrapped = (rng.integers(0, 60, size=moves) == 0) | ((cycle == 1) & (nth == shape.issues[cycle] - 1))
    kind[(kind == SALE) & ~at_counter & scrapped] = SCRAP
    is_swept = items.is_steady[item] & (starts < _N_DAYS * 7 // 10) & (rng.integers(0, 4, size=len(size)) > 0)
    is_swept[1:2] = False  # This one ends with scrap, whatever is drawn.
    quantity = _transferred(_issued(rng, shape, items.is_measured[item], is_swept), shape, at_counter)

    value_minor = _values(rng, items, item, np.where(is_opening, -2, MONTHS[starts]), shape.came)
    day = _days(rng, shape, at_counter, starts)
    order = np.lexsort((place, cycle, np.minimum(kind, SALE), day))
    return (
        Cycles(item, is_opening, starts, shape.came, value_minor),
        Moves(cycle[order], kind[order], day[order], quantity[order], at_counter[order]),
    )


def _sizes(rng: np.random.Generator, n_items: int, moves: int) -> tuple[Ints, Ints, Flags]:
    """Draw how many moves each cycle has; the items take turns, and the last cycle is cut where moves end."""
    drawn = rng.integers(6, 13, size=max(n_items, moves // 6 + 1))
    before = np.cumsum(drawn) - drawn
    size = np.clip(moves - before, 0, drawn)
    turn = np.arange(len(size))
    kept = (size > 0) | (turn < n_items)
    assert int(size.sum()) == moves
    return size[kept], (turn % n_items)[kept], (turn < n_items)[kept]


def _starts(rng: np.random.Generator, item: Ints, n_items: int) -> Ints:
    """Spread each item's receipts over the year, one after the other; what is on hand is there from the first day."""
    turn = np.arange(len(item)) // n_items
    turns = max(int(turn[-1]), 1)
    earliest, latest = (turn - 1) * _LAST_START // turns, turn * _LAST_START // turns
    drawn = earliest + rng.integers(0, np.maximum(latest - earliest, 1))
    return np.where(turn == 0, 0, drawn)


def _kinds(cycle: Ints, place: Ints, is_opening: Flags, has_transfer: Flags) -> tuple[Ints, Ints]:
    """Return the kind of each move, and the how manieth issue of its cycle it is (negative before the first)."""
    led = (~is_opening[cycle]).astype(np.int64)
    nth = place - led - has_transfer[cycle]
    kind = np.where(nth >= 0, SALE, TRANSFER)
    kind[(place == 0) & (led == 1)] = RECEIPT
    return kind, nth


def _issued(rng: np.random.Generator, shape: _Shape, is_measured: Flags, is_swept: Flags) -> Ints:
    """Draw what comes in and goes out: some of each cycle stays, unless its last issue takes all that is left."""
    most = np.maximum(shape.came // 10 * 17 // 20 // np.maximum(shape.issues, 1), 1)
    drawn = 10 * (1 + rng.integers(0, most[shape.cycle]))
    drawn -= np.where(is_measured[shape.cycle], rng.integers(0, 10, size=len(drawn)), 0)
    quantity = np.where(shape.is_issue, drawn, np.where(shape.kind == RECEIPT, shape.came[shape.cycle], 0))

    left = shape.came - shape.by_cycle(quantity, shape.is_issue)
    assert (left >= 0).all()
    takes_rest = shape.is_issue & (shape.nth == shape.issues[shape.cycle] - 1) & is_swept[shape.cycle]
    return quantity + np.where(takes_rest, left[shape.cycle], 0)


def _transferred(quantity: Ints, shape: _Shape, at_counter: Flags) -> Ints:
    """Let a transfer take to the counter what is sold there."""
    sold = shape.by_cycle(quantity, at_counter)
    moved = np.where(shape.kind == TRANSFER, sold[shape.cycle], quantity)
    assert (moved > 0).all()
    return moved


def _values(rng: np.random.Generator, items: Assortment, item: Ints, month: Ints, came: Ints) -> Ints:
    """Value what comes in: a unit cost that drifts through the year, and some cents of freight."""
    level = 1000 + items.drift[item] * month + rng.integers(-15, 16, size=len(item))
    value_minor: Ints = came * (items.cost_minor[item] * level // 1000) // 10 + rng.integers(0, 100, size=len(item))
    return value_minor


def _days(rng: np.random.Generator, shape: _Shape, at_counter: Flags, starts: Ints) -> Ints:
    """Draw the days: the counter sells from the transfer on, the store room from the receipt on."""
    transferred = np.minimum(starts + rng.integers(0, 4, size=len(starts)), _N_DAYS - 1)
    base = np.where(at_counter | (shape.kind == TRANSFER), transferred[shape.cycle], starts[shape.cycle])
    span = np.minimum(rng.integers(20, 61, size=len(base)), _N_DAYS - base)
    day: Ints = base + np.where(shape.is_issue, rng.integers(0, span), 0)
    return day
