"""A statement fails, whichever it is: nothing of the command is there, and the same command goes through when it is sent again.

Each step of a month is sent over and over, and its first, then its second, then its third statement fails, until it has gone
through: on SQLite the store must be the same bytes after each failure, on PostgreSQL the same rows in every table. Then the
database itself breaks off: SQLite in the midst of any statement, PostgreSQL by ending the session before it. Then there is no
room left in the file: what was refused is not there, and goes in under the same key when there is room. `LOWMARK_SOAK=1`
tries every place; else one in several.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from itertools import count
from typing import Any

import pytest
from django.db import close_old_connections, connections
from django.db.utils import OperationalError

from tests.company import PRICES, Company, found
from tests.fresh_store import ENGINES, Store, fresh_store
from tests.hammer.invariants import require_sound

SOAK = "LOWMARK_SOAK" in os.environ
STRIDE = {"fails": 1 if SOAK else 19, "breaks off": 1 if SOAK else 29}
INSTRUCTIONS = 100 if SOAK else 200
"""After so many steps of its virtual machine SQLite asks whether it shall go on."""
JANUARY = date(2026, 1, 31)
IMPORTED = (
    ("L-1", 1, "TENT", "price_list", "8.00", date(2026, 1, 20)),
    ("L-2", 1, "LAMP", "price_list", "90.00", JANUARY),
)
Step = tuple[str, Callable[[], Any]]


@pytest.fixture(params=ENGINES)
def store(request) -> Iterator[Store]:
    with fresh_store(request.param) as opened:
        yield opened


@contextmanager
def failing(_store: Store, place: int) -> Iterator[None]:
    """Let one statement of this thread's writer fail, counted from here."""

    def fail(execute, sql, parameters, many, context):
        raise OperationalError("the disk is gone")

    with at(place, fail):
        yield


@contextmanager
def breaking_off(store: Store, place: int) -> Iterator[None]:
    """Let the database break off: SQLite after so many instructions, PostgreSQL before a statement, for good."""
    if store.engine == "postgresql":

        def end(execute, sql, parameters, many, context):
            pid = connections["default"].connection.info.backend_pid
            store.rows(f"SELECT pg_terminate_backend({pid})")
            return execute(sql, parameters, many, context)

        with at(place, end):
            yield
        return
    asked = count(1)
    connections["default"].ensure_connection()
    connection = connections["default"].connection
    connection.set_progress_handler(lambda: next(asked) == place, INSTRUCTIONS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


@contextmanager
def at(place: int, instead: Callable[..., Any]) -> Iterator[None]:
    """Do something instead of one statement of this thread's writer, counted from here."""
    seen = count(1)

    def watch(execute, *asked):
        return instead(execute, *asked) if next(seen) == place else execute(*asked)

    wrappers = connections["default"].execute_wrappers
    wrappers.append(watch)
    try:
        yield
    finally:
        wrappers.remove(watch)


def contents(store: Store) -> str:
    """Return a hash of all that is in a store."""
    if store.engine == "sqlite":
        with closing(store.raw()) as opened:
            return hashlib.sha256(opened.serialize()).hexdigest()
    tables = [name for (name,) in store.rows(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")]  # fmt: skip
    sums = " UNION ALL ".join(
        f"SELECT '{name}', count(*), sum(hashtext(t::text)::bigint) FROM {name} t" for name in tables
    )
    return repr(sorted(store.rows(sums)))


def month(company: Company) -> Iterator[Step]:
    """Yield the steps of a month, each when those before it are done."""
    receive = {"item": "TENT", "location": "Main", "quantity": "10", "value": "100", "received_on": date(2026, 1, 5)}
    yield "receive", lambda: company.do("receive", company.ada, key="r", document="PO-1", **receive)
    yield "issue", lambda: company.record("SO-1", "TENT", 3, date(2026, 1, 9))
    yield "import", lambda: company.bring("price_evidence", IMPORTED, PRICES)
    made: list[Any] = []
    yield "propose", lambda: made.append(company.do("propose", company.ada, as_of=JANUARY))
    (run,) = made
    proof = company.prove(run.run_hash)
    yield "approve", lambda: company.do("approve", company.ben, step_up_id=proof, run=run.run, run_hash=run.run_hash)
    yield "post", lambda: company.do("post", company.ben, key="p", run=run.run)
    yield "close", lambda: company.do("close", company.ben, ends_on=JANUARY)
    yield (
        "reopen-period",
        lambda: company.do("reopen-period", company.root, ends_on=JANUARY, because="A receipt came late."),
    )
    yield "late receipt", lambda: company.do("receive", company.ada, document="PO-2", **receive | {"item": "LAMP"})


def goes_through(store: Store, name: str, act: Callable[[], Any], way: str) -> int:
    """Let it fail at one place after another until the step is done; return how often it failed."""
    failed = 0
    while True:
        close_old_connections()  # As before every request and every job.
        before = contents(store)
        place = 1 + failed * STRIDE[way]
        try:
            with WAYS[way](store, place):
                act()
        except OperationalError:
            failed += 1
        else:
            return failed
        assert contents(store) == before, f"{name}: something is left when it {way} at {place}"


WAYS = {"fails": failing, "breaks off": breaking_off}


@pytest.mark.parametrize("way", WAYS)
def test_wherever_it_fails_nothing_is_there_and_the_same_goes_through_again(store, way):
    company = found("MAPLE")
    company.items("TENT", "LAMP")
    failed = {name: goes_through(store, name, act, way) for name, act in month(company)}
    print(f"{store.engine}: times that a step failed before it went through, where a statement {way}: {failed}")
    assert all(failed.values())
    # 10 tents at 10.00 each and 3 sold; 7 are left, and fetch 8.00 each: 14.00 less. Then 10 lamps come late, once.
    lines = company.do("positions", company.ada, as_of=JANUARY).lines
    assert {line.item: line.value_minor for line in lines} == {"TENT": 70_00, "LAMP": 100_00}
    assert company.balances(JANUARY)["1290"] == -14_00
    require_sound(store)
    assert company.do("verify", company.ben).clean


def test_a_full_disk_refuses_and_loses_nothing():
    """The file may not grow: a page or two are free inside it, and then what is recorded is refused."""
    with fresh_store("sqlite") as store:
        company = found("MAPLE")
        company.items("TENT")
        cursor = connections["default"].cursor()
        (pages,) = cursor.execute("PRAGMA page_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        done = 0
        with pytest.raises(OperationalError, match="full"):
            for done in range(10_000):
                before = contents(store)
                receive(company, done)
        assert contents(store) == before
        cursor.execute("PRAGMA max_page_count = 1000000")
        assert receive(company, done) == receive(company, done)
        (line,) = company.do("positions", company.ada, as_of=JANUARY).lines
        assert line.quantity_micro == (done + 1) * 1_000_000
        require_sound(store)
        assert company.do("verify", company.ben).clean


def receive(company: Company, n: int) -> Any:
    """Receive one tent under a key of its own."""
    return company.do("receive", company.ada, key=f"r-{n}", document=f"PO-{n}", item="TENT", location="Main", quantity="1",
                      value="10", received_on=date(2026, 1, 5))  # fmt: skip
