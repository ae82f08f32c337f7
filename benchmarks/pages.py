"""Every page beside its queries and template called bare, on a database of a million moves: `python -m benchmarks.pages`.

A company of 100,000 positions and 1,000,000 moves is built by the services themselves, one file after the other, with a run
that is posted and one that waits. Every page of the router that shows something is then asked for, twenty times with other
items, days and orders. Bare is what is left of a page when all is decided: the very statements that it sent to the database,
sent again and fetched, and its template laid out again with the very figures. A page is within the goal at thrice that.
At last a list of all moves is streamed from the spool, and what the process holds meanwhile is printed.

In the end a line a page: medians and the 95th in a hundred, how many statements, and their ratio.
"""

import argparse
import contextlib
import os
import platform
import random
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

GOAL = 3.0
SEED = 20_261_031
OPENS, ENDS = date(2026, 1, 1), date(2026, 10, 31)
PLACES = 20
FIRST_RUN = date(2026, 9, 30)
OF_ADA = ("imports", "record", "record-one")
"""Pages that ben, who may see all else, may not: ada asks for them. Left out are pages that begin a job or check the whole
database: what they do is measured where it is done.
"""

Draw = Callable[[random.Random], str]


@dataclass(frozen=True)
class Built:
    """What was built: the company, its items, its runs."""

    company: Any
    items: int
    posted: str
    waiting: str

    def item(self, chance: random.Random) -> str:
        """Return the code of some item."""
        return code(chance.randrange(self.items))


@dataclass(frozen=True)
class Took:
    """Milliseconds of a page, of its statements and template alone, and how many statements it sent."""

    page: float
    bare: float
    statements: int


def main() -> None:
    """Build, ask, print."""
    from tests.fresh_store import ENGINES, fresh_store

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--positions", type=int, default=100_000)
    parser.add_argument("--moves", type=int, default=1_000_000)
    parser.add_argument("--draws", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60.0, help="no more draws of a page after so long")
    parser.add_argument("--engine", choices=ENGINES, default="sqlite")
    parser.add_argument("--only", default="", help="pages with this in their name")
    asked = parser.parse_args()
    print(f"# pages, seed {SEED}; Python {platform.python_version()}, {asked.engine}, {os.cpu_count()} processors, "
          f"load {os.getloadavg()[0]:.1f} before", flush=True)  # fmt: skip
    with fresh_store(asked.engine):
        started = time.perf_counter()
        built = build(positions=asked.positions, moves=asked.moves)
        print(
            f"# built: {asked.positions:,} positions, {asked.moves:,} moves, in {time.perf_counter() - started:.0f} s"
        )
        print("page                    page p50 ms   p95 ms  bare p50 ms  ratio  statements", flush=True)
        over = [
            name for name, draw in pages(built).items() if asked.only in name
            and not report(name, measure(signed_in(built, name), draw, asked.draws, asked.seconds))
        ]  # fmt: skip
        print(f"# over the goal of {GOAL:g}: {', '.join(over) or 'none'}", flush=True)
        stream(built)


