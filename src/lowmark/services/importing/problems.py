"""Problems with rows of a file, found by what is in the store: one shape for every importer."""

import polars as pl

from lowmark.core.recording.record import PROBLEM

NONE = pl.DataFrame(schema=PROBLEM)
"""No problem at all."""


def problems(
    rows: pl.DataFrame, column: str, code: str, message: str, hint: str, *, mark: pl.Expr | None = None
) -> pl.DataFrame:
    """Return a problem for each row, or for each that is marked.

    Shapes: rows: row and ``column`` (whose text is shown); problems: ``PROBLEM``.

    >>> rows = pl.DataFrame({"row": [2, 3], "item": ["A", "B"], "item_id": [1, None]})
    >>> found = problems(rows, "item", "unknown_item", "no item has this code", "", mark=pl.col("item_id").is_null())
    >>> found.select("row", "value").rows()
    [(3, 'B')]
    """
    chosen = rows if mark is None else rows.filter(mark)
    return chosen.select(
        "row", column=pl.lit(column), value=pl.col(column).cast(pl.String).fill_null(""), code=pl.lit(code),
        message=pl.lit(message), hint=pl.lit(hint),
    ).cast(PROBLEM)  # fmt: skip


def of_file(code: str, message: str, hint: str) -> pl.DataFrame:
    """Return one problem of the whole file.

    >>> of_file("no_book", "there is no book", "open one")["row"].to_list()
    [0]
    """
    return problems(pl.DataFrame({"row": [0], "": [""]}), "", code, message, hint)


def unknown_items(found: pl.DataFrame) -> pl.DataFrame:
    """Return a problem for each row whose item is not in the catalogue.

    Shapes: found: row, item, item_id (null where there is none).
    """
    return problems(found, "item", "unknown_item", "no item has this code", "import the item first",
                    mark=pl.col("item_id").is_null())  # fmt: skip
