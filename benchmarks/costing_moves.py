"""Moves for the benchmarks of costing, from a seed: many pools of many lengths, or one pool with many open layers."""

import time
from collections.abc import Callable
from typing import Any

import numba
import numpy as np
import polars as pl

SEED = 20_261_031
UNIT = 1_000_000
RECEIPTS = 0.58
"""The share of moves that are receipts."""

SHUFFLED = 200
"""In one deep pool moves are shuffled among so many neighbours, so that what is open neither grows nor ends."""

Array = np.ndarray[Any, Any]


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
                         "quantity_micro": units * UNIT, **values})  # fmt: skip


def make_deep(n: int, n_layers: int, n_components: int) -> pl.DataFrame:
    """Make moves of one pool, so many of which are receipts to begin with; then as much goes as comes."""
    random = np.random.default_rng(SEED)
    n = max(n, 2 * n_layers)
    came = random.integers(1, 101, n_layers)
    pairs = random.integers(1, 101, (n - n_layers) // 2)
    then = np.concatenate([pairs, -pairs]).reshape(2, -1).T.reshape(-1)
    blocks = np.argsort(np.arange(len(then)) // SHUFFLED + random.random(len(then)), kind="stable")
    units = np.concatenate([came, then[blocks]])
    assert (np.cumsum(units)[n_layers:] > 0).all()
    number = np.arange(1, len(units) + 1)
    values = {
        name: np.where(units > 0, units * random.integers(100, 50_000, len(units)), 0)
        for name in component_names(n_components)
    }
    day = np.sort(random.integers(18_000, 20_000, len(units))).astype("int32")
    return pl.DataFrame({"pool": np.zeros(len(units), "int64"), "move": number, "accounting_on": day, "known_seq": number,
                         "quantity_micro": units * UNIT, **values})  # fmt: skip


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


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
