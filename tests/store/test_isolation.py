"""A reader sees the rows of its entities and no others, by the same SQL on both engines; and it cannot write."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connections, transaction

from lowmark.core.tables.noun import Noun
from lowmark.core.tables.registry import NOUNS
from lowmark.store.laws.roles import READ, WRITE
from lowmark.store.scope import Scope
from lowmark.store.session import Reader, reading
from tests.fresh_store import ENGINES, fresh_store
from tests.store.world import APPROVER, NOBODY, PREPARER, THEIRS, World, found

FACTS = [noun.table for noun in NOUNS if noun.room == "fact"]


@pytest.fixture(scope="module", params=ENGINES)
def world(request) -> Iterator[World]:
    """Two companies, of which nothing is changed here."""
    with fresh_store(request.param) as store, connections["owner"].cursor() as cursor:
        made = World(store.engine, cursor)
        with transaction.atomic(using="owner"):
            found(made)
        yield made


def scope(*entities: int) -> Scope:
    return Scope(user_id=PREPARER, entities=entities, purpose="report")


def _owned(world: World, noun: Noun, entity: int) -> set[tuple]:
    """Return the rows of a noun that are an entity's, as its owner reads them."""
    condition = {
        "entity": f"entity_id = {entity}",
        "self": f"id = {entity}",
        "catalogue": f"{'id' if noun.name == 'catalogue' else 'catalogue_id'} = {entity}",
    }[noun.scope]
    world.cursor.execute(f"SELECT {', '.join(noun.columns)} FROM {noun.table} WHERE {condition}")
    return {_plain(row) for row in world.cursor.fetchall()}


def _seen(reader: Reader, noun: Noun) -> set[tuple]:
    """Return the rows of a noun that a reader sees."""
    return {_plain(row.values()) for row in reader.rows(f"SELECT {', '.join(noun.columns)} FROM {noun.table}")}


def _plain(row) -> tuple:
    return tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)


@pytest.mark.parametrize("entity", [1, 2])
def test_a_reader_sees_exactly_the_rows_of_its_entity(world, entity):
    with reading(scope(entity)) as reader:
        for noun in NOUNS:
            seen = _seen(reader, noun)
            assert seen == _owned(world, noun, entity), noun.name
            assert seen or (entity == 2 and noun.room == "cache"), noun.name


def test_a_reader_of_both_sees_both_and_a_reader_of_none_sees_nothing(world):
    with reading(scope(1, 2)) as reader:
        for noun in NOUNS:
            assert _seen(reader, noun) == _owned(world, noun, 1) | _owned(world, noun, 2), noun.name
    with reading(scope()) as reader:
        assert not any(_seen(reader, noun) for noun in NOUNS)


def test_people_are_known_by_name_where_they_have_a_role(world):
    names = "SELECT id FROM people_user ORDER BY id"
    with reading(scope(1)) as reader:
        assert [row["id"] for row in reader.rows(names)] == [APPROVER]
    with reading(scope(1, 2)) as reader:
        people = [row["id"] for row in reader.rows(names)]
    assert people == [PREPARER, APPROVER]
    assert NOBODY not in people


@pytest.mark.parametrize("sql", ["SELECT password FROM people_user", "SELECT is_superuser FROM people_user"])
def test_nobody_reads_a_password(world, sql):
    with pytest.raises(DatabaseError), reading(scope(1)) as reader:
        reader.rows(sql)


def test_what_the_other_company_does_changes_nothing_that_is_seen(store):
    """The second company comes, row by row, after the first was read."""
    with connections["owner"].cursor() as cursor:
        world = World(store.engine, cursor)
        with transaction.atomic(using="owner"):
            found(world)
        with reading(scope(1)) as reader:
            before = {noun.name: _seen(reader, noun) for noun in NOUNS}
        with transaction.atomic(using="owner"):
            for name in ("stock_move", "evidence", "grant", "audit", "policy", "rate", "account", "location"):
                refs = {"item_id": THEIRS, "from_location_id": THEIRS, "to_location_id": THEIRS}
                world.put(name, entity_id=2, **refs)
        with reading(scope(1)) as reader:
            assert {noun.name: _seen(reader, noun) for noun in NOUNS} == before


