"""The schema is the noun: what lies in the database has the noun's names, types, nullability, keys and references."""

from dataclasses import dataclass

import pytest

from lowmark.core.tables.noun import Noun
from lowmark.core.tables.registry import BY_NAME, NOUNS
from lowmark.store.laws.registry import articles
from tests.fresh_store import ENGINES, Store, fresh_store

_TYPES = {
    "sqlite": {"id": "bigint", "day": "integer", "bool": "bool", "text": "text", "bytes": "blob"},
    "postgresql": {"id": "bigint", "day": "integer", "bool": "boolean", "text": "text", "bytes": "bytea"},
}


@dataclass
class Table:
    """A table: its columns with their types and whether they take null, its keys, its references and its indexes."""

    columns: dict[str, tuple[str, bool]]
    key: tuple[str, ...]
    unique: set[tuple[str, ...]]
    references: dict[str, str]
    indexes: set[tuple[str, ...]]


@pytest.fixture(scope="module", params=ENGINES)
def store(request):
    with fresh_store(request.param) as opened:
        yield opened


def test_every_table_is_its_noun(store):
    for noun in NOUNS:
        there = (_on_sqlite if store.engine == "sqlite" else _on_postgresql)(store, noun.table)
        said = _said(noun, store.engine)
        assert there == said, noun.name


def test_only_a_law_adds_a_column():
    """What PostgreSQL has beyond the noun is named in the laws, and there is nothing else of the kind."""
    assert {(one.table, one.name) for one in articles("postgresql") if one.kind == "column"} == {
        ("ledger_entry", "xid"),
        ("ledger_line", "xid"),
    }


def test_whatever_refers_to_an_entry_is_found_by_it():
    """Lines wait for their header, and at each header SQLite searches every table that refers to entries."""
    with fresh_store("sqlite") as opened:
        for noun in NOUNS:
            there = _on_sqlite(opened, noun.table)
            led = {group[0] for group in (there.key, *there.unique, *there.indexes)}
            assert {name for name, column in noun.columns.items() if column.refers_to == "entry"} <= led, noun.name


def _said(noun: Noun, engine: str) -> Table:
    """Return the table that a noun says."""
    types = _TYPES[engine]
    columns = {name: (types.get(column.type, "bigint"), column.nullable) for name, column in noun.columns.items()}
    if noun.key == ("id",) and engine == "sqlite":
        columns["id"] = ("integer", False)  # SQLite's own row number.
    targets = {name: column.refers_to for name, column in noun.columns.items() if column.refers_to}
    references = {name: BY_NAME[to].table if to in BY_NAME else "people_user" for name, to in targets.items()}
    taken = {group[0] for group in (noun.key, *noun.unique, *noun.indexes)}
    sought = {(name,) for name, to in targets.items() if to == "entry" and name not in taken}
    return Table(columns, noun.key, set(noun.unique), references, set(noun.indexes) | sought)


def _on_sqlite(store: Store, table: str) -> Table:
    """Return a table as SQLite has it."""
    columns = store.rows(f"PRAGMA table_info({table})")
    indexes = [
        (unique, origin, tuple(row[2] for row in store.rows(f"PRAGMA index_info('{name}')")))
        for _place, name, unique, origin, _partial in store.rows(f"PRAGMA index_list({table})")
    ]
    return Table(
        columns={name: (type_.lower(), not required) for _place, name, type_, required, _default, _key in columns},
        key=tuple(name for place, name in sorted((row[5], row[1]) for row in columns if row[5])),
        unique={group for unique, origin, group in indexes if unique and origin != "pk"},
        references={row[3]: row[2] for row in store.rows(f"PRAGMA foreign_key_list({table})")},
        indexes={group for unique, _origin, group in indexes if not unique},
    )


def _on_postgresql(store: Store, table: str) -> Table:
    """Return a table as PostgreSQL has it, less what the laws add."""
    laws = {one.name for one in articles("postgresql") if one.table == table}
    columns = store.rows(
        "SELECT column_name, data_type, is_nullable = 'YES' FROM information_schema.columns"
        f" WHERE table_name = '{table}'"
    )
    indexes = store.rows(
        "SELECT c.relname, i.indisprimary, i.indisunique, array(SELECT a.attname::text FROM unnest(i.indkey) WITH"
        " ORDINALITY k (n, place) JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n ORDER BY place)"
        f" FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = '{table}'::regclass"
    )
    kept = [(first, unique, tuple(group)) for name, first, unique, group in indexes if name not in laws]
    references = store.rows(
        "SELECT a.attname::text, n.confrelid::regclass::text, n.conname FROM pg_constraint n JOIN pg_attribute a"
        " ON a.attrelid = n.conrelid AND a.attnum = n.conkey[1]"
        f" WHERE n.contype = 'f' AND n.conrelid = '{table}'::regclass"
    )
    return Table(
        columns={name: (type_, nullable) for name, type_, nullable in columns if name not in laws},
        key=next(group for first, _unique, group in kept if first),
        unique={group for first, unique, group in kept if unique and not first},
        references={name: to for name, to, constraint in references if constraint not in laws},
        indexes={group for _first, unique, group in kept if not unique},
    )
