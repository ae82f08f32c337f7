"""Costing methods beside bare numba loops over the same arrays, in the same process: `python -m benchmarks.costing`.

The bare loop is what one would write for this data alone: rows already grouped, no checks, no refusals, no tables. It
telescopes value with the same 128-bit function and allocates its own outputs, as the kernel's turn does. The whole call
is `cost(moves=...)` from a frame in posting order to tables of flows, layers and refusals. Turns alternate; figures are
medians, then the least of each, then the least of processor seconds, all threads together: where other work comes and goes,
only these compare. Many pools first, of which some have many moves and most few; then one pool with many open layers. Last,
what beancount's booking takes for the same. Goals: the kernel within 2x of the bare loop, the whole call within 4x.
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
from typing import NamedTuple

import numba
import numpy as np
import polars as pl

from benchmarks.costing_bare import Array, Grouped, make_bare_average, make_bare_fifo, make_bare_lifo
from benchmarks.costing_beancount import compare
from benchmarks.costing_moves import SEED, component_names, make_deep, make_moves, seconds
from lowmark.core.costing import fifo, lifo, moving_average
from lowmark.core.costing.cost import cost
from lowmark.core.costing.results import Costed
from lowmark.core.costing.rows import Flows, Pooled, Rows, Terms
from lowmark.core.kinds import compiled

NO_RETURNS = (np.empty(0, "int64"),) * 3
"""`Rows` where no receipt brings what an issue cost."""

Turns = tuple[Callable[[], "Answer"], Callable[[], "Answer"]]
"""What runs the bare loop, and what runs the kernel."""


HEADING = ("     moves    pools   layers  K  receipts   bare s  kernel s  whole s  kernel/bare  whole/bare  peak MiB  "
           "moves MiB")  # fmt: skip


class Took(NamedTuple):
    """Seconds by the clock, and those of all processors together, which what else the machine does leaves as they are."""

    wall: float
    cpu: float


class Answer(NamedTuple):
    """How many flows there are, and their values in costing order."""

    n: int
    value: Array


@dataclass(frozen=True)
class Figures:
    """Seconds of each turn and processor seconds, and the most memory that the process held during a whole call, in MiB."""

    turns: list[tuple[Took, Took, Took]]
    peak_mib: float

    def line(self, of: Callable[[list[float]], float], by: str = "wall") -> str:
        """Write one figure of the bare loop, the kernel and the whole call, and how they compare."""
        bare, kernel, whole = (of([getattr(turn[what], by) for turn in self.turns]) for what in range(3))
        return f"{bare:8.3f} {kernel:9.3f} {whole:8.3f} {kernel / bare:12.2f} {whole / bare:11.2f}"


def main() -> None:
    """Print a line per method, size and number of components."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--methods", nargs="+", choices=list(TURNS), default=list(TURNS))
    parser.add_argument("--moves", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--pools", type=int, default=200_000)
    parser.add_argument("--components", type=int, nargs="+", default=[1, 6])
    parser.add_argument("--layers", type=int, nargs="*", default=[1_000, 100_000], help="open layers in one pool")
    parser.add_argument("--deep-moves", type=int, default=1_000_000, help="how many moves that pool has")
    parser.add_argument("--beancount-moves", type=int, default=100_000, help="0: do not compare")
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()

    print(f"# seed {SEED}, medians of {arguments.repeats}; Python {platform.python_version()}, "
          f"numba {numba.__version__}, polars {pl.__version__}, {pl.thread_pool_size()} threads")  # fmt: skip
    print("# bare: a numba loop over the grouped arrays, same 128-bit function, outputs allocated in its time")
    print("# kernel: lowmark's, on the same arrays; whole: cost(), frame to tables, grouping and checks included")
    for method in arguments.methods:
        print(f"# {method}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors; "
              "below its median the least of each, and that of its processor seconds")  # fmt: skip
        print(HEADING)
        for moves in arguments.moves:
            for components in arguments.components:
                frame = make_moves(moves, arguments.pools, components)
                report(frame, measure(frame, components, arguments.repeats, method), components, arguments.pools, 0)
        for layers in arguments.layers:
            for components in arguments.components:
                frame = make_deep(arguments.deep_moves, layers, components)
                report(frame, measure(frame, components, arguments.repeats, method), components, 1, layers)
    if arguments.beancount_moves:
        compare(arguments.beancount_moves, max(1, arguments.beancount_moves // 50))


def report(frame: pl.DataFrame, figures: Figures, components: int, pools: int, layers: int) -> None:
    share = frame.select((pl.col("quantity_micro") > 0).mean()).item()
    print(f"{frame.height:10} {pools:8} {layers or '':8} {components:2} {share:9.1%} {figures.line(statistics.median)} "
          f"{figures.peak_mib:9,.0f} {frame.estimated_size('mb'):10,.0f}", flush=True)  # fmt: skip
    print(f"{'least':>41} {figures.line(min)}", flush=True)
    print(f"{'processor seconds, least':>41} {figures.line(min, 'cpu')}", flush=True)


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
    turns = [(took(run_bare), took(run_kernel), took(run_whole)) for _ in range(repeats)]
    return Figures(turns, peak_mib)


def took(work: Callable[[], object]) -> Took:
    """Return how long some work takes, by the clock and in processor seconds of all its threads."""
    began = time.process_time()
    wall = seconds(work)
    return Took(wall, time.process_time() - began)


def room(n: int, n_components: int) -> Array:
    return np.empty((n, n_components), "int64", order="F")


def fifo_turns(starts: Array, quantity: Array, value: Array) -> Turns:
    return layered_turns(make_bare_fifo(), compiled.compile(fifo.kernel), starts, quantity, value)


def lifo_turns(starts: Array, quantity: Array, value: Array) -> Turns:
    return layered_turns(make_bare_lifo(), compiled.compile(lifo.kernel), starts, quantity, value)


def layered_turns(
    bare_loop: Callable[..., int], kernel: Callable[..., int], starts: Array, quantity: Array, value: Array
) -> Turns:
    n, width = value.shape

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


def average_turns(starts: Array, quantity: Array, value: Array) -> Turns:
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


TURNS = {"fifo": fifo_turns, "lifo": lifo_turns, "moving_average": average_turns}


def require_same(bare: Answer, kernel: Answer, whole: Costed, names: tuple[str, ...]) -> None:
    """Assert that the three answers are one: the same flows, and the same cost of every component."""
    assert whole.refused.is_empty()
    flows = whole.flows if bare.n == whole.flows.height else whole.flows.filter(pl.col("kind") == "issue")
    assert bare.n == kernel.n == flows.height
    for k, name in enumerate(names):
        assert np.array_equal(bare.value[: bare.n, k], kernel.value[: kernel.n, k])
        assert np.array_equal(np.abs(bare.value[: bare.n, k]), flows[name].abs().to_numpy())


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