def test_a_reader_does_not_write(world):
    for statement in ("DELETE FROM valuation_layer", world.insert("catalogue"), "UPDATE items_item SET name = 'x'"):
        with pytest.raises(DatabaseError), reading(scope(1)) as reader, connections[reader.alias].cursor() as cursor:
            cursor.execute(statement)


def test_the_scope_ends_with_the_transaction(world):
    """On PostgreSQL the next reader of the connection sees nothing until it says whose rows it may see."""
    if world.engine != "postgresql":
        return
    with reading(scope(1)) as reader:
        assert reader.value("SELECT count(*) FROM stock_stock_move")
    with connections["reader"].cursor() as cursor:
        for noun in NOUNS:
            cursor.execute(f"SELECT count(*) FROM {noun.table}")
            assert cursor.fetchone() == (0,), noun.name


def _as(role: str, statement: str) -> str:
    """Return how a statement of a role is refused; it is taken back in any case."""
    with transaction.atomic(using="owner"):
        try:
            with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
                cursor.execute(f"SET LOCAL ROLE {role}")
                cursor.execute(statement)
        except DatabaseError as error:
            return str(error)
        finally:
            transaction.set_rollback(True, using="owner")
    return ""


def test_aliases_take_their_roles(world):
    if world.engine != "postgresql":
        return
    for alias, role in (("default", WRITE), ("reader", READ), ("owner", "lowmark")):
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == (role,)


def test_the_writing_role_may_not_what_the_laws_forbid(world):
    """A second wall behind the triggers: the right itself is not given."""
    if world.engine != "postgresql":
        return
    tried = [
        *(f"UPDATE {table} SET entity_id = 2" for table in FACTS),
        *(f"DELETE FROM {table}" for table in FACTS),
        *(f"TRUNCATE {table} CASCADE" for table in FACTS),
        "DELETE FROM entities_period",
        "DELETE FROM people_user",
        "DROP TRIGGER law_append_only ON ledger_line",
        "ALTER TABLE ledger_line DISABLE TRIGGER law_append_only",
        "SET session_replication_role = replica",
        "CREATE FUNCTION law_scope() RETURNS bigint[] LANGUAGE sql AS 'SELECT NULL'",
    ]
    granted = [statement for statement in tried if not _as(WRITE, statement)]
    assert not granted, "\n".join(granted)
    assert _as(WRITE, "UPDATE valuation_layer SET consumed_micro = 0") == ""


def test_the_reading_role_has_the_rows_of_the_ledger_and_nothing_else(world):
    if world.engine != "postgresql":
        return
    tried = [
        *(f"INSERT INTO {noun.table} DEFAULT VALUES" for noun in NOUNS),
        *(f"SELECT * FROM {table}" for table in ("people_user", "people_token", "auth_group", "django_migrations")),
    ]
    granted = [statement for statement in tried if not _as(READ, statement)]
    assert not granted, "\n".join(granted)


def test_a_temporary_table_does_not_stand_in_for_ours(world):
    """What a law reads is the table of the ledger, whatever the writing role has put in front of it."""
    if world.engine != "postgresql":
        return
    with transaction.atomic(using="owner"):
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {WRITE}")
            cursor.execute("CREATE TEMPORARY TABLE entities_period AS SELECT * FROM public.entities_period")
            cursor.execute("UPDATE pg_temp.entities_period SET state = 'open', ends_on = 40000")
            with pytest.raises(DatabaseError, match="law open_period"):
                cursor.execute(world.insert("stock_move", accounting_on=30_000))
        transaction.set_rollback(True, using="owner")
