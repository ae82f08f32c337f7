"""Proposals: what is charged and reversed, on which layers, and the laws that hold for any of them."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.frameworks.resolve import resolve
from lowmark.core.kinds.problems import Problem
from lowmark.core.write_downs.propose import Proposed, propose
from lowmark.core.write_downs.spread import change_by_layer, target_by_layer
from lowmark.frameworks.read import read_framework

UNIT = 1_000_000
ASSESSMENTS = {
    "unit": pl.Int64,
    "quantity_micro": pl.Int64,
    "cost_minor": pl.Int64,
    "value_minor": pl.Int64,
    "required_minor": pl.Int64,
    "held_minor": pl.Int64,
    "reason": pl.String,
}
LAYERS = {
    "unit": pl.Int64,
    "layer": pl.Int64,
    "remaining_micro": pl.Int64,
    "cost_minor": pl.Int64,
    "held_minor": pl.Int64,
    "held_this_year_minor": pl.Int64,
}
IFRS = resolve(framework="ifrs", tree=read_framework("ifrs"), facts=(), on=date(2026, 10, 31)).policy


def assessment(*, value, layers, required=None, reason=None, unit=1):
    """One unit's assessment, of the rows of its layers: (layer, quantity, cost, held, held this year)."""
    quantity, cost, carried = (sum(row[i] for row in layers) for i in (1, 2, 3))
    required = cost - min(cost, max(0, value)) if required is None else required
    reason = ("price_decline" if required else "") if reason is None else reason
    return (unit, quantity, cost, value, required, carried, reason)


def propose_for(rows, layers, reversal="required") -> Proposed:
    return propose(
        assessments=pl.DataFrame(rows, schema=ASSESSMENTS, orient="row"),
        layers=pl.DataFrame(layers, schema=LAYERS, orient="row"),
        policy=replace(IFRS, reversal=reversal),
    )


def propose_one(*, value, layers, required=None, reversal="required") -> Proposed:
    rows = [assessment(value=value, layers=layers, required=required)]
    return propose_for(rows, [(1, *row) for row in layers], reversal)


# --- proposing, by hand ----------------------------------------------------------------------------------------------

TEN_AT_5_AND_TEN_AT_9 = [(7, 10 * UNIT, 50_00, 0, 0), (8, 10 * UNIT, 90_00, 0, 0)]


def test_ten_at_5_and_ten_at_9_worth_120_are_written_down_on_the_dear_layer_alone():
    proposed = propose_one(value=120_00, layers=TEN_AT_5_AND_TEN_AT_9)

    assert proposed.proposals.rows() == [(1, "write_down", "price_decline", 20_00)]
    assert proposed.shares.rows() == [(1, 8, 10 * UNIT, 0, 20_00)]


def test_ifrs_requires_what_has_recovered_to_be_reversed():
    assert IFRS.reversal == "required"


def test_a_recovery_to_135_reverses_15_of_the_20_and_one_above_cost_no_more_than_20():
    layers = [(7, 10 * UNIT, 50_00, 0, 0), (8, 10 * UNIT, 90_00, 20_00, 0)]

    part = propose_one(value=135_00, layers=layers)
    whole = propose_one(value=999_00, layers=layers)

    assert part.proposals.rows() == [(1, "reversal", "price_decline", -15_00)]
    assert part.shares.rows() == [(1, 8, 10 * UNIT, 20_00, -15_00)]
    assert whole.proposals.rows() == [(1, "reversal", "price_decline", -20_00)]


def test_the_policy_bars_a_reversal_or_lets_it_go_as_far_as_this_years_charges():
    layers = [(7, 10 * UNIT, 50_00, 6_00, 0), (8, 10 * UNIT, 90_00, 20_00, 12_00)]

    assert propose_one(value=999_00, layers=layers, reversal="refused").proposals.is_empty()
    this_year = propose_one(value=999_00, layers=layers, reversal="within_fiscal_year")
    assert this_year.proposals.rows() == [(1, "reversal", "price_decline", -12_00)]
    assert this_year.shares.rows() == [(1, 8, 10 * UNIT, 20_00, -12_00)]


@pytest.mark.parametrize("reversal", ["required", "refused", "within_fiscal_year"])
def test_every_policy_charges_what_is_missing(reversal):
    layers = [(7, 10 * UNIT, 50_00, 0, 0), (8, 10 * UNIT, 90_00, 5_00, 0)]

    assert propose_one(value=120_00, layers=layers, reversal=reversal).proposals["amount_minor"].to_list() == [15_00]


def test_within_the_fiscal_year_cannot_be_told_without_what_was_charged_in_it():
    rows = [assessment(value=120_00, layers=TEN_AT_5_AND_TEN_AT_9)]
    layers = pl.DataFrame([(1, *row) for row in TEN_AT_5_AND_TEN_AT_9], schema=LAYERS, orient="row")

    with pytest.raises(Problem, match="held_this_year_minor"):
        propose(
            assessments=pl.DataFrame(rows, schema=ASSESSMENTS, orient="row"),
            layers=layers.drop("held_this_year_minor"),
            policy=replace(IFRS, reversal="within_fiscal_year"),
        )


