"""Write-offs: goods go to nothing on every layer, whatever was held before, and a part of a unit is refused."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.kinds.problems import Problem
from lowmark.core.write_downs.propose import PROPOSALS, SHARES
from lowmark.core.write_downs.write_off import propose_write_off

TYPES = dict.fromkeys(("unit", "layer", "remaining_micro", "cost_minor", "held_minor"), pl.Int64)


def layers_of(*rows: tuple[int, int, int, int, int]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=TYPES, orient="row")


TWO = layers_of((1, 7, 10, 50_00, 0), (1, 8, 10, 90_00, 20_00))


def test_all_of_a_unit_goes_to_nothing():
    found = propose_write_off(layers=TWO, reason="obsolete", quantity_micro=20)
    assert found.proposals.rows() == [(1, "write_off", "obsolete", 120_00)]
    assert found.shares.rows() == [(1, 7, 10, 0, 50_00), (1, 8, 10, 20_00, 70_00)]


def test_what_is_held_in_full_already_needs_no_write_off():
    found = propose_write_off(layers=layers_of((1, 7, 10, 50, 50), (2, 8, 10, 0, 0)), reason="recall")
    assert (found.proposals.height, found.shares.height) == (0, 0)
    assert (dict(found.proposals.schema), dict(found.shares.schema)) == (PROPOSALS, SHARES)


def test_a_part_has_to_be_moved_apart_first():
    with pytest.raises(Problem) as refused:
        propose_write_off(layers=TWO, reason="damaged", quantity_micro=5)
    assert refused.value.code == "part_of_a_unit"
    assert "damaged or quarantine place" in refused.value.hint


@pytest.mark.parametrize(
    "layers, reason, quantity_micro, code",
    [
        (TWO, "damaged", 21, "more_than_on_hand"),
        (TWO, "damaged", 0, "out_of_domain"),
        (layers_of((1, 7, 1, 1, 0), (2, 8, 1, 1, 0)), "damaged", 2, "out_of_domain"),
        (TWO, "", None, "no_reason"),
        (TWO.drop("held_minor"), "damaged", None, "missing_column"),
    ],
)
def test_what_cannot_be_written_off_is_refused(layers, reason, quantity_micro, code):
    with pytest.raises(Problem, match=code):
        propose_write_off(layers=layers, reason=reason, quantity_micro=quantity_micro)


@st.composite
def layers_of_units(draw):
    keys = draw(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 9)), unique=True, max_size=8))
    rows = []
    for unit, layer in keys:
        cost = draw(st.integers(0, 2**60))
        rows.append((unit, layer, draw(st.integers(1, 10**12)), cost, draw(st.integers(0, cost))))
    return rows


@given(layers_of_units(), st.randoms())
def test_held_and_share_are_never_above_cost_and_afterwards_are_cost(rows, chance):
    found = propose_write_off(layers=layers_of(*rows), reason="recall")
    change = {(unit, layer): share for unit, layer, _, _, share in found.shares.rows()}
    for unit, layer, _, cost, held in rows:
        share = change.get((unit, layer), 0)
        assert 0 <= held + share <= cost
        assert held + share == cost
    by_unit = dict(found.shares.group_by("unit").agg(pl.col("amount_minor").sum()).rows())
    assert by_unit == {unit: amount for unit, _, _, amount in found.proposals.rows()}
    assert all(amount > 0 for amount in by_unit.values())
    again = layers_of(*((*row[:4], row[3]) for row in rows))
    assert propose_write_off(layers=again, reason="recall").proposals.is_empty()
    shuffled = rows.copy()
    chance.shuffle(shuffled)
    assert propose_write_off(layers=layers_of(*shuffled), reason="recall").shares.equals(found.shares)
