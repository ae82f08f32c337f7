"""Plan the production of a manufacturer: components come in, go into production, and finished goods come out.

Before this: `cycles` has planned what is made and sold. After this: each finished lot has its issues of components on
the same day, and components are bought ahead of what is issued until the next purchase; so none ever runs short. What
comes out is valued as a production order says it: components at the prices of the month, and conversion that is now
dearer, now cheaper than the standard.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from lowmark.sample.assortment import Assortment, components
from lowmark.sample.plans import ISSUE, RECEIPT, Cycles, Moves, Plan, cycles_of, moves_of
from lowmark.sample.working_days import DAYS, MONTHS

COMPONENTS_OF_ONE: Final = 3
_N_DAYS: Final = len(DAYS)


def plan_production(*, rng: np.random.Generator, items: Assortment, made: Plan, moves: int) -> tuple[Plan, Plan]:
    """Return the plan of what is made, valued and with its issues, and that of its components: together so many moves more.

    Domain: there are moves enough for the issues of every lot made.
    """
    cycles = _valued(rng, items, made.cycles)
    lots = np.flatnonzero(~cycles.is_opening)
    n_made = int(items.is_made.sum())
    component, tenths = components(n_made, items.good[cycles.item[lots]], items.variant[cycles.item[lots]])
    issued = np.maximum(cycles.quantity[lots][:, None] * tenths // 10, 1)
    cycle, day = np.repeat(lots, COMPONENTS_OF_ONE), np.repeat(cycles.starts[lots], COMPONENTS_OF_ONE)
    n = len(cycle)
    issues = Moves(cycle, component.ravel(), np.full(n, ISSUE), day, issued.ravel(), np.zeros(n, dtype=np.bool_),
                   np.full(n, -1))  # fmt: skip
    assert moves >= n, "there are moves for every issue"

    bought = _purchases(rng, items, issues, moves - n)
    with_issues = Moves(**{
        name: np.concatenate([getattr(made.moves, name), getattr(issues, name)]) for name in Moves.__slots__
    })  # fmt: skip
    return Plan(cycles, with_issues), bought


def _valued(rng: np.random.Generator, items: Assortment, cycles: Cycles) -> Cycles:
    """Value what is made: what was on hand at standard, the rest as its orders say."""
    n_made = int(items.is_made.sum())
    component, tenths = components(n_made, items.good[cycles.item], items.variant[cycles.item])
    prices = items.cost_at(component, np.maximum(MONTHS[cycles.starts], 0)[:, None])
    level = rng.integers(930, 1080, size=cycles.n)
    conversion = cycles.quantity * items.conversion_minor[cycles.item] // 10 * level // 1000
    ordered = (cycles.quantity[:, None] * tenths // 10 * prices).sum(axis=1) // 10 + conversion
    standard = cycles.quantity * items.cost_minor[cycles.item] // 10
    return replace(
        cycles, value_minor=np.where(cycles.is_opening, standard, ordered),
        conversion_minor=np.where(cycles.is_opening, 0, conversion),
    )  # fmt: skip


def _purchases(rng: np.random.Generator, items: Assortment, issues: Moves, moves: int) -> Plan:
    """Buy each component now and then: what is issued until the next purchase, and some more."""
    every = np.flatnonzero(items.is_component)
    bought = every[items.is_restocked[every]]
    needed = np.zeros((items.n, _N_DAYS + 1), dtype=np.int64)
    np.add.at(needed, (issues.item, issues.day + 1), issues.quantity)
    needed = needed.cumsum(axis=1)

    # A purchase is the nth of so many of its component, nth 0 being what is on hand on the first day.
    turn = np.arange(moves)
    item, nth = bought[turn % len(bought)], turn // len(bought) + 1
    purchases = np.zeros(items.n, dtype=np.int64)
    np.add.at(purchases, item, 1)
    item, nth = np.concatenate([every, item]), np.concatenate([np.zeros(len(every), dtype=np.int64), nth])
    spread = purchases[item] + 1
    starts, until = nth * _N_DAYS // spread, (nth + 1) * _N_DAYS // spread
    # Of what is bought no more, far too much is there.
    more = rng.integers(5, 60, size=len(item)) * np.where(items.is_restocked[item], 10, 400)
    quantity = needed[item, until] - needed[item, starts] + more
    month = np.where(nth == 0, 0, MONTHS[starts])
    price = items.cost_at(item, month) * rng.integers(985, 1016, size=len(item)) // 1000
    cycles = cycles_of(
        item=item, is_opening=nth == 0, starts=starts, quantity=quantity, value_minor=quantity * price // 10
    )  # fmt: skip
    cycle = np.arange(len(every), cycles.n)
    return Plan(cycles, moves_of(
        cycles=cycles, cycle=cycle, kind=np.full(moves, RECEIPT), day=starts[cycle], quantity=quantity[cycle]
    ))  # fmt: skip
