"""Make switches whole where the relaxation left them open in part: exact small programs, at prices for what many draw on.

Before this: `relaxing`. After this: `pricing`. At prices most options gain nothing and fall away, and what is left of a block falls
apart once more. A piece whose switches the relaxation left whole is done; the others are small programs with switches, a few of
which go to the solver together. Their bounds are the solver's, so the bound of all is as sure as these.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import numpy as np

from lowmark.core.prevention.relaxing import MINOR, Answer, Entries, Relaxed, joined, shares_of
from lowmark.core.prevention.solving import Limits, Program, model_of, solver

NEARLY: Final = 1e-6
TOGETHER: Final = 60
"""So many options go to the solver at a time, or one piece."""

FEASIBLE: Final = 2
"""What the solver says of an answer that keeps every limit."""

NODES: Final = 20
"""So many nodes at most: the bound that is left then holds as well."""

PLAIN: Final = {
    "mip_heuristic_effort": 0.0, "mip_heuristic_run_feasibility_jump": False, "mip_heuristic_run_rens": False,
    "mip_heuristic_run_rins": False, "mip_heuristic_run_root_reduced_cost": False, "mip_detect_symmetry": False,
    "mip_allow_restart": False,
}  # fmt: skip
"""What a small program is solved without: it takes longer than the program."""


class Settled(NamedTuple):
    """An answer with whole switches, and how long the solver took for it."""

    answer: Answer
    seconds: float


class _Piece(NamedTuple):
    """Options that go to the solver together, with what they draw on."""

    options: Any
    entries: Entries


def settled(relaxed: Relaxed, answer: Answer, prices: Any, limits: Limits) -> Settled:
    """Return what is best done at prices with whole switches, and a bound that is no higher than the relaxation's."""
    run, once = relaxed.charged(prices)
    gain = run - once
    is_open = gain > 0
    shares = np.where(is_open, answer.shares, 0.0)
    has_switch = (once > 0) | (relaxed.least > 0) | (relaxed.alone >= 0)
    torn = is_open & has_switch & (shares > NEARLY) & (shares < 1 - NEARLY)
    within = is_open[relaxed.own.option]
    label = joined(len(gain), relaxed.own.option[within], relaxed.own.row[within], len(relaxed.limit))
    undone = is_open & np.isin(label, np.unique(label[torn]))
    bound = float(prices @ relaxed.few_limit + (gain * shares)[~undone].sum())
    seconds, nodes, shares = 0.0, 0, honest(relaxed, shares)
    for piece in _pieces(relaxed, undone, label):
        program = _program(relaxed, piece, run, once)
        highs = solver(limits)
        for name, value in {**PLAIN, "mip_rel_gap": limits.gap_micro / 4e6, "mip_max_nodes": NODES}.items():
            highs.setOptionValue(name, value)
        highs.passModel(model_of(program))
        highs.run()
        info, chosen = highs.getInfo(), piece.options
        relaxation = float((gain * answer.shares)[chosen].sum())
        has_switches = bool(program.whole.any())
        least_cost = info.mip_dual_bound if has_switches else info.objective_function_value
        bound += min(relaxation, -least_cost * MINOR)
        nodes, seconds = nodes + (int(info.mip_node_count) if has_switches else 0), seconds + float(highs.getRunTime())
        found = np.asarray(highs.getSolution().col_value)
        if len(found) and info.primal_solution_status == FEASIBLE:
            shares[chosen] = np.clip(found[: len(chosen)], 0.0, 1.0)
    return Settled(Answer(shares, bound, answer.worth, nodes), seconds)


def honest(relaxed: Relaxed, shares: Any) -> Any:
    """Return shares that can be done with whole switches: of a group the largest alone, and nothing below its least."""
    lone = np.flatnonzero((relaxed.alone >= 0) & (shares > NEARLY))
    order = lone[np.lexsort((lone, -shares[lone], relaxed.alone[lone]))]
    group = relaxed.alone[order]
    found = np.where(shares > NEARLY, shares, 0.0)
    found[order[1:][group[1:] == group[:-1]]] = 0.0
    return np.where(found < relaxed.least - NEARLY, 0.0, found)


def _pieces(relaxed: Relaxed, undone: Any, label: Any) -> Iterator[_Piece]:
    """Yield options that are joined, a few of the small pieces at a time."""
    options = np.flatnonzero(undone)
    options = options[np.argsort(label[options], kind="stable")]
    if not len(options):
        return
    own = relaxed.own
    entries = np.flatnonzero(undone[own.option])
    _, piece, sizes = np.unique(label[options], return_inverse=True, return_counts=True)
    batch_of = np.zeros(len(undone), dtype=np.int64)
    batch_of[options] = (np.cumsum(sizes) // TOGETHER)[piece]
    options = options[np.argsort(batch_of[options], kind="stable")]
    entries = entries[np.argsort(batch_of[own.option[entries]], kind="stable")]
    of_option, of_entry = batch_of[options], batch_of[own.option[entries]]
    for batch in np.unique(of_option):
        some = options[np.searchsorted(of_option, batch) : np.searchsorted(of_option, batch, side="right")]
        here = entries[np.searchsorted(of_entry, batch) : np.searchsorted(of_entry, batch, side="right")]
        yield _Piece(np.sort(some), Entries(own.option[here], own.row[here], own.value[here], own.fixed[here]))


def _program(relaxed: Relaxed, piece: _Piece, run: Any, once: Any) -> Program:
    """Return a piece with its switches: shares first, then a switch of each that has one."""
    chosen, entries = piece.options, piece.entries
    n, m = len(chosen), len(relaxed.limit)
    least, alone = relaxed.least[chosen], relaxed.alone[chosen] >= 0
    switched = np.flatnonzero((once[chosen] > 0) | alone | (least > 0))
    switch_of = np.full(n, -1)
    switch_of[switched] = n + np.arange(len(switched))
    rows, row = np.unique(entries.row, return_inverse=True)
    column = np.searchsorted(chosen, entries.option)
    is_group = entries.row >= m - (int(relaxed.alone.max()) + 1)
    links, floors = np.arange(len(switched)), np.flatnonzero(least[switched] > 0)
    first, second = len(rows), len(rows) + len(switched)
    bare = shares_of(
        n + len(switched), np.concatenate([row, first + links, first + links, second + np.arange(len(floors)),
                                           second + np.arange(len(floors))]),
        np.concatenate([np.where(is_group, switch_of[column], column), switched, switch_of[switched], switched[floors],
                        switch_of[switched[floors]]]),
        np.concatenate([entries.value, np.ones(len(links)), -np.ones(len(links)), -np.ones(len(floors)),
                        least[switched[floors]]]),
        np.concatenate([relaxed.limit[rows], np.zeros(len(switched) + len(floors))]),
    )  # fmt: skip
    bare.cost[:n], bare.cost[n:] = -run[chosen] / MINOR, once[chosen][switched] / MINOR
    bare.whole[n:] = True
    return bare
