"""Standard cost: variances are the whole of what differs, prorated to the last cent; overhead on normal capacity."""

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lowmark.core.estimates.normal_capacity import absorb_overhead, rate_of_one, split_overhead
from lowmark.core.estimates.production_cost import (
    TREATMENTS,
    CostElement,
    cost_of_goods,
    cost_of_production,
    left_of,
)
from lowmark.core.estimates.proration import GoodsAtStandard, prorate_variances
from lowmark.core.estimates.variances import (
    MixedMaterial,
    OverheadSpent,
    Variance,
    at_standard,
    labour_variances,
    material_variances,
    mix_and_yield,
    overhead_variances,
)
from lowmark.core.kinds.problems import Problem

AMOUNT = st.integers(0, 10**10)
MICRO = st.integers(0, 10**12)
PRICE = st.integers(0, 10**10)
SIGNED = st.integers(-(10**9), 10**9)


@given(MICRO, AMOUNT, MICRO, MICRO, PRICE)
def test_price_and_usage_are_what_was_spent_beyond_what_is_allowed(bought, cost, used, allowed, price):
    variances = material_variances(bought_micro=bought, bought_cost_minor=cost, used_micro=used, allowed_micro=allowed,
                                   standard_price_micro=price, currency="EUR", priced_at="purchase")  # fmt: skip
    kept = at_standard(quantity_micro=bought, price_micro=price, currency="EUR") - at_standard(
        quantity_micro=used, price_micro=price, currency="EUR"
    )
    allowed_minor = at_standard(quantity_micro=allowed, price_micro=price, currency="EUR")
    assert cost == kept + allowed_minor + sum(each.amount_minor for each in variances)


@given(st.integers(1, 10**12), AMOUNT, MICRO, PRICE)
def test_all_used_is_priced_alike_at_purchase_and_at_use(bought, cost, allowed, price):
    said = {"bought_micro": bought, "bought_cost_minor": cost, "used_micro": bought, "allowed_micro": allowed,
            "standard_price_micro": price, "currency": "JPY"}  # fmt: skip
    assert material_variances(**said, priced_at="purchase") == material_variances(**said, priced_at="use")


@given(st.lists(st.tuples(MICRO, MICRO, PRICE), min_size=1, max_size=4))
def test_mix_and_yield_are_usage(rows):
    assume(any(allowed for _, allowed, _ in rows))
    materials = [
        MixedMaterial(name=str(i), used_micro=u, allowed_micro=a, standard_price_micro=p)
        for i, (u, a, p) in enumerate(rows)
    ]
    mix, yielded = mix_and_yield(materials=materials, currency="EUR")
    apart = sum(
        at_standard(quantity_micro=u, price_micro=p, currency="EUR")
        - at_standard(quantity_micro=a, price_micro=p, currency="EUR")
        for u, a, p in rows
    )
    assert abs(mix.amount_minor + yielded.amount_minor - apart) <= len(rows) + 1
    if len(rows) == 1:
        assert abs(mix.amount_minor) == 0


@given(MICRO, AMOUNT, MICRO, PRICE)
def test_rate_and_efficiency_are_the_whole(hours, cost, allowed, rate):
    found = labour_variances(
        hours_micro=hours, cost_minor=cost, allowed_hours_micro=allowed, standard_rate_micro=rate, currency="EUR"
    )
    assert sum(each.amount_minor for each in found) == cost - at_standard(
        quantity_micro=allowed, price_micro=rate, currency="EUR"
    )


@given(st.builds(OverheadSpent, variable_minor=AMOUNT, fixed_minor=AMOUNT, budgeted_fixed_minor=AMOUNT, hours_micro=MICRO,
                 allowed_hours_micro=MICRO, variable_rate_micro=PRICE, fixed_rate_micro=PRICE))  # fmt: skip
def test_two_three_and_four_ways_are_one_whole(spent):
    found = {ways: overhead_variances(spent=spent, currency="EUR", ways=ways) for ways in (2, 3, 4)}
    assert [len(each) for each in found.values()] == [2, 3, 4]
    assert all(
        sum(each.amount_minor for each in first) == sum(each.amount_minor for each in second)
        for first, second in pairwise(found.values())
    )
    assert len({each[-1] for each in found.values()}) == 1


