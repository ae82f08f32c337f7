"""SQLite: one writer at a time, so BEGIN IMMEDIATE is every lock; scope by temporary views over the tables."""

from collections.abc import Iterable, Sequence
from typing import Any

NOW_MICROSECONDS = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) * 1000"


class Sqlite:
    """The protocol of `engines` on SQLite."""

    name = "sqlite"

    def prepare_read(self, connection: Any) -> None:
        """Shadow every table by a view of the scope's rows, once a connection."""
        raw = connection.connection
        if not raw.execute("SELECT 1 FROM sqlite_temp_master WHERE name = 'scope_entity'").fetchone():
            from lowmark.store.laws.views import temp_views

            for statement in temp_views():
                raw.execute(statement)

    def begin_read(self, connection: Any, entities: Sequence[int]) -> None:
        """Say which entities the views show."""
        raw = connection.connection
        raw.execute("DELETE FROM temp.scope_entity")
        raw.executemany("INSERT INTO temp.scope_entity VALUES (?)", [(entity,) for entity in entities])

    def take_ids(self, connection: Any, table: str, n: int) -> Sequence[int]:
        """Continue after the largest number: the write lock is ours until commit."""
        last = connection.connection.execute(f'SELECT coalesce(max(id), 0) FROM "{table}"').fetchone()[0]  # noqa: S608
        return range(last + 1, last + 1 + n)

    def tick(self, connection: Any, entity_id: int, n: int) -> tuple[int, int]:
        """Advance the clock row."""
        seq, at = connection.connection.execute(
            f"UPDATE entities_entity_clock SET known_seq = known_seq + ?,"  # noqa: S608
            f" recorded_at = max(recorded_at + 1, {NOW_MICROSECONDS}) WHERE entity_id = ?"
            " RETURNING known_seq, recorded_at",
            (n, entity_id),
        ).fetchone()
        return seq, at

    def hold_period(self, _connection: Any, _period_id: int, *, exclusive: bool) -> None:
        """BEGIN IMMEDIATE holds everything already."""
        del exclusive

    def lock_rows(self, _connection: Any, _table: str, _ids: Sequence[int]) -> None:
        """BEGIN IMMEDIATE holds everything already."""

    def write_rows(self, connection: Any, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Prepare once, bind many."""
        names = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join("?" * len(columns))
        connection.connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)  # noqa: S608
