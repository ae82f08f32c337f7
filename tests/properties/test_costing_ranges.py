"""Pools costed range by range are pools costed at once."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.costing.cost import cost
from lowmark.core.costing.ranges import Range, cost_by_ranges, ranges_of
from lowmark.core.kinds.problems import Problem

MOVE = {"pool": pl.Int64, "move": pl.Int64, "accounting_on": pl.Int32, "known_seq": pl.Int64, "quantity_micro": pl.Int64,
        "value_minor": pl.Int64}  # fmt: skip
MOVES = st.lists(st.tuples(st.integers(1, 9), st.integers(-4, 9).filter(bool)), min_size=1, max_size=40)


def frame(drawn):
    rows = [
        (pool, n, n, n, quantity, 7 * quantity if quantity > 0 else None) for n, (pool, quantity) in enumerate(drawn)
    ]
    return pl.DataFrame(rows, MOVE, orient="row")


@given(MOVES, MOVES, st.integers(1, 50), st.sampled_from(["fifo", "moving_average", "lifo"]))
def test_range_by_range_is_at_once(before, drawn, at_most, method):
    layers = cost(moves=frame(before), method=method).layers.with_columns(
        pl.col("layer") - 100, opened_on=pl.lit(-1, pl.Int32), known_seq=pl.lit(0, pl.Int64)
    )
    moves = frame(drawn)
    both = pl.concat([moves.select("pool"), layers.select("pool")])
    ranges = ranges_of(counts=both.group_by("pool").agg(n=pl.len()), at_most=at_most)

    whole = cost(moves=moves, layers=layers, method=method)
    parts = list(cost_by_ranges(
        ranges=(Range(*(table.filter(pl.col("pool").is_between(*each)) for table in (moves, layers))) for each in ranges),
        method=method,
    ))  # fmt: skip

    for name in ("flows", "layers", "refused"):
        assert pl.concat([getattr(part, name) for part in parts]).equals(getattr(whole, name))


@given(st.dictionaries(st.integers(-99, 99), st.integers(1, 30), min_size=1), st.integers(1, 60))
def test_ranges_hold_every_pool_once_and_not_too_much(counts, at_most):
    ranges = ranges_of(counts=pl.DataFrame({"pool": list(counts), "n": list(counts.values())}), at_most=at_most)

    inside = [[pool for pool in sorted(counts) if first <= pool <= last] for first, last in ranges]
    assert [pool for each in inside for pool in each] == sorted(counts)
    for each in inside:
        assert len(each) == 1 or sum(counts[pool] for pool in each) <= at_most


def test_a_pool_that_comes_again_is_a_problem():
    moves = frame([(1, 3), (2, 4)])

    with pytest.raises(Problem, match="pool_again"):
        list(cost_by_ranges(ranges=[Range(moves), Range(moves)]))
