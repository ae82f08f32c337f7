"""Every fact of an entity as a leaf: where it stands in the commit order, in which table, and the hash of its whole row.

Before this: facts, each with a place of its own or that of what it belongs to (a line that of its entry). After this:
seals, whose second root is over these leaves, and exports of facts for whoever verifies them elsewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lowmark.core.tables.noun import Noun
from lowmark.core.tables.registry import BY_NAME, NOUNS
from lowmark.store.hashing import leaf_hashes
from lowmark.store.session import Reader

if TYPE_CHECKING:
    import polars as pl

PLACE = "known_seq"
SEALS = "seal"


@dataclass(frozen=True, slots=True)
class Placed:
    """A fact's noun, and how its rows come to their place: by a column of their own, or by what a column refers to."""

    noun: Noun
    by: str
    of: str = ""

    @property
    def source(self) -> str:
        """The tables to read, and the place, as SQL says them."""
        if not self.of:
            return f"SELECT t.known_seq AS place, t.* FROM {self.noun.table} t"  # noqa: S608
        return f"SELECT p.known_seq AS place, t.* FROM {self.noun.table} t JOIN {self.of} p ON p.id = t.{self.by}"  # noqa: S608


def placed_facts() -> tuple[Placed, ...]:
    """Return every fact but the seals themselves, by table.

    >>> {one.noun.name: (one.by, one.of) for one in placed_facts()}["line"]
    ('entry_id', 'ledger_entry')
    """
    found = []
    for noun in sorted((one for one in NOUNS if one.room == "fact" and one.name != SEALS), key=lambda one: one.table):
        if PLACE in noun.columns:
            found.append(Placed(noun, PLACE))
            continue
        refs = [(name, BY_NAME[spec.refers_to]) for name, spec in noun.columns.items() if spec.refers_to in BY_NAME]
        name, parent = next((name, one) for name, one in refs if PLACE in one.columns)
        found.append(Placed(noun, name, parent.table))
    return tuple(found)


def rows_of(reader: Reader, placed: Placed, entity_id: int, *, from_seq: int, to_seq: int) -> "pl.DataFrame":
    """Return the rows of one fact in a span of the commit order: place, then the columns of the noun."""
    names = list(placed.noun.columns)
    columns = ", ".join(f"q.{name}" for name in ("place", *names))
    return reader.frame(
        f"SELECT {columns} FROM ({placed.source}) q WHERE q.entity_id = %s AND q.place BETWEEN %s AND %s",  # noqa: S608
        [entity_id, from_seq, to_seq], {"place": "int", **{name: spec.type for name, spec in placed.noun.columns.items()}},
    )  # fmt: skip


def fact_leaves(reader: Reader, entity_id: int, *, from_seq: int, to_seq: int) -> "pl.DataFrame":
    """Return the leaves of a span: place, table, id, leaf; in their order, which is that of these columns."""
    import polars as pl

    none = pl.DataFrame(schema={"place": pl.Int64, "table": pl.String, "id": pl.Int64, "leaf": pl.Binary})
    return pl.concat([none, *_leaves(reader, entity_id, from_seq, to_seq)]).sort("place", "table", "id")


def _leaves(reader: Reader, entity_id: int, from_seq: int, to_seq: int) -> Iterator["pl.DataFrame"]:
    """Yield the leaves of each table that has any: a close has few kinds of facts, and there are many."""
    import polars as pl

    for placed in _with_rows(reader, entity_id, from_seq, to_seq):
        rows = rows_of(reader, placed, entity_id, from_seq=from_seq, to_seq=to_seq)
        plain = rows.with_columns(pl.col(pl.Date).to_physical().cast(pl.Int64), pl.col(pl.Boolean).cast(pl.Int64))
        columns = {name: plain[name] for name in placed.noun.columns}
        leaves = pl.Series("leaf", leaf_hashes(placed.noun, columns, rows.height), dtype=pl.Binary)
        table = pl.lit(placed.noun.table).alias("table")
        yield rows.select("place", table, pl.col("id").cast(pl.Int64), leaves)


def _with_rows(reader: Reader, entity_id: int, from_seq: int, to_seq: int) -> list[Placed]:
    """Return the facts of which there are rows in a span, asked for all at once."""
    every = placed_facts()
    sql = " UNION ALL ".join(
        f"SELECT {number} AS number WHERE EXISTS (SELECT 1 FROM ({placed.source}) q"  # noqa: S608
        " WHERE q.entity_id = %s AND q.place BETWEEN %s AND %s)"
        for number, placed in enumerate(every)
    )
    found = reader.rows(sql, [entity_id, from_seq, to_seq] * len(every))
    return [every[number] for number in sorted(row["number"] for row in found)]


def forms() -> dict[str, dict[str, Any]]:
    """Return how the rows of each table are hashed: noun, columns (words with a star, bytes with `!`), and their place.

    >>> forms()["ledger_line"]["by"], forms()["audit_audit"]["columns"][:4]
    ('entry_id', ['id', 'entity_id', 'user_id', 'operation*'])
    """
    marks = {"text": "*", "bytes": "!"}
    return {
        placed.noun.table: {
            "noun": placed.noun.name, "by": placed.by, "of": placed.of,
            "columns": [name + marks.get(spec.type, "") for name, spec in placed.noun.columns.items()],
        }
        for placed in placed_facts()
    }  # fmt: skip


def plain_rows(reader: Reader, entity_id: int, *, to_seq: int) -> Iterator[tuple[str, int, list[Any]]]:
    """Yield table, place and row of every fact, days as numbers and bytes in hex."""
    for placed in placed_facts():
        names = list(placed.noun.columns)
        columns = ", ".join(f"q.{name}" for name in ("place", *names))
        sql = (
            f"SELECT {columns} FROM ({placed.source}) q WHERE q.entity_id = %s AND q.place <= %s ORDER BY q.place, q.id"  # noqa: S608
        )
        for row in reader.rows(sql, [entity_id, to_seq]):
            values = [row[name].hex() if isinstance(row[name], bytes) else row[name] for name in names]
            yield placed.noun.table, row["place"], values


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its table, its values, and the place to go on after it (table, sequence, number)."""

    table: str
    after: tuple[int, int, int]
    values: list[Any]


def rows_after(reader: Reader, entity_id: int, *, after: tuple[int, int, int], to_seq: int, limit: int) -> list[Fact]:
    """Return facts after a place, up to so many, table by table; days as numbers and bytes in hex."""
    found: list[Fact] = []
    for number, placed in enumerate(placed_facts()):
        if number < after[0] or len(found) == limit:
            continue
        seq, row_id = after[1:] if number == after[0] else (-1, 0)
        names = list(placed.noun.columns)
        columns = ", ".join(f"q.{name}" for name in ("place", *names))
        rows = reader.rows(
            f"SELECT {columns} FROM ({placed.source}) q WHERE q.entity_id = %s AND q.place >= %s AND q.place <= %s"  # noqa: S608
            " AND (q.place > %s OR q.id > %s) ORDER BY q.place, q.id LIMIT %s",
            [entity_id, seq, to_seq, seq, row_id, limit - len(found)],
        )
        found += [
            Fact(placed.noun.table, (number, row["place"], row["id"]),
                 [row[name].hex() if isinstance(row[name], bytes) else row[name] for name in names])
            for row in rows
        ]  # fmt: skip
    return found
