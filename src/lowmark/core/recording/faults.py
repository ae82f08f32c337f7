"""A problem for each row of a document that carries a mark: what, where and what to do.

Before this: `record` and `returns` have marked rows. After this: the caller, who takes none if there is one.
"""

from typing import Final

import polars as pl

PROBLEM: Final = pl.Schema({
    "row": pl.Int64(), "column": pl.String(), "value": pl.String(), "code": pl.String(), "message": pl.String(),
    "hint": pl.String(),
})  # fmt: skip


def fault(found: pl.DataFrame, mark: str, column: str, code: str, message: str, hint: str) -> pl.DataFrame:
    """Return a problem for each row whose column `mark` is true."""
    shown = {"quantity": "quantity_micro", "value": "value_minor"}.get(column, column)
    return (
        found.filter(pl.col(mark).fill_null(value=False))
        .select("row", column=pl.lit(column), value=pl.col(shown).cast(pl.String).fill_null(""), code=pl.lit(code),
                message=pl.lit(message), hint=pl.lit(hint))
        .cast(PROBLEM)
    )  # fmt: skip
