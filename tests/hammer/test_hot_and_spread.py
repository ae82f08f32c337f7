"""Many clients issue, receive, transfer and count one hot item, and items spread wide: nothing is lost, doubled or below zero.

Each client keeps its own book of what it was told had happened; at the end the sum of those books is what is there. The
quick run is bounded by counts; `LOWMARK_SOAK=1` runs 32 clients for a minute on each engine, over ten thousand items, and
prints what it saw.
"""

import os
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import pytest

from tests.company import Company, found
from tests.fresh_store import ENGINES, Store, fresh_store
from tests.hammer.crew import Writer, at_once, crew
from tests.hammer.invariants import require_sound, strata_are_what_the_moves_left

SOAK = bool(os.environ.get("LOWMARK_SOAK"))
CLIENTS = 32 if SOAK else 6
SECONDS = 60.0 if SOAK else 0.0
ROUNDS = 5
WIDE = 10_000 if SOAK else 20
BEGINNING = 1_000
ON = date(2026, 1, 15)
PLACES = ("Main", "Shop")
EXPECTED = {"", "short"}


@dataclass
class Book:
    """What one client was told: by item and place how much came more than went, and how long each answer took."""

    change: Counter[tuple[str, str]] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def work(writer: Writer, company: Company, items: Sequence[str]) -> Book:
    """Do what a clerk does, drawn from a seed, until the time or the rounds are over."""
    draw, book, nth = random.Random(writer.number), Book(), 0
    ends = time.monotonic() + SECONDS
    while nth < ROUNDS or time.monotonic() < ends:
        nth += 1
        item, quantity = draw.choice(items), draw.randint(1, 5)
        source, target = draw.sample(PLACES, 2)
        document = f"{item}-{writer.number}-{nth}"
        doing = draw.choice(("issue", "issue", "receive", "transfer", "adjust", "count"))
        fields = {
            "issue": {"location": source, "issued_on": ON},
            "receive": {
                "location": source,
                "value": f"{draw.randint(1, 900)}.{draw.randint(10, 99)}",
                "received_on": ON,
            },
            "transfer": {"from_location": source, "to_location": target, "moved_on": ON},
            "adjust": {"location": source, "reason": "count", "adjusted_on": ON},
            "count": {"location": source, "counted_on": ON},
        }[doing]
        said = f"-{quantity}" if doing == "adjust" else str(quantity)
        begins = time.perf_counter()
        answer = writer.ask(
            doing, company.ada, entity=company.entity, document=document, item=item, quantity=said, **fields
        )
        book.times.append(time.perf_counter() - begins)
        book.codes[answer.code] += 1
        if answer.failure or answer.code not in EXPECTED:
            book.failures.append(answer.failure or f"{answer.code}: {answer.words}")
        elif not answer.code and doing != "count":
            book.change[item, source] += quantity if doing == "receive" else -quantity
            if doing == "transfer":
                book.change[item, target] += quantity
    return book


def there(store: Store) -> Counter[tuple[str, str]]:
    """Return how much lies where, by the strata."""
    return Counter({(item, place): int(quantity) // 10**6 for item, place, quantity in store.rows(
        "SELECT i.code, p.path, sum(s.quantity_micro) FROM stock_stratum s JOIN items_item i ON i.id = s.item_id"
        " JOIN items_location p ON p.id = s.location_id GROUP BY i.code, p.path"
    )})  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("many", [1, WIDE], ids=["hot", "spread"])
def test_nothing_is_lost_or_doubled(engine, many):
    items = [f"ITEM-{n:05}" for n in range(many)]
    with fresh_store(engine) as store:
        company = found("MAPLE", months=2)
        company.items(*items, places=PLACES)
        company.moves(*((f"PO-{item}", n, item, "vendor", place, "receipt", BEGINNING, 500, ON)
                        for item in items for n, place in enumerate(PLACES)))  # fmt: skip
        with crew(store, CLIENTS) as writers:
            begins = time.perf_counter()
            books = at_once(writers, lambda writer: work(writer, company, items))
            took = time.perf_counter() - begins
        assert [failure for book in books for failure in book.failures] == []
        expected = Counter({(item, place): BEGINNING for item in items for place in PLACES})
        for book in books:
            expected.update(book.change)
        assert {key: n for key, n in expected.items() if n} == there(store)
        require_sound(store)
        strata_are_what_the_moves_left(store)
        report(engine, many, books, took)


def report(engine: str, many: int, books: Sequence[Book], took: float) -> None:
    """Print how many answers there were, how fast, and how long the slowest hundredth waited."""
    times = sorted(each for book in books for each in book.times)
    codes = sum((book.codes for book in books), Counter())
    p99 = times[min(len(times) - 1, len(times) * 99 // 100)]
    print(f"\n{engine}, {many} item(s), {len(books)} clients: {len(times)} answers in {took:.1f} s, {len(times) / took:.0f}/s,"
          f" median {times[len(times) // 2] * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms, refused {codes['short']}")  # fmt: skip
