"""One posting after more and more history: `python -m benchmarks.posting_history [--engine sqlite|postgresql]`.

A store is filled by imports up to so many moves, half of them of one hot item, and the rest of its neighbours; as often as
a length is reached, single receipts and sales of the hot item are posted, as a door posts them and as files of one row, and
timed. The day moves on with each length, so that nothing comes late. Goal: the time does not grow with the history (within
a fifth of the shortest history's). Other work on the machine comes and goes, so the quietest block is told beside the
median.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count, islice, pairwise

from benchmarks.posting import OPENS, SPREAD
from tests.company import MOVES, Company, csv, found
from tests.fresh_store import ENGINES, Store, fresh_store

GROWTH = 1.2
HOT = "ITEM-0"
BLOCK = 20
AT_ONCE = 250_000
"""How many moves one file of history has at most."""

Move = tuple[object, ...]


def main() -> None:
    """Print a line per engine, length of history and way of posting."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=ENGINES, nargs="+", default=list(ENGINES))
    parser.add_argument("--history", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--posts", type=int, default=200)
    arguments = parser.parse_args()
    print(f"# one client, one hot item among {SPREAD}; milliseconds of one posting: median, and that of the quietest "
          f"{BLOCK}; goal: within {GROWTH:g}x of the shortest history")  # fmt: skip
    print("engine       history  way       load      ms  quietest  ms/shortest  quietest/shortest")
    for engine in arguments.engine:
        shortest: dict[str, tuple[float, float]] = {}
        for history, way, took in measured(engine, sorted(arguments.history), arguments.posts):
            base = shortest.setdefault(way, took)
            ratios = [now / then for now, then in zip(took, base, strict=True)]
            verdict = "" if min(ratios) <= GROWTH else f"  over the goal of {GROWTH:g}"
            print(f"{engine:10} {history:9,}  {way:8} {os.getloadavg()[0]:5.1f} {took[0] * 1000:7.2f} "
                  f"{took[1] * 1000:9.2f} {ratios[0]:12.2f} {ratios[1]:18.2f}{verdict}", flush=True)  # fmt: skip


def measured(engine: str, lengths: list[int], posts: int) -> Iterator[tuple[int, str, tuple[float, float]]]:
    """Yield how long a posting takes, each way, whenever the history has reached a length."""
    with fresh_store(engine) as store:
        company = found("BENCH", opens_on=OPENS)
        company.items(*(f"ITEM-{n}" for n in range(SPREAD)))
        moves, numbers = past(), count()
        for stage, (before, length) in enumerate(pairwise([0, *lengths])):
            day = OPENS + timedelta(days=10 + stage)
            for first in range(before, length, AT_ONCE):
                rows = islice(moves, min(AT_ONCE, length - first))
                company.moves(*((*row, day) for row in rows), name=f"history-{first}.csv")
            statistics_of(store)
            for way, post in (("desk", by_desk(company)), ("file", by_file(company))):
                yield length, way, timed(post, numbers, day, posts)


def statistics_of(store: Store) -> None:
    """Let PostgreSQL look at what was written, as its daemon does within a minute of so large an import."""
    if store.engine == "postgresql":
        store.raw().execute("ANALYZE")


def past() -> Iterator[Move]:
    """Yield moves without an end: to begin with ten of each item, then one received and one sold, every other of the hot one."""
    for n in range(SPREAD):
        yield f"O-{n}", 1, f"ITEM-{n}", "vendor", "Main", "receipt", 10, 123
    for nth in count():
        code = HOT if nth % 2 else f"ITEM-{1 + nth // 4 % (SPREAD - 1)}"
        if (nth // 2) % 2 == 0:
            yield f"H-{nth}", 1, code, "vendor", "Main", "receipt", 1, 12
        else:
            yield f"H-{nth}", 1, code, "Main", "customer", "sale", 1, ""


Post = Callable[[int, bool, date], None]


def timed(post: Post, numbers: Iterator[int], day: date, posts: int) -> tuple[float, float]:
    """Return the median seconds of a posting, and the median of the quietest block of them."""
    took = []
    for nth in range(posts + 10):
        began = time.perf_counter()
        post(next(numbers), nth % 2 == 0, day)
        took.append(time.perf_counter() - began)
    counted = took[10:]  # What is prepared once is not counted.
    blocks = [counted[first : first + BLOCK] for first in range(0, len(counted), BLOCK)]
    return statistics.median(counted), min(statistics.median(block) for block in blocks)


def by_desk(company: Company) -> Post:
    """Return the posting of one move as a door asks for it."""
    from lowmark.services.actor import Actor
    from lowmark.services.call import call
    from lowmark.services.operations.record_move import OPERATION, Request
    from lowmark.services.people import user_id

    ada = user_id(company.ada)

    def post(number: int, receives: bool, day: date) -> None:
        way = ("vendor", "Main", "receipt", "12.34") if receives else ("Main", "customer", "sale", "")
        actor = Actor(user_id=ada, username=company.ada, door="api", request_key=f"key-{number}")
        call(OPERATION, Request(
            entity=company.entity, document=f"D-{number}", item=HOT, from_location=way[0], to_location=way[1],
            reason=way[2], quantity="1", value=way[3], effective_on=day,
        ), actor=actor)  # fmt: skip

    return post


def by_file(company: Company) -> Post:
    """Return the posting of one move as a file of one row."""
    from lowmark.services.actor import Actor
    from lowmark.services.call import call
    from lowmark.services.catalogue import BY_NAME
    from lowmark.services.operation import File
    from lowmark.services.people import user_id

    operation, ada = BY_NAME["import"], user_id(company.ada)

    def post(number: int, receives: bool, day: date) -> None:
        way = ("vendor", "Main", "receipt", 1, "12.34") if receives else ("Main", "customer", "sale", 1, "")
        content = csv(MOVES, [(f"F-{number}", 1, HOT, *way, day)])
        request = operation.request(
            entity=company.entity, table="stock_moves", file=File(f"moves-{number}.csv", content)
        )
        answer = call(operation, request, actor=Actor(user_id=ada, username=company.ada, door="api"))
        assert answer.accepted, answer.problems

    return post


if __name__ == "__main__":
    main()
