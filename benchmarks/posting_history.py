"""One posting after more and more history: `python -m benchmarks.posting_history [--engine sqlite|postgresql]`.

A store is filled by one import of so many moves of an item and its neighbours; then single receipts and sales of the
hot item are posted as a door posts them, and timed. Goal: the time does not grow with the history (within a fifth of the
shortest history's).
"""

import argparse
import statistics
import time
from itertools import count

from benchmarks.posting import OPENS, SPREAD, lowmark, past
from tests.company import found
from tests.fresh_store import ENGINES, fresh_store

GROWTH = 1.2


def main() -> None:
    """Print a line per engine and length of history."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=ENGINES, nargs="+", default=list(ENGINES))
    parser.add_argument("--history", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--posts", type=int, default=200)
    arguments = parser.parse_args()
    print(f"# one client, one hot item among {SPREAD}; milliseconds of one posting, median; goal: within {GROWTH:g}x")
    print("engine       history      ms  to the shortest")
    for engine in arguments.engine:
        shortest = None
        for history in sorted(arguments.history):
            took = measure(engine, history, arguments.posts)
            shortest = shortest or took
            verdict = "" if took <= GROWTH * shortest else f"  over the goal of {GROWTH:g}"
            print(f"{engine:10} {history:9,} {took * 1000:7.2f} {took / shortest:16.2f}{verdict}", flush=True)


def measure(engine: str, history: int, posts: int) -> float:
    """Return the median seconds of one posting behind a history."""
    with fresh_store(engine):
        company = found("BENCH", opens_on=OPENS)
        codes = [f"ITEM-{n}" for n in range(SPREAD)]
        company.items(*codes)
        company.moves(*past(codes, history))
        post, numbers, took = lowmark(company), count(), []
        for nth in range(posts + 10):
            began = time.perf_counter()
            post(next(numbers), codes[0], nth % 2 == 0)
            took.append(time.perf_counter() - began)
    return statistics.median(took[10:])  # What is prepared once is not counted.


if __name__ == "__main__":
    main()
