"""The retail method and the gross profit method: the worksheet adds up, nothing comes from nowhere, and what is refused."""

from dataclasses import asdict, replace
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lowmark.core.estimates.gross_profit import estimate_gross_profit, estimate_loss
from lowmark.core.estimates.lifo_retail import close_retail_year, open_retail_pool
from lowmark.core.estimates.ratios import deflate, make_ratio, round_ratio, round_to_step, take_share
from lowmark.core.estimates.retail import BASES, STANDS_FOR, RetailTotals, estimate_departments, estimate_retail
from lowmark.core.kinds.problems import Problem

AMOUNT = st.integers(0, 10**12)


@st.composite
def totals(draw, *, opening=True) -> RetailTotals:
    """Totals of a department that sold no more than it had."""
    bought_cost, returned_cost, lost_cost = sorted((draw(AMOUNT), draw(AMOUNT), draw(AMOUNT)), reverse=True)
    bought, returned, lost = sorted((draw(st.integers(1, 10**12)), draw(AMOUNT), draw(AMOUNT)), reverse=True)
    assume(bought > 0)
    returned, lost = returned // 4, lost // 4
    markups, markdowns = draw(AMOUNT), draw(st.integers(0, bought // 8))
    start = draw(AMOUNT) if opening else 0
    left = start + bought - returned - lost + markups - markdowns
    sold = draw(st.integers(0, max(0, left)))
    return RetailTotals(
        opening_cost_minor=draw(AMOUNT) if start else 0, opening_retail_minor=start, purchases_cost_minor=bought_cost,
        purchases_retail_minor=bought, purchase_returns_cost_minor=returned_cost // 4, purchase_returns_retail_minor=returned,
        abnormal_loss_cost_minor=lost_cost // 4, abnormal_loss_retail_minor=lost, freight_in_minor=draw(AMOUNT),
        markups_minor=markups, markdowns_minor=markdowns, sales_minor=sold,
    )  # fmt: skip


@given(totals(), st.sampled_from(BASES), st.none() | st.integers(0, 6))
def test_the_parts_are_the_whole(given_totals, basis, places):
    found = estimate_retail(totals=given_totals, basis=basis, ratio_places=places)
    assert found.ending_cost_minor + found.cost_of_goods_sold_minor == found.available_cost_minor
    assert found.available_cost_minor == sum(step.cost_minor for step in found.steps)
    assert found.ending_retail_minor == sum(step.retail_minor for step in found.steps)
    assert found.ratio_cost_minor == sum(step.cost_minor for step in found.steps if step.counts_in_ratio)
    assert found.ratio_retail_minor == sum(step.retail_minor for step in found.steps if step.counts_in_ratio)
    spent = given_totals.opening_cost_minor + given_totals.purchases_cost_minor + given_totals.freight_in_minor
    returned = given_totals.purchase_returns_cost_minor
    assert found.available_cost_minor + found.abnormal_loss_minor == spent - returned
    assert 0 <= found.ending_cost_minor <= found.available_cost_minor


@given(totals())
def test_the_conventional_ratio_is_never_above_that_of_average_cost(given_totals):
    conventional, average = (
        estimate_retail(totals=given_totals, basis=basis) for basis in ("conventional", "average_cost")
    )
    assert Fraction(*conventional.ratio) <= Fraction(*average.ratio)
    assert conventional.ending_cost_minor <= average.ending_cost_minor
    unmarked = estimate_retail(totals=replace(given_totals, markdowns_minor=0), basis="conventional")
    assert conventional.ratio == unmarked.ratio
    assert STANDS_FOR["conventional"] == conventional.stands_for == "lower_of_cost_or_market"


@given(totals(opening=False))
def test_without_opening_inventory_first_in_is_average(given_totals):
    fifo, average = (estimate_retail(totals=given_totals, basis=basis) for basis in ("fifo", "average_cost"))
    assert fifo.ending_cost_minor == average.ending_cost_minor


@given(totals(), st.sampled_from(("conventional", "average_cost")))
def test_an_exact_ratio_is_rounded_once(given_totals, basis):
    found = estimate_retail(totals=given_totals, basis=basis)
    exact = Fraction(found.ending_retail_minor * found.ratio_cost_minor, found.ratio_retail_minor)
    assert abs(found.ending_cost_minor - exact) <= Fraction(1, 2)


def test_first_in_first_out_sells_opening_inventory_first():
    said = RetailTotals(
        opening_cost_minor=10, opening_retail_minor=100, purchases_cost_minor=90, purchases_retail_minor=100
    )
    half = replace(said, sales_minor=100)
    assert estimate_retail(totals=half, basis="fifo").cost_of_goods_sold_minor == 10
    assert estimate_retail(totals=half, basis="average_cost").cost_of_goods_sold_minor == 50
    assert estimate_retail(totals=said, basis="fifo").ending_cost_minor == 100


def test_what_is_left_beyond_purchases_is_opening_inventory_at_its_own_ratio():
    said = RetailTotals(
        opening_cost_minor=150,
        opening_retail_minor=300,
        purchases_cost_minor=450,
        purchases_retail_minor=600,
        sales_minor=240,
    )
    found = estimate_retail(totals=said, basis="fifo")
    assert (found.ratio, found.ending_retail_minor, found.ending_cost_minor) == ((3, 4), 660, 480)


def test_a_department_without_goods_is_nothing():
    found = estimate_retail(totals=RetailTotals(), basis="conventional")
    assert (found.ending_cost_minor, found.cost_of_goods_sold_minor, found.ratio) == (0, 0, (0, 1))


@pytest.mark.parametrize(
    "changed, code",
    [
        ({"sales_minor": 101}, "more_sold_than_there_was"),
        ({"sales_minor": -1}, "negative_amount"),
        ({"markup_cancellations_minor": 1}, "cancelled_too_much"),
        ({"markdown_cancellations_minor": 1}, "cancelled_too_much"),
        ({"purchase_returns_cost_minor": 51}, "no_ratio"),
        ({"purchases_retail_minor": 0}, "no_ratio"),
    ],
)
def test_totals_that_cannot_be_are_refused(changed, code):
    fine = RetailTotals(purchases_cost_minor=50, purchases_retail_minor=100)
    if changed == {"purchases_retail_minor": 0}:
        changed |= {"sales_returns_minor": 5}
    with pytest.raises(Problem) as raised:
        estimate_retail(totals=replace(fine, **changed), basis="conventional")
    assert raised.value.code == code


def test_all_amounts_below_zero_are_named_at_once():
    with pytest.raises(Problem) as raised:
        estimate_retail(totals=RetailTotals(sales_minor=-1, markups_minor=-2), basis="fifo")
    assert raised.value.where == {"sales_minor": -1, "markups_minor": -2}
    assert raised.value.where.keys() <= asdict(RetailTotals()).keys()


def test_what_is_asked_for_is_known():
    with pytest.raises(Problem, match="unknown_basis"):
        estimate_retail(totals=RetailTotals(), basis="guess")
    with pytest.raises(Problem, match="bad_places"):
        estimate_retail(totals=RetailTotals(), basis="fifo", ratio_places=13)
    with pytest.raises(Problem, match="department_twice"):
        estimate_departments(totals=[RetailTotals(department="a"), RetailTotals(department="a")], basis="fifo")


@given(totals(opening=False), st.integers(1, 10**9), st.integers(0, 10**9))
def test_a_layer_of_lifo_retail_is_an_increment_at_its_own_ratio(given_totals, retail, cost):
    said = replace(
        given_totals, opening_cost_minor=cost, opening_retail_minor=retail, sales_minor=given_totals.sales_minor
    )
    base = open_retail_pool(pool="", year=0, retail_minor=retail, cost_minor=cost)
    year = close_retail_year(layers=[base], totals=said, year=1)
    assert year.base_minor == year.ending_retail_minor == sum(layer.left_base_minor for layer in year.layers)
    if year.added is None:
        assert year.lifo_cost_minor <= cost
    else:
        assert year.lifo_cost_minor == cost + take_share(year.ending_retail_minor - retail, year.estimate.ratio)


# --- the gross profit method -----------------------------------------------------------------------------------------


@given(AMOUNT, AMOUNT, st.integers(0, 10**6), st.sampled_from(("sales", "cost")), st.data())
def test_what_was_there_is_sold_or_left(opening, bought, margin, on, data):
    sales = data.draw(st.integers(0, opening + bought))
    found = estimate_gross_profit(purpose="interim", opening_minor=opening, purchases_minor=bought, sales_minor=sales,
                                  margin=(margin, 10**6), margin_on=on)  # fmt: skip
    assert found.inventory_minor + found.cost_of_goods_sold_minor == found.available_minor == opening + bought
    assert found.inventory_minor >= 0 and found.is_estimate
    with pytest.raises(Problem, match="not_for_a_loss"):
        estimate_loss(estimate=found, salvage_minor=0)


@given(AMOUNT, st.integers(0, 99))
def test_a_margin_on_sales_is_a_markup_on_cost_said_otherwise(sales, margin):
    """m on sales is m / (1 - m) on cost."""
    on_sales, on_cost = (
        estimate_gross_profit(
            purpose="loss", opening_minor=sales, purchases_minor=0, sales_minor=sales, margin=said, margin_on=on
        )
        for said, on in (((margin, 100), "sales"), ((margin, 100 - margin), "cost"))
    )
    assert on_sales.inventory_minor == on_cost.inventory_minor


@pytest.mark.parametrize(
    "changed, code",
    [
        ({"purpose": "annual"}, "not_for_annual_statements"),
        ({"margin_on": "air"}, "unknown_margin"),
        ({"margin": (3, 2)}, "no_ratio"),
        ({"margin": (-1, 2), "sales_minor": 100}, "more_sold_than_there_was"),
        ({"purchases_minor": -1}, "negative_amount"),
        ({"sales_returns_minor": 101}, "more_sold_than_there_was"),
        ({"purchase_returns_minor": 101}, "more_sold_than_there_was"),
    ],
)
def test_estimates_that_cannot_be_are_refused(changed, code):
    fine = {
        "purpose": "loss",
        "opening_minor": 60,
        "purchases_minor": 40,
        "sales_minor": 80,
        "margin": (1, 4),
        "margin_on": "sales",
    }
    with pytest.raises(Problem) as raised:
        estimate_gross_profit(**fine | changed)
    assert raised.value.code == code


def test_no_more_is_saved_than_was_there():
    found = estimate_gross_profit(
        purpose="loss", opening_minor=100, purchases_minor=0, sales_minor=0, margin=(1, 4), margin_on="sales"
    )
    assert estimate_loss(estimate=found, salvage_minor=100) == 0
    with pytest.raises(Problem, match="more_saved"):
        estimate_loss(estimate=found, salvage_minor=101)


# --- ratios ----------------------------------------------------------------------------------------------------------


@given(st.integers(0, 10**15), st.integers(1, 10**15), st.integers(0, 12))
def test_a_ratio_keeps_its_value_and_is_rounded_to_the_nearest(numerator, denominator, places):
    exact = make_ratio(numerator=numerator, denominator=denominator, name="x")
    assert Fraction(*exact) == Fraction(numerator, denominator)
    assume(numerator * 10**places < 2**62 * denominator)
    rounded = round_ratio(ratio=exact, places=places)
    assert abs(Fraction(*rounded) - Fraction(*exact)) <= Fraction(1, 2 * 10**places)


@given(st.integers(0, 10**12), st.integers(1, 10**6), st.integers(1, 10**6))
def test_deflating_undoes_inflating_to_half_a_unit(amount, over, under):
    assert abs(deflate(amount, (over, under)) - Fraction(amount * under, over)) <= Fraction(1, 2)


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6))
def test_an_amount_goes_to_the_nearest_step(amount, step):
    rounded = round_to_step(amount_minor=amount, step_minor=step)
    assert rounded % step == 0 and 2 * abs(rounded - amount) <= step


def test_no_index_and_no_step_are_refused():
    with pytest.raises(Problem, match="no_index"):
        deflate(1, (0, 1))
    with pytest.raises(Problem, match="bad_step"):
        round_to_step(amount_minor=1, step_minor=0)
