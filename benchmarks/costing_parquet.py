"""Costing more moves than memory holds, from Parquet: `python -m benchmarks.costing_parquet [--moves 100000000]`.

Moves are written to a file in posting order, a piece at a time. Then the pools are cut into ranges; the moves of one range
after the other are read, costed, and their flows written to a file of their own. The peak of what the process held is
printed: it goes with the size of a range, not with that of the file. Goal: 10^8 moves in 8 GiB.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numba
import numpy as np
import polars as pl

from benchmarks.costing import in_kib
from benchmarks.costing_moves import SEED, UNIT, Array
from lowmark.core.costing.ranges import Range, cost_by_ranges, ranges_of

PIECE = 2_000_000
GOAL_GIB = 8


def main() -> None:
    """Print a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--moves", type=int, default=10_000_000)
    parser.add_argument("--pools", type=int, default=200_000)
    parser.add_argument("--method", default="fifo")
    parser.add_argument("--at-once", type=int, default=4_000_000, help="moves of one range at most")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), arguments)


def run(folder: Path, asked: argparse.Namespace) -> None:
    """Write the moves, cost them range by range, and check that no value was lost."""
    for nth, piece in enumerate(pieces(asked.moves, asked.pools)):
        piece.write_parquet(folder / f"moves-{nth:04}.parquet")
    Path("/proc/self/clear_refs").write_text("5")  # Sets the peak back to what is in use.
    began = time.perf_counter()
    moves = pl.scan_parquet(folder / "moves-*.parquet")
    counts = moves.group_by("pool").agg(n=pl.len()).collect(engine="streaming")
    ranges = ranges_of(counts=counts, at_most=asked.at_once)
    came = moves.select(pl.col("value_minor").sum()).collect(engine="streaming").item()
    n_flows = left = 0
    for nth, costed in enumerate(cost_by_ranges(ranges=read(moves, ranges), method=asked.method)):
        costed.flows.write_parquet(folder / f"flows-{nth:04}.parquet")
        n_flows += costed.flows.height
        left += costed.flows["value_minor"].sum()
        assert costed.refused.is_empty()
    took = time.perf_counter() - began
    issued = (
        pl.scan_parquet(folder / "flows-*.parquet")
        .filter(pl.col("kind") == "issue")
        .select(pl.col("value_minor").sum())
    )
    assert came + issued.collect(engine="streaming").item() == left
    peak = in_kib(Path("/proc/self/status"), "VmHWM") / 2**20
    verdict = "" if peak <= GOAL_GIB else f"  over the goal of {GOAL_GIB}"
    print(f"# {asked.method}, seed {SEED}, {asked.pools:,} pools, ranges of {asked.at_once:,} moves at most; "
          f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")  # fmt: skip
    print("      moves  ranges       flows  seconds  peak GiB")
    print(f"{asked.moves:11,} {len(ranges):7} {n_flows:11,} {took:8.1f} {peak:9.2f}{verdict}")


def read(moves: pl.LazyFrame, ranges: list[tuple[int, int]]) -> Iterator[Range]:
    """Read the moves of one range after the other."""
    for first, last in ranges:
        yield Range(moves.filter(pl.col("pool").is_between(first, last)).collect(engine="streaming"))


def pieces(n: int, n_pools: int) -> Iterator[pl.DataFrame]:
    """Make moves in posting order, piece by piece; no pool is ever below zero."""
    random = np.random.default_rng(SEED)
    weight = np.cumsum(random.pareto(1.2, n_pools) + 0.2)
    on_hand = np.zeros(n_pools, "int64")
    for first in range(0, n, PIECE):
        size = min(PIECE, n - first)
        pool = np.searchsorted(weight / weight[-1], random.random(size)).astype("int64")
        units = next_units(pool, on_hand, random.random(size), random.random(size))
        number = np.arange(first + 1, first + size + 1)
        yield pl.DataFrame({
            "pool": pool, "move": number, "accounting_on": (18_000 + number * 2_000 // (n + 1)).astype("int32"),
            "known_seq": number, "quantity_micro": units * UNIT,
            "value_minor": np.where(units > 0, units * random.integers(100, 50_000, size), 0),
        })  # fmt: skip


@numba.njit
def next_units(pool: Array, on_hand: Array, draw: Array, size: Array) -> Array:
    units = np.empty(len(pool), np.int64)
    for i in range(len(pool)):
        there = on_hand[pool[i]]
        units[i] = 1 + int(size[i] * 100) if draw[i] < 0.5 or there == 0 else -min(there, 1 + int(size[i] * 100))
        on_hand[pool[i]] += units[i]
    return units


if __name__ == "__main__":
    main()
