"""The replays, which share no code with posting, come to the same as the definitions that posting is held to."""

from collections import Counter
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.kinds.day import from_day
from lowmark.core.kinds.merkle import merkle_root as posted_root
from lowmark.core.tables.registry import BY_NAME
from lowmark.core.write_downs.allowance import Exit, set_after_exits
from lowmark.store.hashing import content_hash
from lowmark.verify import allowances
from lowmark.verify.balances import Point, summed
from lowmark.verify.canonical import Tree
from lowmark.verify.facts import OTHERS
from lowmark.verify.fifo import replay, round_half_even
from tests.oracles import fifo as oracle

amounts = st.integers(0, 10**15)
quantities = st.integers(1, 10**12)


@given(st.integers(-(10**30), 10**30), st.integers(1, 10**30))
def test_rounding_is_half_to_even(numerator, denominator):
    assert round_half_even(numerator, denominator) == round(Fraction(numerator, denominator))


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 9), st.integers(0, 999)), max_size=30))
def test_layers_are_those_of_the_oracle(drawn):
    rows = [
        {"id": place, "accounting_on": place // 3, "known_seq": place, "change": quantity if comes else -quantity,
         "brings": value, "kind": "receipt" if comes else "issue"}
        for place, (comes, quantity, value) in enumerate(drawn)
    ]  # fmt: skip
    told = replay(rows)
    if told.short:  # The oracle refuses an issue of too much, whole.
        rows = rows[: told.short[0][0]["id"]]
        told = replay(rows)
    moves = [
        {"pool": 1, "move": row["id"], "day": row["accounting_on"], "seq": row["known_seq"], "quantity": row["change"],
         "values": (row["brings"],)}
        for row in rows
    ]  # fmt: skip
    expected = oracle.fifo(moves, [])
    assert told.flows == {(move, layer): (kind, n, values[0]) for _, layer, move, kind, n, values in expected.flows}
    assert [(layer.move["id"], layer.consumed) for layer in told.layers] == [
        (own.number, own.taken) for own in expected.layers
    ]


@given(amounts, amounts, st.lists(quantities, min_size=1, max_size=12), st.data())
def test_an_allowance_set_late_is_the_same_as_one_set_in_time(held, change, parts, data):
    """Posting is told what exits released; the replay finds out from the dates."""
    base = sum(parts)
    gone = parts[: data.draw(st.integers(0, len(parts)))]
    first = {"accounting_on": 10, "amount_minor": held, "base_micro": base}
    late = {"accounting_on": 20, "amount_minor": change, "base_micro": base}
    exits = [{"move_id": place, "accounting_on": 30, "quantity_micro": -part} for place, part in enumerate(gone)]
    before = allowances.replay(settings=[first], exits=exits, quantity=base)
    after = allowances.replay(settings=[first, late], exits=exits, quantity=base)
    posted = set_after_exits(
        held_minor=held, change_minor=change, base_micro=base,
        exits=[Exit(quantity_micro=part, released_minor=before.released.get(place, 0)) for place, part in enumerate(gone)],
    )  # fmt: skip
    found = [after.released.get(place, 0) - before.released.get(place, 0) for place in range(len(gone))]
    assert found == list(posted.differences_minor)
    assert after.held.value() == posted.state.held_minor
    assert not after.wrong_base


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
