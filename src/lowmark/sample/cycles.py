"""Plan the moves of an entity in cycles: goods come in, some go to the counter, and they are sold; never below zero.

A cycle is one receipt (or what was on hand on the first day) and the moves of its goods. What goes out of a cycle is no
more than came in, place by place, and no earlier; so the whole is feasible, whatever the order of cycles. All numbers
are drawn as integers, from the generator that is given, in a fixed order.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from lowmark.sample.assortment import Assortment, Flags, Ints
from lowmark.sample.plans import (
    DAMAGED,
    QUARANTINED,
    RECEIPT,
    RETURN,
    SALE,
    SCRAP,
    TRANSFER,
    VENDOR_RETURN,
    Moves,
    Plan,
    cycles_of,
)
from lowmark.sample.working_days import DAYS, MONTHS

_N_DAYS: Final = len(DAYS)
_LAST_START: Final = _N_DAYS - 10
_CHANCES: Final = 150
_BY_CHANCE: Final = {SCRAP: (0, 1), DAMAGED: (2,), QUARANTINED: (3,), VENDOR_RETURN: (4,), RETURN: (5, 6, 7, 8)}
"""Of so many draws, the ones that make something else of a sale."""
_FOR_SURE: Final = {1: SCRAP, 3: DAMAGED, 4: QUARANTINED, 6: VENDOR_RETURN, 7: RETURN}
"""How the first cycles of some items end, whatever is drawn."""
_SHORT_LIFE_DAYS: Final = 400


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
        return np.asarray((self.kind >= SALE) & (self.kind != RETURN))

    @property
    def is_last(self) -> Flags:
        """Which moves are the last of their cycle, and no receipt or transfer."""
        return np.asarray((self.nth >= 0) & (self.nth == self.issues[self.cycle] - 1))

    def by_cycle(self, quantity: Ints, wanted: Flags) -> Ints:
        """Sum the wanted moves of each cycle."""
        total = np.zeros(len(self.came), dtype=np.int64)
        np.add.at(total, self.cycle[wanted], quantity[wanted])
        return total


def plan(*, rng: np.random.Generator, items: Assortment, traded: Ints, moves: int) -> Plan:
    """Draw the cycles of the items that are traded and the moves of all cycles: exactly so many moves.

    Domain: the first cycles are what was on hand on the first day, an item each. Moves are not yet in order.
    """
    size, turn = _sizes(rng, items.is_restocked[traded], moves)
    n = len(traded)
    item, is_opening = traded[turn % n], turn < n
    starts = _starts(rng, turn, n)
    has_transfer = (size >= 4) & (rng.integers(0, 3, size=len(size)) == 0)
    has_transfer[:1], has_transfer[list(_FOR_SURE)] = size[:1] >= 4, False
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
    kind[:] = _turned(rng, shape, at_counter, items.is_made[item[cycle]])
    is_swept = _swept(rng, items, item, starts, is_opening)
    quantity = _transferred(_issued(rng, shape, items.is_measured[item], is_swept), shape, at_counter)

    value_minor = _values(rng, items, item, np.where(is_opening, -2, MONTHS[starts]), shape.came)
    day = _days(rng, shape, at_counter, starts)
    quantity, day, source = _returned(rng, kind, quantity, day)
    cycles = cycles_of(
        item=item, is_opening=is_opening, starts=starts, quantity=shape.came, value_minor=value_minor
    )  # fmt: skip
    return Plan(cycles, Moves(cycle, item[cycle], kind, day, quantity, at_counter, source))


def _sizes(rng: np.random.Generator, is_restocked: Flags, moves: int) -> tuple[Ints, Ints]:
    """Draw how many moves each cycle has; the items take turns, and the last cycle is cut where moves end.

    Domain: what is not restocked has its first cycle only.
    """
    n_items = len(is_restocked)
    turn = np.arange(moves // 5 + 2 * n_items)
    drawn = rng.integers(6, 13, size=len(turn)) * ((turn < n_items) | is_restocked[turn % n_items])
    before = np.cumsum(drawn) - drawn
    size = np.clip(moves - before, 0, drawn)
    kept = (size > 0) | (turn < n_items)
    assert int(size.sum()) == moves
    return size[kept], turn[kept]


def _starts(rng: np.random.Generator, turn: Ints, n_items: int) -> Ints:
    """Spread each item's receipts over the year, one after the other; what is on hand is there from the first day."""
    nth = turn // n_items
    turns = np.maximum(np.bincount(turn % n_items, minlength=n_items) - 1, 1)[turn % n_items]
    earliest, latest = (nth - 1) * _LAST_START // turns, nth * _LAST_START // turns
    drawn = earliest + rng.integers(0, np.maximum(latest - earliest, 1))
    return np.where(nth == 0, 0, drawn)


