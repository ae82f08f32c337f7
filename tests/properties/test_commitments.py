"""Firm commitments: demand is taken once, no profit shelters a loss, liabilities move as far as the policy has it."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.commitments.liability import change_of_liability
from lowmark.core.commitments.outlets import Delivery, Outlet, place
from lowmark.core.commitments.purchases import purchase_losses, take_or_pay
from lowmark.core.commitments.receipt import receive
from lowmark.core.commitments.sales import onerous_sales
from lowmark.core.frameworks.areas import resolve_area
from lowmark.core.frameworks.reporting import CommitmentsPolicy, commitments_policy
from lowmark.core.kinds.problems import Problem
from lowmark.frameworks.read import names, read_area

RECOVERIES = ("required", "within_fiscal_year", "refused")


def policy_of(framework) -> CommitmentsPolicy:
    tree = read_area(framework, "commitments")
    return commitments_policy(resolve_area(framework=framework, tree=tree, facts=[], on=date(2026, 12, 31)).values)


def policy(recovery="required", exit="fulfilment", sales="recognised") -> CommitmentsPolicy:
    return CommitmentsPolicy(recovery=recovery, exit=exit, sales_contracts=sales)


CONTRACT = {"contract": pl.Int64, "item": pl.Int64, "delivers_on": pl.Date, "quantity_micro": pl.Int64, "cost_minor": pl.Int64,
            "is_firm": pl.Boolean, "is_hedged": pl.Boolean, "penalty_minor": pl.Int64, "held_minor": pl.Int64,
            "held_this_year_minor": pl.Int64}  # fmt: skip
OUTLET = {"item": pl.Int64, "rank": pl.Int64, "kind": pl.String, "quantity_micro": pl.Int64, "price_micro": pl.Int64}
SALE = {"contract": pl.Int64, "item": pl.Int64, "delivers_on": pl.Date, "quantity_micro": pl.Int64, "revenue_minor": pl.Int64,
        "cost_micro": pl.Int64, "penalty_minor": pl.Int64, "held_minor": pl.Int64, "held_this_year_minor": pl.Int64}  # fmt: skip


def contract(number=1, units=10, cost=1_000, **given_):
    return {"contract": number, "item": 7, "delivers_on": date(2027, 1, 1) + timedelta(number), "quantity_micro": units * 10**6,
            "cost_minor": cost, "is_firm": True, "is_hedged": False, "penalty_minor": None, "held_minor": 0,
            "held_this_year_minor": 0} | given_  # fmt: skip


def outlet(kind, units, price, rank=1):
    quantity = None if units is None else units * 10**6
    return {"item": 7, "rank": rank, "kind": kind, "quantity_micro": quantity, "price_micro": price * 10**4}


def losses(contracts, outlets, **given_):
    found = purchase_losses(
        contracts=pl.DataFrame(contracts, schema=CONTRACT), outlets=pl.DataFrame(outlets, schema=OUTLET), currency="EUR",
        policy=policy(**given_),
    )  # fmt: skip
    return found, {row["contract"]: row for row in found.losses.iter_rows(named=True)}


@pytest.mark.parametrize("framework", names())
def test_every_framework_says_what_becomes_of_firm_contracts(framework):
    found = policy_of(framework)
    assert (found.recovery == "required") == (found.exit == "lower_of_fulfilment_and_penalty")


DELIVERIES = st.lists(st.tuples(st.integers(1, 10**7), st.integers(0, 10**9)), max_size=5)
OUTLETS = st.lists(st.tuples(st.one_of(st.none(), st.integers(0, 10**7)), st.integers(0, 10**9)), max_size=5)


@given(DELIVERIES, OUTLETS)
def test_each_outlet_is_taken_once_and_costs_are_whole(deliveries, outlets):
    rows = [Delivery(contract=n, quantity_micro=q, cost_minor=c) for n, (q, c) in enumerate(deliveries)]
    ways = [Outlet(kind=str(n), quantity_micro=q, price_micro=p) for n, (q, p) in enumerate(outlets)]
    pieces = place(deliveries=rows, outlets=ways, currency="EUR")
    for row in rows:
        mine = [piece for piece in pieces if piece.contract == row.contract]
        assert sum(piece.quantity_micro for piece in mine) == row.quantity_micro
        assert sum(piece.cost_minor for piece in mine) == row.cost_minor
    for way in ways:
        if way.quantity_micro is not None:
            assert sum(piece.quantity_micro for piece in pieces if piece.kind == way.kind) <= way.quantity_micro
    if any(quantity is None for quantity, _ in outlets):
        assert not any(piece.kind == "none" for piece in pieces)
    assert all(piece.quantity_micro > 0 for piece in pieces)


@given(st.integers(0, 20), st.integers(0, 300), st.integers(0, 300), st.integers(0, 50))
def test_a_better_price_or_more_demand_never_loses_more(units, price, rest, more):
    def loss(units_, price_):
        return losses([contract()], [outlet("expected", units_, price_), outlet("rest", None, rest, 2)])[1][1][
            "loss_minor"
        ]

    assert loss(units, price + more) <= loss(units, price)
    assert loss(units + more, max(price, rest)) <= loss(units, max(price, rest))
    assert 0 <= loss(units, price) <= 1_000


def test_profit_on_what_is_sold_firmly_does_not_shelter_the_rest():
    """ASC 330-10-35-18: six are protected by a firm sale, at more than they cost; the other four lose 80 each."""
    found, of = losses([contract()], [outlet("firm_sale", 6, 500), outlet("rest", None, 20, 2)])
    assert of[1]["loss_minor"] == 320
    assert found.pieces.select("kind", "loss_minor").rows() == [("firm_sale", 0), ("rest", 320)]
    assert losses([contract()], [outlet("firm_sale", 10, 100)])[1][1]["loss_minor"] == 0


def test_the_earliest_delivery_takes_the_demand_first_whatever_the_order_of_rows():
    rows = [contract(2), contract(1)]
    _, of = losses(rows, [outlet("expected", 10, 150), outlet("rest", None, 0, 2)])
    assert {number: row["loss_minor"] for number, row in of.items()} == {1: 0, 2: 1_000}


@pytest.mark.parametrize("given_, finding", [({"is_firm": False}, "not_firm"), ({"is_hedged": True}, "hedged")])
def test_what_can_be_cancelled_or_is_hedged_loses_nothing(given_, finding):
    _, of = losses([contract(**given_)], [outlet("rest", None, 0)])
    assert (of[1]["finding"], of[1]["loss_minor"], of[1]["charged_minor"]) == (finding, 0, 0)


def test_what_can_be_cancelled_takes_no_demand_from_what_cannot():
    _, of = losses([contract(1, is_firm=False), contract(2)], [outlet("expected", 10, 150), outlet("rest", None, 0, 2)])
    assert of[2]["loss_minor"] == 0


def test_of_goods_without_an_outlet_nothing_is_known_and_nothing_is_charged_or_taken_back():
    _, of = losses([contract(held_minor=40)], [outlet("expected", 4, 10)])
    assert (of[1]["finding"], of[1]["charged_minor"], of[1]["reversed_minor"]) == ("no_outlet", 0, 0)


@pytest.mark.parametrize("exit, required", [("fulfilment", 800), ("lower_of_fulfilment_and_penalty", 300)])
def test_a_penalty_counts_where_the_policy_has_it(exit, required):
    _, of = losses([contract(penalty_minor=300)], [outlet("rest", None, 20)], exit=exit)
    assert of[1]["required_minor"] == required


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99), st.sampled_from(RECOVERIES))
def test_a_liability_moves_to_what_is_required_as_far_as_the_policy_has_it(required, held, year, recovery):
    year = min(year, held)
    found = change_of_liability(
        required_minor=required, held_minor=held, held_this_year_minor=year, policy=policy(recovery)
    )
    assert min(found.charged_minor, found.reversed_minor) == 0 <= found.closing_minor
    assert found.closing_minor >= required
    assert (found.closing_minor == required) or found.reversed_minor == {
        "required": held,
        "within_fiscal_year": year,
        "refused": 0,
    }[recovery]


@given(st.integers(0, 999), st.integers(0, 999), st.integers(0, 999), st.integers(0, 999), st.sampled_from(RECOVERIES))
def test_goods_come_in_at_no_more_than_their_contract_and_no_more_than_market_or_what_was_charged(
    price, market, held, year, recovery
):
    held = min(held, price)
    found = receive(
        contract_minor=price,
        market_minor=market,
        held_minor=held,
        held_this_year_minor=min(year, held),
        policy=policy(recovery),
    )
    assert found.inventory_minor <= min(price, max(market, price - held))
    assert found.gain_minor <= held
    assert min(found.gain_minor, found.loss_minor) == 0
    if recovery == "refused":
        assert found.inventory_minor == min(price - held, market)
    if recovery == "required":
        assert found.inventory_minor == min(price, market)


def test_a_recovery_before_receipt_is_a_gain_under_ifrs_and_a_lower_cost_under_us_gaap_after_the_close():
    """81 000 contracted, 11 000 charged last year, market at 76 000 when the goods come."""
    found = {
        name: receive(contract_minor=81_000, market_minor=76_000, held_minor=11_000, policy=policy_of(name))
        for name in ("ifrs", "us_gaap")
    }
    assert [(each.inventory_minor, each.gain_minor) for each in found.values()] == [(76_000, 6_000), (70_000, 0)]
    of_the_year = receive(
        contract_minor=81_000,
        market_minor=76_000,
        held_minor=11_000,
        held_this_year_minor=11_000,
        policy=policy_of("us_gaap"),
    )
    assert (of_the_year.inventory_minor, of_the_year.gain_minor) == (76_000, 6_000)


def sale(number=1, units=10, revenue=1_000, cost=120, **given_):
    return {"contract": number, "item": 7, "delivers_on": date(2027, 1, 1) + timedelta(number), "quantity_micro": units * 10**6,
            "revenue_minor": revenue, "cost_micro": None if cost is None else cost * 10**4, "penalty_minor": None,
            "held_minor": 0, "held_this_year_minor": 0} | given_  # fmt: skip


def onerous(contracts, units=0, **given_):
    on_hand = pl.DataFrame({"item": [7], "quantity_micro": [units * 10**6]})
    found = onerous_sales(
        contracts=pl.DataFrame(contracts, schema=SALE), on_hand=on_hand, policy=policy(**given_), currency="EUR"
    )
    return {row["contract"]: row for row in found.iter_rows(named=True)}


@pytest.mark.parametrize("units, first, second", [(0, 200, 200), (10, 0, 200), (15, 0, 100), (30, 0, 0)])
def test_sales_beyond_what_is_held_lose_what_procuring_costs_more(units, first, second):
    found = onerous([sale(2), sale(1)], units)
    assert [found[number]["loss_minor"] for number in (1, 2)] == [first, second]


def test_onerous_sales_are_recognised_where_the_policy_has_them_and_a_cost_is_known():
    assert onerous([sale()], sales="not_recognised")[1]["finding"] == "not_recognised"
    assert onerous([sale()], sales="not_recognised")[1]["charged_minor"] == 0
    unknown = onerous([sale(cost=None, held_minor=30)])[1]
    assert (unknown["finding"], unknown["charged_minor"], unknown["reversed_minor"]) == ("no_cost", 0, 0)
    assert onerous([sale(cost=None)], units=10)[1]["finding"] == ""
    assert onerous([sale(penalty_minor=50)], exit="lower_of_fulfilment_and_penalty")[1]["required_minor"] == 50
    assert policy_of("us_gaap").sales_contracts != policy_of("ifrs").sales_contracts


@pytest.mark.parametrize("contracts, outlets, code", [
    ([contract(units=0)], [], "bad_contract"), ([contract(cost=-1)], [], "bad_contract"), ([contract(), contract()], [], "bad_contract"),
    ([contract(held_this_year_minor=1)], [], "bad_contract"), ([contract()], [outlet("rest", 1, -1)], "negative_price"),
])  # fmt: skip
def test_commitments_that_cannot_be_are_refused(contracts, outlets, code):
    with pytest.raises(Problem) as refused:
        losses(contracts, outlets)
    assert refused.value.code == code


def test_amounts_that_cannot_be_are_refused():
    with pytest.raises(Problem, match="bad_contract"):
        onerous([sale(units=0)])
    with pytest.raises(Problem, match="bad_liability"):
        receive(contract_minor=5, market_minor=5, held_minor=6, policy=policy())
    with pytest.raises(Problem, match="bad_liability"):
        change_of_liability(required_minor=-1, held_minor=0, policy=policy())
    said = {"per_period_micro": 5, "periods": 1, "price_micro": 1, "value_micro": 0, "currency": "EUR"}
    with pytest.raises(Problem, match="more_taken"):
        take_or_pay(**said, taken_micro=6)
    with pytest.raises(Problem, match="bad_contract"):
        take_or_pay(**said, taken_micro=-1)
