"""The two ways into the database: `reading(scope)` sees a snapshot of its scope, `writing()` is the one pen.

A reader's transaction is read only, of one snapshot, and bounded to its scope by the database itself. A writer's is the
outermost (never inside another), durable, and refuses to start where a law is missing.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.db import connections, transaction

from lowmark.core.kinds.day import from_day, to_day
from lowmark.core.tables.noun import Noun, Type
from lowmark.core.tables.registry import BY_NAME
from lowmark.store.engines import engine_of
from lowmark.store.hashing import HASH_V, content_hash, content_hashes
from lowmark.store.scope import Scope

if TYPE_CHECKING:
    import polars as pl

Row = dict[str, Any]
FETCH = 1_000
"""Rows that are turned into columns at a time: few enough to be still at hand in the processor."""
BYTEA = 17
"""PostgreSQL's number of the type whose values Django hands over as memory views."""


def framed(columns: Sequence[Sequence[Any]], types: Mapping[str, Type]) -> "pl.DataFrame":
    """Return what the database gave, column by column, as a frame; days are numbers there."""
    import polars as pl

    from lowmark.core.tables.schema import POLARS_TYPES

    series = []
    for (name, type_), values in zip(types.items(), columns, strict=True):
        if type_ == "day":
            series.append(pl.Series(name, values, dtype=pl.Int32).cast(pl.Date))
        elif type_ == "bytes":
            series.append(pl.Series(name, [None if v is None else bytes(v) for v in values], dtype=pl.Binary))
        elif type_ == "bool":
            series.append(pl.Series(name, [None if v is None else bool(v) for v in values], dtype=pl.Boolean))
        else:
            series.append(pl.Series(name, values, dtype=POLARS_TYPES[type_]))
    return pl.DataFrame(series)


