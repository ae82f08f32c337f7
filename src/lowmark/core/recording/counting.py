"""Counting: which places to count when, what a count differs by, whether it is counted again, and an auditor's sample.

Before this: stock by place with what it cost, what was sold, counts, moves. After this: people, and adjustments with their
reason. A count is compared with what the books had in the place, of the same owner, at the end of the day counted, every
move known by now that happened by then included, however late it was recorded; what has happened since moves the books on by
itself, so the difference can be posted on the day of the count or on any later one. Of a place that was frozen for the count, the
caller takes the books of the freeze. Sources: ISA 501.4-7 (attendance at
counting), ISA 530 and AICPA Audit Sampling Guide, 6 (monetary unit sampling).
"""

from typing import Final

import polars as pl

from lowmark.core.kinds.arithmetic import multiply_divide_round

WHOLE: Final = 1_000_000
CLASSES: Final = (("A", 800_000), ("B", 950_000), ("C", WHOLE))
"""Up to which share of all usage, the largest first, an item is of a class."""

TIMES_A_YEAR: Final = {"A": 12, "B": 4, "C": 1}
YEAR: Final = 365


def classes(*, usage: pl.DataFrame) -> pl.DataFrame:
    """Return the items with their class, the most used first: item, usage_minor, class.

    Shapes: usage: item, usage_minor (what was sold and used of it in a year, at cost), a row an item.

    >>> classes(usage=pl.DataFrame({"item": ["X", "Y", "Z"], "usage_minor": [10, 80, 10]})).rows()
    [('Y', 80, 'A'), ('X', 10, 'B'), ('Z', 10, 'B')]
    """
    ordered = usage.sort("usage_minor", "item", descending=[True, False])
    whole = max(int(ordered["usage_minor"].sum()), 1)
    before = ordered["usage_minor"].cum_sum() - ordered["usage_minor"]
    share = [multiply_divide_round(amount, WHOLE, whole) for amount in before.to_list()]
    named = [next((name for name, most in CLASSES if part < most), CLASSES[-1][0]) for part in share]
    return ordered.with_columns(pl.Series("class", named, dtype=pl.String))


