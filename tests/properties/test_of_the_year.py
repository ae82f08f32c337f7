"""What of an allowance is this fiscal year's: against a layer whose every unit carries its own part of each year."""

from fractions import Fraction

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.write_downs.allowance import AllowanceState, release
from lowmark.core.write_downs.of_the_year import held_of_the_year

QUANTITIES = st.one_of(st.integers(1, 12), st.integers(1, 10**12))


def of_the_year(*, remaining, held, before, base):
    layers = pl.DataFrame({"unit": [1], "layer": [7], "remaining_micro": [remaining], "held_minor": [held]})
    year = pl.DataFrame({"unit": [1], "layer": [7], "before_minor": [before], "base_micro": [base]})
    return held_of_the_year(layers=layers, year=year)["held_this_year_minor"].item()


def test_what_was_charged_before_and_what_was_charged_this_year_leave_together():
    """10 of 2026 on 5 units, 5 more on them in 2027; then 4 of the 5 go: 2 and 1 are left."""
    assert of_the_year(remaining=1, held=3, before=10, base=5) == 1


def test_a_layer_that_the_year_did_not_change_has_nothing_of_the_year_whatever_it_holds():
    layers = pl.DataFrame({"unit": [1, 1], "layer": [7, 8], "remaining_micro": [5, 5], "held_minor": [50, 60]})
    year = pl.DataFrame({"unit": [1], "layer": [8], "before_minor": [0], "base_micro": [9]})
    assert held_of_the_year(layers=layers, year=year)["held_this_year_minor"].to_list() == [0, 60]


def test_other_columns_and_the_order_of_rows_stay():
    layers = pl.DataFrame(
        {"unit": [2, 1], "layer": [9, 8], "remaining_micro": [1, 1], "held_minor": [4, 5], "lot": ["b", "a"]}
    )
    year = pl.DataFrame({"unit": [1], "layer": [8], "before_minor": [1], "base_micro": [1]})
    found = held_of_the_year(layers=layers, year=year)
    assert found.drop("held_this_year_minor").equals(layers)
    assert found["held_this_year_minor"].to_list() == [0, 4]


def leave(data, state, left):
    """Let some of what is left go, but not all of it; return the state and what is left."""
    going = data.draw(st.integers(0, left - 1))
    if going:
        state, _ = release(state=state, quantity_micro=going)
    return state, left - going


@given(QUANTITIES, st.integers(0, 10**9), st.lists(st.integers(0, 10**9), min_size=1, max_size=5), st.data())
def test_it_is_what_the_units_still_there_carry_of_this_year_to_the_rounding_of_each_step(
    quantity, before, charges, data
):
    """Each unit carries as much as any other of the layer: exact shares are the oracle."""
    state = AllowanceState(amount_minor=before, base_micro=quantity)
    state, left = leave(data, state, quantity)
    start, base = state.held_minor, left
    per_unit = Fraction(0)
    for charge in charges:
        state = AllowanceState(amount_minor=state.held_minor + charge, base_micro=left)
        per_unit += Fraction(charge, left)
        state, left = leave(data, state, left)

    found = of_the_year(remaining=left, held=state.held_minor, before=start, base=base)

    assert 0 <= found <= state.held_minor
    assert abs(found - per_unit * left) <= len(charges) + 1
    if not any(charges):
        assert found == 0


@given(QUANTITIES, st.integers(0, 10**9), st.integers(1, 10**9), st.data())
def test_taking_back_all_of_the_year_leaves_nothing_more_of_it_to_take(quantity, before, charge, data):
    state = AllowanceState(amount_minor=before + charge, base_micro=quantity)
    state, left = leave(data, state, quantity)
    recovered = of_the_year(remaining=left, held=state.held_minor, before=before, base=quantity)

    state = AllowanceState(amount_minor=state.held_minor - recovered, base_micro=left)
    state, left = leave(data, state, left)

    assert of_the_year(remaining=left, held=state.held_minor, before=before, base=quantity) == 0
