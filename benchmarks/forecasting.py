"""A forecast with its back-test beside the same models called bare in statsforecast: `python -m benchmarks.forecasting`.

Intermittent demand of 84 months, made from a seed. Bare is what one would write for this alone: each model's `forecast` on the
same series, from the same origins, one after another in the same process, its answers dropped. The whole adds classes,
levels, pools, draws, scores against three benchmarks, coverage, and the forecast itself. Goal: within 1.3x.
"""

import argparse
import os
import platform
import time

import numpy as np

from lowmark.core.forecasting.classes import CLASSES, classify
from lowmark.core.forecasting.forecast import forecast
from lowmark.core.forecasting.models import _library, models_for
from lowmark.core.forecasting.windows import windows_of

SEED = 20_261_031
MONTHS = 84
SEASON = 12
HORIZON = 6


def make_demand(items: int) -> np.ndarray:
    """Return demand that comes in one month of three to twelve, in sizes of a geometric distribution."""
    chance = np.random.Generator(np.random.PCG64(SEED))
    often = chance.uniform(1 / 12, 1 / 3, items)[:, None]
    size = chance.geometric(chance.uniform(0.05, 0.9, items)[:, None], (items, MONTHS))
    return np.where(chance.random((items, MONTHS)) < often, size, 0).astype(float)


def bare(values: np.ndarray) -> int:
    """Call every model on every series from every origin; return how many calls that were."""
    windows = windows_of(periods=MONTHS, season=SEASON, horizon=HORIZON)
    assert windows is not None
    models, calls = _library(SEASON), 0
    for origin in (*windows.choosing, *windows.scoring):
        known = values[:, :origin]
        classes = classify(known)
        for each in range(len(CLASSES)):
            rows = np.flatnonzero(classes == each)
            for name in models_for(each):
                model = models[name]
                for row in rows:
                    model.forecast(y=known[row], h=HORIZON)
                    calls += 1
    return calls


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    items = parser.parse_args().items
    print(f"{platform.machine()}, {os.cpu_count()} cores, seed {SEED}; {items:,} items, {MONTHS} months")
    values = make_demand(items)
    forecast(values=values[:20], season=SEASON, horizon=HORIZON, seed=SEED)  # Imports are in nobody's time.
    begun, begun_cpu = time.perf_counter(), time.process_time()
    calls = bare(values)
    middle, middle_cpu = time.perf_counter(), time.process_time()
    found = forecast(values=values, season=SEASON, horizon=HORIZON, seed=SEED)
    ended, ended_cpu = time.perf_counter(), time.process_time()
    assert found.tested is not None
    whole, alone = ended - middle, middle - begun
    print(f"bare {alone:.1f} s ({calls:,} calls), whole {whole:.1f} s, ratio {whole / alone:.2f} (goal 1.3)")
    whole_cpu, alone_cpu = ended_cpu - middle_cpu, middle_cpu - begun_cpu
    print(f"of the processor: bare {alone_cpu:.1f} s, whole {whole_cpu:.1f} s, ratio {whole_cpu / alone_cpu:.2f}")


if __name__ == "__main__":
    main()
