"""Every law refuses, by name, what was tried against it; and without the law the same statement goes past it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connections, transaction

from lowmark.core.kinds.problems import Problem
from lowmark.store.laws.install import drop, fit, install, missing
from lowmark.store.laws.registry import LAWS, Article, articles
from tests.fresh_store import ENGINES, Store, fresh_store
from tests.store.hostile import Hostile, cases
from tests.store.world import CHANGED, World, found

OWNER = "owner"


@pytest.fixture(scope="module", params=ENGINES)
def world(request) -> Iterator[World]:
    """Two companies, founded once: every test of this file takes back what it does."""
    with fresh_store(request.param) as store, connections[OWNER].cursor() as cursor:
        yield _founded(store, cursor)


def _founded(store: Store, cursor) -> World:
    made = World(store.engine, cursor)
    with transaction.atomic(using=OWNER):
        found(made)
    if store.engine == "sqlite":
        cursor.execute("PRAGMA recursive_triggers = OFF")  # As a stranger's connection has it.
    return made


@contextmanager
def taken_back() -> Iterator[None]:
    """Run a block and take back whatever it did."""
    with transaction.atomic(using=OWNER):
        yield
        transaction.set_rollback(True, using=OWNER)


def refusal(world: World, case: Hostile) -> str:
    """Return how the last statement of a case is refused; empty when it is not. Those before it have to be lawful."""
    *lawful, crime = case.statements
    said = ""
    with taken_back():
        for statement in lawful:
            world.cursor.execute(statement)
        try:
            with transaction.atomic(using=OWNER):
                world.cursor.execute(crime)
        except DatabaseError as error:
            said = str(error)
    return said


def names_the_law(said: str, law: str) -> bool:
    """Say whether a refusal is this law's: by its sentence, or by the name of its constraint, which has to be there."""
    return said.startswith(f"law {law}: ") or (f'"law_{law}' in said and "does not exist" not in said)


def by_law(world: World) -> dict[str, list[Hostile]]:
    found_: dict[str, list[Hostile]] = defaultdict(list)
    for case in cases(world):
        found_[case.law].append(case)
    return found_


def set_aside(gone: Iterable[Article]) -> None:
    drop(connections[OWNER], only=gone)


@contextmanager
def without(world: World, gone: Iterable[Article]) -> Iterator[None]:
    """Run a block without some articles. SQLite reads its schema anew after each rollback of a change of it: commit."""
    lost = list(gone)
    if world.engine == "postgresql":
        with taken_back():
            set_aside(lost)
            yield
        return
    with transaction.atomic(using=OWNER):
        set_aside(lost)
    try:
        yield
    finally:
        with transaction.atomic(using=OWNER):
            for one in lost:
                world.cursor.execute(one.sql)


def others(world: World, law: str) -> list[Article]:
    return [one for one in articles(world.engine) if one.law != law]


def test_every_law_has_somebody_against_it(world):
    laws = {law.name for law in LAWS if world.engine in law.engines}
    assert by_law(world).keys() == laws - {"reader_scope"}  # Which hides instead of refusing: see test_isolation.


def test_every_law_refuses_by_name(world):
    passed = []
    for law, tried in by_law(world).items():
        with without(world, others(world, law) if tried[0].alone else ()):
            refused = {case: refusal(world, case) for case in tried}
        passed += [f"{case}: {said or 'not refused'}" for case, said in refused.items() if not names_the_law(said, law)]
    assert not passed, "\n".join(passed)


def test_without_a_law_nothing_else_refuses_in_its_name(world):
    """Each law is dropped in turn: had its triggers been inert, its own cases would not have noticed."""
    still = []
    for law, tried in by_law(world).items():
        with without(world, (one for one in articles(world.engine) if one.law == law or tried[0].alone)):
            refused = {case: _quiet(world, case) for case in tried}
        still += [f"{case}: {said}" for case, said in refused.items() if names_the_law(said, law)]
    assert not still, "\n".join(still)


def test_every_statement_of_a_law_is_needed(world):
    """Each trigger and constraint is dropped in turn, and lets something past that was refused before."""
    idle = []
    for law, tried in by_law(world).items():
        with without(world, others(world, law) if tried[0].alone else ()):
            for one in articles(world.engine):
                if one.law != law or one.kind == "column" or one.name == "law_entry_sealed_key":
                    continue  # A key is there for what refers to it.
                told = [case for case in tried if not one.table or any(one.table in said for said in case.statements)]
                with without(world, [one]):
                    if all(names_the_law(_quiet(world, case), law) for case in told):
                        idle.append(f"{one.kind} {one.name} on {one.table}")
    assert not idle, "\n".join(idle)


def _quiet(world: World, case: Hostile) -> str:
    """Return the refusal of a case, or nothing where a statement of it cannot even be made without the law."""
    try:
        return refusal(world, case)
    except DatabaseError:
        return ""


def test_a_sealed_header_is_not_overwritten_through_any_of_its_keys(world):
    """REPLACE, over a connection that does not ask the DELETE triggers, with every law in place."""
    if world.engine != "sqlite":
        return
    for case in (one for one in cases(world) if one.law == "no_replace" and "ledger_entry" in one.what):
        assert refusal(world, case).startswith("law "), case


