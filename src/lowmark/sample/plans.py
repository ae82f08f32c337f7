"""What a plan of moves is made of: cycles, what comes in; and moves, what becomes of it. Plans of parts add up.

Before this: `cycles`, `devices`, `production` and `intercompany` each plan a part. After this: the tables, which write
the whole plan down in the order of days.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

import numpy as np

from lowmark.sample.assortment import Flags, Ints

RECEIPT: Final = 0
TRANSFER: Final = 1
SALE: Final = 2
SCRAP: Final = 3
DAMAGED: Final = 4
QUARANTINED: Final = 5
VENDOR_RETURN: Final = 6
ISSUE: Final = 7
RETURN: Final = 8

KINDS: Final = ("receipt", "transfer", "sale", "scrap", "damage", "quarantine", "vendor_return", "production_issue",
                "sales_return")  # fmt: skip
PHASES: Final = (0, 1, 2, 2, 2, 2, 2, 2, 3)
"""Of one day: receipts, transfers, what goes out, and what comes back of it."""


@dataclass(frozen=True, slots=True)
class Cycles:
    """What comes in, a row per cycle: from a vendor, out of production, or on hand on the first day.

    Units:  tenths of the base unit; minor units. ``conversion_minor`` is what of the value is not components.
    Domain: ``consignment`` is the number of an intercompany delivery, -1 elsewhere; ``invoiced_minor`` what the buyer
            within the group is charged for it, 0 elsewhere.
    """

    item: Ints
    is_opening: Flags
    starts: Ints
    quantity: Ints
    value_minor: Ints
    conversion_minor: Ints
    consignment: Ints
    invoiced_minor: Ints

    @property
    def n(self) -> int:
        """How many cycles there are."""
        return len(self.item)


@dataclass(frozen=True, slots=True)
class Moves:
    """The moves: of which cycle and item, what kind, when, how much, and from the counter or not.

    Domain: ``source`` is the row of the sale that a return brings back, -1 elsewhere.
    """

    cycle: Ints
    item: Ints
    kind: Ints
    day: Ints
    quantity: Ints
    at_counter: Flags
    source: Ints

    @property
    def n(self) -> int:
        """How many moves there are."""
        return len(self.cycle)


@dataclass(frozen=True, slots=True)
class Plan:
    """Cycles, and the moves of their goods."""

    cycles: Cycles
    moves: Moves


def cycles_of(*, item: Ints, is_opening: Flags, starts: Ints, quantity: Ints, value_minor: Ints) -> Cycles:
    """Return cycles that are neither made here nor of the group."""
    none = np.zeros(len(item), dtype=np.int64)
    return Cycles(item, is_opening, starts, quantity, value_minor, none, none - 1, none)


def moves_of(*, cycles: Cycles, cycle: Ints, kind: Ints, day: Ints, quantity: Ints) -> Moves:
    """Return moves of the cycles' own items, from the store room, none of them a return."""
    n = len(cycle)
    return Moves(cycle, cycles.item[cycle], kind, day, quantity, np.zeros(n, dtype=np.bool_), np.full(n, -1))


def together(plans: Sequence[Plan]) -> Plan:
    """Return one plan of several, its moves by day and phase, and otherwise in the order of the plans.

    Domain: cycles keep their order, plan after plan.
    """
    cycles_before = np.cumsum([0, *(plan.cycles.n for plan in plans)])
    moves_before = np.cumsum([0, *(plan.moves.n for plan in plans)])
    cycles = Cycles(**_columns([plan.cycles for plan in plans]))
    moves = Moves(**_columns([
        replace(plan.moves, cycle=plan.moves.cycle + first,
                source=np.where(plan.moves.source < 0, -1, plan.moves.source + before))
        for plan, first, before in zip(plans, cycles_before, moves_before, strict=False)
    ]))  # fmt: skip
    return Plan(cycles, in_order(moves))


def in_order(moves: Moves) -> Moves:
    """Return the moves by day, receipts before transfers before what goes out before what comes back.

    Domain: of one day and phase they stay in the order in which they are given.
    """
    order = np.lexsort((np.array(PHASES)[moves.kind], moves.day))
    place = np.empty(moves.n, dtype=np.int64)
    place[order] = np.arange(moves.n)
    sorted_ = Moves(**{field.name: getattr(moves, field.name)[order] for field in fields(Moves)})
    return replace(sorted_, source=np.where(sorted_.source < 0, -1, place[sorted_.source]))


def _columns(parts: Sequence[Any]) -> dict[str, Any]:
    return {field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(parts[0])}
