"""What a check reads through: a snapshot in which SQL is the same on both engines and days are numbers.

Before this: somebody who has opened the snapshot. After this: every check. Large tables are read a page at a time, by a
key that an index serves, so that no check holds a table in memory.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, Protocol

Row = dict[str, Any]

LEAST: Final = -(2**63)
MOST: Final = 2**63 - 1
PAGE: Final = 50_000


class Rows(Protocol):
    """A snapshot that answers SQL with rows; parameters stand as `%s`, and a percent sign is written twice."""

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Return the rows of a query."""
        ...


def pages(
    reader: Rows, sql: str, parameters: Sequence[Any], *, key: Sequence[str], size: int = PAGE
) -> Iterator[list[Row]]:
    """Yield the rows of a query page by page, in the order of `key`, which are whole numbers among its columns.

    Domain: `key` names a row, and an index gives rows in its order; `sql` has no ORDER BY of its own. SQLite would rather
            go by a column that `sql` compares, and sort each page anew: a plus before that column keeps it from that.

    >>> class Numbers:
    ...     def rows(self, sql, parameters=()):
    ...         return [{"id": n} for n in range(1, 6) if n > parameters[0]][:2]
    >>> [[row["id"] for row in page] for page in pages(Numbers(), "SELECT id FROM numbers", [], key=("id",), size=2)]
    [[1, 2], [3, 4], [5]]
    """
    names, marks = ", ".join(key), ", ".join(["%s"] * len(key))
    paged = f"SELECT * FROM ({sql}) q WHERE ({names}) > ({marks}) ORDER BY {names} LIMIT {size}"  # noqa: S608
    last = [LEAST] * len(key)
    while found := reader.rows(paged, [*parameters, *last]):
        yield found
        if len(found) < size:
            return
        last = [found[-1][name] for name in key]


def spans(counts: Sequence[Row], *, size: int = PAGE) -> list[tuple[int, int]]:
    """Cut all numbers there can be into spans that hold about `size` rows each, given how many rows each number has.

    Shapes: counts: n (a number that rows are grouped by) and rows, in the order of n.

    >>> spans([{"n": 3, "rows": 5}, {"n": 4, "rows": 5}, {"n": 9, "rows": 1}], size=6) == [(LEAST, 4), (5, MOST)]
    True
    """
    found, first, held = [], LEAST, 0
    for row in counts[:-1]:
        held += row["rows"]
        if held >= size:
            found.append((first, row["n"]))
            first, held = row["n"] + 1, 0
    found.append((first, MOST))
    return found
