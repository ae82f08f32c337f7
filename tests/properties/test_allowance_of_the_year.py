"""What of an allowance is this fiscal year's, where receipts join the layer that carries it and goods come back to it."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.write_downs.allowance import AllowanceState, join, release
from lowmark.core.write_downs.of_the_year import CAME, held_of_the_year


def of_the_year(*, remaining, held, before, base, came):
    layers = pl.DataFrame({"unit": [1], "layer": [7], "remaining_micro": [remaining], "held_minor": [held]})
    year = pl.DataFrame({"unit": [1], "layer": [7], "before_minor": [before], "base_micro": [base]})
    rows = pl.DataFrame([(1, 7, *row) for row in came], schema=CAME, orient="row")
    return held_of_the_year(layers=layers, year=year, came=rows)["held_this_year_minor"].item()


def test_receipts_bring_nothing_and_take_nothing_of_either_year():
    """On 10 pieces 20 of last year and 30 of this: five go, 15 come in, half of those 20 go: 5 and 7.5 are left."""
    state = AllowanceState(amount_minor=50, base_micro=10)
    state, _ = release(state=state, quantity_micro=5)
    state = join(state=state, came_micro=15)
    state, _ = release(state=state, quantity_micro=10)
    assert state.held_minor == 12
    assert of_the_year(remaining=10, held=12, before=20, base=10, came=[(5, 15, 0)]) == 7


def test_what_comes_back_of_an_earlier_year_is_never_this_years():
    """ASC 330-10-35-14: 30 of this year on 10 pieces; goods sold last year come back with 8 of last year's."""
    assert of_the_year(remaining=12, held=38, before=0, base=10, came=[(10, 2, 8)]) == 30


@given(st.integers(0, 40), st.integers(0, 40), st.integers(1, 12), st.data())
def test_each_year_alone_leaves_as_it_would_without_the_other_to_the_rounding_of_each_step(before, charge, base, data):
    both = AllowanceState(amount_minor=before + charge, base_micro=base)
    alone, left, came, exits = AllowanceState(amount_minor=charge, base_micro=base), base, [], 0
    for _ in range(data.draw(st.integers(0, 6))):
        quantity = data.draw(st.integers(1, 8))
        if quantity < left and data.draw(st.booleans()):
            both, _ = release(state=both, quantity_micro=quantity)
            alone, _ = release(state=alone, quantity_micro=quantity)
            left -= quantity
        else:
            earlier = data.draw(st.integers(0, 9))
            came.append((left, quantity, earlier))
            if both.amount_minor or earlier:
                at = both if both.amount_minor else AllowanceState(base_micro=left)
                both = join(state=at, came_micro=quantity, brought_minor=earlier)
            alone = join(state=alone, came_micro=quantity)
            left += quantity
            exits += 1
    found = of_the_year(remaining=left, held=both.held_minor, before=before, base=base, came=came)
    assert 0 <= found <= both.held_minor
    assert abs(found - alone.held_minor) <= exits + 2
