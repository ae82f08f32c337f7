"""Ask for many things in a few questions: a database takes only so many parameters at once.

Before this: keys of any number. After this: questions, each of a part of them.
"""

from collections.abc import Iterator, Sequence
from typing import TypeVar

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
    ('id IN (%s, %s)', 'id IN (NULL)')
    """
    return f"{column} IN ({marks(numbers) or 'NULL'})"