def test_the_direction_of_a_variance():
    assert [Variance("x", amount).direction for amount in (1, 0, -1)] == ["unfavourable", "", "favourable"]


@pytest.mark.parametrize("changed, code", [({"priced_at": "noon"}, "unknown_priced_at"), ({"used_micro": 11}, "more_used_than_bought"),
                                           ({"allowed_micro": -1}, "negative_amount")])  # fmt: skip
def test_variances_that_cannot_be_are_refused(changed, code):
    fine = {"bought_micro": 10, "bought_cost_minor": 1, "used_micro": 10, "allowed_micro": 9, "standard_price_micro": 1,
            "currency": "EUR", "priced_at": "use"}  # fmt: skip
    with pytest.raises(Problem) as raised:
        material_variances(**fine | changed)
    assert raised.value.code == code


def test_ways_and_mixes_that_cannot_be_are_refused():
    with pytest.raises(Problem, match="unknown_ways"):
        overhead_variances(spent=OverheadSpent(**dict.fromkeys(OverheadSpent.__slots__, 0)), currency="EUR", ways=5)
    with pytest.raises(Problem, match="no_activity"):
        mix_and_yield(materials=[], currency="EUR")


# --- proration -------------------------------------------------------------------------------------------------------

GOODS = st.lists(
    st.builds(GoodsAtStandard, name=st.just("goods"), material_minor=st.integers(1, 10**9), labour_minor=st.integers(1, 10**9),
              overhead_minor=st.integers(1, 10**9)), min_size=1, max_size=3,
)  # fmt: skip


@given(AMOUNT, GOODS, SIGNED, SIGNED, SIGNED, SIGNED)
def test_prorated_variances_are_the_variances(raw, goods, price, usage, labour, overhead):
    assume(raw + sum(each.material_minor for each in goods) + usage > abs(usage))
    found = prorate_variances(
        raw_material_minor=raw,
        goods=goods,
        price_minor=price,
        usage_minor=usage,
        labour_minor=labour,
        overhead_minor=overhead,
    )
    rows = found.goods
    assert (
        found.price_in_raw_material_minor + found.price_in_usage_minor + sum(row.price_minor for row in rows) == price
    )
    assert sum(row.usage_minor for row in rows) == found.adjusted_usage_minor == usage + found.price_in_usage_minor
    assert sum(row.labour_variance_minor for row in rows) == labour
    assert sum(row.overhead_variance_minor for row in rows) == overhead
    standard = raw + sum(each.material_minor + each.labour_minor + each.overhead_minor for each in goods)
    assert (
        found.raw_material_minor + sum(row.total_minor for row in rows) == standard + price + usage + labour + overhead
    )


def test_without_goods_a_variance_has_nowhere_to_go():
    for said in ({"price_minor": 1}, {"usage_minor": 1}, {"labour_minor": 1}, {"overhead_minor": 1}):
        with pytest.raises(Problem, match="nothing_to_bear"):
            prorate_variances(**{"raw_material_minor": 0, "goods": [], "price_minor": 0, "usage_minor": 0, "labour_minor": 0,
                                 "overhead_minor": 0} | said)  # fmt: skip
    with pytest.raises(Problem, match="negative_amount"):
        prorate_variances(
            raw_material_minor=-1, goods=[], price_minor=0, usage_minor=0, labour_minor=0, overhead_minor=0
        )


# --- normal capacity -------------------------------------------------------------------------------------------------


@given(AMOUNT, AMOUNT, st.integers(1, 10**12), st.integers(1, 10**12), st.data())
def test_overhead_is_in_goods_or_is_expense(fixed, variable, normal, actual, data):
    found = absorb_overhead(fixed_minor=fixed, variable_minor=variable, normal_micro=normal, actual_micro=actual)
    assert found.absorbed_fixed_minor + found.unabsorbed_fixed_minor == fixed
    assert found.unabsorbed_fixed_minor == 0 or actual < normal
    split = split_overhead(overhead=found, produced_micro=actual, on_hand_micro=data.draw(st.integers(0, actual)))
    assert split.in_inventory_minor + split.expense_minor == fixed + variable
    assert min(split.in_inventory_minor, split.in_goods_sold_minor, split.unabsorbed_minor) >= 0