def build(*, positions: int, moves: int) -> Built:
    """Build the company: every item received, sold a little every so often, priced; a run posted and a run that waits.

    Domain: `moves` is a multiple of `positions`, thrice at least; each item has one position at the end.
    """
    from tests.company import PRICES, found

    each = moves // positions
    company = found("BENCH", opens_on=OPENS)
    items = [code(number) for number in range(positions)]
    bring(company, "items", ("item", "name", "item_class"), ((one, f"Item {one}", "merchandise") for one in items))
    bring(company, "locations", ("location",), ((f"Hall-{place}",) for place in range(PLACES)))
    days = [OPENS + timedelta(days=(ENDS - OPENS).days * step // each) for step in range(each)]
    for step, day in enumerate(days):
        bring(company, "stock_moves",
              ("document", "line", "item", "from_location", "to_location", "reason", "quantity", "value", "effective_on"),
              (_move(step, number, day) for number in range(positions)), name=f"moves-{step}.csv")  # fmt: skip
    bring(company, "price_evidence", PRICES,
          (("LIST", number + 1, one, "price_list", 6 + number % 9, "2026-09-01") for number, one in enumerate(items)))  # fmt: skip
    first = company.write_down(FIRST_RUN)
    second = company.do("propose", company.ada, as_of=ENDS)
    return Built(company, positions, first.run, second.run)


def _move(step: int, number: int, day: date) -> tuple[object, ...]:
    """Return a receipt of a hundred at 10.00 and a little, or the sale of two."""
    hall = f"Hall-{number % PLACES}"
    if step % 4 == 0:
        return f"GRN-{step}", number + 1, code(number), "vendor", hall, "receipt", 100, f"{1000 + number % 50}.00", day
    return f"SO-{step}", number + 1, code(number), hall, "customer", "sale", 2, "", day


def code(number: int) -> str:
    """Return an item's code."""
    return f"IT-{number:06}"


def bring(company: Any, table: str, columns: tuple[str, ...], rows: Any, *, name: str = "") -> None:
    """Import a file as a door would."""
    company.bring(table, rows, columns, name=name)


def pages(built: Built) -> dict[str, Draw]:
    """Return every page that shows something: how an address of it is drawn."""
    entity = f"/{built.company.entity}"

    def day(chance: random.Random) -> str:
        return (ENDS - timedelta(days=chance.randrange(28))).isoformat()

    def at(path: str, **drawn: Draw) -> Draw:
        return lambda chance: f"{entity}/{path}?{urlencode({name: draw(chance) for name, draw in drawn.items()})}"

    def said(text: str) -> Draw:
        return lambda _: text

    def one_of(*words: str) -> Draw:
        return lambda chance: chance.choice(words)

    order = one_of("item", "-value_minor", "-allowance_minor", "-quantity_micro")
    return {
        "home": said("/"), "figures": at("figures"), "pictures": at("pictures"),
        "stock": at("stock", as_of=day, sort=order, page=lambda chance: str(chance.randrange(1, 9))),
        "stock-item": at("stock", as_of=day, item=built.item), "stock-where": at("stock/where", as_of=day, q=built.item),
        "runs": at("runs"), "run": at(f"runs/{built.waiting}", group=one_of("way", "reason"), sort=one_of("change", "item")),
        "run-line": at(f"runs/{built.waiting}", item=built.item), "impact": at("impact", run=said(built.waiting)),
        "evidence": at("evidence", as_of=day), "ledger": at("ledger", as_of=day),
        "ledger-account": at("ledger", as_of=day, account=one_of("1200", "1290")),
        "statements": at("statements", as_of=day), "tie-out": at("tie-out", as_of=day), "close": at("close"),
        "forecast": at("forecast", as_of=day), "plan": at("plan"), "settings": at("settings", as_of=day),
        "audit": at("audit"), "imports": at("imports"), "record": at("record"),
        "record-one": at("record/receive", item=built.item),
        "reports": at("reports"),
        "roll-forward": at("reports/roll-forward", sent=said("1"), last_on=day, first_on=said("2026-01-01")),
        "ageing": at("reports/ageing", sent=said("1"), as_of=day), "trend": at("reports/trend", sent=said("1"), as_of=day),
        "positions": at("reports/positions", sent=said("1"), as_of=day, item=built.item),
        "explain-item": at("explain", as_of=day, subject=lambda chance: f"item {built.item(chance)}"),
        "explain-account": at("explain", as_of=day, subject=said("account 1200")),
        "explain-move": at("explain", subject=lambda chance: f"move SO-1/{chance.randrange(built.items) + 1}"),
    }  # fmt: skip


def measure(client: Any, draw: Draw, draws: int, seconds: float = 60.0) -> list[Took]:
    """Ask for a page with other parameters each time, after once that does not count."""
    from django.test.utils import setup_test_environment, teardown_test_environment

    chance = random.Random(SEED)
    with contextlib.suppress(RuntimeError):
        setup_test_environment()
    took, ends = [], time.perf_counter() + seconds
    try:
        ask(client, draw(chance))
        while len(took) < draws and (not took or time.perf_counter() < ends):
            address = draw(chance)
            with sent() as statements:
                began = time.perf_counter()
                answer = ask(client, address)
                page = time.perf_counter() - began
            took.append(Took(page * 1000, bare(statements, answer) * 1000, len(statements)))
    finally:
        teardown_test_environment()
    return took


def signed_in(built: Built, name: str = "") -> Any:
    """Return a client that whoever may see a page has signed in with."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(
        get_user_model().objects.get(username=built.company.ada if name in OF_ADA else built.company.ben),
        "django.contrib.auth.backends.ModelBackend",
    )
    return client


def ask(client: Any, address: str) -> Any:
    """Ask for a page, which has to be there."""
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return answer


@contextmanager
def sent() -> Iterator[list[tuple[str, str, Any]]]:
    """Yield a list that takes up every statement that is sent to the databases meanwhile: where, what, with what."""
    from django.db import connections

    statements: list[tuple[str, str, Any]] = []

    def note(execute: Any, sql: str, parameters: Any, many: bool, context: dict[str, Any]) -> Any:
        if not many and sql.lstrip()[:5].upper() in ("SELEC", "WITH "):
            statements.append((context["connection"].alias, sql, parameters))
        return execute(sql, parameters, many, context)

    with contextlib.ExitStack() as stack:
        for alias in connections:
            stack.enter_context(connections[alias].execute_wrapper(note))
        yield statements


def bare(statements: list[tuple[str, str, Any]], answer: Any) -> float:
    """Return the seconds that the statements and the template take by themselves.

    A template draws its charts: those that the page has just drawn are forgotten first, or their price would be the page's.
    A reader's statements say its scope themselves, and on PostgreSQL that ends with the transaction: so they are sent in one, or
    they would find nothing.
    """
    from django.db import connections, transaction

    from lowmark.reports.charts.drawing import drawn

    drawn.cache_clear()
    began = time.perf_counter()
    with transaction.atomic(using="reader"):
        for alias, sql, parameters in statements:
            with connections[alias].cursor() as cursor:
                cursor.execute(sql, parameters)
                cursor.fetchall()
    if answer.templates:
        answer.templates[0].render(answer.context[0])
    return time.perf_counter() - began


def report(name: str, took: list[Took]) -> bool:
    """Print a page's line, and say whether it is within the goal."""
    times = sorted(one.page for one in took)
    ratio = statistics.median(one.page / max(one.bare, 0.01) for one in took)
    late = times[min(len(times) - 1, len(times) * 95 // 100)]
    print(f"{name:22} {statistics.median(times):12.1f} {late:8.1f} {statistics.median(one.bare for one in took):12.1f} "
          f"{ratio:6.2f}  {max(one.statements for one in took):6}"
          f"{'' if ratio <= GOAL else '  over the goal'}", flush=True)  # fmt: skip
    return ratio <= GOAL


def stream(built: Built) -> None:
    """Hand all moves out as lines of JSON, then as Parquet: how many, how fast, and how far the process grew meanwhile.

    What a process imports for its first answer is no part of it: a short page is asked for first.
    """
    client = signed_in(built)
    address = f"/api/v1/moves?{urlencode({'entity': built.company.entity})}"
    ask(client, f"{address}&limit=1")
    for form in ("ndjson", "parquet"):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.perf_counter()
        lines = size = 0
        for part in ask(client, f"{address}&format={form}").streaming_content:
            lines += part.count(b"\n")
            size += len(part)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"# streamed as {form}: {f'{lines:,} rows, ' if form == 'ndjson' else ''}{size / 1e6:.1f} MB, in "
              f"{time.perf_counter() - began:.1f} s; the largest that the process was: {before / 1024:.0f} MB before, "
              f"{after / 1024:.0f} MB after", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