class Reader:
    """A snapshot of a scope. SQL is the same on both engines; days come and go as numbers, `days` names them."""

    def __init__(self, alias: str, scope: Scope) -> None:
        self.alias = alias
        self.scope = scope
        self.engine = engine_of(alias)

    def rows(self, sql: str, parameters: Sequence[Any] = (), *, days: Sequence[str] = ()) -> list[Row]:
        """Return rows as mappings; columns named in `days` become dates."""
        with connections[self.alias].cursor() as cursor:
            cursor.execute(sql, [_plain(value) for value in parameters])
            names = [column[0] for column in cursor.description]
            blobs = [column[0] for column in cursor.description if column[1] == BYTEA]
            found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        for name in days:
            for row in found:
                row[name] = None if row[name] is None else from_day(row[name])
        for name in blobs:
            for row in found:
                row[name] = None if row[name] is None else bytes(row[name])
        return found

    def row(self, sql: str, parameters: Sequence[Any] = (), *, days: Sequence[str] = ()) -> Row | None:
        """Return the first row, or none."""
        found = self.rows(sql, parameters, days=days)
        return found[0] if found else None

    def value(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """Return the first column of the first row, or none."""
        found = self.row(sql, parameters)
        return next(iter(found.values())) if found else None

    def frame(self, sql: str, parameters: Sequence[Any], types: Mapping[str, Type]) -> "pl.DataFrame":
        """Return columns as a Polars frame; `types` names every column of the answer, in order, with its type."""
        columns: list[list[Any]] = [[] for _ in types]
        with connections[self.alias].cursor() as cursor:
            cursor.execute(sql, [_plain(value) for value in parameters])
            while batch := cursor.fetchmany(FETCH):
                flat = list(chain.from_iterable(batch))
                assert len(flat) == len(batch) * len(columns), "a type for every column"
                for place, column in enumerate(columns):
                    column.extend(flat[place :: len(columns)])
        return framed(columns, types)


class Writer(Reader):
    """The pen of the ledger, held from lock to commit. It reads what it has locked, and writes once."""

    def take_ids(self, noun: str, n: int) -> Sequence[int]:
        """Return `n` new numbers of a noun."""
        with driven(self.alias) as connection:
            return self.engine.take_ids(connection, BY_NAME[noun].table, n) if n else ()

    def tick(self, entity_id: int, n: int) -> tuple[range, int]:
        """Advance the entity's clock, the last lock taken; return `n` sequences and the moment."""
        with driven(self.alias) as connection:
            last, at = self.engine.tick(connection, entity_id, n)
        return range(last - n + 1, last + 1), at

    def hold_period(self, period_id: int, *, exclusive: bool) -> None:
        """Hold a period to the commit, then read its row: not before."""
        self.engine.hold_period(connections[self.alias], period_id, exclusive=exclusive)

    def lock(self, noun: str, ids: Sequence[int]) -> None:
        """Lock rows by number to the commit."""
        if ids:
            self.engine.lock_rows(connections[self.alias], BY_NAME[noun].table, sorted(ids))

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Change rows of a cache, register or workflow; return how many."""
        with connections[self.alias].cursor() as cursor:
            cursor.execute(sql, [_plain(value) for value in parameters])
            return int(cursor.rowcount)

    def execute_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run one statement for many rows of parameters."""
        if rows:
            with connections[self.alias].cursor() as cursor:
                cursor.executemany(sql, [[_plain(value) for value in row] for row in rows])

    def insert(self, noun_name: str, rows: Sequence[Mapping[str, Any]], *, following: Sequence[bytes] = ()) -> None:
        """Write rows of a noun: hashed where the noun is. `following` is each row's appended canonical bytes."""
        if not rows:
            return
        noun = BY_NAME[noun_name]
        names = list(noun.columns)
        complete = [dict(row) for row in rows]
        if noun.hashed:
            for place, row in enumerate(complete):
                row["hash_v"] = HASH_V
                row["content_hash"] = content_hash(noun, row, following=following[place] if following else b"")
        self._write(noun, [[_plain(row[name]) for name in names] for row in complete])

    def insert_frame(self, noun_name: str, frame: "pl.DataFrame") -> None:
        """Write a frame whose columns are the noun's (its hash is added here).

        Raises: dataframely's ValidationError for a row that is not of the noun: a programmer's mistake.
        """
        import polars as pl

        from lowmark.core.tables.schema import schema_of

        if frame.is_empty():
            return
        noun = BY_NAME[noun_name]
        held = schema_of(noun_name).validate(frame)
        plain = held.with_columns(pl.col(pl.Date).to_physical(), pl.col(pl.Boolean).cast(pl.Int64))
        if noun.hashed:
            plain = plain.with_columns(hash_v=pl.lit(HASH_V, dtype=pl.Int64))
        names = [name for name in noun.columns if name != "content_hash"]
        columns: dict[str, Sequence[Any]] = {name: plain[name].to_list() for name in names}
        if noun.hashed:
            columns["content_hash"] = content_hashes(noun, {name: plain[name] for name in names}, plain.height)
        if self.engine.name == "postgresql":
            for name in names:
                if noun.columns[name].type == "bool":
                    columns[name] = [bool(value) for value in columns[name]]
        self._write(noun, zip(*[columns[name] for name in noun.columns], strict=True))

    def _write(self, noun: Noun, rows: Any) -> None:
        """Hand rows to the engine."""
        with driven(self.alias) as connection:
            self.engine.write_rows(connection, noun.table, list(noun.columns), rows)


@contextmanager
def driven(alias: str) -> Iterator[Any]:
    """Hand out a connection to be used past Django's cursors; what its driver raises is raised as Django's all the same."""
    connection = connections[alias]
    with connection.wrap_database_errors:
        yield connection


def _plain(value: Any) -> Any:
    """Turn a date into the number that the database keeps."""
    return to_day(value) if isinstance(value, date) else value


_FIT: set[str] = set()
"""Databases whose laws this process has found complete."""


def require_fit() -> None:
    """Compare the laws of the database with the list, once a process and database."""
    connection = connections["default"]
    connection.ensure_connection()
    name = str(connection.settings_dict["NAME"])
    if name not in _FIT:
        from lowmark.store.laws.install import fit

        fit(connection)
        _FIT.add(name)


@contextmanager
def reading(scope: Scope) -> Iterator[Reader]:
    """Open a read-only snapshot of a scope, on the reader's connection."""
    connection = connections["reader"]
    connection.ensure_connection()
    engine = engine_of("reader")
    engine.prepare_read(connection)
    with transaction.atomic(using="reader"):
        with driven("reader"):
            engine.begin_read(connection, scope.entities)
        yield Reader("reader", scope)


@contextmanager
def writing(scope: Scope) -> Iterator[Writer]:
    """Open the outermost transaction on the writing connection; commit at the end, or nothing at all.

    Raises: Problem `unfit_database` when a law of the database is missing.
    """
    require_fit()
    with transaction.atomic(using="default", durable=True):
        yield Writer("default", scope)
