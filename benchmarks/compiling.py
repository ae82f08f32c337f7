"""From how many rows on compiled kernels pay, their cache warm: `python -m benchmarks.compiling`.

Each line is a process of its own, as the command line starts one: it costs moves once, from a frame to tables, in plain
Python or compiled, numba's import and the loading of kernels from disk included. Processor seconds are printed, which a busy
machine lengthens least; a first run of each method, not counted, fills the cache. The second figure is of the same call
once more, as a server that has loaded everything answers it.
"""

import argparse
import json
import os
import subprocess
import sys
import time

ONE = """
import json, sys, time
import polars as pl
from lowmark.core.costing.cost import cost
from lowmark.core.kinds import compiled
method, n, limit = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
compiled.COMPILE_FROM_ROWS = limit
pools, rows = max(1, n // 50), pl.int_range(n, eager=True)
comes = rows // pools % 2 == 0
moves = pl.DataFrame({"pool": rows % pools, "move": rows, "known_seq": rows, "accounting_on": rows // pools,
    "quantity_micro": pl.select(pl.when(comes).then(rows % 7 + 9).otherwise(-1 - rows % 5)).to_series() * 1_000_000,
    "value_minor": pl.select(pl.when(comes).then(rows % 997 + 100)).to_series()},
    schema_overrides={"accounting_on": pl.Int32})
taken = []
for _ in range(2):
    began = time.process_time()
    cost(moves=moves, method=method)
    taken.append(time.process_time() - began)
print(json.dumps(taken))
"""


def main() -> None:
    """Print a line for each method, size and way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--methods", nargs="+", default=["fifo", "moving_average"])
    parser.add_argument("--moves", type=int, nargs="+", default=[10_000, 25_000, 50_000, 100_000, 200_000])
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    print(
        f"# load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors; least of {arguments.repeats}; processor seconds"
    )
    print("method              moves  plain: first  again  compiled: first  again")
    for method in arguments.methods:
        seconds_of(method, arguments.moves[0], 0)
        for moves in arguments.moves:
            plain, compiled = (
                [
                    min(one)
                    for one in zip(*(seconds_of(method, moves, limit) for _ in range(arguments.repeats)), strict=True)
                ]
                for limit in (sys.maxsize, 0)
            )
            print(
                f"{method:16} {moves:8} {plain[0]:13.2f} {plain[1]:6.2f} {compiled[0]:16.2f} {compiled[1]:6.2f}",
                flush=True,
            )


def seconds_of(method: str, moves: int, limit: int) -> list[float]:
    """Return the seconds of the first and of the second call in a process of its own."""
    said = subprocess.run([sys.executable, "-c", ONE, method, str(moves), str(limit)], check=True, capture_output=True)
    taken: list[float] = json.loads(said.stdout)
    return taken


if __name__ == "__main__":
    began = time.monotonic()
    main()
    print(f"# {time.monotonic() - began:.0f} s in all")
