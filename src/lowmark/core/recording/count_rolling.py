"""A count taken on one day, rolled to another: forward over what came and left after it, or back over what came and left before.

Before this: the last count of each place of a sheet, moves of those places by day, the books at the day asked for. After this:
whoever counted before or after the end of a period has what lay there at its end, with what lies between. What the sheet itself has
set apart as damaged left the place; what counts adjust did not move at all. Source: ISA 501.A9-A11 (counting on another date).
"""

from datetime import date

import polars as pl

from lowmark.core.kinds.arithmetic import multiply_divide_round

KEYS = ["item", "lot", "location", "owner"]


def rolled(*, counts: pl.DataFrame, moves: pl.DataFrame, books: pl.DataFrame, to: date) -> pl.DataFrame:
    """Return each place counted with came_micro, left_micro, rolled_micro, book_micro, difference_micro and value_minor at a day.

    Shapes: counts: item, lot, location, owner, counted_on, quantity_micro, a row a place and owner. moves: item, lot, location,
            owner, on_day, by_sheet, came_micro, left_micro, adjustments by counts left out. books: item, lot, location, owner,
            book_micro, cost_minor at the day.
    Domain: forward, moves count from the day after the count to the day asked for; back, from the day after that to the day of the
            count, and what came is taken off. What the sheet set apart, even on the day of the count, was there when it was
            counted: it has left since, and so has what the caller marks alike: moves of that very day that were told after the
            freeze of their place. The difference is what was found, rolled, beyond what the books have.

    >>> counts = pl.DataFrame({"item": ["A"], "lot": [""], "location": ["M"], "owner": [""], "counted_on": [date(2026, 10, 28)],
    ...     "quantity_micro": [58]})
    >>> moves = pl.DataFrame({"item": ["A"], "lot": [""], "location": ["M"], "owner": [""],
    ...     "on_day": [date(2026, 10, 30)], "by_sheet": [False], "came_micro": [10], "left_micro": [4]})
    >>> books = pl.DataFrame({"item": ["A"], "lot": [""], "location": ["M"], "owner": [""],
    ...     "book_micro": [66], "cost_minor": [660]})
    >>> rolled(counts=counts, moves=moves, books=books, to=date(2026, 10, 31)).select("rolled_micro", "difference_micro",
    ...     "value_minor").rows()
    [(64, -2, -20)]
    """
    assert not counts.select(KEYS).is_duplicated().any()
    on_day, counted_on, day = pl.col("on_day"), pl.col("counted_on"), pl.lit(to)
    between = on_day.is_between(counted_on, day, closed="right") | on_day.is_between(day, counted_on, closed="right")
    apart = (counted_on <= day) & (on_day <= day)
    moved = (
        moves.join(counts.select(*KEYS, "counted_on"), on=KEYS).filter(pl.when("by_sheet").then(apart).otherwise(between))
        .group_by(KEYS).agg(pl.col("came_micro", "left_micro").sum())
    )  # fmt: skip
    found = counts.join(moved, on=KEYS, how="left", maintain_order="left").join(
        books, on=KEYS, how="left", maintain_order="left"
    )
    found = found.with_columns(pl.col("came_micro", "left_micro", "book_micro", "cost_minor").fill_null(0))
    way = pl.when(counted_on <= day).then(1).otherwise(-1)
    found = found.with_columns(
        rolled_micro=pl.col("quantity_micro") + way * (pl.col("came_micro") - pl.col("left_micro"))
    ).with_columns(difference_micro=pl.col("rolled_micro") - pl.col("book_micro"))
    values = [
        multiply_divide_round(cost, by, book) if book > 0 else 0
        for cost, by, book in found.select("cost_minor", "difference_micro", "book_micro").iter_rows()
    ]
    return found.with_columns(value_minor=pl.Series(values, dtype=pl.Int64)).drop("cost_minor")
