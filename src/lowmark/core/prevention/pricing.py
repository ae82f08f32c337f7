"""A program too large to be solved whole: what many draw on is priced, and what is left falls apart into small programs.

Before this: `choices`, `solving`. After this: `filling`. Budgets, rooms and the limits of terms are few and bind many items;
goods and needs bind one item each. At any prices of the few that are not negative, the best of every small program with what it
draws charged at those prices, plus the value of the few limits, is no less than the gain of any plan: that is the bound, and
it is proven whatever the prices. They are what its share of the few is worth to each part, on the average: shares first by what a
part could draw at most, then by what it draws at the prices; half-way between the two, bound and quantities are found.
Source: Geoffrion, Lagrangean relaxation for integer programming, Mathematical Programming Study 2 (1974).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

import numpy as np
import polars as pl

from lowmark.core.prevention.choices import Choices
from lowmark.core.prevention.solving import Limits, Program, Solved, program_of, run, solve

SHARED: Final = "^(budget|term|room)[|]"
"""Names of what many draw on."""

PART: Final = 10_000
"""So many options make one small program."""

WHOLE: Final = 20_000
"""Up to so many options the program is solved whole."""


@dataclass(frozen=True, slots=True)
class Split:
    """The choices in parts that share nothing but priced resources.

    Shapes: `part_of` is the part of each option; `shared` the numbers of the resources that are priced.
    """

    choices: Choices
    part_of: Any
    parts: int
    shared: Any


def solve_large(choices: Choices, limits: Limits, *, whole: int = WHOLE, part: int = PART) -> Solved:
    """Return the best quantities of choices of any size, with a bound that no plan passes.

    Domain: up to `whole` options are solved whole; of more, `part` make one part.
    Raises: Problem ``extra_missing`` where the solver is not installed.
    """
    if choices.options.height <= whole:
        return solve(choices, limits)
    split = split_of(choices, part)
    by_most = [_most(own, len(used)) for _chosen, used, own in _parts(split)]
    _, low, first = _within(split, by_most, limits)
    at_low, second = _at(split, low, limits)
    _, high, third = _within(split, at_low.drawn, limits)
    middle, fourth = _at(split, (low + high) / 2, limits)
    shares = [(one + other) / 2 for one, other in zip(at_low.drawn, middle.drawn, strict=True)]
    steps, _, fifth = _within(split, shares, limits)
    best = min(at_low, middle, key=lambda priced: priced.bound)
    return Solved(steps=steps, bound_minor=best.bound, nodes=0, by_clock=first or second or third or fourth or fifth,
                  price_of=best.worth.tolist())  # fmt: skip


class Priced(NamedTuple):
    """What no plan gains more than, what each resource is worth, and what each part draws when it pays the prices."""

    bound: float
    worth: Any
    drawn: list[Any]


def split_of(choices: Choices, size: int = PART) -> Split:
    """Part the options into parts of about a size, so that whoever draws on the same goods or need is in one part."""
    is_shared = choices.resources["name"].str.contains(SHARED).to_numpy()
    own = choices.uses.filter(~pl.col("resource").is_in(pl.Series(np.flatnonzero(is_shared)).implode()))
    block = _blocks(
        choices.options.height, own["option"].to_numpy(), own["resource"].to_numpy(), choices.resources.height
    )
    _, number, sizes = np.unique(block, return_inverse=True, return_counts=True)
    part_of = (np.cumsum(sizes) // size)[number]
    return Split(choices, part_of, int(part_of.max()) + 1, np.flatnonzero(is_shared))


def _blocks(n: int, option: Any, resource: Any, m: int) -> Any:
    """Return for each option the least option that it is joined to through resources: labels spread until none changes."""
    label = np.arange(n)
    while True:
        least = np.full(m, n)
        np.minimum.at(least, resource, label[option])
        fresh = label.copy()
        np.minimum.at(fresh, option, least[resource])
        fresh = fresh[fresh]  # A label's own label is nearer still.
        if (fresh == label).all():
            return label
        label = fresh


def _parts(split: Split) -> Iterator[tuple[Any, Any, Choices]]:
    """Yield of each part its options, its resources, and its choices by themselves, renumbered."""
    uses = split.choices.uses
    of_use = split.part_of[uses["option"].to_numpy()]
    for part in range(split.parts):
        chosen = np.flatnonzero(split.part_of == part)
        if not len(chosen):
            continue
        own = uses.filter(pl.Series(of_use == part))
        used, place = np.unique(own["resource"].to_numpy(), return_inverse=True)
        numbered = own.with_columns(
            option=pl.Series(np.searchsorted(chosen, own["option"].to_numpy())), resource=pl.Series(place)
        )
        yield (
            chosen,
            used,
            replace(
                split.choices,
                options=split.choices.options[chosen],
                resources=split.choices.resources[used],
                uses=numbered,
            ),
        )


def _relaxed(program: Program) -> Program:
    """Return a program whose switches may be fractions: whole steps are made of its answer in any case."""
    return replace(program, whole=np.zeros(len(program.whole), dtype=bool))


def _within(split: Split, drawn: list[Any], limits: Limits) -> tuple[list[float], Any, bool]:
    """Relax each part within its share of what is shared, as much of it as it draws of what all draw.

    Returns quantities of all options, the average price of what is shared, and whether a clock ended it.
    """
    m = split.choices.resources.height
    steps, prices, weight, whole = np.zeros(split.choices.options.height), np.zeros(m), np.zeros(m), np.zeros(m)
    by_clock, shared = False, np.isin(np.arange(m), split.shared)
    for (_chosen, used, _own), draws in zip(_parts(split), drawn, strict=True):
        whole[used] += draws
    for (chosen, used, own), draws in zip(_parts(split), drawn, strict=True):
        share = np.where(shared[used] & (whole[used] > 0), draws / np.maximum(whole[used], 1), 1.0)
        limit = (own.resources["limit_micro"].to_numpy() * share).astype(np.int64)
        cut = replace(own, resources=own.resources.with_columns(limit_micro=pl.Series(limit)))
        found, _, highs, ended = run(_relaxed(program_of(cut)), limits)
        steps[chosen] = found[: len(chosen)]
        prices[used] += np.maximum(-np.asarray(highs.getSolution().row_dual)[: len(used)], 0) * share
        weight[used] += share
        by_clock = by_clock or ended == "kTimeLimit"
    return steps.tolist(), np.where(shared, prices / np.maximum(weight, 1e-9), 0), by_clock


def _most(choices: Choices, m: int) -> Any:
    """Return how much of each resource all options together would draw at their most."""
    quantity = choices.options["limit_micro"].to_numpy()
    return _draws(choices, quantity, np.ones(len(quantity)), m)


def _draws(choices: Choices, quantity: Any, on: Any, m: int) -> Any:
    """Return how much of each resource quantities of options draw, in millionths."""
    option, uses = choices.uses["option"].to_numpy(), choices.uses
    drawn = np.zeros(m)
    by = uses["by_micro"].to_numpy() * (quantity[option] / 1e6) + uses["fixed_micro"].to_numpy() * on[option]
    np.add.at(drawn, uses["resource"].to_numpy(), by)
    return drawn


def _at(split: Split, prices: Any, limits: Limits) -> tuple[Priced, bool]:
    """Relax each part with what it draws on shared resources charged, and nothing of them limited."""
    bound = float((prices * split.choices.resources["limit_micro"].to_numpy() / 1e6).sum())
    worth, drawn, by_clock = prices.copy(), [], False
    for chosen, used, own in _parts(split):
        option, price = own.uses["option"].to_numpy(), prices[used][own.uses["resource"].to_numpy()]
        step = own.options["step_micro"].to_numpy()
        charge, once = np.zeros(len(chosen)), np.zeros(len(chosen))
        np.add.at(charge, option, price * own.uses["by_micro"].to_numpy() * step[option] / 1e12)
        np.add.at(once, option, price * own.uses["fixed_micro"].to_numpy() / 1e6)
        free = np.isin(used, split.shared)
        program = program_of(own, charge=charge, once_more=once)
        program.row_upper[: len(used)][free] = np.inf
        found, best, highs, ended = run(_relaxed(program), limits)
        quantity = found[: len(chosen)] * step
        drawn.append(_draws(own, quantity, quantity / np.maximum(own.options["limit_micro"].to_numpy(), 1), len(used)))
        dual = np.maximum(-np.asarray(highs.getSolution().row_dual)[: len(used)], 0)
        worth[used[~free]] = dual[~free]
        bound, by_clock = bound + best.bound, by_clock or ended == "kTimeLimit"
    return Priced(bound, worth, drawn), by_clock
