"""Impairment by cash flows, goods by when they go, and work that is no inventory: figures by hand, and two laws."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.assessment.horizons import by_horizon
from lowmark.core.assessment.impairment import impair, present_value
from lowmark.core.kinds.problems import Problem
from lowmark.services.importing.no_inventory import not_inventory

amounts = st.integers(0, 10**12)


def test_a_project_that_recovers_by_its_flows_loses_nothing_however_little_it_is_worth():
    found = impair(carrying_minor=100, flows={5: 100}, rate_micro=500_000, held_for_sale=False, cost_to_sell_minor=0)
    assert (found.loss_minor, found.measured_at) == (0, "carrying_amount")
    assert found.fair_value_minor == 13  # 100 / 1.5^5 = 13.17


def test_one_that_does_not_is_measured_at_fair_value_and_one_for_sale_less_what_that_costs():
    told = {"carrying_minor": 1_000, "flows": {1: 990}, "rate_micro": 100_000, "cost_to_sell_minor": 50}
    assert impair(**told, held_for_sale=False).loss_minor == 100
    assert impair(**told, held_for_sale=True).loss_minor == 150
    assert impair(**told, held_for_sale=False, fair_value_minor=930).loss_minor == 70
    assert impair(**told, held_for_sale=True, fair_value_minor=1_100).measured_at == "carrying_amount"


def test_a_year_that_is_over_and_a_rate_of_all_of_it_cannot_be():
    for flows, rate in (({-1: 5}, 0), ({1: 5}, -1_000_000)):
        with pytest.raises(Problem, match="bad_request"):
            present_value(flows=flows, rate_micro=rate)


@given(st.dictionaries(st.integers(0, 12), amounts, max_size=6), st.integers(0, 2_000_000), amounts)
def test_discounting_takes_off_and_a_loss_is_never_more_than_what_is_carried(flows, rate, carrying):
    found = impair(carrying_minor=carrying, flows=flows, rate_micro=rate, held_for_sale=False, cost_to_sell_minor=0)
    assert 0 <= found.fair_value_minor <= found.undiscounted_minor
    assert 0 <= found.loss_minor <= carrying


@given(
    st.lists(st.tuples(amounts, amounts, amounts, st.integers(1, 2_000)), max_size=8),
    st.integers(1, 900),
    st.integers(0, 900),
)
def test_the_parts_of_goods_sum_to_their_cost(rows, current, more):
    stock = pl.DataFrame(
        [(n, quantity, cost if quantity else 0, demand, days) for n, (quantity, cost, demand, days) in enumerate(rows)],
        schema=dict.fromkeys(("item", "quantity_micro", "cost_minor", "demand_micro", "demand_days"), pl.Int64), orient="row",
    )  # fmt: skip
    found = by_horizon(stock=stock, current_days=current, last_days=current + more)
    parts = found["current_minor"] + found["later_minor"] + found["beyond_minor"]
    assert parts.to_list() == found["cost_minor"].to_list()
    assert all((found[name] >= 0).all() for name in ("current_minor", "later_minor", "beyond_minor"))


def test_work_that_is_not_billed_is_refused_by_family_or_by_name_and_only_where_the_industry_says_so():
    rows = pl.DataFrame({"row": [2, 3, 4], "item": ["A", "B", "C"], "name": ["UNBILLED hours", "Engagement 9", "Toner"],
                         "category": ["", "client-time", "office supplies"]})  # fmt: skip
    assert not_inventory(rows, "professional_services")["row"].to_list() == [2, 3]
    assert not_inventory(rows, "distribution").is_empty()
    assert not_inventory(rows, "").is_empty()
