"""Plan what becomes of devices, unit by unit: each has a serial number, is received alone and sold alone."""

from typing import Final

import numpy as np

from lowmark.sample.assortment import Assortment, Ints
from lowmark.sample.plans import DAMAGED, RECEIPT, SALE, Plan, cycles_of, moves_of
from lowmark.sample.working_days import DAYS, MONTHS

_ON_HAND: Final = 4
"""Units of each device on the first day."""
_ONE: Final = 10


def plan_devices(*, rng: np.random.Generator, items: Assortment, devices: Ints, moves: int) -> Plan:
    """Draw the units of some items and exactly so many moves of them.

    Domain: a half of what is on hand on the first day is sold; of what comes in, about two in three; one sale in
            sixteen is none, because the device was dropped.
    """
    n_opening = _ON_HAND * len(devices)
    sold_opening = min(n_opening // 2, moves)
    n_sold = (moves - sold_opening) * 2 // 5
    n_kept = moves - sold_opening - 2 * n_sold
    n = n_opening + n_sold + n_kept
    unit = np.arange(n)
    item, is_opening = devices[unit % len(devices)], unit < n_opening
    starts = np.where(is_opening, 0, np.sort(rng.integers(0, len(DAYS) - 30, size=n)))
    cost = items.cost_at(item, np.where(is_opening, -2, MONTHS[starts])) + rng.integers(0, 2_000, size=n)
    cycles = cycles_of(
        item=item, is_opening=is_opening, starts=starts, quantity=np.full(n, _ONE), value_minor=cost
    )  # fmt: skip

    coming = unit[~is_opening]
    going = np.concatenate([unit[:sold_opening], rng.permutation(coming)[:n_sold]])
    cycle = np.concatenate([coming, going])
    kind = np.where(
        np.arange(moves) < len(coming), RECEIPT, np.where(rng.integers(0, 16, size=moves) == 0, DAMAGED, SALE)
    )
    day = starts[cycle] + np.where(kind == RECEIPT, 0, rng.integers(1, 30, size=moves))
    assert len(cycle) == moves
    return Plan(cycles, moves_of(cycles=cycles, cycle=cycle, kind=kind, day=day, quantity=np.full(moves, _ONE)))
