"""The choices as a relaxation that falls apart, and what each part of it does best where the few resources have prices.

Before this: `choices`. After this: `settling`, `pricing`. A column is the share of an option that is done, of its most; its
switch is that share too, for in a relaxation no switch is open wider than it has to be. So neither switches nor links are
needed: a third of the columns and rows. Each part is kept by the solver between prices, with the basis that it ended on.
"""

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np

from lowmark.core.prevention.choices import Choices
from lowmark.core.prevention.solving import Limits, Program, model_of, solver

SHARED: Final = "^(budget|term|room)[|]"
"""Names of what many draw on."""

MINOR: Final = 1_000.0
"""The solver counts in so many minor units, so that the numbers stay near one another."""


@dataclass(frozen=True, slots=True)
class Entries:
    """A sparse matrix of options by rows: what a whole option draws, of which `fixed` by being done at all."""

    option: Any
    row: Any
    value: Any
    fixed: Any


@dataclass(frozen=True, slots=True)
class Relaxed:
    """Options as shares of their most, what they draw on alone and together, and the blocks that share nothing else.

    Shapes: by option: `gain` (at its most), `once`, `most` (in steps), `least` (as a share), `alone` (its group, or -1), `block`.
            `own` has the resources of blocks, then the groups, as rows; `shared` the places in `few`.
    Units:  minor units; resources in units.
    """

    gain: Any
    once: Any
    most: Any
    least: Any
    alone: Any
    block: Any
    own: Entries
    limit: Any
    shared: Entries
    few: Any
    few_limit: Any

    def charged(self, prices: Any) -> tuple[Any, Any]:
        """Return what each whole option gains, and costs to do at all, with what it draws on the few paid for."""
        few, n = self.shared, len(self.gain)
        once = self.once + np.bincount(few.option, weights=few.fixed * prices[few.row], minlength=n)
        paid = np.bincount(few.option, weights=(few.value - few.fixed) * prices[few.row], minlength=n)
        return self.gain - paid, once


class Answer(NamedTuple):
    """What is best done at prices: the share of each option, what no plan gains more than, and what own rows are worth."""

    shares: Any
    bound: float
    worth: Any
    nodes: int = 0


def relaxed_of(choices: Choices) -> Relaxed:
    """Lay the choices out."""
    options, resources = choices.options, choices.resources
    n, m = options.height, resources.height
    step = options["step_micro"].to_numpy().astype(np.float64)
    most = np.floor(options["limit_micro"].to_numpy() / step)
    uses = choices.uses
    option, row = uses["option"].to_numpy(), uses["resource"].to_numpy()
    fixed = uses["fixed_micro"].to_numpy() / 1e6
    value = uses["by_micro"].to_numpy() * (step * most)[option] / 1e12 + fixed
    is_few = resources["name"].str.contains(SHARED).to_numpy()
    limit, few = resources["limit_micro"].to_numpy() / 1e6, np.flatnonzero(is_few)
    named = options["only_one_of"].fill_null(-1).to_numpy()
    lone = np.flatnonzero(named >= 0)
    groups, group = np.unique(named[lone], return_inverse=True)
    alone = np.full(n, -1)
    alone[lone] = group
    drawn = is_few[row]
    own = Entries(
        option=np.concatenate([option[~drawn], lone]), row=np.concatenate([row[~drawn], m + group]),
        value=np.concatenate([value[~drawn], np.ones(len(lone))]), fixed=np.concatenate([fixed[~drawn], np.zeros(len(lone))]),
    )  # fmt: skip
    place = np.zeros(m, dtype=np.int64)
    place[few] = np.arange(len(few))
    _, block = np.unique(joined(n, own.option, own.row, m + len(groups)), return_inverse=True)
    return Relaxed(
        gain=options["gain_micro"].to_numpy() * (step * most) / choices.per_minor,
        once=(options["fixed_minor"] + options["forgone_minor"]).to_numpy().astype(np.float64), most=most,
        least=options["minimum_micro"].to_numpy() / (step * most), alone=alone, block=block, own=own,
        limit=np.concatenate([limit, np.ones(len(groups))]),
        shared=Entries(option=option[drawn], row=place[row[drawn]], value=value[drawn], fixed=fixed[drawn]),
        few=few, few_limit=limit[few],
    )  # fmt: skip


def joined(n: int, option: Any, row: Any, m: int) -> Any:
    """Return for each option the least option that it is joined to through rows: labels spread until none changes.

    >>> joined(4, np.array([0, 2, 2, 3]), np.array([0, 0, 1, 1]), 2).tolist()
    [0, 1, 0, 0]
    """
    label = np.arange(n)
    while True:
        least = np.full(m, n)
        np.minimum.at(least, row, label[option])
        fresh = label.copy()
        np.minimum.at(fresh, option, least[row])
        fresh = fresh[fresh]  # A label's own label is nearer still.
        if (fresh == label).all():
            return label
        label = fresh


class Parts:
    """The relaxation in parts of about a size, each held by a solver that goes on from where it was."""

    def __init__(self, relaxed: Relaxed, size: int, limits: Limits) -> None:
        """Lay every part out once.

        Raises: Problem ``extra_missing`` where the solver is not installed.
        """
        self.relaxed = relaxed
        own = relaxed.own
        part_of = (np.cumsum(np.bincount(relaxed.block)) // size)[relaxed.block]
        of_entry = part_of[own.option]
        self.parts = []
        for part in np.unique(part_of):
            chosen, entries = np.flatnonzero(part_of == part), np.flatnonzero(of_entry == part)
            rows, row = np.unique(own.row[entries], return_inverse=True)
            program = shares_of(len(chosen), row, np.searchsorted(chosen, own.option[entries]), own.value[entries],
                                relaxed.limit[rows])  # fmt: skip
            highs = solver(limits)
            highs.passModel(model_of(program))
            self.parts.append((highs, chosen, rows))

    def at(self, prices: Any) -> Answer:
        """Return the best shares at prices of the few. No plan gains more than the bound, whatever the prices."""
        relaxed = self.relaxed
        run, once = relaxed.charged(prices)
        gain = run - once
        shares, worth = np.zeros(len(gain)), np.zeros(len(relaxed.limit))
        bound = float(prices @ relaxed.few_limit)
        for highs, chosen, rows in self.parts:
            highs.changeColsCost(len(chosen), np.arange(len(chosen), dtype=np.int32), -gain[chosen] / MINOR)
            highs.run()
            found = highs.getSolution()
            shares[chosen] = np.clip(found.col_value, 0.0, 1.0)
            worth[rows] = np.maximum(-np.asarray(found.row_dual), 0.0) * MINOR
            bound -= highs.getInfo().objective_function_value * MINOR
        return Answer(np.where(gain > 0, shares, 0.0), bound, worth)

    def seconds(self) -> float:
        """Return how long the solvers have run."""
        return float(sum(highs.getRunTime() for highs, _chosen, _rows in self.parts))


def shares_of(n: int, row: Any, column: Any, value: Any, limit: Any) -> Program:
    """Return a program of shares between nought and one, at no cost as yet."""
    return Program(cost=np.zeros(n), upper=np.ones(n), whole=np.zeros(n, dtype=bool), switched=np.zeros(0, dtype=np.int64),
                   row_of=row, column_of=column, value=value, row_upper=limit)  # fmt: skip