def test_a_line_of_another_transaction_does_not_slip_into_a_sealed_entry(postgresql_store):
    """Two real transactions: the stray line is invisible to the header, and its own commit is refused."""
    with connections[OWNER].cursor() as cursor:
        world = _founded(postgresql_store, cursor)
    first, second, header = world.entry(id=50, number=3)
    stray = world.insert("line", entry_id=50, line_no=3, account_id=2, amount_minor=500)
    early, late = postgresql_store.raw(), postgresql_store.raw()
    for opened in (early, late):
        opened.execute("BEGIN")
    early.execute(stray)
    for statement in (first, second, header, "COMMIT"):
        late.execute(statement)
    with pytest.raises(Exception, match="law_entry_sealed_same_transaction"):
        early.execute("COMMIT")
    assert postgresql_store.rows("SELECT count(*), sum(amount_minor) FROM ledger_line WHERE entry_id = 50") == [(2, 0)]


def test_without_the_transactions_number_the_stray_line_slips_in(postgresql_store):
    with connections[OWNER].cursor() as cursor:
        world = _founded(postgresql_store, cursor)
    set_aside(one for one in articles("postgresql") if one.name == "law_entry_sealed_same_transaction")
    early, late = postgresql_store.raw(), postgresql_store.raw()
    early.execute("BEGIN")
    early.execute(world.insert("line", entry_id=50, line_no=3, account_id=2, amount_minor=500))
    late.execute("BEGIN")
    for statement in (*world.entry(id=50, number=3), "COMMIT"):
        late.execute(statement)
    early.execute("COMMIT")
    assert postgresql_store.rows("SELECT sum(amount_minor) FROM ledger_line WHERE entry_id = 50") == [(500,)]


def test_what_is_lawful_is_done(world):
    """The other side of every law: a life of a period, a run, an entry, that no law stands in the way of."""
    lawful = [
        *world.entry(id=50, number=3, accounts=(1, 3), source="subledger"),
        world.insert("approval", run_id=1, step_up_id=1, amount_minor=CHANGED),
        "UPDATE runs_run SET state = 'approved' WHERE id = 1",
        "UPDATE runs_proposal SET state = 'approved' WHERE run_id = 1",
        "UPDATE runs_proposal SET state = 'posted' WHERE run_id = 1",
        "UPDATE runs_run SET state = 'posted' WHERE id = 1",
        "UPDATE runs_run SET state = 'stale' WHERE id = 2",
        "UPDATE runs_run SET run_hash = snapshot_hash, state = 'proposed' WHERE id = 3",
        "UPDATE entities_period SET state = 'closing' WHERE id = 2",
        world.insert("period_event", period_id=2, event="closed", by_user=2),
        "UPDATE entities_period SET state = 'closed' WHERE id = 2",
        world.insert("period_event", period_id=2, event="reopened", by_user=1),
        "UPDATE entities_period SET state = 'open' WHERE id = 2",
        world.insert("period", starts_on=20_031, ends_on=20_060),
        "UPDATE entities_entity_clock SET known_seq = known_seq + 1, recorded_at = recorded_at + 1",
        "UPDATE ledger_journal_counter SET last_number = last_number + 1",
        "UPDATE valuation_layer SET consumed_micro = quantity_micro",
        "DELETE FROM valuation_layer",
    ]
    with taken_back():
        for statement in lawful:
            world.cursor.execute(statement)


def test_a_law_that_is_gone_is_missed_and_the_database_is_unfit(world):
    owner = connections[OWNER]
    assert missing(owner) == ()
    fit(owner)
    for one in articles(world.engine):
        if one.kind == "column":
            continue
        with taken_back():
            set_aside([one])
            assert one.law in missing(owner), one
    with taken_back():
        set_aside(one for one in articles(world.engine) if one.law == "append_only")
        with pytest.raises(Problem, match="append_only") as told:
            fit(owner)
        assert told.value.code == "unfit_database"


_TAMPERED = {
    "sqlite": {
        "layer_bounds": "DROP TRIGGER law_layer_bounds_insert; CREATE TRIGGER law_layer_bounds_insert BEFORE INSERT ON"
        " valuation_layer BEGIN SELECT 1; END",
    },
    "postgresql": {
        "approval": "CREATE OR REPLACE FUNCTION law_approval() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN RETURN NULL; END'",
        "append_only": "ALTER TABLE ledger_line DISABLE TRIGGER law_append_only",
        "reader_scope": "ALTER TABLE ledger_line DISABLE ROW LEVEL SECURITY",
        "roles": "GRANT UPDATE ON ledger_line TO lowmark_write",
        "layer_bounds": "ALTER TABLE valuation_layer DROP CONSTRAINT law_layer_bounds, ADD CONSTRAINT law_layer_bounds"
        " CHECK (true)",
    },
}


def test_a_law_that_was_changed_or_switched_off_is_missed(world):
    for law, statements in _TAMPERED[world.engine].items():
        with taken_back():
            whole = statements.split("; ", 1) if world.engine == "sqlite" else [statements]
            for statement in whole:
                world.cursor.execute(statement)
            assert missing(connections[OWNER]) == (law,)


def test_the_laws_are_written_anew_whole(world):
    """An old law of the same kind goes, a lost one comes back; what the second writing finds is what the first left."""
    owner = connections[OWNER]
    with taken_back():
        set_aside(list(articles(world.engine))[::2])
        if world.engine == "sqlite":
            world.cursor.execute("CREATE TRIGGER law_of_old BEFORE INSERT ON items_item BEGIN SELECT 1; END")
        install(owner)
        assert missing(owner) == ()
        if world.engine == "sqlite":
            world.cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'law_of_old'")
            assert world.cursor.fetchone() == (0,)
        install(owner)


def test_migrating_keeps_the_laws(store):
    set_aside(list(articles(store.engine))[::3])
    call_command("migrate", database=OWNER, verbosity=0)
    assert missing(connections[OWNER]) == ()
