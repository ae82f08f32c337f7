"""The two roles of PostgreSQL: one that writes and cannot change facts, one that reads and sees its scope only.

Before this: the tables. After this: the reader's policies, which name the role, and `connect`, through which aliases
take their role. Roles belong to the whole server, rights to one database.
"""

from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import DatabaseError, IntegrityError, ProgrammingError

from lowmark.core.kinds.problems import Problem
from lowmark.core.tables.noun import Noun
from lowmark.core.tables.registry import NOUNS
from lowmark.store.laws.expand import COUNTING, PEOPLE, SIGNING_IN

WRITE, READ = "lowmark_write", "lowmark_read"

ROLE_OF_ALIAS = {"default": WRITE, "reader": READ}
"""The owner stays the owner; the operational file is no part of this."""

ATTRIBUTES = {WRITE: "NOLOGIN BYPASSRLS", READ: "NOLOGIN NOBYPASSRLS"}

# Django's own tables, as far as people sign in and programs carry keys.
_KEPT = "INSERT, UPDATE, DELETE"
_OTHERS = {PEOPLE: "INSERT, UPDATE"} | dict.fromkeys(SIGNING_IN, _KEPT)


def make(connection: BaseDatabaseWrapper) -> None:
    """Make the two roles, where the server does not have them yet, and let the owner take them on.

    Raises: Problem `unfit_database` where the owner may not, with the statements for somebody who may.
    """
    for role, attributes in ATTRIBUTES.items():
        try:
            with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE ROLE {role} {attributes}")
        except IntegrityError:
            pass  # Another database of this server was made at the same moment, and made it.
        except ProgrammingError as error:
            raise _not_allowed(f"CREATE ROLE {role} {attributes}", error) from error
        try:
            with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
                cursor.execute("SELECT pg_has_role(current_user, %s, 'MEMBER')", [role])
                if not cursor.fetchone()[0]:
                    cursor.execute(f"GRANT {role} TO CURRENT_USER")
        except DatabaseError as error:
            raise _not_allowed(f"GRANT {role} TO the owner of the database", error) from error


def give(connection: BaseDatabaseWrapper) -> None:
    """Give each role its rights in this database, and no others."""
    both = f"{WRITE}, {READ}"
    statements = [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {both}, PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {both}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {WRITE}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {WRITE}",
        *(f"GRANT {rights(noun)} ON {noun.table} TO {WRITE}" for noun in NOUNS),
        *(f"GRANT {given} ON {table} TO {WRITE}" for table, given in _OTHERS.items()),
        *(f"GRANT SELECT ON {noun.table} TO {READ}" for noun in NOUNS),
        *(f"ALTER TABLE {noun.table} ENABLE ROW LEVEL SECURITY" for noun in NOUNS),
        f"GRANT SELECT (id, username) ON {PEOPLE} TO {READ}",
        f"ALTER TABLE {PEOPLE} ENABLE ROW LEVEL SECURITY",
    ]
    with connection.cursor() as cursor:
        cursor.execute(";\n".join(statements))


def rights(noun: Noun) -> str:
    """Return what the writing role may do to a table besides reading it.

    >>> from lowmark.core.tables.registry import BY_NAME
    >>> rights(BY_NAME["entry"]), rights(BY_NAME["layer"])
    ('INSERT', 'INSERT, UPDATE, DELETE')
    """
    match noun.room:
        case "fact":
            return "INSERT"
        case "cache" if noun.name not in COUNTING:
            return "INSERT, UPDATE, DELETE"
        case _:
            return "INSERT, UPDATE"


def wrong(connection: BaseDatabaseWrapper) -> bool:
    """Say whether a role is missing, or may do what it should not, or sees past its scope."""
    facts = ", ".join(f"('{noun.table}')" for noun in NOUNS if noun.room == "fact")
    query = f"""
    SELECT count(*) = 2 AND bool_and(NOT rolsuper AND rolbypassrls = (rolname = '{WRITE}')) AND NOT EXISTS (
      SELECT 1 FROM (VALUES {facts}) fact (name) CROSS JOIN (VALUES ('{WRITE}'), ('{READ}')) role (name)
      WHERE EXISTS (SELECT 1 FROM pg_roles r WHERE r.rolname = role.name) AND
        has_table_privilege(role.name, 'public.' || fact.name, 'UPDATE, DELETE, TRUNCATE, TRIGGER')
    )
    FROM pg_roles WHERE rolname IN ('{WRITE}', '{READ}')
    """
    with connection.cursor() as cursor:
        cursor.execute(query)
        return not cursor.fetchone()[0]


def take_role(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Let a new connection of a working alias take its role, on a server that has it. A receiver of Django's signal."""
    role = ROLE_OF_ALIAS.get(connection.alias)
    if connection.vendor == "postgresql" and role is not None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('role', rolname::text, false) FROM pg_roles WHERE rolname = %s", [role])


def _not_allowed(statement: str, error: Exception) -> Problem:
    """Return the problem of an owner who may not make a role."""
    return Problem(
        "unfit_database",
        f"this user may not make the roles of the database: {str(error).strip()}",
        hint=f"let a superuser of the server run: {statement}",
    )
