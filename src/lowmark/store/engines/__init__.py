"""What the two engines do differently, behind one small protocol; everything else is one code path."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from django.db import connections

from lowmark.store.engines.postgresql import Postgresql
from lowmark.store.engines.sqlite import Sqlite


class Engine(Protocol):
    """The differences between SQLite and PostgreSQL that the store knows of."""

    name: str

    def prepare_read(self, connection: Any) -> None:
        """Make a connection fit to read by, outside of a transaction, once: what is made inside of one goes where it fails."""
        ...

    def begin_read(self, connection: Any, entities: Sequence[int]) -> None:
        """Make the open transaction a read-only snapshot that sees only these entities."""
        ...

    def take_ids(self, connection: Any, table: str, n: int) -> Sequence[int]:
        """Return `n` numbers of a table that nobody else will get."""
        ...

    def tick(self, connection: Any, entity_id: int, n: int) -> tuple[int, int]:
        """Advance an entity's clock by `n`; return its last sequence and its moment in microseconds."""
        ...

    def hold_period(self, connection: Any, period_id: int, *, exclusive: bool) -> None:
        """Hold a period until the transaction ends: posters share it, the closer has it alone."""
        ...

    def lock_rows(self, connection: Any, table: str, ids: Sequence[int]) -> None:
        """Lock rows by number, in order, until the transaction ends."""
        ...

    def write_rows(self, connection: Any, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Write many rows quickly."""
        ...


ENGINES: dict[str, Engine] = {"sqlite": Sqlite(), "postgresql": Postgresql()}


def engine_of(alias: str) -> Engine:
    """Return the engine behind an alias."""
    return ENGINES[connections[alias].vendor]