def test_without_evidence_nothing_changes_and_nothing_is_proposed():
    layers = [(7, 10 * UNIT, 50_00, 8_00, 0)]
    rows = [(1, 10 * UNIT, 50_00, None, 8_00, 8_00, "")]

    proposed = propose_for(rows, [(1, *row) for row in layers])

    assert (proposed.proposals.height, proposed.shares.height) == (0, 0)


def test_a_loss_in_one_tier_beside_a_profit_in_another_still_finds_layers_that_can_carry_it():
    # Two contracts: 10 at 12 (profit), 10 at 3. In all the goods are worth 150 and cost 140, yet 40 is required.
    proposed = propose_one(value=150_00, required=40_00, layers=TEN_AT_5_AND_TEN_AT_9)

    # The dear layer lies 15 below its cost; the other 25 goes over what is left of both costs, 50 and 75.
    assert proposed.shares.select("layer", "amount_minor").rows() == [(7, 10_00), (8, 30_00)]


def test_a_cent_of_rounding_never_takes_a_layer_below_nothing():
    # Shares of the value 1.6, 1.6, 1.6 and 0.2 round to 2, 2, 2 and 0: one more than there is. The cent that is then
    # missing may not fall on the last layer, which is written off already.
    assert target_by_layer(
        required_minor=99, value_minor=5, remaining_micro=[8, 8, 8, 1], cost_minor=[3, 3, 3, 95]
    ) == [2, 1, 1, 95]


def test_layers_that_do_not_add_up_to_their_unit_are_a_programmers_mistake():
    rows = [(1, 10 * UNIT, 51_00, 40_00, 11_00, 0, "price_decline")]

    with pytest.raises(AssertionError, match="do not add up"):
        propose_for(rows, [(1, 7, 10 * UNIT, 50_00, 0, 0)])


# --- proposing, by law -----------------------------------------------------------------------------------------------

AMOUNTS = st.one_of(st.integers(0, 12), st.integers(0, 10**12))


@st.composite
def layer_rows(draw):
    quantity, cost = draw(st.integers(1, 10**9)), draw(AMOUNTS)
    carried = draw(st.integers(0, cost))
    return quantity, cost, carried, draw(st.integers(0, carried))


@st.composite
def units(draw):
    """A unit's layers, a value, and what is required: by the value alone, or anything up to cost (tiers)."""
    layers = [(layer, *row) for layer, row in enumerate(draw(st.lists(layer_rows(), min_size=1, max_size=6)))]
    cost = sum(row[2] for row in layers)
    value = draw(st.integers(-5, 2 * cost + 5))
    return layers, value, draw(st.one_of(st.none(), st.integers(0, cost)))


@given(units(), st.sampled_from(["required", "within_fiscal_year", "refused"]))
def test_parts_are_the_whole_go_one_way_and_leave_every_layer_between_nothing_and_its_cost(unit, reversal):
    layers, value, required = unit
    (_, _, _, _, required, carried, _) = assessment(value=value, layers=layers, required=required)

    proposed = propose_one(value=value, layers=layers, required=required, reversal=reversal)

    amounts = dict(proposed.shares.select("layer", "amount_minor").iter_rows())
    amount = proposed.proposals["amount_minor"].sum()
    assert sum(amounts.values()) == amount
    assert all(change != 0 and (change > 0) == (amount > 0) for change in amounts.values())
    assert all(0 <= held_before + amounts.get(layer, 0) <= cost for layer, _, cost, held_before, _ in layers)
    if required >= carried or reversal == "required":
        assert amount == required - carried
    elif reversal == "refused":
        assert amount == 0
    else:
        assert required - carried <= amount <= 0
        assert all(-amounts.get(layer, 0) <= this_year for layer, _, _, _, this_year in layers)


@given(st.lists(units(), min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing_and_units_do_not_see_one_another(given_units, random):
    rows = [
        assessment(value=value, layers=layers, required=required, unit=unit)
        for unit, (layers, value, required) in enumerate(given_units)
    ]
    layers = [(unit, *row) for unit, (its_layers, _, _) in enumerate(given_units) for row in its_layers]
    whole = propose_for(rows, layers)

    shuffled = propose_for(random.sample(rows, len(rows)), random.sample(layers, len(layers)))
    alone = [propose_for([row], [layer for layer in layers if layer[0] == row[0]]) for row in rows]

    for name in ("proposals", "shares"):
        assert getattr(whole, name).equals(getattr(shuffled, name))
        assert getattr(whole, name).equals(pl.concat([getattr(one, name) for one in alone]))


@given(units())
def test_what_is_proposed_once_is_not_proposed_again(unit):
    layers, value, required = unit
    shares = propose_one(value=value, layers=layers, required=required).shares
    amounts = dict(shares.select("layer", "amount_minor").iter_rows())

    after = [
        (layer, quantity, cost, carried + amounts.get(layer, 0), 0) for layer, quantity, cost, carried, _ in layers
    ]

    assert propose_one(value=value, layers=after, required=required).proposals.is_empty()


def test_a_charge_of_nothing_changes_nothing():
    assert change_by_layer(change_minor=0, target_minor=[3, 4], held_minor=[4, 3], reversible_minor=[4, 3]) == [0, 0]
