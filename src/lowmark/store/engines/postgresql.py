"""PostgreSQL: READ COMMITTED with explicit locks in one order; COPY for many rows; row-level security for reads."""

from collections.abc import Iterable, Sequence
from typing import Any

FEW = 50
"""Up to so many rows one INSERT is quicker than setting up a COPY."""


class Postgresql:
    """The protocol of `engines` on PostgreSQL."""

    name = "postgresql"

    def prepare_read(self, _connection: Any) -> None:
        """The policies are the database's: there is nothing to make."""

    def begin_read(self, connection: Any, entities: Sequence[int]) -> None:
        """One snapshot, read only, and the scope for the policies: all three end with the transaction."""
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            said = "{" + ",".join(str(entity) for entity in entities) + "}"
            cursor.execute("SELECT set_config('lowmark.entities', %s, true)", [said])

    def take_ids(self, connection: Any, table: str, n: int) -> Sequence[int]:
        """Take from the identity's sequence, which waits for nobody."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(s) FROM (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS s) q,"
                " generate_series(1, %s)",
                [table, n],
            )
            return [number for (number,) in cursor.fetchall()]

    def tick(self, connection: Any, entity_id: int, n: int) -> tuple[int, int]:
        """Advance the clock row; it stays locked to the commit, so sequences are in commit order."""
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE entities_entity_clock SET known_seq = known_seq + %s, recorded_at ="
                " greatest(recorded_at + 1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)"
                " WHERE entity_id = %s RETURNING known_seq, recorded_at",
                [n, entity_id],
            )
            seq, at = cursor.fetchone()
        return seq, at

    def hold_period(self, connection: Any, period_id: int, *, exclusive: bool) -> None:
        """Take an advisory lock: a row lock would starve the closer, this one queues fairly."""
        suffix = "" if exclusive else "_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_xact_lock{suffix}(%s)", [period_id])

    def lock_rows(self, connection: Any, table: str, ids: Sequence[int]) -> None:
        """Lock in the order of numbers, so that no two transactions can wait for each other."""
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT id FROM "{table}" WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE',  # noqa: S608
                [list(ids)],
            )

    def write_rows(self, connection: Any, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """COPY what is many, INSERT what is few."""
        rows = list(rows)
        names = ", ".join(f'"{column}"' for column in columns)
        raw = connection.connection
        with raw.cursor() as cursor:
            if len(rows) <= FEW:
                marks = ", ".join(["%s"] * len(columns))
                values = ", ".join([f"({marks})"] * len(rows))
                if rows:
                    flat = [value for row in rows for value in row]
                    cursor.execute(f'INSERT INTO "{table}" ({names}) VALUES {values}', flat)  # noqa: S608
                return
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
