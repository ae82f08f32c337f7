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
MONTH: Final = 31


class Rows(Protocol):
    """A snapshot that answers SQL with rows; parameters stand as `%s`, and a percent sign is written twice."""

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Return the rows of a query."""
        ...


def pages(reader: Rows, sql: str, parameters: Sequence[Any], *, key: str, stretch: int = 0) -> Iterator[list[Row]]:
    """Yield the rows of a query page by page: those whose `key` lies in one stretch of numbers after the other.

    Domain: `key` is a whole number among its columns which an index serves, and nearly dense; `sql` has no ORDER BY. Both
            bounds are given, so that no engine reads more than the page, whatever it believes of the table. `stretch` is
            how many numbers make a page, where a number has many rows.

    >>> class Numbers:
    ...     def rows(self, sql, parameters=()):
    ...         if "min(" in sql:
    ...             return [{"least": min((n for n in (1, 2, 900_000) if n >= parameters[0]), default=None)}]
    ...         return [{"id": n} for n in (1, 2, 900_000) if parameters[0] <= n <= parameters[1]]
    >>> [[row["id"] for row in page] for page in pages(Numbers(), "SELECT id FROM numbers", [], key="id")]
    [[1, 2], [900000]]
    """
    least = f"SELECT min({key}) AS least FROM ({sql}) q WHERE {key} >= %s"  # noqa: S608
    page = f"SELECT * FROM ({sql}) q WHERE {key} BETWEEN %s AND %s ORDER BY {key}"  # noqa: S608
    first, size = LEAST, stretch or PAGE
    while first <= MOST and (at := reader.rows(least, [*parameters, first])[0]["least"]) is not None:
        first = at
        while first <= MOST and (found := reader.rows(page, [*parameters, first, min(first + size - 1, MOST)])):
            yield found
            first += size


def spans(counts: Sequence[Row]) -> list[tuple[int, int]]:
    """Cut all numbers there can be into spans that hold about a page of rows each, given how many each number has.

    Shapes: counts: n (a number that rows are grouped by) and rows, in the order of n.

    >>> spans([{"n": 3, "rows": 40_000}, {"n": 4, "rows": 40_000}, {"n": 9, "rows": 1}]) == [(LEAST, 4), (5, MOST)]
    True
    """
    found, first, held = [], LEAST, 0
    for row in counts[:-1]:
        held += row["rows"]
        if held >= PAGE:
            found.append((first, row["n"]))
            first, held = row["n"] + 1, 0
    found.append((first, MOST))
    return found
