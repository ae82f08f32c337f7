"""Ratios before and after: directions, exact bounds, headroom, and that a write-down is no cash flow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.kinds.problems import Problem
from lowmark.core.statements.impact import Figures, cash_flow_effect, impact
from lowmark.core.statements.ratios import (
    RATIOS,
    Covenant,
    adjusted_turnover,
    compare,
    covenant_tests,
    headroom,
    net_income_without,
    ratio_of,
    ratios_before_and_after,
    to_micro,
)

BOOKS = Figures(
    inventory_minor=1_000, opening_inventory_minor=900, quick_assets_minor=800, current_assets_minor=1_900,
    total_assets_minor=5_000, current_liabilities_minor=1_000, total_liabilities_minor=2_500, equity_minor=2_500,
    revenue_minor=9_000, cost_of_sales_minor=6_000, profit_before_tax_minor=1_200, net_income_minor=900,
)  # fmt: skip
IN_THE_YEAR = {
    "current_ratio": "down", "quick_ratio": "unchanged", "inventory_turnover": "up", "days_on_hand": "down",
    "gross_margin": "down", "net_margin": "down", "asset_turnover": "up", "debt_to_equity": "up",
    "return_on_assets": "down", "return_on_equity": "down",
}  # fmt: skip
OPPOSITE = {"up": "down", "down": "up", "unchanged": "unchanged"}


def directions(charge: int, **tax: int) -> dict[str, str]:
    after = BOOKS.plus(impact(charge_minor=charge, **tax))
    return {each.name: each.direction for each in ratios_before_and_after(before=BOOKS, after=after)}


@given(st.integers(1, 800), st.integers(0, 40))
def test_a_write_down_moves_ratios_as_the_books_say_and_a_reversal_the_other_way(charge, share):
    tax = charge * share // 100
    assert directions(charge, deferred_tax_minor=tax) == IN_THE_YEAR
    assert directions(-charge, deferred_tax_minor=-tax) == {name: OPPOSITE[way] for name, way in IN_THE_YEAR.items()}


@given(st.integers(-(10**12), 10**12), st.data())
def test_the_sheet_balances_and_cash_is_what_it_was(charge, data):
    low, high = min(0, charge), max(0, charge)
    current = data.draw(st.integers(low, high))
    deferred = data.draw(st.integers(min(0, charge - current), max(0, charge - current)))
    change = impact(charge_minor=charge, current_tax_minor=current, deferred_tax_minor=deferred)
    assert change.total_assets_minor == change.total_liabilities_minor + change.equity_minor
    assert change.net_income_minor == change.equity_minor == current + deferred - charge
    assert cash_flow_effect(change).cash_minor == 0


@pytest.mark.parametrize(
    "tax", [{"current_tax_minor": 101}, {"deferred_tax_minor": -1}, {"current_tax_minor": 60, "deferred_tax_minor": 60}]
)
def test_tax_beyond_the_charge_is_refused(tax):
    with pytest.raises(Problem, match="tax_beyond_charge"):
        impact(charge_minor=100, **tax)


@given(st.tuples(st.integers(-99, 99), st.integers(1, 99)), st.tuples(st.integers(-99, 99), st.integers(1, 99)))
def test_ratios_are_compared_exactly(first, second):
    assert compare(first, second) == OPPOSITE[compare(second, first)]
    assert compare(first, (first[0] * 7, first[1] * 7)) == "unchanged"
    if to_micro(first) < to_micro(second):
        assert compare(first, second) == "up"


@given(
    st.integers(0, 1_200),
    st.integers(1, 3_000),
    st.sampled_from(["current_ratio", "debt_to_equity", "return_on_assets"]),
)
def test_headroom_is_the_last_charge_that_keeps_a_covenant(inventory, bound, ratio):
    operator = "at_most" if ratio == "debt_to_equity" else "at_least"
    asked = Covenant(name="Bank", ratio=ratio, operator=operator, bound=(bound, 1_000))
    before = Figures(**{name: getattr(BOOKS, name) for name in Figures.__slots__} | {"inventory_minor": inventory})

    def after(charge):
        return before.plus(impact(charge_minor=charge))

    def keeps(charge):
        return covenant_tests(covenants=[asked], before=before, after=after(charge))[0].kept_after

    most = headroom(covenant=asked, before=before, after=after)
    assert (most is None) == (not keeps(0))
    if most is not None:
        assert keeps(most)
        assert most == inventory or not keeps(most + 1)


def test_a_ratio_to_nothing_is_none_and_keeps_no_covenant():
    nothing = Figures()
    assert all(ratio_of(name=name, figures=nothing) is None for name in RATIOS)
    asked = Covenant(name="Bank", ratio="current_ratio", operator="at_least", bound=(0, 1))
    assert not covenant_tests(covenants=[asked], before=nothing, after=nothing)[0].kept_before
    assert {each.direction for each in ratios_before_and_after(before=nothing, after=nothing)} == {"unknown"}


def test_days_on_hand_and_turnover_are_of_the_average_where_the_opening_is_known():
    assert ratio_of(name="inventory_turnover", figures=BOOKS) == (12_000, 1_900)
    assert ratio_of(name="days_on_hand", figures=BOOKS) == (365 * 1_900, 12_000)
    alone = Figures(inventory_minor=1_000, cost_of_sales_minor=6_000)
    assert ratio_of(name="inventory_turnover", figures=alone) == (6_000, 1_000)


def test_what_there_is_not_is_refused():
    with pytest.raises(Problem, match="unknown_ratio"):
        ratio_of(name="luck", figures=BOOKS)
    with pytest.raises(Problem, match="bad_bound"):
        covenant_tests(
            covenants=[Covenant(name="x", ratio="current_ratio", operator="at_least", bound=(1, 0))],
            before=BOOKS,
            after=BOOKS,
        )
    with pytest.raises(Problem, match="bad_tax_rate"):
        net_income_without(net_income_minor=1, charge_minor=1, tax_rate_micro=-1)


def test_turnover_of_nothing_is_none():
    assert adjusted_turnover(cost_of_sales_minor=5, write_down_minor=1, gross_inventory_minor=(0, 0)).turnover is None
