"""A count sheet beside the books: what each place and owner differs by, and what of that is posted already.

Before this: an open reader. After this: the query that shows it, and the command that posts it. What was told after a place was
frozen for the sheet, of the day of the freeze or later, happened after it: it is not in the books that the count is compared with.
"""

from collections.abc import Mapping
from datetime import date

import polars as pl

from lowmark.core.kinds.problems import Problem
from lowmark.core.recording.counting import variances
from lowmark.core.tables.place_freezes import FROZEN
from lowmark.services.access import Granted
from lowmark.services.planning.placed import placed
from lowmark.store.session import Reader
from lowmark.store.stock import counts as counts_store
from lowmark.store.stock import freezes

KEYS = ["item", "lot", "location", "owner"]
SINCE = {**dict.fromkeys(KEYS, pl.String), "on_day": pl.Date, "came_micro": pl.Int64, "left_micro": pl.Int64}


def sheet_beside_books(
    reader: Reader, granted: Granted, document: str, *, tolerance_micro: int, known_seq: int
) -> pl.DataFrame:
    """Return the places of a sheet with what they differ by from the books of the day counted.

    Shapes: item, lot, location, owner, counted_on, counted, counted_by, quantity_micro, damaged_micro, book_micro, costed_micro,
            posted_micro, difference_micro, value_minor, state, set_apart_micro (of what was damaged, what has been set apart),
            others_micro (what of anybody else's goods lay beside them, which the count is not of).
    Raises: Problem `not_found` for a sheet that is not there.
    """
    counts = _sheet(reader, granted, document, known_seq)
    last = counts.group_by(KEYS, maintain_order=True).agg(pl.col("counted_on", "damaged_micro", "seq").last())
    there = pl.concat([
        books_at(reader, granted, on, known_seq=known_seq).with_columns(counted_on=pl.lit(on))
        for on in last["counted_on"].unique().sort().to_list()
    ])  # fmt: skip
    since = since_frozen(reader, granted, document, last, known_seq=known_seq)
    net = since.group_by(KEYS).agg(since_micro=(pl.col("came_micro") - pl.col("left_micro")).sum())
    books = (
        last.join(there, on=[*KEYS, "counted_on"], how="left").join(net, on=KEYS, how="left")
        .with_columns(pl.col("quantity_micro", "cost_minor", "since_micro").fill_null(0))
        .select(*KEYS, "cost_minor", costed_micro="quantity_micro", book_micro=pl.col("quantity_micro") - pl.col("since_micro"))
    )  # fmt: skip
    moved = counts_store.posted(reader, granted.entity.id, document, known_seq=known_seq).join(last, on=KEYS)
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
    found = variances(counts=counts, tolerance_micro=tolerance_micro, books=books, posted=beyond)
    shelf = ["item", "lot", "location", "counted_on"]
    whole = there.group_by(shelf).agg(whole_micro=pl.col("quantity_micro").sum())
    return (
        found.join(last.drop("seq"), on=KEYS, how="left", maintain_order="left")
        .join(whole, on=shelf, how="left", maintain_order="left").join(apart, on=KEYS, how="left", maintain_order="left")
        .with_columns(pl.col("set_apart_micro", "whole_micro").fill_null(0))
        .with_columns(others_micro=pl.col("whole_micro") - pl.col("costed_micro")).drop("whole_micro")
    )  # fmt: skip


def books_at(reader: Reader, granted: Granted, on: date, *, known_seq: int) -> pl.DataFrame:
    """Return what the books have at each place on a day: item, lot, location, owner, quantity_micro, cost_minor (of ours)."""
    ours = placed(reader, granted, as_of=on, known_seq=known_seq)
    others = counts_store.others_there(reader, granted.entity.id, as_of=on, known_seq=known_seq)
    columns = [*KEYS, "quantity_micro", "cost_minor"]
    return pl.concat([
        ours.with_columns(owner=pl.lit("")).select(columns),
        others.with_columns(cost_minor=pl.lit(0, dtype=pl.Int64)).select(columns),
    ])  # fmt: skip


def since_frozen(
    reader: Reader, granted: Granted, document: str, last: pl.DataFrame, *, known_seq: int
) -> pl.DataFrame:
    """Return what was told after the freeze of a place counted, of the days from the freeze to the count, but for the sheet's own.

    Shapes: last: KEYS, counted_on, seq (when it was told), a row a place and owner. Out: KEYS, on_day, came_micro, left_micro.
    """
    told: dict[str, list[tuple[int, str, date]]] = {}
    for row in freezes.of_sheet(reader, granted.entity.id, document, known_seq=known_seq):
        told.setdefault(row["path"], []).append((row["known_seq"], row["event"], row["effective_on"]))
    frozen = [_frozen_at(told, place, seq) for place, seq in last.select("location", "seq").iter_rows()]
    if not any(frozen):
        return pl.DataFrame(schema=SINCE)
    windows = last.select(*KEYS, "counted_on").with_columns(
        frozen_seq=pl.Series([one[0] if one else None for one in frozen], dtype=pl.Int64),
        frozen_on=pl.Series([one[1] if one else None for one in frozen], dtype=pl.Date),
    ).drop_nulls("frozen_seq")  # fmt: skip
    first = min(one[0] for one in frozen if one)
    moved = freezes.moved_since(reader, granted.entity.id, document, after_seq=first, known_seq=known_seq)
    return (
        moved.join(windows, on=KEYS).filter(pl.col("seq") > pl.col("frozen_seq"),
                                            pl.col("on_day").is_between("frozen_on", "counted_on"))
        .group_by(*KEYS, "on_day").agg(pl.col("came_micro", "left_micro").sum())
    )  # fmt: skip


def _frozen_at(told: Mapping[str, list[tuple[int, str, date]]], place: str, seq: int) -> tuple[int, date] | None:
    """Return when a place was frozen that was so when its count was told: the sequence and the day."""
    before = [one for one in told.get(place, ()) if one[0] < seq]
    return (before[-1][0], before[-1][2]) if before and before[-1][1] == FROZEN else None


def last_of_sheet(reader: Reader, granted: Granted, document: str, *, known_seq: int) -> pl.DataFrame:
    """Return the last count of each place of a sheet: KEYS, counted_on, quantity_micro, counted_by, seq.

    Raises: Problem `not_found` for a sheet that is not there.
    """
    counts = _sheet(reader, granted, document, known_seq)
    return counts.group_by(KEYS, maintain_order=True).agg(
        pl.col("counted_on", "quantity_micro", "counted_by", "seq").last()
    )


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
