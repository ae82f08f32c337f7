"""A receipt of cheaper goods comes to be known after two sales that it should have fed: every figure by hand.

Ten come for 10.00 each on 10 January; four are sold on the 15th and three on the 20th. On the 25th a receipt of the 5th is
found in a drawer: five for 6.00 each.

| what was sold      | first in, first out: as recorded, then | moving average: as recorded, then          |
|--------------------|----------------------------------------|--------------------------------------------|
| 4 on the 15th      | 40.00, then 4 x 6 = 24.00              | 40.00, then 4/15 of 130 = 34.67            |
| 3 on the 20th      | 30.00, then 6 + 2 x 10 = 26.00         | 30.00, then 7/15 of 130, less that = 26.00 |
| on hand then       | 30.00, then 8 x 10 = 80.00             | 30.00, then 130 - 60.67 = 69.33            |
"""

from collections.abc import Callable
from datetime import date
from itertools import count

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import MOVES, OPERATOR, Company, File, csv, do, found
from tests.hammer.invariants import require_sound

INVENTORIES, SALES_COST, RECEIVED, ALLOWANCE = "1200", "5000", "2100", "1290"
SOLD = {"fifo": (24_00, 26_00, 80_00), "moving_average": (34_67, 26_00, 69_33)}
DRAWER = ("PO-0", 1, "TENT", "vendor", "Main", "receipt", 5, 30, date(2026, 1, 5))

_numbers = count(1)


def stocked(method: str, **given: object) -> Company:
    """Return a company that has received ten for 100.00, and sold four and three."""
    number = next(_numbers)
    company = found(f"L{number}", mark=f"-l{number}", method=method, **given)
    company.items("TENT")
    company.moves(("PO-1", 1, "TENT", "vendor", "Main", "receipt", 10, 100, date(2026, 1, 10)))
    company.record("SO-1", "TENT", 4, date(2026, 1, 15))
    company.record("SO-2", "TENT", 3, date(2026, 1, 20))
    return company


def by_file(company: Company) -> None:
    """Bring the receipt in a file."""
    company.moves(DRAWER, name="drawer.csv")


def at_the_desk(company: Company) -> None:
    """Record the receipt by itself."""
    company.record("PO-0", "TENT", 5, date(2026, 1, 5), value="30")


def known(company: Company) -> int:
    """Return the sequence up to which everything is known."""
    return company.do("cost", company.ben, as_of=date(2026, 12, 31)).known_seq


@pytest.mark.parametrize("way", [by_file, at_the_desk])
@pytest.mark.parametrize("method", list(SOLD))
def test_the_differences_are_posted_on_the_days_of_the_sales(store, method: str, way: Callable[[Company], None]):
    company, (first, second, on_hand) = stocked(method), SOLD[method]
    before = known(company)
    way(company)
    stands = {date(2026, 1, 5): (30_00, 0), date(2026, 1, 10): (130_00, 0), date(2026, 1, 15): (130_00 - first, first),
              date(2026, 1, 20): (on_hand, first + second)}  # fmt: skip
    stood = {date(2026, 1, 5): (0, 0), date(2026, 1, 10): (100_00, 0), date(2026, 1, 15): (60_00, 40_00),
             date(2026, 1, 20): (30_00, 70_00)}  # fmt: skip
    for day in stands:
        now, then = company.balances(day), company.balances(day, known_seq=before)
        assert (now.get(INVENTORIES, 0), now.get(SALES_COST, 0)) == stands[day], day
        assert (then.get(INVENTORIES, 0), then.get(SALES_COST, 0)) == stood[day], day
        assert company.do("cost", company.ben, as_of=day).value_minor == stands[day][0]
        assert company.do("cost", company.ben, as_of=day, known_seq=before).value_minor == stood[day][0]
    require_sound(store)
    assert do("verify", OPERATOR, entity=company.entity).clean


@pytest.mark.parametrize("method", list(SOLD))
def test_each_sale_says_what_it_cost_and_what_that_became(store, method: str):
    company = stocked(method)
    by_file(company)
    steps = company.do("explain", company.ben, subject="move SO-1/1").steps
    assert steps[0].amount_minor == -SOLD[method][0]
    assert {step.what for step in steps[1:]} == {"issue", "adjust"}
    assert sum(step.amount_minor for step in steps[1:] if step.what == "issue") == -40_00
    posted = {step.words for step in steps[1:] if step.what == "adjust"}
    assert all("came to be known" in words for words in posted), posted
