"""Write the laws into a database, take them out, and say which of them are missing or changed.

Before this: `registry`, which knows every statement. After this: `signals`, which takes the laws out before a migration
and writes them anew after it, and the program's start, which asks `fit` before it writes.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import cache

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from lowmark.core.kinds.problems import Problem
from lowmark.core.tables.registry import NOUNS
from lowmark.store.laws import roles, statistics
from lowmark.store.laws.registry import Article, Engine, articles

_PRESENT_SQLITE = "SELECT type, tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'law_*'"

# What is there, in the server's own words, and what was noted beside it when it was made.
_PRESENT_POSTGRESQL = """
SELECT 'function', '', p.proname::text, md5(pg_get_functiondef(p.oid)), obj_description(p.oid, 'pg_proc'), true
FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.proname LIKE 'law\\_%'
UNION ALL
SELECT 'trigger', c.relname::text, t.tgname::text, md5(pg_get_triggerdef(t.oid)),
  obj_description(t.oid, 'pg_trigger'), t.tgenabled IN ('O', 'A')
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = 'public'::regnamespace AND t.tgname LIKE 'law\\_%'
UNION ALL
SELECT 'constraint', c.relname::text, n.conname::text, md5(pg_get_constraintdef(n.oid)),
  obj_description(n.oid, 'pg_constraint'), n.convalidated
FROM pg_constraint n JOIN pg_class c ON c.oid = n.conrelid
WHERE c.relnamespace = 'public'::regnamespace AND n.conname LIKE 'law\\_%'
UNION ALL
SELECT 'policy', c.relname::text, p.polname::text,
  md5(p.polcmd::text || p.polpermissive::text || p.polroles::regrole[]::text || pg_get_expr(p.polqual, p.polrelid)),
  obj_description(p.oid, 'pg_policy'), c.relrowsecurity
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
WHERE c.relnamespace = 'public'::regnamespace AND p.polname LIKE 'law\\_%'
UNION ALL
SELECT 'column', c.relname::text, a.attname::text,
  md5(format_type(a.atttypid, a.atttypmod) || coalesce(pg_get_expr(d.adbin, d.adrelid), '')),
  col_description(c.oid, a.attnum), a.attnotnull
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relnamespace = 'public'::regnamespace AND c.relname IN ('ledger_entry', 'ledger_line') AND a.attname = 'xid'
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Write every law, whole, after removing what is there of them. Does nothing before all tables are there.

    Domain: `connection` is the owner's. On PostgreSQL the roles that write and read are made, and given their rights.
    Raises: Problem `unfit_database` where a role has to be made and the owner may not.
    """
    tables = set(connection.introspection.table_names())
    if not {noun.table for noun in NOUNS} <= tables:
        return
    wanted = articles(_engine(connection))
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        drop(connection)
        if connection.vendor == "postgresql":
            roles.make(connection)
            cursor.execute("\n".join(_terminated(one.sql) for one in wanted))
            roles.give(connection)
            _note(connection, wanted)
        else:
            for one in wanted:
                cursor.execute(one.sql)
            statistics.state(connection)
    assert missing(connection) == (), f"laws were written and are missing: {missing(connection)}"


def drop(connection: BaseDatabaseWrapper, *, only: Iterable[Article] | None = None) -> None:
    """Take every law out of the database, or `only` some articles. Columns of a law stay, for they hold facts."""
    if only is not None:
        gone: list[tuple[str, str, str]] = [(one.kind, one.table, one.name) for one in only]
    elif connection.vendor == "sqlite":
        gone = [(kind, table, name) for kind, table, name, _sql in _rows(connection, _PRESENT_SQLITE)]
    else:
        gone = [(kind, table, name) for kind, table, name, *_rest in _rows(connection, _PRESENT_POSTGRESQL)]
    with connection.cursor() as cursor:
        for kind, table, name in gone:
            match kind:
                case "trigger" if connection.vendor == "sqlite":
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
                case "trigger" | "policy":
                    cursor.execute(f"DROP {kind} IF EXISTS {name} ON {table}")
                case "function":
                    cursor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")
                case "constraint":
                    cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name} CASCADE")


def missing(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    """Return the names of the laws that are missing from the database, switched off or changed there, in their order.

    Domain: On SQLite the text is compared. On PostgreSQL a comment beside each article holds the hash of the statement
            that made it and of what the server made of it: both have to be what they were. `roles` stands for the
            rights of the two roles.
    """
    wanted = articles(_engine(connection))
    if connection.vendor == "sqlite":
        there = {(kind, table, name): _plain(sql) for kind, table, name, sql in _rows(connection, _PRESENT_SQLITE)}
        broken = [one.law for one in wanted if there.get((one.kind, one.table, one.name)) != _plain(one.sql)]
    else:
        rows = _rows(connection, _PRESENT_POSTGRESQL)
        noted = {(kind, table, name): (note, made) for kind, table, name, made, note, on in rows if on}
        broken = [one.law for one in wanted if not _stands(one, *noted.get((one.kind, one.table, one.name), ("", "")))]
        broken += ["roles"] if roles.wrong(connection) else []
    return tuple(dict.fromkeys(broken))


def fit(connection: BaseDatabaseWrapper) -> None:
    """Refuse a database in which a law is missing: nothing may be written to it.

    Raises: Problem `unfit_database`, naming the laws.
    """
    if lost := missing(connection):
        raise Problem(
            "unfit_database",
            f"the database does not keep {len(lost)} of its laws: {', '.join(lost)}",
            hint="run `lowmark init` as the database's owner, which writes them anew; then `lowmark verify`",
        )


def _engine(connection: BaseDatabaseWrapper) -> Engine:
    """Return the engine of a connection."""
    return "sqlite" if connection.vendor == "sqlite" else "postgresql"


def _rows(connection: BaseDatabaseWrapper, query: str) -> list[tuple[str, ...]]:
    """Return the rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


@cache
def _plain(sql: str | None) -> str:
    """Return a statement without the spaces and the end mark that make no difference."""
    return re.sub(r"\s+", " ", sql or "").strip().rstrip(";")


def _terminated(sql: str) -> str:
    """Return a statement with its end mark."""
    return sql if sql.endswith(";") else sql + ";"


@cache
def _hash(sql: str) -> str:
    """Return the hash of a statement."""
    return hashlib.sha256(_plain(sql).encode()).hexdigest()[:32]


def _stands(article: Article, note: str | None, made: str) -> bool:
    """Say whether what was noted beside an article is the hash of its statement and of what is there."""
    return note == f"{_hash(article.sql)} {made}"


def _note(connection: BaseDatabaseWrapper, wanted: Sequence[Article]) -> None:
    """Note beside each article the hash of its statement, and of what the server made of it."""
    there = {(kind, table, name): made for kind, table, name, made, *_ in _rows(connection, _PRESENT_POSTGRESQL)}
    notes = []
    for one in wanted:
        match one.kind:
            case "function":
                what = f"FUNCTION {one.name}()"
            case "column":
                what = f"COLUMN {one.table}.{one.name}"
            case _:
                what = f"{one.kind} {one.name} ON {one.table}"
        notes.append(f"COMMENT ON {what} IS '{_hash(one.sql)} {there[one.kind, one.table, one.name]}';")
    with connection.cursor() as cursor:
        cursor.execute("\n".join(notes))
