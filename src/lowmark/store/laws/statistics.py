"""Tell SQLite's planner how large tables grow and how much each index narrows them, before there is a row.

Before this: the tables and their indexes as the migrations made them. After this: `install`, which calls it with the laws.
Without statistics SQLite takes every index for about as good as another, and chooses one that begins with the book over one
that finds the layer: a page's statement then takes a second where it takes a hundredth. Statistics that it gathers by
itself are only read when a connection opens, differ from one database to the next, and a plan with them. These are the
same everywhere, of a company of a hundred thousand positions and a million moves; in a small one no plan is slow.

Source: sqlite.org/fileformat2.html, "The sqlite_stat1 table"; sqlite.org/lang_analyze.html, "fixed results of ANALYZE".
"""

from collections.abc import Iterable
from itertools import groupby

from django.db.backends.base.base import BaseDatabaseWrapper

from lowmark.core.tables.noun import Column, Noun
from lowmark.core.tables.registry import NOUNS

ROWS = 1_000_000
THINGS, DAYS, DOCUMENTS = 100_000, 250, 1_000

ALONE = frozenset({"entity", "book", "cost_basis", "catalogue"})
"""What a database has one of, or a few: an index that begins with it has narrowed nothing yet."""

FEW = frozenset({"account", "location", "run", "period", "user", "consolidation", "plan"})
"""What there are some dozens of."""

_INDEXES = """
SELECT t.name, i.name, i."unique", c.name
FROM sqlite_master t JOIN pragma_index_list(t.name) i JOIN pragma_index_info(i.name) c
WHERE t.type = 'table' AND i.partial = 0 AND c.name IS NOT NULL ORDER BY t.name, i.name, c.seqno
"""


def state(connection: BaseDatabaseWrapper) -> None:
    """Write the statistics of every index of every noun's table, in place of those that are there.

    Domain: `connection` is the owner's, on SQLite. Connections that are open already plan as they did.
    """
    assert connection.vendor == "sqlite", connection.vendor
    nouns = {noun.table: noun for noun in NOUNS}
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES)
        found = cursor.fetchall()
        told = []
        for (table, index, is_unique), rows in groupby(found, key=lambda row: row[:3]):
            if table in nouns:
                told.append((table, index, words(nouns[table], [row[3] for row in rows], is_unique=bool(is_unique))))
        cursor.execute(f"ANALYZE {NOUNS[0].table}")  # Makes the table, where it is not there.
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.executemany("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (%s, %s, %s)", told)
        cursor.execute("ANALYZE sqlite_schema")


def words(noun: Noun, columns: Iterable[str], *, is_unique: bool) -> str:
    """Return what SQLite keeps of an index: the table's rows, and how many are alike in its first 1, 2, … columns.

    >>> from lowmark.core.tables.registry import BY_NAME
    >>> words(BY_NAME["allowance_move"], ("book_id", "pool_id", "layer_move_id"), is_unique=False)
    '1000000 1000000 10 2'
    """
    alike, told = ROWS, [ROWS]
    names = list(columns)
    for name in names:
        alike = max(alike // _kinds(name, noun.columns.get(name)), 2)
        told.append(alike)
    if is_unique:
        told[-1] = 1
    return " ".join(map(str, told))


def _kinds(name: str, column: Column | None) -> int:
    """Return how many different values a column has in a large company."""
    if column is None or name in {"id", "known_seq"}:
        return ROWS
    if column.refers_to is not None:
        return 1 if column.refers_to in ALONE else 50 if column.refers_to in FEW else THINGS
    if column.choices:
        return len(column.choices)
    return {"day": DAYS, "bool": 2, "text": DOCUMENTS, "int": DOCUMENTS}.get(column.type, ROWS)
