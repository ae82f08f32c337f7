"""The replays, which share no code with posting, come to the same as the definitions that posting is held to."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.kinds.day import from_day
from lowmark.core.kinds.merkle import merkle_root as posted_root
from lowmark.core.tables.registry import BY_NAME
from lowmark.core.write_downs.allowance import AllowanceState, release
from lowmark.store.hashing import content_hash
from lowmark.verify import allowances, fifo, lifo, pooled
from lowmark.verify.balances import Point, summed
from lowmark.verify.canonical import Tree
from lowmark.verify.facts import OTHERS
from lowmark.verify.fifo import round_half_even
from lowmark.verify.pooled import Standard, Standards
from tests.oracles import fifo as oracles
from tests.oracles import lifo as last_in
from tests.oracles.moving_average import moving_average
from tests.oracles.standard import standard as at_standard

amounts = st.integers(0, 10**15)
quantities = st.integers(1, 10**12)


@given(st.integers(-(10**30), 10**30), st.integers(1, 10**30))
def test_rounding_is_half_to_even(numerator, denominator):
    assert round_half_even(numerator, denominator) == round(Fraction(numerator, denominator))


DRAWN = st.lists(st.tuples(st.booleans(), st.integers(1, 9), st.integers(0, 999)), max_size=30)


def _costed(drawn, replay):
    """Return moves as the oracles take them, up to the first that is short, and what a replay says of them."""
    rows = [
        {"id": place, "accounting_on": place // 3, "known_seq": place, "change": quantity if comes else -quantity,
         "brings": value, "kind": "receipt" if comes else "issue"}
        for place, (comes, quantity, value) in enumerate(drawn)
    ]  # fmt: skip
    told = replay(rows)
    if told.short:  # The oracles refuse an issue of too much, whole.
        rows = rows[: told.short[0][0]["id"]]
        told = replay(rows)
    moves = [
        {"pool": 1, "move": row["id"], "day": row["accounting_on"], "seq": row["known_seq"], "quantity": row["change"],
         "values": (row["brings"],)}
        for row in rows
    ]  # fmt: skip
    return moves, told


@pytest.mark.parametrize("replay, oracle", [(fifo.replay, oracles.fifo), (lifo.replay, last_in.lifo)])
@given(DRAWN)
def test_layers_are_those_of_the_oracle(replay, oracle, drawn):
    moves, told = _costed(drawn, replay)
    expected = oracle(moves, [])
    assert told.flows == {(move, layer): (kind, n, values[0]) for _, layer, move, kind, n, values in expected.flows}
    assert [(layer.move["id"], layer.consumed) for layer in told.layers] == [
        (own.number, own.taken) for own in expected.layers
    ]


@given(DRAWN, st.none() | st.builds(Standard, st.integers(0, 99), st.integers(1, 9)))
def test_pooled_layers_are_those_of_the_oracles(drawn, standard):
    """By a moving average, or at standard; a layer that has ended is not kept anywhere, so only open ones are compared."""
    moves, told = _costed(drawn, lambda rows: pooled.replay(rows, standard=standard and Standards(standard)))
    if standard is None:
        expected = moving_average(moves, [])
    else:
        expected = at_standard(moves, [], {1: (standard.quantity, (standard.value,))})
    assert told.flows == {(move, layer): (kind, n, values[0]) for _, layer, move, kind, n, values in expected.flows}
    assert told.variances == {move: values[0] for move, values in expected.variances.items()}
    open_ = [(layer.move["id"], layer.last["id"], layer.quantity, layer.value, layer.consumed) for layer in told.layers
             if layer.consumed < layer.quantity]  # fmt: skip
    assert open_ == [(own.number, own.seq, own.quantity, own.values[0], own.taken) for own in expected.layers
                     if own.taken < own.quantity]  # fmt: skip


def _flow(move, quantity):
    """Return a flow of the one layer: a receipt from a vendor, or a sale."""
    kinds = ("vendor", "stock") if quantity > 0 else ("stock", "customer")
    return {"pool_id": 1, "layer_move_id": 7, "move_id": move, "kind": "receipt" if quantity > 0 else "issue",
            "quantity_micro": quantity, "value_minor": 0, "from_kind": kinds[0], "to_kind": kinds[1], "source": None,
            "whole": None}  # fmt: skip


def _released(base, settings, gone):
    """Return what sales release when so much was set before them, and what is held then."""
    carried = allowances.Carried(awaited=())
    carried.flow(_flow(7, base))
    for amount in settings:
        carried.set({"kind": "charge", "fiscal_year": 2026, "reason": "expired", "amount_minor": amount}, (1, 7), base)
    for place, part in enumerate(gone, start=100):
        carried.flow(_flow(place, -part))
    found = [-sum(carried.changes[1, 7, place].values()) for place in range(100, 100 + len(gone))]
    return found, carried.held[1, 7].value() if (1, 7) in carried.held else 0


@given(amounts, amounts, st.lists(quantities, min_size=1, max_size=12), st.data())
def test_an_allowance_set_late_is_the_same_as_one_set_in_time(held, change, parts, data):
    """The replay finds out from the dates what exits release of it."""
    base = sum(parts)
    gone = parts[: data.draw(st.integers(0, len(parts)))]
    after, still = _released(base, [held, change], gone)
    state, released = AllowanceState(amount_minor=held + change, base_micro=base), []
    for part in gone:
        state, amount = release(state=state, quantity_micro=part)
        released.append(amount)
    assert after == released
    assert still == state.held_minor


@given(st.lists(st.binary(max_size=3), max_size=70))
def test_a_seal_is_over_the_same_tree(leaves):
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    assert tree.root() == posted_root(leaves)


days, seqs = st.integers(0, 9), st.integers(0, 9)


@given(
    st.lists(st.tuples(days, seqs, st.integers(1, 3), st.integers(-9, 9)), max_size=40),
    st.lists(st.builds(Point, days, seqs)),
)
def test_balances_are_summed_at_every_point_at_once(lines, points):
    """Also where a later point is known earlier: a period that was closed, reopened, and closed again."""

    names = "accounting_on", "known_seq", "account_id", "amount_minor"
    rows = [{"book_id": 1, **dict(zip(names, line, strict=True))} for line in lines]
    for point, found in zip(points, summed(rows, points), strict=True):
        expected = Counter()
        for day, seq, account, amount in lines:
            if day <= point.day and seq <= point.seq:
                expected[1, account] += amount
        assert found == {key: amount for key, amount in expected.items() if amount}


words, numbers = st.text(max_size=5), st.integers(-(2**63), 2**63 - 1)


@given(st.data(), st.sampled_from(OTHERS))
def test_a_fact_has_the_same_hash(data, fact):
    noun = BY_NAME[fact.form.name]
    drawn = {"text": words, "bytes": st.binary(max_size=5), "bool": st.booleans(), "day": st.integers(0, 80_000)}
    row = {}
    for name, column in noun.columns.items():
        given_one = drawn.get(column.type, numbers)
        row[name] = data.draw(st.none() | given_one if column.nullable else given_one)
    as_posted = {
        name: from_day(value) if noun.columns[name].type == "day" and value is not None else value
        for name, value in row.items()
    }
    assert fact.form.digest(row, b"lines") == content_hash(noun, as_posted, following=b"lines")
