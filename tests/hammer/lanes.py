"""Lanes of the hammer: pairs of writers, each with companies of its own, and what holds of all of them when they have raced.

A company has stock whose price falls every month. Before this: `crew`, `racing`. After this: the races of what is decided.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from functools import partial, reduce
from itertools import count
from operator import add
from typing import Any

import pytest
from django.db import connections

from tests.company import Company, found
from tests.fresh_store import ENGINES, Store, fresh_store
from tests.hammer.crew import Writer, crew
from tests.hammer.invariants import require_sound
from tests.hammer.racing import Races
from tests.hammer.writer import Answer, Asked

SOAK = "LOWMARK_SOAK" in os.environ
ROUNDS = int(os.environ.get("LOWMARK_ROUNDS", "1000" if SOAK else "4"))
LANES = {"sqlite": 1, "postgresql": 4 if SOAK else 1}
"""So many pairs race beside one another, each in a company of its own; on SQLite they would only wait for one pen."""
MONTHS = 120 if SOAK else 12
_NUMBERS = count(1)


@pytest.fixture(scope="module", params=ENGINES)
def hall(request) -> Iterator[tuple[Store, Sequence[Writer]]]:
    with fresh_store(request.param) as store, crew(store, 2 * LANES[request.param]) as writers:
        yield store, writers


def race(
    hall: tuple[Store, Sequence[Writer]], whats: Sequence[str], lane: Callable[..., list[Company]], rounds: int = ROUNDS
) -> None:
    """Let every pair race its part of the rounds, say the figures of all of them, and see that all is sound.

    Domain: `lane` gets a company, a connection, and the races of one pair, one for each of `whats`; it returns its companies.
    """
    store, writers = hall
    pairs = [writers[place : place + 2] for place in range(0, len(writers), 2)]
    each = rounds // len(pairs) // len(whats)
    races = [[Races(f"{store.engine}: {what}", pair, each) for what in whats] for pair in pairs]
    firsts = [company() for _ in pairs]
    with ThreadPoolExecutor(len(pairs)) as threads:
        companies = list(threads.map(partial(_one_lane, store, lane), firsts, races))
    for together in map(partial(reduce, add), zip(*races, strict=True)):
        print(together.say(), flush=True)
        assert not SOAK or (len(together.won) == 2 and min(together.won.values()) >= together.rounds // 10)
    require_sound(store)
    for made in (one for some in companies for one in some):
        assert made.do("verify", made.ben).clean
        assert not made.do("recost", made.ben).found


def _one_lane(
    store: Store, lane: Callable[..., list[Company]], first: Company, races: Sequence[Races]
) -> list[Company]:
    """Run one pair's races with connections of its own, which end with it."""
    try:
        with closing(store.raw()) as raw:
            return lane(first, raw, *races)
    finally:
        connections.close_all()


def company() -> Company:
    """Return a company with stock whose price falls every month, so that a run of any month charges."""
    made = found(f"D{next(_NUMBERS)}", months=MONTHS)
    made.items("TENT")
    made.moves(("PO-1", 1, "TENT", "vendor", "Main", "receipt", 10, 100, date(2026, 1, 2)))
    days = (end.replace(day=1) for end in ends(made))
    made.prices(*((f"L-{n}", 1, "TENT", "price_list", f"{9 - n / 100:.2f}", on) for n, on in enumerate(days)))
    return made


def ends(made: Company) -> list[date]:
    """Return the last days of the company's periods."""
    return list(made.do("close-board", made.ben).periods)


def asked(made: Company, who: str, operation: str, *, step_up_id: int | None = None, **fields: Any) -> Asked:
    return Asked(operation, who, {"entity": made.entity, **fields}, step_up_id=step_up_id)


def first_done(answers: Sequence[Answer]) -> int:
    """Return which of two was carried out, where only one can be."""
    assert sorted(one.code == "" for one in answers) == [False, True], answers
    return 0 if answers[0].code == "" else 1
