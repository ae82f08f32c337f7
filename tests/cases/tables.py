"""Tables of one row, for cases of one thing."""

from collections.abc import Sequence
from typing import Any

import polars as pl


def frame(**row: Any) -> pl.DataFrame:
    """Return a frame of one row; what is none is of whole numbers."""
    return pl.DataFrame({
        name: pl.Series([value], dtype=pl.Int64 if value is None else None) for name, value in row.items()
    })  # fmt: skip


def stacked(rows: Sequence[Sequence[Any]], columns: Sequence[str]) -> pl.DataFrame:
    """Return rows as a frame."""
    return pl.DataFrame(rows, schema=list(columns), orient="row")