def _kinds(cycle: Ints, place: Ints, is_opening: Flags, has_transfer: Flags) -> tuple[Ints, Ints]:
    """Return the kind of each move, and the how manieth issue of its cycle it is (negative before the first)."""
    led = (~is_opening[cycle]).astype(np.int64)
    nth = place - led - has_transfer[cycle]
    kind = np.where(nth >= 0, SALE, TRANSFER)
    kind[(place == 0) & (led == 1)] = RECEIPT
    return kind, nth


def _turned(rng: np.random.Generator, shape: _Shape, at_counter: Flags, is_made: Flags) -> Ints:
    """Make something else of some sales: scrapped, damaged, in quarantine, back to the vendor, or come back."""
    drawn, kind = rng.integers(0, _CHANCES, size=len(shape.kind)), shape.kind.copy()
    is_free = (shape.kind == SALE) & ~at_counter
    wanted = {one: is_free & np.isin(drawn, chances) for one, chances in _BY_CHANCE.items()}
    ends = is_free & shape.is_last
    for cycle, one in _FOR_SURE.items():
        for other, flags in wanted.items():
            flags[shape.cycle == cycle] = False
            if other == one:
                flags |= ends & (shape.cycle == cycle)
    for one in (SCRAP, DAMAGED, QUARANTINED, VENDOR_RETURN):
        # What is made here goes back to no vendor.
        kind[wanted[one]] = one
    kind[(kind == VENDOR_RETURN) & is_made] = SCRAP
    # A return follows the sale that it brings back: of two in a row, only the first.
    follows = np.append(False, (kind[:-1] == SALE) & ~wanted[RETURN][:-1]) & (shape.nth >= 1)
    kind[wanted[RETURN] & follows] = RETURN
    return kind


def _swept(rng: np.random.Generator, items: Assortment, item: Ints, starts: Ints, is_opening: Flags) -> Flags:
    """Choose the cycles of which the last sale takes all that is left.

    Domain: not those of goods that are not restocked, or whose first lot is to expire; of a market that turns, only
            those that were over before it did, and never the first.
    """
    steady = items.is_steady[item]
    early = np.where(steady, starts < _N_DAYS * 17 // 20, (starts < _N_DAYS * 9 // 20) & ~is_opening)
    expires = is_opening & (_life(items, item) < _SHORT_LIFE_DAYS)
    return np.asarray(early & (rng.integers(0, 6, size=len(item)) > 0) & ~expires & items.is_restocked[item])


def _life(items: Assortment, item: Ints) -> Ints:
    """Return the days that items keep; many where they keep for ever."""
    return np.array([one.shelf_life_days or 1_000_000 for one in items.goods])[items.good[item]]


def _issued(rng: np.random.Generator, shape: _Shape, is_measured: Flags, is_swept: Flags) -> Ints:
    """Draw what comes in and goes out: some of each cycle stays, unless its last sale takes all that is left."""
    most = np.maximum(shape.came // 10 * 17 // 20 // np.maximum(shape.issues, 1), 1)
    drawn = 10 * (1 + rng.integers(0, most[shape.cycle]))
    drawn -= np.where(is_measured[shape.cycle], rng.integers(0, 10, size=len(drawn)), 0)
    came = np.where(shape.kind == RECEIPT, shape.came[shape.cycle], 0)
    quantity = np.where(shape.is_issue, drawn, np.where(shape.kind == RETURN, 10, came))

    left = shape.came - shape.by_cycle(quantity, shape.is_issue)
    assert (left >= 0).all()
    takes_rest = (shape.kind == SALE) & shape.is_last & is_swept[shape.cycle]
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
    day: Ints = base + np.where(shape.nth >= 0, rng.integers(0, span), 0)
    return day


def _returned(rng: np.random.Generator, kind: Ints, quantity: Ints, day: Ints) -> tuple[Ints, Ints, Ints]:
    """Let what comes back be a part of the sale before it, some days later; return quantities, days and sales."""
    comes_back = kind == RETURN
    sale = np.where(comes_back, np.arange(len(kind)) - 1, -1)
    sold = quantity[sale]
    part = np.minimum(10 * (1 + rng.integers(0, np.maximum(sold // 10, 1))), sold)
    later = np.minimum(day[sale] + rng.integers(1, 15, size=len(day)), _N_DAYS - 1)
    assert (kind[sale[comes_back]] == SALE).all()
    return np.where(comes_back, part, quantity), np.where(comes_back, later, day), sale
