"""What an import comes to: something to write under the pen, or every problem with it."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from lowmark.store.session import Writer


@dataclass(frozen=True, slots=True)
class Refusal:
    """Every problem found: row, column, value, code, message, hint."""

    problems: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to write. `write` returns a refusal when the pen finds that the plan no longer holds.

    Shapes: notes: as problems, of rows that are taken otherwise than they say; none where there is no frame.
    """

    write: Callable[[Writer], Refusal | None]
    notes: pl.DataFrame | None = None
