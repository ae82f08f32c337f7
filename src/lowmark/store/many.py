"""Ask for many things in a few questions: a database takes only so many parameters at once.

Before this: keys of any number. After this: questions, each of a part of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from lowmark.core.tables.noun import Type
from lowmark.store.session import Reader, framed

if TYPE_CHECKING:
    import polars as pl

IN_ONE_QUERY = 500

One = TypeVar("One")


def parts(of: Sequence[One], *, most: int = IN_ONE_QUERY) -> Iterator[Sequence[One]]:
    """Cut what is asked for into questions.

    >>> list(parts([1, 2, 3], most=2))
    [[1, 2], [3]]
    """
    return (of[start : start + most] for start in range(0, len(of), most))


def marks(of: Sequence[object]) -> str:
    """Return a mark for each parameter.

    >>> marks([7, 8])
    '%s, %s'
    """
    return ", ".join(["%s"] * len(of))


def among(column: str, numbers: Sequence[object]) -> str:
    """Return the condition that a column is one of some; of none it never is.

    >>> among("id", [7, 8]), among("id", [])
    ('id IN (%s, %s)', '1 = 0')
    """
    return f"{column} IN ({marks(numbers)})" if numbers else "1 = 0"


def frame_of_many(
    reader: Reader, sql: str, of: Sequence[object], types: Mapping[str, Type], *, before: Sequence[Any] = (),
    after: Sequence[Any] = (),
) -> "pl.DataFrame":  # fmt: skip
    """Return as a frame what the database says of many, so many in a question; of none it is asked nothing.

    An engine may look through a whole table for what is in an empty list.

    Shapes: sql: with ``{marks}`` where they are named, between the parameters before and after them.
    """
    import polars as pl

    found = [framed([[] for _ in types], types)]
    for part in parts(of):
        found.append(reader.frame(sql.format(marks=marks(part)), [*before, *part, *after], types))
    return pl.concat(found)
