"""Counts: samples of monetary units hit what is large, and no more often than it is; classes and variances by their laws."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.recording.counting import classes, due, monetary_units, variances

COSTS = st.lists(st.integers(0, 1_000_000), min_size=1, max_size=30)


@given(costs=COSTS, draws=st.integers(1, 50), seed=st.integers(0, 2**63))
def test_each_unit_of_money_has_one_chance_at_a_fixed_interval(costs: list[int], draws: int, seed: int):
    stock = pl.DataFrame(
        {"place": range(len(costs)), "cost_minor": costs}, schema={"place": pl.Int64, "cost_minor": pl.Int64}
    )
    hit = {row[0]: (row[1], row[2]) for row in monetary_units(stock=stock, draws=draws, seed=seed).select(
        "place", "hits", "first_minor").iter_rows()}  # fmt: skip
    interval = max(1, sum(costs) // draws)
    reached = 0
    for place, cost in enumerate(costs):
        hits, first = hit.get(place, (0, None))
        assert cost // interval <= hits <= -(-cost // interval)
        assert first is None or reached <= first < reached + cost
        reached += cost


@given(costs=COSTS)
def test_classes_go_by_what_was_used_before_them(costs: list[int]):
    usage = pl.DataFrame({"item": [f"I{n:02}" for n in range(len(costs))], "usage_minor": costs})
    found = classes(usage=usage)
    assert found["class"].to_list() == sorted(found["class"].to_list())
    assert found["class"][0] == "A"
    stock = usage.select("item", location=pl.lit("M"), since_days=pl.lit(None, dtype=pl.Int64))
    assert due(stock=stock, classed=found, days=0).height == len(costs)


@given(
    book=st.integers(0, 50), first=st.integers(0, 50), second=st.integers(0, 50), tolerance=st.integers(0, 1_000_000)
)
def test_what_differs_is_posted_only_when_two_counts_say_the_same(book: int, first: int, second: int, tolerance: int):
    one = {"item": "A", "lot": "", "location": "M", "owner": ""}
    counts = pl.DataFrame([
        {**one, "seq": 1, "quantity_micro": first, "counted_by": "x"}, {**one, "seq": 2, "quantity_micro": second, "counted_by": "y"},
    ])  # fmt: skip
    books = pl.DataFrame([{**one, "book_micro": book, "costed_micro": book, "cost_minor": book * 7}])
    (row,) = variances(counts=counts, books=books, tolerance_micro=tolerance).iter_rows(named=True)
    assert row["difference_micro"] == second - book
    assert row["value_minor"] == (second - book) * 7 * (book > 0)
    expected = "agrees" if second == book else "within_tolerance" if abs(second - book) * 1_000_000 <= book * tolerance else (
        "to_post" if first == second else "recount")  # fmt: skip
    assert row["state"] == expected
