"""Groups made of chance, held against brute force: profit in stock to the cent, entries that balance, any order of members."""

import random
from dataclasses import replace
from datetime import date
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core import flow_group
from lowmark.core.consolidation.margins import Matched, Taken
from lowmark.core.consolidation.ownership import Holding, members_of
from lowmark.core.consolidation.reported import ProfitInStock, SoldWithin, Within
from lowmark.core.consolidation.retest import retest
from lowmark.core.consolidation.worksheet import worksheet
from lowmark.core.kinds.problems import Problem
from tests.oracles import group as oracle
from tests.properties.generated_groups import AS_OF, CHART, GROUP, POLICY, Generated, generate


def told(group: Generated) -> tuple[list[Matched], list[Taken], pl.DataFrame]:
    """Tell what happened as the ledgers of the entities would: sales, takings of layers, layers as they are now."""
    came: dict[int, list] = {}
    sales, taken = [], []
    for event in group.events:
        if event[0] == "bought":
            _, entity, lot, quantity, cost = event
            came[lot] = [entity, quantity, cost, 0]
            continue
        if event[0] == "made":
            made(event, came, sales, taken)
            continue
        lot, quantity = (event[1], event[2]) if event[0] == "gone" else (event[2], event[5])
        _, of, cost, gone = came[lot]
        came[lot][3] += quantity
        if event[0] == "sold":
            _, seller, _, buyer, new, _, price, worth, day, currency = event
            takes = round(Fraction(cost * (gone + quantity), of)) - round(Fraction(cost * gone, of))
            sales.append(Matched(seller=seller, buyer=buyer, issue=1_000_000 + new, receipt=new, on=day, currency=currency,
                                 price_minor=price, cost_minor=takes))  # fmt: skip
            taken.append(Taken(1_000_000 + new, lot, gone, quantity, of))
            came[new] = [buyer, quantity, worth, 0]
    layers = pl.DataFrame(
        [(entity, lot, quantity, gone) for lot, (entity, quantity, _, gone) in came.items()],
        schema={"entity": pl.String, "layer": pl.Int64, "quantity_micro": pl.Int64, "consumed_micro": pl.Int64}, orient="row",
    )  # fmt: skip
    return sales, taken, layers


def made(event: tuple, came: dict[int, list], sales: list[Matched], taken: list[Taken]) -> None:
    """Tell a production as goods that its inputs went into, and that its outputs are taken from."""
    _, entity, inputs, outputs, lost = event
    node = -1_000_000 - outputs[0][0]
    sales += [Matched(seller="", buyer=entity, issue=one, receipt=one, on=1, currency=GROUP, price_minor=0, cost_minor=0)
              for one in (node, *(new for new, _, _ in outputs))]  # fmt: skip
    cost = 0
    for lot, quantity in inputs:
        _, of, came_at, gone = came[lot]
        came[lot][3] += quantity
        cost += round(Fraction(came_at * (gone + quantity), of)) - round(Fraction(came_at * gone, of))
        taken.append(Taken(node, lot, gone, quantity, of))
    whole, done = sum(share for _, _, share in outputs) + lost, 0
    for new, quantity, share in outputs:
        taken.append(Taken(new, node, done, share, whole))
        came[new] = [
            entity,
            quantity,
            round(Fraction(cost * (done + share), whole)) - round(Fraction(cost * done, whole)),
            0,
        ]
        done += share


