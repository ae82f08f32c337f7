"""The mixed-integer program of a plan, and HiGHS, which solves it to a proven gap.

Before this: `choices`. After this: `filling`, which makes whole steps of the answer, exactly. A quantity is counted in steps
of its option and may be a fraction here; what costs something to do at all, has a least quantity or excludes others has a
switch, nought or one. The bound is the solver's, so the gap of the whole steps against it is proven. One thread, one seed,
an end at a gap or a number of nodes: the same question has the same answer. An end by the clock has not, and is told.
Source: Huangfu and Hall, Parallelizing the dual revised simplex method, Mathematical Programming Computation 10 (2018).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np

from lowmark.core.kinds.problems import Problem
from lowmark.core.prevention.choices import Choices

SWITCHED = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """When the solver stops: at a gap, after so many nodes (0: none), after so many seconds (0: never by the clock)."""

    gap_micro: int = 5_000
    nodes: int = 0
    seconds: int = 0
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """What the solver says: how many steps of each option, as fractions, and how far from the best it can be.

    Units:  `bound_minor` is no less than the gain of any plan. `price_of` is what one more unit of each resource is worth, in
            minor units of currency, with the switches as they are.
    """

    steps: Sequence[float]
    bound_minor: float
    nodes: int
    by_clock: bool
    price_of: Sequence[float]


@dataclass(frozen=True, slots=True)
class Program:
    """The program in arrays: columns are options, then the switches of those `switched`; rows are resources, links, exclusions."""

    cost: Any
    upper: Any
    whole: Any
    switched: Any
    row_of: Any
    column_of: Any
    value: Any
    row_upper: Any


def solve(choices: Choices, limits: Limits) -> Solved:
    """Return the best quantities, as the solver finds them.

    Raises: Problem ``extra_missing`` where HiGHS is not installed.
    """
    if choices.options.is_empty():
        return Solved(steps=(), bound_minor=0.0, nodes=0, by_clock=False, price_of=[0.0] * choices.resources.height)
    program = program_of(choices)
    found, best, highs, ended = run(program, limits)
    return Solved(
        steps=found[: choices.options.height].tolist(), bound_minor=best.bound, nodes=best.nodes,
        by_clock=ended == "kTimeLimit", price_of=_prices(highs, program, found, choices.resources.height),
    )  # fmt: skip


class Best(NamedTuple):
    """What no answer is better than, and the nodes that it took."""

    bound: float
    nodes: int


def run(program: Program, limits: Limits) -> tuple[Any, Best, Any, str]:
    """Run the solver; return the columns' values, the bound, the solver itself and how it ended.

    Raises: Problem ``extra_missing`` where HiGHS is not installed.
    """
    highs = solver(limits)
    highs.passModel(model_of(program))
    highs.run()
    info, ended = highs.getInfo(), str(highs.getModelStatus()).rsplit(".", 1)[-1]
    assert ended in {"kOptimal", "kTimeLimit", "kSolutionLimit", "kInterrupt"}, ended
    found = np.asarray(highs.getSolution().col_value)
    has_switch = bool(program.whole.any())
    bound = -(info.mip_dual_bound if has_switch else info.objective_function_value)
    nodes = int(info.mip_node_count) if has_switch else 0
    return found if len(found) else np.zeros(len(program.cost)), Best(float(bound), nodes), highs, ended


def program_of(choices: Choices) -> Program:
    """Lay the choices out as arrays. Resources are scaled to units, so that the numbers stay near one another."""
    options, n, m = choices.options, choices.options.height, choices.resources.height
    step = options["step_micro"].to_numpy().astype(np.float64)
    upper = np.floor(options["limit_micro"].to_numpy() / step)
    once = (options["fixed_minor"] + options["forgone_minor"]).to_numpy().astype(np.float64)
    alone, least = options["only_one_of"].is_not_null().to_numpy(), options["minimum_micro"].to_numpy() / step
    switched = np.flatnonzero((once > 0) | alone | (least > 0))
    switch_of = np.full(n, -1)
    switch_of[switched] = n + np.arange(len(switched))
    gain = options["gain_micro"].to_numpy() * step / choices.per_minor

    uses = choices.uses
    option, resource = uses["option"].to_numpy(), uses["resource"].to_numpy()
    by, fixed = uses["by_micro"].to_numpy() * step[option] / 1e12, uses["fixed_micro"].to_numpy() / 1e6
    pays = fixed > 0
    links, floors = np.arange(len(switched)), np.flatnonzero(least[switched] > 0)
    _, group = np.unique(options["only_one_of"].fill_null(-1).to_numpy()[switched], return_inverse=True)
    excludes = alone[switched]
    start = (m, m + len(switched), m + len(switched) + len(floors))
    rows = [resource, resource[pays], start[0] + links, start[0] + links, start[1] + np.arange(len(floors)),
            start[1] + np.arange(len(floors)), start[2] + group[excludes]]  # fmt: skip
    columns = [option, switch_of[option[pays]], switched, switch_of[switched], switched[floors],
               switch_of[switched[floors]], switch_of[switched[excludes]]]  # fmt: skip
    values = [by, fixed[pays], np.ones(len(links)), -upper[switched], -np.ones(len(floors)), least[switched[floors]],
              np.ones(int(excludes.sum()))]  # fmt: skip
    n_groups = int(group.max()) + 1 if len(group) else 0
    limit = choices.resources["limit_micro"].to_numpy() / 1e6
    return Program(
        cost=np.concatenate([-gain, once[switched]]), upper=np.concatenate([upper, np.ones(len(switched))]),
        whole=np.concatenate([np.zeros(n, bool), np.ones(len(switched), bool)]), switched=switched, row_of=np.concatenate(rows),
        column_of=np.concatenate(columns), value=np.concatenate(values),
        row_upper=np.concatenate([limit, np.zeros(len(switched) + len(floors)), np.ones(n_groups)]),
    )  # fmt: skip


def solver(limits: Limits) -> Any:
    """Return a solver that answers the same question the same way."""
    try:
        highspy = import_module("highspy")
    except ImportError as missing:
        raise Problem("extra_missing", "planning needs the solver HiGHS, which is not installed",
                      hint="install the extra lowmark[forecast]") from missing  # fmt: skip
    highs = highspy.Highs()
    options = {"output_flag": False, "threads": 1, "random_seed": limits.seed, "mip_rel_gap": limits.gap_micro / 1e6}
    if limits.nodes:
        options["mip_max_nodes"] = limits.nodes
    if limits.seconds:
        options["time_limit"] = float(limits.seconds)
    for name, value in options.items():
        highs.setOptionValue(name, value)
    return highs


def model_of(program: Program) -> Any:
    """Return the program as HiGHS takes it, by rows."""
    highspy = import_module("highspy")
    n, m = len(program.cost), len(program.row_upper)
    order = np.lexsort((program.column_of, program.row_of))
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = n, m
    model.col_cost_, model.col_lower_, model.col_upper_ = program.cost, np.zeros(n), program.upper
    model.row_lower_, model.row_upper_ = np.full(m, -highspy.kHighsInf), program.row_upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.concatenate([[0], np.cumsum(np.bincount(program.row_of, minlength=m))]).astype(np.int32)
    model.a_matrix_.index_ = program.column_of[order].astype(np.int32)
    model.a_matrix_.value_ = program.value[order]
    if program.whole.any():
        kinds = highspy.HighsVarType
        model.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in program.whole.tolist()]
    return model


def _prices(highs: Any, program: Program, found: Any, n_resources: int) -> list[float]:
    """Return the dual value of each resource: with the switches held where they are, what one more unit would gain.

    A bound of an option or a link that a resource implies is lifted first: the value is to be told of the resource.
    """
    n = len(program.cost)
    infinite = import_module("highspy").kHighsInf
    of_options = (program.row_of < n_resources) & (program.value > 0) & ~program.whole[program.column_of]
    implied = np.full(n, np.inf)
    rows, columns = program.row_of[of_options], program.column_of[of_options]
    np.minimum.at(implied, columns, program.row_upper[rows] / program.value[of_options])
    lower, upper = np.zeros(n), np.where(program.upper >= np.floor(implied), infinite, program.upper)
    switch = np.flatnonzero(program.whole)
    on = np.round(found[switch])
    lower[switch] = upper[switch] = on
    of_switch = program.switched[on < SWITCHED]
    upper[of_switch] = 0
    free = np.arange(n_resources, len(program.row_upper), dtype=np.int32)
    highs.changeColsIntegrality(n, np.arange(n, dtype=np.int32), np.zeros(n, dtype=np.uint8))  # All continuous.
    highs.changeColsBounds(n, np.arange(n, dtype=np.int32), lower, upper)
    highs.changeRowsBounds(len(free), free, np.full(len(free), -infinite), np.full(len(free), infinite))
    highs.run()
    return [max(0.0, -float(dual)) for dual in highs.getSolution().row_dual[:n_resources]]
