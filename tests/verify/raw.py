"""Past every law: a transaction of the database's owner in which facts are changed, looked at, and put back.

What a check reads through is small enough to be a driver's own connection; so the checks are seen to need nothing else.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from tests.fresh_store import Store


@dataclass(frozen=True)
class RawReader:
    """Rows of a driver's connection."""

    engine: str
    connection: Any

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        ran = self.execute(sql, parameters)
        names = [column[0] for column in ran.description]
        return [dict(zip(names, row, strict=True)) for row in ran.fetchall()]

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        return self.connection.execute(sql.replace("%s", "?") if self.engine == "sqlite" else sql, list(parameters))


@contextmanager
def lawless(store: Store) -> Iterator[RawReader]:
    """Yield a transaction without laws, which is rolled back."""
    with closing(store.raw()) as connection:
        reader = RawReader(store.engine, connection)
        if store.engine == "sqlite":
            connection.execute("PRAGMA foreign_keys=OFF")
            connection.execute("PRAGMA ignore_check_constraints=ON")
            connection.execute("BEGIN")
            for row in reader.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
                connection.execute(f"DROP TRIGGER {row['name']}")
        else:
            connection.execute("BEGIN")
            connection.execute("SET LOCAL session_replication_role = replica")
        try:
            yield reader
        finally:
            connection.execute("ROLLBACK")
