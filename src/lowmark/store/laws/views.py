"""The reader's scope on SQLite: temporary views in front of the tables, so that the same SQL is scoped on both engines.

Before this: a read-only connection. After this: the caller fills `scope_entity`, and every table's own name answers for
the entities in it. What PostgreSQL does by row-level security is done here by name: `main.` before a table goes past.
"""

from functools import cache

from lowmark.core.tables.registry import BY_NAME, NOUNS
from lowmark.store.laws.expand import PEOPLE, SIGNING_IN, visible

IN_SCOPE = "entity_id IN (SELECT entity_id FROM temp.scope_entity)"


@cache
def temp_views() -> tuple[str, ...]:
    """Return the statements that make the scope's table, empty, and a view of each noun's table and of the users.

    >>> from lowmark.store.laws.views import temp_views
    >>> temp_views()[0]
    'CREATE TEMP TABLE scope_entity (entity_id INTEGER PRIMARY KEY)'
    """
    views = [_view(noun.table, "*", visible(noun, IN_SCOPE)) for noun in NOUNS]
    granted = f"id IN (SELECT user_id FROM main.access_grant WHERE {visible(BY_NAME['grant'], IN_SCOPE)})"
    return (
        "CREATE TEMP TABLE scope_entity (entity_id INTEGER PRIMARY KEY)",
        *views,
        _view(PEOPLE, "id, username", granted),
        *(_view(table, "*", "false") for table in SIGNING_IN),
    )


def _view(table: str, columns: str, condition: str) -> str:
    """Return the statement of one view; inside it, tables are those of the file."""
    inside = condition.replace("FROM entities_entity", "FROM main.entities_entity")
    return f"CREATE TEMP VIEW {table} AS SELECT {columns} FROM main.{table} WHERE {inside}"
