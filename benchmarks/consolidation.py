"""Profit in stock of a million layers beside its joins called bare: `python -m benchmarks.consolidation`.

The bare joins are what any program has to do with this data: margins to layers, the result to rates, and a sum by pair, on
float columns, with nothing exact. The whole call is `flow_group`'s: 128 bits, each margin rounded once in its seller's
currency and once in the group's, missing rates refused. Turns alternate; figures are medians.
"""

import argparse
import os
import platform
import resource
import statistics
import time
from collections.abc import Callable

import numpy as np
import polars as pl

from lowmark.core.consolidation.unrealised import unrealised_by_layer, unrealised_by_pair

SEED = 20_261_031
ENTITIES, CURRENCIES, DAYS = 50, 8, 365
MOST = 3.0
"""What the whole call may take of the joins called bare."""


def main() -> None:
    """Print the time of both, and how they compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layers", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    print(f"# seed {SEED}, {arguments.layers:,} layers, medians of {arguments.repeats}; Python {platform.python_version()}, "
          f"polars {pl.__version__}, {pl.thread_pool_size()} threads, load {os.getloadavg()[0]:.1f} "
          f"on {os.cpu_count()} processors")  # fmt: skip
    layers, margins, rates = make(arguments.layers)
    flat = tuple(
        frame.with_columns(pl.selectors.integer().exclude("layer", "on").cast(pl.Float64))
        for frame in (layers, margins, rates)
    )
    turns: dict[str, list[float]] = {"whole": [], "bare": []}
    for _ in range(arguments.repeats):
        turns["whole"].append(timed(lambda: whole(layers, margins, rates)))
        turns["bare"].append(timed(lambda: bare(*flat)))
    exact, near = whole(layers, margins, rates), bare(*flat)
    apart = abs(exact["profit_minor"].sum() - near["profit"].sum())
    assert apart <= arguments.layers, f"{apart} apart"
    took = {name: statistics.median(times) for name, times in turns.items()}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ratio = took["whole"] / took["bare"]
    print(f"whole {took['whole']:.3f} s, bare joins {took['bare']:.3f} s, ratio {ratio:.2f} (at most {MOST}), "
          f"peak {peak:,.0f} MiB, {exact.height:,} pairs")  # fmt: skip


def timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def whole(layers: pl.DataFrame, margins: pl.DataFrame, rates: pl.DataFrame) -> pl.DataFrame:
    return unrealised_by_pair(unrealised_by_layer(layers=layers, margins=margins, rates=rates))


def bare(layers: pl.DataFrame, margins: pl.DataFrame, rates: pl.DataFrame) -> pl.DataFrame:
    """Join, multiply and add up in floats."""
    joined = margins.join(layers, on=["entity", "layer"]).join(rates, on=["currency", "on"], how="left")
    left = pl.col("margin_minor") * (1 - pl.col("consumed_micro") / pl.col("quantity_micro"))
    found = joined.with_columns(left=left).with_columns(
        profit=pl.col("left") * pl.col("numerator") / pl.col("denominator")
    )
    return found.group_by("seller", "entity").agg(pl.col("profit").sum()).sort("seller", "entity")


def make(n: int) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Make layers, a margin in each and a second one in every fourth, and rates of every day."""
    random = np.random.default_rng(SEED)
    entities = np.array([f"E{place:02}" for place in range(ENTITIES)])
    currencies = np.array([f"C{place:02}" for place in range(CURRENCIES)])
    quantity = random.integers(1, 500, n) * 1_000_000
    layers = pl.DataFrame({
        "entity": entities[random.integers(0, ENTITIES, n)], "layer": np.arange(n), "quantity_micro": quantity,
        "consumed_micro": (quantity * random.random(n)).astype("int64"),
    })  # fmt: skip
    again = np.concatenate([np.arange(n), np.arange(0, n, 4)])
    sellers = random.integers(0, ENTITIES, len(again))
    margins = pl.DataFrame({
        "entity": layers["entity"].gather(again), "layer": again, "seller": entities[sellers],
        "on": random.integers(0, DAYS, len(again)), "currency": currencies[sellers % CURRENCIES],
        "margin_minor": random.integers(-1_000, 10_000_000, len(again)),
    })  # fmt: skip
    rates = pl.DataFrame({
        "currency": np.repeat(currencies, DAYS), "on": np.tile(np.arange(DAYS), CURRENCIES),
        "numerator": random.integers(500_000, 2_000_000, DAYS * CURRENCIES), "denominator": np.full(DAYS * CURRENCIES, 1_000_000),
    })  # fmt: skip
    return layers, margins, rates


if __name__ == "__main__":
    main()
