"""A program too large to be solved whole: what many draw on is priced, and what is left falls apart into small programs.

Before this: `choices`, `solving`, `relaxing`, `settling`, `mixing`. After this: `filling`. Budgets, rooms and limits of terms are
few and bind many items; goods and needs bind one block each. At any prices of the few that are not negative, the best of every
block with what it draws charged at those prices, plus the value of the few limits, is no less than the gain of any plan: that is
the bound, and it holds whatever the prices. Which prices: each answer of a block is kept as a column; a small program over all
columns finds the best mixture within the few limits, and what these are worth to it. Half-way from the best prices so far to
those the blocks are asked again. First as relaxations, which are quick and bring the prices near; then, unless that is enough,
with whole switches. A mixture breaks no more blocks than there are few limits, so taking of each the largest loses little.
Sources: Dantzig and Wolfe, Decomposition principle for linear programs, Operations Research 8 (1960); Geoffrion, Lagrangean
relaxation for integer programming, Mathematical Programming Study 2 (1974); Wentges, Weighted Dantzig-Wolfe decomposition for
linear mixed-integer programming, International Transactions in Operational Research 4 (1997).
"""

from typing import Any, Final, NamedTuple

import numpy as np

from lowmark.core.prevention.choices import Choices
from lowmark.core.prevention.mixing import Mixture
from lowmark.core.prevention.relaxing import Answer, Parts, Relaxed, relaxed_of
from lowmark.core.prevention.settling import settled
from lowmark.core.prevention.solving import Limits, Solved, solve

PART: Final = 4_000
"""So many options make one small program."""

WHOLE: Final = 20_000
"""Up to so many options the program is solved whole."""

NEAR: Final = 5e-4
"""Prices of the relaxation are near enough where the mixture is within this of the bound."""

SEEDS: Final = 4
"""So many of the last answers of the relaxation are taken over: earlier ones were given at prices far off."""

RELAXED_ROUNDS: Final = 25
WHOLE_ROUNDS: Final = 12


class _Best(NamedTuple):
    """The prices at which the bound is least."""

    prices: Any
    answer: Answer


def solve_large(choices: Choices, limits: Limits, *, whole: int = WHOLE, part: int = PART) -> Solved:
    """Return the best quantities of choices of any size, with a bound that no plan passes.

    Domain: up to `whole` options are solved whole; of more, about `part` make one part. Half of the gap is left to whole steps.
            `limits.seconds` ends it between two rounds; the solver's nodes are those of all rounds.
    Raises: Problem ``extra_missing`` where the solver is not installed.
    """
    if choices.options.height <= whole:
        return solve(choices, limits)
    relaxed = relaxed_of(choices)
    parts = Parts(relaxed, part, limits)
    best, columns = _relax(relaxed, parts, limits)
    mixture = Mixture(relaxed, limits, is_whole=True)
    for shares in columns[-SEEDS:]:
        mixture.add(shares)
    goal, nodes, seconds, rounds = limits.gap_micro / 2e6, 0, 0.0, 0
    prices, mixed = best.prices, mixture.mix()
    while best.answer.bound * (1 - goal) > mixed.gain and rounds < WHOLE_ROUNDS:
        if 0 < limits.seconds <= seconds + parts.seconds():
            return _solved(relaxed, best, mixture, nodes, by_clock=True)
        found = settled(relaxed, parts.at(prices), prices, limits)
        best = min(best, _Best(prices, found.answer), key=lambda one: one.answer.bound)
        mixture.add(found.answer.shares)
        mixed = mixture.mix()
        prices = (best.prices + mixed.prices) / 2
        nodes, seconds, rounds = nodes + found.answer.nodes, seconds + found.seconds, rounds + 1
    return _solved(relaxed, best, mixture, nodes, by_clock=False)


def _relax(relaxed: Relaxed, parts: Parts, limits: Limits) -> tuple[_Best, list[Any]]:
    """Return the prices of the relaxation, and what blocks answered on the way to them."""
    mixture = Mixture(relaxed, limits, is_whole=False)
    prices, best, columns = np.zeros(len(relaxed.few)), None, []
    for _round in range(RELAXED_ROUNDS):
        found = _Best(prices, parts.at(prices))
        best = found if best is None or found.answer.bound < best.answer.bound else best
        columns.append(found.answer.shares)
        mixture.add(found.answer.shares)
        mixed = mixture.mix()
        if best.answer.bound * (1 - NEAR) <= mixed.gain or 0 < limits.seconds <= parts.seconds():
            break
        prices = (best.prices + mixed.prices) / 2
    assert best is not None
    return best, columns


def _solved(relaxed: Relaxed, best: _Best, mixture: Mixture, nodes: int, *, by_clock: bool) -> Solved:
    """Return the largest column of each block, in steps, and what limits are worth."""
    n_resources = len(relaxed.limit) - (int(relaxed.alone.max()) + 1)
    worth = best.answer.worth[:n_resources].copy()
    worth[relaxed.few] = best.prices
    steps = mixture.largest() * relaxed.most
    return Solved(
        steps=steps.tolist(), bound_minor=best.answer.bound, nodes=nodes, by_clock=by_clock, price_of=worth.tolist()
    )
