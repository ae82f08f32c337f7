"""A trial of what a command would write: everything is done under the laws of the database, noted, and taken back.

Before this: a command's work. After this: whoever shows what it would do. No row stays, no clock goes forward and no number
is taken: on PostgreSQL numbers come from sequences that are not taken back, so a trial counts on a place of its own.
"""

import re
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction

from lowmark.core.tables.noun import Noun
from lowmark.core.tables.registry import BY_NAME, NOUNS
from lowmark.store.scope import Scope
from lowmark.store.session import Row, Writer, require_fit

_UPDATE = re.compile(r"\s*UPDATE\s+(\w+)\s+SET\b")
_REGISTERS = {noun.table: noun for noun in NOUNS if noun.room == "register" and "id" in noun.columns}
AFAR = 1 << 61


class Trial(Writer):
    """A pen whose ink fades: it writes as `Writer` does, and notes how many rows of which noun, and which names changed."""

    def __init__(self, alias: str, scope: Scope) -> None:
        super().__init__(alias, scope)
        self.written: Counter[str] = Counter()
        self._new: dict[str, set[int]] = {}
        self._was: dict[str, dict[int, Row]] = {}
        self._next = AFAR + (uuid.uuid4().int % (1 << 40) << 18)

    def take_ids(self, noun: str, n: int) -> Sequence[int]:
        """Return `n` numbers of a noun that nobody has or will get."""
        if self.engine.name == "sqlite":
            return super().take_ids(noun, n)  # After the largest, which goes back with the rows.
        self._next += n
        return range(self._next - n, self._next)

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Change rows, and keep what they were."""
        self._keep(sql)
        return super().execute(sql, parameters)

    def execute_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Change rows, and keep what they were."""
        if rows:
            self._keep(sql)
        super().execute_many(sql, rows)

    def changed(self) -> list[tuple[Noun, Row, Row]]:
        """Return the rows of registers that are not what they were, each before and after."""
        found = []
        for table, was in self._was.items():
            now, new = self._rows(table), self._new.get(table, set())
            found += [
                (_REGISTERS[table], was[number], row)
                for number, row in now.items() if number in was and number not in new and row != was[number]
            ]  # fmt: skip
        return found

    def _write(self, noun: Noun, rows: Any) -> None:
        every = list(rows)
        self.written[noun.name] += len(every)
        if noun.table in _REGISTERS:
            place = list(noun.columns).index("id")
            self._new.setdefault(noun.table, set()).update(int(row[place]) for row in every)
        super()._write(noun, every)

    def _keep(self, sql: str) -> None:
        found = _UPDATE.match(sql)
        if found and found[1] in _REGISTERS and found[1] not in self._was:
            self._was[found[1]] = self._rows(found[1])

    def _rows(self, table: str) -> dict[int, Row]:
        noun = _REGISTERS[table]
        days = [name for name, column in noun.columns.items() if column.type == "day"]
        return {row["id"]: row for row in self.rows(f"SELECT * FROM {table} ORDER BY id", days=days)}  # noqa: S608


@contextmanager
def trying(scope: Scope) -> Iterator[Trial]:
    """Open the outermost transaction on the writing connection, and take all of it back in the end.

    Raises: Problem `unfit_database` when a law of the database is missing.
    """
    require_fit()
    with transaction.atomic(using="default", durable=True):
        yield Trial("default", scope)
        if connections["default"].vendor == "postgresql":
            with connections["default"].cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # What a commit would find.
        transaction.set_rollback(True, using="default")


def names() -> frozenset[str]:
    """Return the nouns whose rows are said to a reader: what names things and what has happened, not what is kept of it."""
    return frozenset(name for name, noun in BY_NAME.items() if noun.room in ("register", "fact"))
