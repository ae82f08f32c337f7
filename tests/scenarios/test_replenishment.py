"""Replenishment, by hand: 100 days of past, on 50 of which 4 tents go, so 2 a day.

The sample deviation of a hundred days, half of them 4 and half none, is the root of 400/99: 2.010076. Over 25 days it is 5 times that,
10.050380, and 95 % of the time demand stays within 1.644854 of these: 16.531408 of safety stock. The reorder point is 25 * 2 + that:
66.531408; an order for 30 days is 60, so the maximum is 126.531408. There are 50, and 20 are on their way: 70, less 10 owed, is 60, at
or below the minimum, so 66.531408 are suggested. Of a rope nothing goes: the 30 on their way will not be needed.

By the weeks ahead (14 go in a week): 50 - 14 = 36, + 20 - 14 = 42, - 14 = 28, - 14 = 14 is below the safety stock, in the fourth week.
It begins on the 21st day, and an order takes 25: it is to be given today.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import Company, found
from tests.fresh_store import ENGINES, fresh_store

AS_OF = date(2026, 4, 10)
BEGINS = date(2026, 1, 1)


@pytest.fixture(scope="module", params=ENGINES)
def company(request) -> Iterator[Company]:
    """Tents that go on every other day, and ropes that never do."""
    with fresh_store(request.param):
        made = found("MAPLE")
        made.items("TENT", "ROPE")
        sold = [
            (f"SO-{day}", 1, "TENT", "Main", "customer", "sale", 4, "", BEGINS + timedelta(days=day))
            for day in range(0, 100, 2)
        ]
        made.moves(("PO-1", 1, "TENT", "vendor", "Main", "receipt", 250, 2500, BEGINS),
                   ("PO-2", 1, "ROPE", "vendor", "Main", "receipt", 10, 10, BEGINS), *sold)  # fmt: skip
        for document, side, item, quantity, due in (("PO-8", "purchase", "TENT", "20", 10), ("SO-900", "sale", "TENT", "10", 3),
                                                    ("PO-9", "purchase", "ROPE", "30", 20)):  # fmt: skip
            made.do("order", made.ada, document=document, side=side, item=item, quantity=quantity, amount="1",
                    due_on=AS_OF + timedelta(days=due), stated_on=AS_OF)  # fmt: skip
        yield made


def ask(company: Company, **given: object):
    return company.do("replenish", company.ada, as_of=AS_OF, lead_days=25, **given)


def test_what_to_order_by_minimum_and_maximum_and_by_the_weeks_ahead(company: Company):
    shown = ask(company, item="TENT")
    (line,) = shown.lines
    assert (line.basis, line.mean_micro, line.sigma_micro) == ("past", 2_000_000, 2_010_076)
    assert (line.safety_micro, line.reorder_micro, line.maximum_micro) == (16_531_408, 66_531_408, 126_531_408)
    assert (line.on_hand_micro, line.on_order_micro, line.committed_micro) == (50_000_000, 20_000_000, 10_000_000)
    assert line.suggested_micro == 126_531_408 - 60_000_000
    assert [week.projected_micro // 10**6 for week in shown.weeks[:4]] == [36, 42, 28, 74]
    assert (line.order_by, line.phased_micro) == (AS_OF, 60_000_000)
    cheapest = ask(company, item="TENT", order_cost="10", holding_cost="7.30").lines[0]
    assert cheapest.order_micro == 44_721_360  # the root of 2 * 730 * 10 / 7.30 = 2000


def test_orders_that_become_excess_are_told_first(company: Company):
    shown = ask(company)
    assert [(one.item, one.document, one.excess_micro, one.why) for one in shown.excess] == [
        ("ROPE", "PO-9", 30_000_000, "more than is used"),
    ]  # fmt: skip
    assert [line.suggested_micro for line in shown.lines if line.item == "ROPE"] == [0]
    short = ask(company, excess_days=10).excess
    assert {(one.item, one.excess_micro) for one in short} == {("ROPE", 30_000_000), ("TENT", 20_000_000)}


def test_an_item_that_is_discontinued_is_not_ordered(company: Company):
    company.do("set-status", company.ada, item="TENT", status="discontinued",
               valid_from=AS_OF + timedelta(days=1))  # fmt: skip
    shown = company.do("replenish", company.ada, as_of=AS_OF + timedelta(days=1), lead_days=25)
    assert {(one.item, one.why) for one in shown.excess} == {("ROPE", "more than is used"), ("TENT", "discontinued")}
    assert not any(line.suggested_micro or line.order_by for line in shown.lines)
    assert any(line.suggested_micro for line in ask(company).lines)


def test_what_cannot_be_asked_is_refused(company: Company):
    for given, code in (
        ({"service_level": "42%"}, "bad_level"),
        ({"review_days": 0}, "bad_request"),
        ({"order_cost": "1"}, "bad_request"),
    ):
        with pytest.raises(Problem) as refused:
            ask(company, **given)
        assert refused.value.code == code, given
