"""Layers of a LIFO pool and dollar-value LIFO: never below zero, latest first, and all gone is nothing."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.estimates.dollar_value_lifo import (
    PricedItem,
    change_of_reserve,
    close_pool_year,
    double_extension,
    link_chain,
)
from lowmark.core.estimates.lifo_retail import open_retail_pool, stack_retail
from lowmark.core.estimates.pool_layers import PoolLayer, lifo_cost, stack
from lowmark.core.kinds.problems import Problem

AMOUNT = st.integers(0, 10**12)
INDEX = st.tuples(st.integers(1, 10**6), st.integers(1, 10**6)).filter(lambda pair: pair[0] < 100 * pair[1])
SHARE = st.integers(0, 100).map(lambda part: (part, 100))
YEARS = st.lists(st.tuples(AMOUNT, INDEX, SHARE), max_size=8)


def walk(years):
    """Close years one after another, and yield what each made of the pool."""
    layers = ()
    for number, (base, index, ratio) in enumerate(years, start=1):
        before = layers
        found = stack(layers=layers, pool="p", year=number, base_minor=base, index=index, ratio=ratio)
        layers = found.layers
        yield before, base, found


@given(YEARS)
def test_layers_are_what_there_is_and_none_is_below_zero(years):
    for _, base, found in walk(years):
        assert sum(layer.left_base_minor for layer in found.layers) == base
        assert all(0 <= layer.left_cost_minor <= layer.cost_minor for layer in found.layers)
        assert all(layer.left_base_minor > 0 for layer in found.layers)
        assert found.added is None or not found.liquidated


@given(YEARS)
def test_what_goes_and_what_stays_is_what_there_was(years):
    for before, _, found in walk(years):
        came = 0 if found.added is None else found.added.cost_minor
        gone = sum(each.cost_minor for each in found.liquidated)
        assert lifo_cost(layers=before) + came == lifo_cost(layers=found.layers) + gone
        assert all(each.cost_minor >= 0 and each.base_minor > 0 for each in found.liquidated)


@given(YEARS)
def test_the_latest_layer_goes_first(years):
    for _, _, found in walk(years):
        gone = [each.layer_year for each in found.liquidated]
        assert gone == sorted(gone, reverse=True)
        assert all(year >= found.layers[-1].year for year in gone) if found.layers else True


@given(YEARS)
def test_liquidating_all_of_it_leaves_nothing_and_takes_all_cost(years):
    layers = ()
    for _, _, found in walk(years):
        layers = found.layers
    gone = stack(layers=layers, pool="p", year=len(years) + 1, base_minor=0, index=(1, 1))
    assert gone.layers == ()
    assert sum(each.cost_minor for each in gone.liquidated) == lifo_cost(layers=layers)


@given(st.integers(1, 10**9), AMOUNT, st.data())
def test_a_layer_taken_in_steps_costs_what_it_costs_at_once(base, cost, data):
    first = PoolLayer(pool="p", year=0, base_minor=base, cost_minor=cost)
    between = data.draw(st.integers(0, base))
    last = data.draw(st.integers(0, between))
    stepped = stack(layers=[first], pool="p", year=1, base_minor=between, index=(1, 1))
    stepped = stack(layers=stepped.layers, pool="p", year=2, base_minor=last, index=(1, 1))
    assert stepped.layers == stack(layers=[first], pool="p", year=2, base_minor=last, index=(1, 1)).layers


@given(st.lists(st.tuples(AMOUNT, INDEX), min_size=1, max_size=6))
def test_the_reserve_is_what_current_cost_has_over_the_layers(years):
    layers, reserve, cost_of_sales = (), 0, 0
    for number, (current, index) in enumerate(years, start=1):
        year = close_pool_year(layers=layers, pool="p", year=number, current_cost_minor=current, index=index)
        change = change_of_reserve(
            opening_minor=reserve, inside_cost_minor=current, lifo_cost_minor=year.lifo_cost_minor
        )
        assert year.reserve_minor == change.closing_minor == current - year.lifo_cost_minor
        layers, reserve, cost_of_sales = year.layers, change.closing_minor, cost_of_sales + change.change_minor
    assert cost_of_sales == reserve


def test_stable_prices_leave_no_reserve():
    layers = ()
    for year, current in enumerate((100, 150, 120, 0, 70), start=1):
        found = close_pool_year(layers=layers, pool="p", year=year, current_cost_minor=current, index=(1, 1))
        assert (found.lifo_cost_minor, found.reserve_minor) == (current, 0)
        layers = found.layers


def test_a_fall_is_deflated_before_it_is_taken_off():
    """70 000 at 1.05 are 66 667 at base-year prices: a decrement of 13 333, and not of 10 000."""
    base = open_retail_pool(pool="p", year=0, retail_minor=80_000_00, cost_minor=40_000_00)
    year = stack_retail(
        layers=[base], pool="p", year=1, ending_retail_minor=70_000_00, ratio=(45, 100), index=(105, 100)
    )
    assert (year.base_minor, year.lifo_cost_minor) == (6_666_667, 3_333_334)
    (taken,) = year.liquidated
    assert (taken.base_minor, taken.cost_minor, taken.current_cost_minor) == (1_333_333, 666_666, 630_000)
    assert taken.profit_minor == -36_666


def test_an_increment_may_be_priced_at_earlier_acquisitions():
    first = close_pool_year(layers=[], pool="p", year=1, current_cost_minor=100, index=(1, 1)).layers
    late = close_pool_year(layers=first, pool="p", year=2, current_cost_minor=240, index=(6, 5))
    early = close_pool_year(layers=first, pool="p", year=2, current_cost_minor=240, index=(6, 5), layer_index=(11, 10))
    assert (late.added.cost_minor, early.added.cost_minor) == (120, 110)


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 10**9), st.integers(1, 10**9)), min_size=1, max_size=5))
def test_an_index_is_one_price_vector_over_another(rows):
    items = [
        PricedItem(item=str(i), quantity_micro=q, price_micro=p, earlier_price_micro=e)
        for i, (q, p, e) in enumerate(rows)
    ]
    exact = Fraction(sum(q * p for q, p, _ in rows), sum(q * e for q, _, e in rows))
    assert Fraction(*double_extension(items=items)) == exact
    assert Fraction(*link_chain(opening_index=(3, 2), items=items)) == exact * Fraction(3, 2)
    unmoved = [
        PricedItem(
            item=i.item, quantity_micro=i.quantity_micro, price_micro=i.price_micro, earlier_price_micro=i.price_micro
        )
        for i in items
    ]
    assert link_chain(opening_index=(3, 2), items=unmoved) == (3, 2)


def test_a_link_chain_through_the_years_is_a_double_extension_where_the_mix_stays():
    prices = (10, 11, 13, 9)
    chain = (1, 1)
    for before, now in itertools.pairwise(prices):
        chain = link_chain(
            opening_index=chain,
            items=[PricedItem(item="A", quantity_micro=5, price_micro=now, earlier_price_micro=before)],
        )
    assert (
        chain
        == double_extension(items=[PricedItem(item="A", quantity_micro=7, price_micro=9, earlier_price_micro=10)])
        == (9, 10)
    )


@pytest.mark.parametrize(
    "layers, changed, code",
    [
        ([("p", 2)], {"base_minor": -1}, "negative_amount"),
        ([("q", 2)], {}, "other_pool"),
        ([("p", 2), ("p", 1)], {}, "layers_out_of_order"),
        ([("p", 2), ("p", 2)], {}, "layers_out_of_order"),
        ([("p", 5)], {}, "year_before_layers"),
    ],
)
def test_layers_that_cannot_be_are_refused(layers, changed, code):
    stacked = [PoolLayer(pool=pool, year=year, base_minor=10, cost_minor=10) for pool, year in layers]
    with pytest.raises(Problem) as raised:
        stack(**{"layers": stacked, "pool": "p", "year": 5, "base_minor": 5, "index": (1, 1)} | changed)
    assert raised.value.code == code


def test_prices_that_cannot_be_are_refused():
    one = {"item": "A", "quantity_micro": 1, "price_micro": 1, "earlier_price_micro": 1}
    for rows, code in (
        ([one, one], "item_twice"),
        ([one | {"price_micro": -1}], "negative_amount"),
        ([one | {"earlier_price_micro": 0}], "no_ratio"),
        ([], "no_ratio"),
    ):
        with pytest.raises(Problem) as raised:
            double_extension(items=[PricedItem(**row) for row in rows])
        assert raised.value.code == code
    with pytest.raises(Problem, match="negative_amount"):
        open_retail_pool(pool="p", year=0, retail_minor=-1)
