"""Costing methods beside bare numba loops over the same arrays, in the same process: `python -m benchmarks.costing`.

The bare loop is what one would write for this data alone: rows already grouped, no checks, no refusals, no tables. It
telescopes value with the same 128-bit function and allocates its own outputs, as the kernel's turn does. The whole call
is `cost(moves=...)` from a frame in posting order to tables of flows, layers and refusals. Turns alternate; figures are
medians. Goals: the kernel within 2x of the bare loop, the whole call within 4x.
"""

import argparse
import os
import platform
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numba
import numpy as np
import polars as pl

from lowmark.core.costing import fifo, moving_average
from lowmark.core.costing.cost import cost
from lowmark.core.costing.results import Costed
from lowmark.core.costing.rows import Flows, Pooled, Rows, Terms
from lowmark.core.kinds import compiled
from lowmark.core.kinds.arithmetic import multiply_divide_round

SEED = 20_261_031
RECEIPTS = 0.58
"""The share of moves that are receipts."""

NO_RETURNS = (np.empty(0, "int64"),) * 3
"""`Rows` where no receipt brings what an issue cost."""

Array = np.ndarray[Any, Any]


class Grouped(NamedTuple):
    """What the bare loops read, and, first in first out, how much of each layer is gone."""

    starts: Array
    quantity: Array
    value: Array
    gone: Array


class Answer(NamedTuple):
    """How many flows there are, and their values in costing order."""

    n: int
    value: Array


@dataclass(frozen=True)
class Figures:
    """Seconds of each turn, and the most memory that the process held during a whole call, in MiB."""

    bare: list[float]
    kernel: list[float]
    whole: list[float]
    peak_mib: float

    def line(self, of: Callable[[list[float]], float]) -> str:
        """Write one figure of each list, and how they compare."""
        bare, kernel, whole = of(self.bare), of(self.kernel), of(self.whole)
        return f"{bare:8.3f} {kernel:9.3f} {whole:8.3f} {kernel / bare:12.2f} {whole / bare:11.2f}"