def rates_of(group: Generated) -> pl.DataFrame:
    rows = [(code, day, rate.numerator, rate.denominator) for (code, day), rate in group.rates.items()]
    schema = {"currency": pl.String, "on": pl.Int64, "numerator": pl.Int64, "denominator": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def profits_of(group: Generated) -> dict[tuple[str, str], int]:
    sales, taken, layers = told(group)
    found = flow_group.profit_in_stock(sales=sales, taken=taken, layers=layers, rates=rates_of(group))
    return {(seller, holder): profit for seller, holder, profit in found.iter_rows()}


def consolidated(group: Generated, seed: int = 0):
    """Consolidate the members in an order of chance."""
    draw = random.Random(seed)
    holdings, reported = list(group.holdings), list(group.reported)
    profits = [
        ProfitInStock(seller=seller, buyer=buyer, opening_minor=profit // 3, closing_minor=profit)
        for (seller, buyer), profit in profits_of(group).items()
    ]
    sold = [
        SoldWithin(seller=event[1], buyer=event[3], amount_minor=event[6])
        for event in group.events
        if event[0] == "sold"
    ]
    for each in (holdings, reported, profits, sold):
        draw.shuffle(each)
    return flow_group.consolidate(
        parent="E00", members=members_of(parent="E00", holdings=holdings), reported=reported, chart=CHART, policy=POLICY,
        within=Within(sold=tuple(sold), profits=tuple(profits)), currency=GROUP, as_of=AS_OF,
    )  # fmt: skip


@pytest.fixture(scope="module")
def large() -> Generated:
    return generate(7, entities=50, chains=200)


def test_fifty_entities_in_eight_currencies_come_to_the_cent_of_brute_force(large):
    assert len({each.currency for each in large.reported}) == 8
    expected = oracle.profit_in_stock(oracle.walk(large.events), large.rates)
    assert {pair: profit for pair, profit in profits_of(large).items() if profit} == {
        pair: profit for pair, profit in expected.items() if profit
    }


def test_every_entry_balances_and_the_group_is_its_members_less_what_is_within(large):
    found = consolidated(large)
    entries: dict[int, int] = {}
    for line in found.lines:
        entries[line.entry] = entries.get(line.entry, 0) + line.amount_minor
    assert set(entries.values()) == {0}
    rows = {row.account: row for row in worksheet(lines=found.lines, chart=CHART)}
    profit = sum(oracle.profit_in_stock(oracle.walk(large.events), large.rates).values())
    assert rows["1200"].group_minor == rows["1200"].members_minor - profit
    assert all(sum(column) == 0 for column in zip(*(row.eliminations_minor for row in rows.values()), strict=True))


def test_members_have_the_shares_that_every_path_from_the_parent_says(large):
    expected = oracle.shares("E00", [(each.holder, each.held, each.share_micro) for each in large.holdings])
    assert {each.entity: each.share for each in members_of(parent="E00", holdings=large.holdings)} == expected


def test_other_owners_have_their_part_of_every_member_to_the_rounding_of_each_line(large):
    """By hand: each member's equity, difference and result after eliminations, times what is not the parent's."""
    found = consolidated(large)
    shares = oracle.shares("E00", [(each.holder, each.held, each.share_micro) for each in large.holdings])
    own: dict[str, int] = {}
    for line in found.lines:
        if line.kind == "translated" and line.account[0] not in "12":
            own[line.entity] = own.get(line.entity, 0) + line.amount_minor
        if line.kind in {"opening_profit", "closing_profit", "tax_on_profit"} and line.account[0] not in "12":
            own[line.entity] = own.get(line.entity, 0) + line.amount_minor
    expected = sum(-amount * (1 - shares[entity]) for entity, amount in own.items())
    got = -sum(line.amount_minor for line in found.lines if line.account == "3400")
    assert abs(got - expected) <= 8 * len(own)


def test_any_order_of_members_gives_the_same_entries(large):
    first, second = consolidated(large, seed=1), consolidated(large, seed=2)
    assert first.lines == second.lines
    assert first.run_hash == second.run_hash


@given(seed=st.integers(0, 10**6), entities=st.integers(2, 9), chains=st.integers(1, 12))
def test_margins_are_those_of_brute_force(seed, entities, chains):
    group = generate(seed, entities=entities, chains=chains)
    expected = oracle.profit_in_stock(oracle.walk(group.events), group.rates)
    got = profits_of(group)
    assert {pair: got.get(pair, 0) for pair in got.keys() | expected.keys()} == {
        pair: expected.get(pair, 0) for pair in got.keys() | expected.keys()
    }


@given(
    group_cost=st.integers(0, 10**12), price=st.integers(0, 10**12), value=st.integers(-(10**6), 10**12), share=st.integers(0, 100)
)  # fmt: skip
def test_a_loss_is_never_taken_twice(group_cost, price, value, share):
    """The lower of group cost and value, whatever the holder wrote off before."""
    held = price * share // 100
    found = retest(group_cost_minor=group_cost, transfer_price_minor=price, value_minor=value, written_down_minor=held)
    assert found.carrying_minor == min(group_cost, max(0, value))
    assert found.net_elimination_minor == price - held - found.carrying_minor
    charged = max(0, found.write_down_minor - held)
    assert price - held - found.eliminated_minor + found.undone_minor - charged == found.carrying_minor
    assert not (found.undone_minor and charged)


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        ([("P", "A"), ("A", "B"), ("B", "P")], "holds_itself"),
        ([("P", "A"), ("A", "B"), ("B", "A")], "holds_itself"),
        ([("P", "A"), ("P", "A")], "held_twice"),
    ],
)
def test_holdings_that_make_no_group_are_refused(pairs, code):
    holdings = [Holding(holder=holder, held=held, share_micro=400_000, method="full") for holder, held in pairs]
    with pytest.raises(Problem) as raised:
        members_of(parent="P", holdings=holdings)
    assert raised.value.code == code


def test_a_group_that_cannot_be_consolidated_says_why():
    group = generate(3, entities=3, chains=1)
    first, *others = group.reported
    asked = {"parent": "E00", "members": members_of(parent="E00", holdings=group.holdings), "chart": CHART, "policy": POLICY,
             "within": Within(), "currency": GROUP, "as_of": AS_OF}  # fmt: skip
    for reported, code in (
        (others, "not_reported"),
        ([replace(first, currency="TRY"), *others], "hyperinflation"),
        ([replace(first, as_of=date(2026, 8, 31)), *others], "too_far_apart"),
        ([replace(first, lines=first.lines[1:]), *others], "does_not_balance"),
        ([replace(first, lines=(*first.lines, replace(first.lines[0], account="9999"))), *others], "no_group_account"),
    ):
        with pytest.raises(Problem) as raised:
            flow_group.consolidate(reported=reported, **asked)
        assert raised.value.code == code
    late = flow_group.consolidate(reported=[replace(first, as_of=date(2026, 8, 31), is_late=True), *others], **asked)
    assert late.late == ("E00",)
    assert late.apart == (("E00", date(2026, 8, 31)),)
