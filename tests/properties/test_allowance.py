"""Allowances: what an exit releases, what joins a layer, alike one at a time and in columns."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.kinds import compiled
from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.write_downs.allowance import (
    AllowanceState,
    held,
    release,
    release_kernel,
    release_many,
)

UNIT = 1_000_000
AMOUNTS = st.one_of(st.integers(0, 12), st.integers(0, 10**12))


def test_half_of_a_layer_written_down_by_20_releases_10_when_it_is_sold():
    state = AllowanceState(amount_minor=20_00, base_micro=10 * UNIT)

    state, released_minor = release(state=state, quantity_micro=5 * UNIT)

    assert (released_minor, state.held_minor) == (10_00, 10_00)


@st.composite
def states(draw):
    amount, base = draw(AMOUNTS), draw(st.one_of(st.integers(1, 12), st.integers(1, 10**12)))
    return AllowanceState(amount_minor=amount, base_micro=base, released_micro=draw(st.integers(0, base - 1)))


def split(draw, whole, most=6):
    """Cut a quantity into positive parts."""
    cuts = draw(st.lists(st.integers(1, whole - 1), max_size=most, unique=True)) if whole > 1 else []
    edges = [0, *sorted(cuts), whole]
    return [later - earlier for earlier, later in pairwise(edges)]


@given(states(), st.data())
def test_splitting_an_exit_changes_nothing_and_the_last_unit_takes_the_last_cent(state, data):
    left = state.base_micro - state.released_micro
    quantity = data.draw(st.integers(1, left))
    whole_state, whole = release(state=state, quantity_micro=quantity)

    amounts, parts_state = [], state
    for part in split(data.draw, quantity):
        parts_state, amount = release(state=parts_state, quantity_micro=part)
        amounts.append(amount)

    assert sum(amounts) == whole
    assert all(amount >= 0 for amount in amounts)
    assert parts_state == whole_state
    assert whole_state.held_minor == state.held_minor - whole
    if quantity == left:
        assert whole_state.held_minor == 0


@given(AMOUNTS, st.integers(1, 30), st.data())
def test_an_allowance_never_exceeds_the_cost_of_what_is_left(value, came, data):
    """Cost is telescoped over the layer, allowance over what was left when it was set: they round apart."""

    def cost_after(gone):
        return value - multiply_divide_round(value, gone, came)

    gone, state = 0, AllowanceState()
    while gone < came:
        if data.draw(st.booleans()):
            amount = data.draw(st.sampled_from([cost_after(gone), data.draw(st.integers(0, cost_after(gone)))]))
            state = AllowanceState(amount_minor=amount, base_micro=came - gone)
        quantity = data.draw(st.integers(1, came - gone))
        state, _ = release(state=state, quantity_micro=quantity)
        gone += quantity
        assert 0 <= state.held_minor <= cost_after(gone)


def test_a_layer_written_down_to_nothing_stays_there_whatever_is_sold_of_it():
    # Four units that cost 2 cents; one is sold for 0 (half a cent, to even), so three carry 2 cents, all written off.
    # When two more are sold, 0 cents of cost are left, and rounding 2/3 to the nearest would leave 1 of allowance.
    assert 2 - multiply_divide_round(2, 3, 4) == 0
    state, released_minor = release(state=AllowanceState(amount_minor=2, base_micro=3), quantity_micro=2)
    assert (released_minor, state.held_minor) == (2, 0)


def test_a_layer_without_an_allowance_releases_nothing():
    assert release(state=AllowanceState(), quantity_micro=5) == (AllowanceState(), 0)
    assert AllowanceState().held_minor == 0


# --- the same, column by column --------------------------------------------------------------------------------------

HUGE = st.integers(1, 2**62)
QUANTITIES = st.integers(1, 10**12)


@st.composite
def many(draw, amounts=AMOUNTS, bases=QUANTITIES):
    """Layers and their exits: amount, base, released by layer; layer and quantity by exit."""
    layers, exits = [], []
    for at in range(draw(st.integers(0, 5))):
        amount, base = draw(amounts), draw(bases)
        released = draw(st.integers(0, base - 1))
        layers.append((amount, base, released))
        parts = split(draw, base - released)
        exits += [(at, part) for part in parts[: draw(st.integers(0, len(parts)))]]
    of_layers = [np.array([row[i] for row in layers], dtype=np.int64) for i in range(3)]
    return (*of_layers, *(np.array([row[i] for row in exits], dtype=np.int64) for i in range(2)))


@given(many())
def test_many_exits_release_what_each_would_alone(columns):
    amount, base, released, layer, quantity = columns

    result = release_many(
        amount_minor=amount, base_micro=base, released_micro=released, layer=layer, quantity_micro=quantity
    )

    all_layers = zip(amount.tolist(), base.tolist(), released.tolist(), strict=True)
    scalar = [AllowanceState(amount_minor=a, base_micro=b, released_micro=r) for a, b, r in all_layers]
    amounts = []
    for at, part in zip(layer.tolist(), quantity.tolist(), strict=True):
        scalar[at], one = release(state=scalar[at], quantity_micro=part)
        amounts.append(one)
    assert result.amount_minor.tolist() == amounts
    assert result.released_micro.tolist() == [state.released_micro for state in scalar]


@given(many(amounts=HUGE, bases=HUGE))
def test_the_compiled_kernel_agrees_with_the_plain_one_where_products_pass_64_bits(columns):
    plain = [column.tolist() for column in columns] + [[0] * len(columns[3])]
    release_kernel(*plain)

    arrays = [column.copy() for column in columns] + [np.zeros(len(columns[3]), dtype=np.int64)]
    compiled.compile(release_kernel)(*arrays)

    assert arrays[5].tolist() == plain[5]
    assert arrays[2].tolist() == plain[2]


@given(HUGE, HUGE, st.data())
def test_what_is_held_is_the_exact_quotient_rounded_down(amount, base, data):
    left = data.draw(st.integers(0, base))

    assert held(amount, left, base) == amount * left // base
    assert compiled.compile(held)(amount, left, base) == amount * left // base


def test_a_large_book_goes_through_the_compiled_kernel():
    n = compiled.COMPILE_FROM_ROWS
    layer = np.repeat(np.arange(2), n // 2)

    result = release_many(
        amount_minor=np.array([10**15 + 7, 0]),
        base_micro=np.array([n // 2, 1]),
        released_micro=np.array([0, 0]),
        layer=layer,
        quantity_micro=np.ones(n, dtype=np.int64),
    )

    assert result.amount_minor[: n // 2].sum() == 10**15 + 7
    assert result.amount_minor[n // 2 :].sum() == 0
    assert result.released_micro.tolist() == [n // 2, 0]
