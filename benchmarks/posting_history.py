"""One posting after more and more history: `python -m benchmarks.posting_history [--engine sqlite|postgresql]`.

A store is filled by imports up to so many moves, half of them of one hot item, and the rest of its neighbours; as often as
a length is reached, it is copied. Then single receipts and sales of the hot item are posted, as a door posts them and as
files of one row, to all copies in turns of a block each, so that what else the machine does falls on all alike. All postings
are of one day, on which nothing comes late. Goal: the time does not grow with the history (within a fifth of the shortest
history's): the median over the rounds of what a block takes beside the shortest history's block of the same round. Beside it
stand processor seconds, those of PostgreSQL's processes for this store included.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count, islice, pairwise
from pathlib import Path

from django.db import connections

from benchmarks.posting import OPENS, SPREAD
from tests.company import MOVES, Company, csv, found
from tests.fresh_store import ENGINES, Store, copied, fresh_store, pointed_at

GROWTH = 1.2
HOT = "ITEM-0"
BLOCK = 20
PREPARING = 10
"""So many postings before a block are not counted: connections are opened and statements prepared in them."""

AT_ONCE = 250_000
"""How many moves one file of history has at most."""

TICKS = os.sysconf("SC_CLK_TCK")

Move = tuple[object, ...]
Post = Callable[[int, bool, date], None]


@dataclass
class Took:
    """Milliseconds of a posting, block by block: by the clock, and of processors."""

    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)


def main() -> None:
    """Print a line per engine, length of history and way of posting."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=ENGINES, nargs="+", default=list(ENGINES))
    parser.add_argument("--history", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=10, help=f"blocks of {BLOCK} postings to each store")
    arguments = parser.parse_args()
    print(f"# one client, one hot item among {SPREAD}; milliseconds of one posting, medians of {arguments.rounds} blocks; goal: "
          f"within {GROWTH:g}x of the shortest history")  # fmt: skip
    print("engine       history  way       load      ms  processor ms  ms/shortest  processor/shortest")
    for engine in arguments.engine:
        took = measured(engine, sorted(arguments.history), arguments.rounds)
        for (history, way), those in took.items():
            base = took[min(arguments.history), way]
            clock, processor = (
                statistics.median(now / then for now, then in zip(now_of, then_of, strict=True))
                for now_of, then_of in ((those.clock, base.clock), (those.processor, base.processor))
            )
            verdict = "" if clock <= GROWTH else f"  over the goal of {GROWTH:g}"
            print(f"{engine:10} {history:9,}  {way:8} {os.getloadavg()[0]:5.1f} {statistics.median(those.clock):7.2f} "
                  f"{statistics.median(those.processor):13.2f} {clock:12.2f} {processor:19.2f}{verdict}", flush=True)  # fmt: skip


def measured(engine: str, lengths: list[int], rounds: int) -> dict[tuple[int, str], Took]:
    """Return what a posting takes, each way, behind each length of history."""
    took: dict[tuple[int, str], Took] = {}
    numbers = count()
    with ExitStack() as kept:
        company, stores = filled(engine, lengths, kept)
        for _ in range(rounds):
            for length, store in stores.items():
                with pointed_at(store):
                    for way, make in (("desk", by_desk), ("file", by_file)):
                        block(make(company), numbers, store, took.setdefault((length, way), Took()))
    return took


def filled(engine: str, lengths: list[int], kept: ExitStack) -> tuple[Company, dict[int, Store]]:
    """Fill a store, and copy it whenever its history has reached a length."""
    stores = {}
    with fresh_store(engine) as store:
        company = found("BENCH", opens_on=OPENS)
        company.items(*(f"ITEM-{n}" for n in range(SPREAD)))
        moves = past()
        for before, length in pairwise([0, *lengths]):
            for first in range(before, length, AT_ONCE):
                rows = islice(moves, min(AT_ONCE, length - first))
                company.moves(*((*row, OPENS + timedelta(days=10)) for row in rows), name=f"history-{first}.csv")
            connections.close_all()
            tidied(store)
            stores[length] = kept.enter_context(copied(store))
    return company, stores


def tidied(store: Store) -> None:
    """Let PostgreSQL look at what was written, as its daemon does within a minute of so large an import."""
    if store.engine == "postgresql":
        with store.raw() as opened:
            opened.execute("VACUUM ANALYZE")


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


def block(post: Post, numbers: Iterator[int], store: Store, took: Took) -> None:
    """Post so many, and note what the one in the middle took, and all of them of processors."""
    day, each = OPENS + timedelta(days=20), []
    for nth in range(PREPARING):
        post(next(numbers), nth % 2 == 0, day)
    before = processor_seconds(store)
    for nth in range(BLOCK):
        began = time.perf_counter()
        post(next(numbers), nth % 2 == 0, day)
        each.append(time.perf_counter() - began)
    took.clock.append(statistics.median(each) * 1000)
    took.processor.append((processor_seconds(store) - before) / BLOCK * 1000)


def processor_seconds(store: Store) -> float:
    """Return the processor seconds of this process and of the server's processes that work for it."""
    own = time.process_time()
    if store.server is None:
        return own
    ticks = 0
    for (pid,) in store.server.run("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return own + ticks / TICKS


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
