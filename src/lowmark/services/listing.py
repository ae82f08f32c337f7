"""Rows of a table after a row: how a query of them is asked, and where its page ends.

Before this: an operation with `keyset`. After this: one statement, whose cost does not depend on how far the page is.
"""

from collections.abc import Sequence

from lowmark.core.kinds.problems import Problem
from lowmark.services.pages import MOST


def rows_wanted(limit: int) -> int:
    """Return how many rows to read: one more than are shown says whether there are more.

    Raises: Problem `bad_request`.
    """
    if not 1 <= limit <= MOST:
        raise Problem("bad_request", f"{limit} rows is no page", hint=f"1 to {MOST}")
    return limit + 1


def place(after: str, *, parts: int) -> tuple[int, ...]:
    """Return the numbers of the row to go on after; nought and nought where it is the first page.

    Raises: Problem `bad_request`.

    >>> place("", parts=2), place("17:3", parts=2)
    ((0, 0), (17, 3))
    """
    if not after:
        return (0,) * parts
    numbers = after.split(":")
    if len(numbers) != parts or not all(one.isascii() and one.isdigit() and len(one) < 19 for one in numbers):
        raise Problem("bad_request", f"{after!r} is no place", hint="take it from `next_after` of the page before")
    return tuple(map(int, numbers))


def written(numbers: Sequence[int]) -> str:
    """Write a place.

    >>> written((17, 3))
    '17:3'
    """
    return ":".join(map(str, numbers))
