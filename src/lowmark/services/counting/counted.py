"""A count sheet beside the books: what each place differs by, and what of that is posted already.

Before this: an open reader. After this: the query that shows it, and the command that posts it.
"""

import polars as pl

from lowmark.core.kinds.problems import Problem
from lowmark.core.recording.counting import variances
from lowmark.services.access import Granted
from lowmark.services.planning.placed import placed
from lowmark.store.session import Reader
from lowmark.store.stock import counts as counts_store

KEYS = ["item", "lot", "location"]


def sheet_beside_books(
    reader: Reader, granted: Granted, document: str, *, tolerance_micro: int, known_seq: int
) -> pl.DataFrame:
    """Return the places of a sheet with what they differ by from the books of the day counted.

    Shapes: item, lot, location, counted_on, counted, counted_by, quantity_micro, damaged_micro, book_micro, posted_micro,
            difference_micro, value_minor, state, set_apart_micro (of what was damaged, what has been set apart),
            others_micro (what of others' goods lay beside them, which a count is not of).
    Raises: Problem `not_found` for a sheet that is not there.
    """
    entity = granted.entity
    counts = _sheet(reader, granted, document, known_seq)
    last = counts.group_by(KEYS, maintain_order=True).agg(pl.col("counted_on", "damaged_micro").last())
    books = pl.concat([
        placed(reader, granted, as_of=on, known_seq=known_seq).with_columns(counted_on=pl.lit(on))
        for on in last["counted_on"].unique().sort().to_list()
    ]).join(last, on=[*KEYS, "counted_on"], how="semi")  # fmt: skip
    moved = counts_store.posted(reader, entity.id, document, known_seq=known_seq).join(last, on=KEYS)
    later, quantity = pl.col("on_day") > pl.col("counted_on"), pl.col("quantity_micro")
    # What the sheet adjusted after the day is not in these books; what it set apart on the day is gone from them, and was counted.
    beyond = moved.with_columns(
        posted_micro=pl.when((pl.col("reason") == "count") & later).then(quantity)
        .when((pl.col("reason") == "damaged") & ~later).then(-quantity).otherwise(0)
    ).group_by(KEYS).agg(pl.col("posted_micro").sum())  # fmt: skip
    apart = (
        moved.filter(pl.col("reason") == "damaged", quantity < 0)
        .group_by(KEYS).agg(set_apart_micro=-pl.col("quantity_micro").sum())
    )  # fmt: skip
    others = pl.concat([
        counts_store.others_there(reader, entity.id, as_of=on, known_seq=known_seq).with_columns(counted_on=pl.lit(on))
        for on in last["counted_on"].unique().sort().to_list()
    ])  # fmt: skip
    found = variances(
        counts=counts, tolerance_micro=tolerance_micro, books=books.select(*KEYS, "cost_minor", book_micro="quantity_micro"),
        posted=beyond,
    )  # fmt: skip
    found = found.join(last, on=KEYS, how="left", maintain_order="left").join(
        others, on=[*KEYS, "counted_on"], how="left", maintain_order="left"
    )
    return found.join(apart, on=KEYS, how="left", maintain_order="left").with_columns(
        pl.col("set_apart_micro", "others_micro").fill_null(0)
    )


def last_of_sheet(reader: Reader, granted: Granted, document: str, *, known_seq: int) -> pl.DataFrame:
    """Return the last count of each place of a sheet: item, lot, location, counted_on, quantity_micro, counted_by.

    Raises: Problem `not_found` for a sheet that is not there.
    """
    counts = _sheet(reader, granted, document, known_seq)
    return counts.group_by(KEYS, maintain_order=True).agg(pl.col("counted_on", "quantity_micro", "counted_by").last())


def _sheet(reader: Reader, granted: Granted, document: str, known_seq: int) -> pl.DataFrame:
    """Return the counts of a sheet, in the order of counting.

    Raises: Problem `not_found`.
    """
    counts = counts_store.sheet(reader, granted.entity.id, document, known_seq=known_seq)
    if counts.is_empty():
        raise Problem(
            "not_found", f"{granted.entity.code} has no count sheet {document!r}", hint="count something on it"
        )
    return counts