def due(*, stock: pl.DataFrame, classed: pl.DataFrame, days: int) -> pl.DataFrame:
    """Return the stock that a cycle of counts has due within some days: with class and due_in, the first to be due first.

    Shapes: stock: item, location, since_days (since it was last counted; null where never).

    >>> stock = pl.DataFrame({"item": ["Y", "X"], "location": ["M", "M"], "since_days": [25, None]})
    >>> classed = pl.DataFrame({"item": ["Y", "X"], "class": ["A", "C"]})
    >>> due(stock=stock, classed=classed, days=7).select("item", "class", "due_in").rows()
    [('X', 'C', 0), ('Y', 'A', 5)]
    """
    every = pl.col("class").replace_strict(
        {name: YEAR // times for name, times in TIMES_A_YEAR.items()}, return_dtype=pl.Int64
    )
    left = (every - pl.col("since_days")).clip(0).fill_null(0)
    found = stock.join(classed.select("item", "class"), on="item", how="left", maintain_order="left").with_columns(
        pl.col("class").fill_null(CLASSES[-1][0])
    )
    return found.with_columns(due_in=left).filter(pl.col("due_in") <= days).sort("due_in", "class", "location", "item")


def variances(
    *, counts: pl.DataFrame, books: pl.DataFrame, tolerance_micro: int, posted: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Return each place counted, what it differs by, and its state: agrees, within_tolerance, recount, to_post or posted.

    Shapes: counts: item, lot, location, owner, counted_on, quantity_micro, counted_by, seq (the order of counting), those of
            one sheet. books: item, lot, location, owner, book_micro at the end of the day counted, cost_minor, costed_micro
            (of how much that is the cost; of others' goods it is nothing). posted: item, lot, location, owner, posted_micro
            (what the sheet itself has moved that those books do not say); nothing without.
    Domain: the last count of a place holds. One that differs by more than the tolerance (a share of the books' quantity) is
            counted again, until two in a row say the same; then it is posted.

    >>> counts = pl.DataFrame({"item": ["A", "A", "B"], "lot": ["", "", ""], "location": ["M"] * 3, "owner": [""] * 3,
    ...     "seq": [1, 2, 3], "quantity_micro": [8, 8, 5], "counted_by": ["x", "y", "x"]})
    >>> books = pl.DataFrame({"item": ["A", "B"], "lot": ["", ""], "location": ["M", "M"], "owner": ["", ""],
    ...     "book_micro": [10, 5], "costed_micro": [10, 5], "cost_minor": [100, 50]})
    >>> variances(counts=counts, books=books, tolerance_micro=0).select("item", "difference_micro", "value_minor", "state").rows()
    [('A', -2, -20, 'to_post'), ('B', 0, 0, 'agrees')]
    """
    keys = ["item", "lot", "location", "owner"]
    last = counts.sort("seq").group_by(keys, maintain_order=True).agg(
        pl.col("quantity_micro").last(), pl.col("counted_by").last(), counted=pl.len(),
        before_micro=pl.col("quantity_micro").slice(-2, 1).first(),
    )  # fmt: skip
    found = last.join(books, on=keys, how="left", maintain_order="left").with_columns(
        pl.col("book_micro", "costed_micro", "cost_minor").fill_null(0)
    )  # fmt: skip
    none_yet = found.select(*keys).with_columns(posted_micro=pl.lit(0, dtype=pl.Int64))
    found = found.join(none_yet if posted is None else posted, on=keys, how="left", maintain_order="left").with_columns(
        pl.col("posted_micro").fill_null(0)
    ).with_columns(difference_micro=pl.col("quantity_micro") - pl.col("book_micro") - pl.col("posted_micro"))  # fmt: skip
    difference = pl.col("difference_micro")
    allowed = (pl.col("book_micro").abs().cast(pl.Int128) * tolerance_micro // WHOLE).cast(pl.Int64)
    agreed = (pl.col("counted") > 1) & (pl.col("quantity_micro") == pl.col("before_micro"))
    state = (
        pl.when((difference == 0) & (pl.col("posted_micro") != 0)).then(pl.lit("posted"))
        .when(difference == 0).then(pl.lit("agrees")).when(difference.abs() <= allowed).then(pl.lit("within_tolerance"))
        .when(agreed).then(pl.lit("to_post")).otherwise(pl.lit("recount"))
    )  # fmt: skip
    values = [
        multiply_divide_round(cost, by, costed) if costed > 0 else 0
        for cost, by, costed in found.select("cost_minor", "difference_micro", "costed_micro").iter_rows()
    ]
    return found.with_columns(state=state, value_minor=pl.Series(values, dtype=pl.Int64)).drop("before_micro")


def monetary_units(*, stock: pl.DataFrame, draws: int, seed: int) -> pl.DataFrame:
    """Return the rows that a sample of monetary units hits, with how often: each unit of money has the same chance.

    Shapes: stock with cost_minor, in an order of its own. Out: its columns, hits, and first_minor (the first unit that was hit).
    Domain: units are drawn at a fixed interval from a start that the seed says: rows that cost an interval or more are all hit.

    >>> stock = pl.DataFrame({"item": ["A", "B", "C"], "cost_minor": [5, 90, 5]})
    >>> monetary_units(stock=stock, draws=2, seed=7).select("item", "hits").rows()
    [('B', 2)]
    """
    assert draws > 0
    costs = [max(0, cost) for cost in stock["cost_minor"].to_list()]
    whole = sum(costs)
    interval = max(1, whole // draws)
    start = (seed * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) % 2**64 % interval
    hits, firsts, reached = [], [], 0
    for cost in costs:
        first = -(-(reached - start) // interval) * interval + start if reached > start else start
        n = max(0, (reached + cost - 1 - first) // interval + 1) if first < reached + cost else 0
        hits.append(n)
        firsts.append(first if n else None)
        reached += cost
    marked = stock.with_columns(hits=pl.Series(hits, dtype=pl.Int64), first_minor=pl.Series(firsts, dtype=pl.Int64))

    assert not whole or sum(hits) >= min(draws, whole)
    return marked.filter(pl.col("hits") > 0)