@given(AMOUNT, st.integers(1, 10**9), st.integers(1, 10**9), st.integers(1, 10**9))
def test_the_rate_never_rises_in_a_poor_period_and_falls_in_a_good_one(fixed, normal, poor, more):
    at_normal, at_poor, at_good = (
        absorb_overhead(fixed_minor=fixed, normal_micro=normal, actual_micro=actual).fixed_rate
        for actual in (normal, min(poor, normal), normal + more)
    )
    assert at_poor == at_normal
    falls = at_good[0] * at_normal[1] < at_normal[0] * at_good[1]
    assert falls if fixed else at_good == at_normal
    assert rate_of_one(rate=(1, 2)) == 500_000


@given(AMOUNT, AMOUNT, st.integers(1, 10**9), st.data())
def test_goods_that_are_left_and_gone_cost_what_was_spent(prime, fixed, made, data):
    overhead = absorb_overhead(fixed_minor=fixed, normal_micro=data.draw(st.integers(1, 10**9)), actual_micro=made)
    left = left_of(opening_micro=0, produced_micro=made, sold_micro=data.draw(st.integers(0, made)))
    found = cost_of_production(prime_minor=prime, overhead=overhead, produced_micro=made, left_micro=left)
    assert found.left_cost_minor + found.gone_cost_minor + found.unabsorbed_minor == prime + fixed
    assert left or found.left_cost_minor == 0


def test_production_that_cannot_be_is_refused():
    nothing = absorb_overhead(fixed_minor=1, normal_micro=1, actual_micro=0)
    assert nothing.unabsorbed_fixed_minor == 1
    for call, code in (
        (lambda: absorb_overhead(fixed_minor=1, normal_micro=0, actual_micro=1), "no_activity"),
        (lambda: absorb_overhead(fixed_minor=1, variable_minor=1, normal_micro=1, actual_micro=0), "no_activity"),
        (lambda: absorb_overhead(fixed_minor=-1, normal_micro=1, actual_micro=1), "negative_amount"),
        (lambda: split_overhead(overhead=nothing, produced_micro=1, on_hand_micro=2), "more_left_than_made"),
        (lambda: cost_of_production(prime_minor=1, overhead=nothing, produced_micro=0, left_micro=0), "no_activity"),
        (
            lambda: cost_of_production(prime_minor=1, overhead=nothing, produced_micro=1, left_micro=2),
            "more_left_than_made",
        ),
        (lambda: left_of(opening_micro=1, produced_micro=1, sold_micro=3), "more_sold_than_there_was"),
        (lambda: cost_of_goods(elements=[CostElement(name="x", kind="magic", amount_minor=1)]), "unknown_cost"),
        (lambda: cost_of_goods(elements=[CostElement(name="x", kind="labour", amount_minor=-1)]), "negative_amount"),
        (
            lambda: cost_of_goods(elements=[CostElement(name="x", kind="discount", amount_minor=1)]),
            "taken_off_too_much",
        ),
    ):
        with pytest.raises(Problem) as raised:
            call()
        assert raised.value.code == code


@given(st.lists(st.tuples(st.sampled_from(sorted(TREATMENTS)), AMOUNT), max_size=8))
def test_cost_is_the_sum_of_its_rows_and_each_says_where_it_stands(spent):
    elements = [CostElement(name=str(i), kind=kind, amount_minor=amount) for i, (kind, amount) in enumerate(spent)]
    assume(sum(amount * TREATMENTS[kind][0] for kind, amount in spent) >= 0)
    found = cost_of_goods(elements=elements)
    assert found.cost_minor == sum(row.in_cost_minor for row in found.rows)
    assert all(row.source and abs(row.in_cost_minor) in (0, row.amount_minor) for row in found.rows)
