"""Rows that would move goods into a place that is frozen for a count, or out of it.

Before this: documents, and the places that are frozen. After this: the caller, who takes no row where there is one of these.
Whatever the day of a row: told while somebody counts, it would change what is counted. What the sheet itself comes to
is no such row.
"""

import polars as pl

from lowmark.core.recording.faults import PROBLEM
from lowmark.core.tables.place_freezes import OF_THE_SHEET


def frozen_rows(*, documents: pl.DataFrame, frozen: pl.DataFrame) -> pl.DataFrame:
    """Return a problem for each side of each row that is frozen.

    Shapes: documents: row, document, reason, from_location, to_location. frozen: location, document (the sheet
            that it is frozen for).

    >>> documents = pl.DataFrame({"row": [2, 3, 4], "document": ["SO-1", "TR-1", "CS-1"],
    ...     "reason": ["sale", "transfer", "count"], "from_location": ["Main", "North", "Main"],
    ...     "to_location": ["customer", "Main", "adjustment"]})
    >>> frozen = pl.DataFrame({"location": ["Main"], "document": ["CS-1"]})
    >>> frozen_rows(documents=documents, frozen=frozen).select("row", "column", "message").rows()
    [(2, 'from_location', 'the place is frozen for the count CS-1'), (3, 'to_location', 'the place is frozen for the count CS-1')]
    """
    sheets = frozen.select(place="location", sheet="document")
    sides = [
        documents.select("row", "document", "reason", column=pl.lit(side), value=side).join(
            sheets, left_on="value", right_on="place"
        )
        for side in ("from_location", "to_location")
    ]
    own = (pl.col("document") == pl.col("sheet")) & pl.col("reason").is_in(OF_THE_SHEET)
    return pl.concat(sides).filter(~own).sort("row", "column").select(
        "row", "column", "value", code=pl.lit("frozen"),
        message=pl.format("the place is frozen for the count {}", "sheet"),
        hint=pl.lit("send it when the sheet is posted, or thaw the place"),
    ).cast(PROBLEM)  # fmt: skip