def main() -> None:
    """Print a line per method, size and number of components."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--methods", nargs="+", choices=list(TURNS), default=list(TURNS))
    parser.add_argument("--moves", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--pools", type=int, default=200_000)
    parser.add_argument("--components", type=int, nargs="+", default=[1, 6])
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()

    print(f"# seed {SEED}, medians of {arguments.repeats}; Python {platform.python_version()}, "
          f"numba {numba.__version__}, polars {pl.__version__}, {pl.thread_pool_size()} threads")  # fmt: skip
    print("# bare: a numba loop over the grouped arrays, same 128-bit function, outputs allocated in its time")
    print("# kernel: lowmark's, on the same arrays; whole: cost(), frame to tables, grouping and checks included")
    for method in arguments.methods:
        print(f"# {method}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors; "
              "the least of each stands below its median")  # fmt: skip
        print(
            "     moves    pools  K  receipts   bare s  kernel s  whole s  kernel/bare  whole/bare  peak MiB  moves MiB"
        )
        for moves in arguments.moves:
            for components in arguments.components:
                frame = make_moves(moves, arguments.pools, components)
                report(frame, measure(frame, components, arguments.repeats, method), components, arguments.pools)


def report(frame: pl.DataFrame, figures: Figures, components: int, pools: int) -> None:
    share = frame.select((pl.col("quantity_micro") > 0).mean()).item()
    print(f"{frame.height:10} {pools:8} {components:2} {share:9.1%} {figures.line(statistics.median)} "
          f"{figures.peak_mib:9,.0f} {frame.estimated_size('mb'):10,.0f}", flush=True)  # fmt: skip
    print(f"{'least':>32} {figures.line(min)}", flush=True)


def make_moves(n: int, n_pools: int, n_components: int) -> pl.DataFrame:
    """Make moves in posting order: few pools with many, many with few, none ever below zero."""
    random = np.random.default_rng(SEED)
    weight = np.cumsum(random.pareto(1.2, n_pools) + 0.2)
    pool = np.searchsorted(weight / weight[-1], random.random(n)).astype("int64")
    draw, size = random.random(n), random.random(n)
    units = feasible_units(pool, n_pools, draw, size, receipts_to_draw(pool, n_pools, draw, size))
    values = {
        name: np.where(units > 0, units * random.integers(100, 50_000, n), 0) for name in component_names(n_components)
    }
    day = np.sort(random.integers(18_000, 20_000, n)).astype("int32")
    number = np.arange(1, n + 1)
    return pl.DataFrame({"pool": pool, "move": number, "accounting_on": day, "known_seq": number,
                         "quantity_micro": units * 1_000_000, **values})  # fmt: skip


def component_names(n: int) -> tuple[str, ...]:
    return tuple(f"component_{k}_minor" for k in range(n))


def receipts_to_draw(pool: Array, n_pools: int, draw: Array, size: Array) -> float:
    """Find the share to draw for, since an empty pool receives whatever is drawn."""
    low, high = 0.0, RECEIPTS
    for _ in range(8):
        middle = (low + high) / 2
        share = (feasible_units(pool, n_pools, draw, size, middle) > 0).mean()
        low, high = (low, middle) if share > RECEIPTS else (middle, high)
    return low


@numba.njit
def feasible_units(pool: Array, n_pools: int, draw: Array, size: Array, receipts: float) -> Array:
    on_hand = np.zeros(n_pools, np.int64)
    units = np.empty(len(pool), np.int64)
    for i in range(len(pool)):
        there = on_hand[pool[i]]
        if draw[i] < receipts or there == 0:
            units[i] = 1 + int(size[i] * 100)
        else:
            units[i] = -min(there, 1 + int(size[i] * 145))
        on_hand[pool[i]] += units[i]
    return units


def measure(frame: pl.DataFrame, n_components: int, repeats: int, method: str) -> Figures:
    """Take turns at the same work, the first of each, which compiles, not counted; and check that all agree."""
    names = component_names(n_components)
    order = np.argsort(frame["pool"].to_numpy(), kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(frame["pool"].to_numpy()))])
    quantity = frame["quantity_micro"].to_numpy()[order]
    value = room(frame.height, n_components)
    for k, name in enumerate(names):
        value[:, k] = frame[name].to_numpy()[order]
    run_bare, run_kernel = TURNS[method](starts, quantity, value)

    def run_whole() -> Costed:
        return cost(moves=frame, components=names, method=method)

    require_same(run_bare(), run_kernel(), run_whole(), names)
    peak_mib = peak_of(run_whole)
    turns = [(seconds(run_bare), seconds(run_kernel), seconds(run_whole)) for _ in range(repeats)]
    return Figures(*(list(each) for each in zip(*turns, strict=True)), peak_mib)


def room(n: int, n_components: int) -> Array:
    return np.empty((n, n_components), "int64", order="F")


def fifo_turns(starts: Array, quantity: Array, value: Array) -> tuple[Callable[[], Answer], Callable[[], Answer]]:
    bare_loop, kernel, (n, width) = make_bare_loop(), compiled.compile(fifo.kernel), value.shape

    def flows() -> Flows:
        return Flows(np.empty(n, "uint32"), np.empty(n, "uint32"), np.empty(n, "int64"), room(n, width))

    def run_bare() -> Answer:
        written = flows()
        return Answer(bare_loop(Grouped(starts, quantity, value, np.zeros(n, "int64")), written), written.value)

    def run_kernel() -> Answer:
        written = flows()
        zeros = np.zeros(n, "int64"), np.zeros(n, "int8"), np.zeros(n, "int64")
        return Answer(kernel(Rows(starts, quantity, width, value, *zeros, *NO_RETURNS), written), written.value)

    return run_bare, run_kernel


def average_turns(starts: Array, quantity: Array, value: Array) -> tuple[Callable[[], Answer], Callable[[], Answer]]:
    bare_loop, kernel, (n, width) = make_bare_average(), compiled.compile(moving_average.kernel), value.shape
    none = np.empty(0, "int64")

    def run_bare() -> Answer:
        layer, flow = np.empty(n, "uint32"), room(n, width)
        return Answer(bare_loop(Grouped(starts, quantity, value, none), layer, flow), flow)

    def run_kernel() -> Answer:
        zeros = np.zeros(n, "int64"), np.zeros(n, "int8"), np.zeros(n, "int64")
        pooled = Pooled(np.empty(n, "uint32"), np.empty(n, "uint32"), np.empty(n, "int64"), np.empty(n, "int64"),
                        room(n, width), room(n, width), room(n, width))  # fmt: skip
        terms = Terms(np.zeros(n, "int8"), none, none, none)
        return Answer(kernel(Rows(starts, quantity, width, value, *zeros, *NO_RETURNS), terms, pooled), pooled.flow)

    return run_bare, run_kernel


TURNS = {"fifo": fifo_turns, "moving_average": average_turns}


def require_same(bare: Answer, kernel: Answer, whole: Costed, names: tuple[str, ...]) -> None:
    """Assert that the three answers are one: the same flows, and the same cost of every component."""
    assert whole.refused.is_empty()
    flows = whole.flows if bare.n == whole.flows.height else whole.flows.filter(pl.col("kind") == "issue")
    assert bare.n == kernel.n == flows.height
    for k, name in enumerate(names):
        assert np.array_equal(bare.value[: bare.n, k], kernel.value[: kernel.n, k])
        assert np.array_equal(np.abs(bare.value[: bare.n, k]), flows[name].abs().to_numpy())


def make_bare_loop() -> Callable[[Grouped, Flows], int]:
    multiply = compiled.compile(multiply_divide_round)

    @numba.njit(nogil=True)
    def bare_loop(grouped, flows):
        starts, quantity, value, gone = grouped
        flow_move, flow_layer, flow_quantity, flow_value = flows
        written = 0
        for pool in range(len(starts) - 1):
            head = starts[pool]
            for row in range(starts[pool], starts[pool + 1]):
                wanted = -quantity[row]
                while wanted > 0:
                    while gone[head] >= quantity[head]:
                        head += 1
                    before = gone[head]
                    after = min(before + wanted, quantity[head])
                    for k in range(value.shape[1]):
                        flow_value[written, k] = multiply(value[head, k], after, quantity[head]) - multiply(
                            value[head, k], before, quantity[head]
                        )
                    flow_move[written] = row
                    flow_layer[written] = head
                    flow_quantity[written] = after - before
                    written += 1
                    wanted -= after - before
                    gone[head] = after
        return written

    return bare_loop


def make_bare_average() -> Callable[[Grouped, Array, Array], int]:
    multiply = compiled.compile(multiply_divide_round)

    @numba.njit(nogil=True)
    def bare_loop(grouped, layer, flow):
        starts, quantity, value, _ = grouped
        width = value.shape[1]
        held, gone = np.zeros(width, np.int64), np.zeros(width, np.int64)
        for pool in range(len(starts) - 1):
            on_hand, came, head = 0, 0, starts[pool]
            for row in range(starts[pool], starts[pool + 1]):
                moved = quantity[row]
                if moved > 0:
                    if on_hand == 0:
                        head = row
                        held[:] = 0
                        gone[:] = 0
                    for k in range(width):
                        flow[row, k] = value[row, k]
                        held[k] += value[row, k] - gone[k]
                        gone[k] = 0
                    came = on_hand + moved
                else:
                    for k in range(width):
                        now = multiply(held[k], came - on_hand - moved, came)
                        flow[row, k] = gone[k] - now
                        gone[k] = now
                layer[row] = head
                on_hand += moved
        return len(quantity)

    return bare_loop


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def peak_of(work: Callable[[], object]) -> float:
    """Return how many MiB the process held at most during some work: its inputs, and all that the benchmark holds."""
    status, clear = Path("/proc/self/status"), Path("/proc/self/clear_refs")
    if not clear.exists():
        work()
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    clear.write_text("5")  # Sets the peak back to what is in use.
    work()
    return in_kib(status, "VmHWM") / 1024


def in_kib(status: Path, name: str) -> int:
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith(name + ":"))


if __name__ == "__main__":
    main()
