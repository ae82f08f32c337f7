"""Returns inside a pool beside the same moves without: `python -m benchmarks.costing_returns`.

Some receipts that follow an issue of their pool are linked to it; their value is then what that issue cost. Without,
they have a value of their own, and all else is the same. Turns alternate; figures are medians. Most of the
difference is the planning of the links, which looks at all moves; the kernels take as long as without.
"""

import argparse
import os
import platform
import statistics
from collections.abc import Callable

import polars as pl

from benchmarks.costing_moves import SEED, make_moves, seconds
from lowmark.core.costing.cost import cost
from lowmark.core.costing.linked import cost_linked
from lowmark.core.costing.results import Costed

COMPONENT = "component_0_minor"
METHODS = ("fifo", "lifo", "moving_average")


def main() -> None:
    """Print a line per method."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--methods", nargs="+", choices=METHODS, default=["fifo", "moving_average"])
    parser.add_argument("--moves", type=int, default=1_000_000)
    parser.add_argument("--pools", type=int, default=200_000)
    parser.add_argument("--returns", type=float, default=0.02, help="the share of moves that are returns")
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()

    print(f"# seed {SEED}, medians of {arguments.repeats}; Python {platform.python_version()}, polars {pl.__version__}, "
          f"{pl.thread_pool_size()} threads; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")  # fmt: skip
    print("# cost: cost(); without: cost_linked() without links; with: cost_linked() with them")
    print("method             moves   returns    cost s  without s    with s  with/without")
    moves = make_moves(arguments.moves, arguments.pools, 1)
    links = make_links(moves, arguments.returns)
    for method in arguments.methods:
        measure(moves.with_columns(method=pl.lit(method)), links, method, arguments.repeats)


def make_links(moves: pl.DataFrame, share: float) -> pl.DataFrame:
    """Link receipts to the issue just before them in their pool, where that was of as much."""
    before = moves.sort("pool", "move").with_columns(
        pl.col("move", "quantity_micro").shift(1).over("pool").name.prefix("source_")
    )
    fitting = before.filter(
        (pl.col("quantity_micro") > 0) & (-pl.col("source_quantity_micro") >= pl.col("quantity_micro"))
    )
    chosen = fitting.sample(min(fitting.height, round(moves.height * share)), seed=SEED)
    return chosen.select(
        "pool", "move", source_pool="pool", source_move="source_move", quantity_micro=-pl.col("source_quantity_micro"),
        before_micro=pl.lit(0, pl.Int64),
    )  # fmt: skip


def measure(moves: pl.DataFrame, links: pl.DataFrame, method: str, repeats: int) -> None:
    """Take turns, the first of each, which compiles, not counted, and check that what came back had cost that."""
    is_linked = moves.select("pool", "move").join(links.with_columns(is_linked=True), on=["pool", "move"], how="left",
                                                  maintain_order="left")["is_linked"].fill_null(value=False)  # fmt: skip
    unvalued = moves.with_columns(pl.when(~is_linked & (pl.col("quantity_micro") > 0)).then(COMPONENT).alias(COMPONENT))

    def run_cost() -> Costed:
        return cost(moves=moves, components=(COMPONENT,), method=method)

    def run_without() -> Costed:
        return cost_linked(moves=moves, links=links.clear(), components=(COMPONENT,))

    def run_with() -> Costed:
        return cost_linked(moves=unvalued, links=links, components=(COMPONENT,))

    require_same(moves, run_with(), method)
    runs: list[Callable[[], Costed]] = [run_cost, run_without, run_with]
    for run in runs:
        run()
    turns = [[seconds(run) for run in runs] for _ in range(repeats)]
    plain, without, linked = (statistics.median(each) for each in zip(*turns, strict=True))
    print(f"{method:15} {moves.height:8} {links.height:9} {plain:9.3f} {without:10.3f} {linked:9.3f} "
          f"{linked / without:13.2f}", flush=True)  # fmt: skip


def require_same(moves: pl.DataFrame, costed: Costed, method: str) -> None:
    """Assert that to give the returns the values that were found costs the same."""
    assert costed.refused.is_empty()
    found = costed.flows.filter(pl.col("quantity_micro") > 0).select("pool", "move", found=COMPONENT)
    valued = moves.join(found, on=["pool", "move"], how="left", maintain_order="left").with_columns(
        pl.col("found").alias(COMPONENT)
    )
    again = cost(moves=valued, components=(COMPONENT,), method=method)
    assert again.flows.equals(costed.flows)
    assert again.layers.equals(costed.layers)


if __name__ == "__main__":
    main()
