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
    for day, stand in stands.items():
        now, then = company.balances(day), company.balances(day, known_seq=before)
        assert (now.get(INVENTORIES, 0), now.get(SALES_COST, 0)) == stand, day
        assert (then.get(INVENTORIES, 0), then.get(SALES_COST, 0)) == stood[day], day
        assert company.do("cost", company.ben, as_of=day).value_minor == stand[0]
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


def test_a_sale_that_leaves_too_little_for_a_later_one_is_refused_and_names_it(store):
    company = stocked("fifo")
    row = ("SO-0", 1, "TENT", "Main", "customer", "sale", 4, "", date(2026, 1, 12))
    answer = company.do("import", company.ada, table="stock_moves", file=File("late.csv", csv(MOVES, [row])))
    (problem,) = answer.problems
    assert (problem.code, problem.row) == ("later_short", 2)
    assert problem.message == "with it, SO-2/1 of 2026-01-20 takes 1 more than there is"
    with pytest.raises(Problem, match="with it, SO-2/1 of 2026-01-20 takes 1 more"):
        company.record("SO-0", "TENT", 4, date(2026, 1, 12))
    company.record("SO-0", "TENT", 3, date(2026, 1, 12))
    assert do("verify", OPERATOR, entity=company.entity).clean


def test_what_comes_back_takes_the_cost_that_its_issue_has_since(store):
    """Two of the first four come back at 20.00; once the late receipt is known, at 12.00."""
    company = stocked("fifo")
    company.do("receive", company.ada, document="RMA-1", item="TENT", source="customer", location="Main", quantity="2",
               returns_document="SO-1", received_on=date(2026, 1, 18))  # fmt: skip
    assert company.balances(date(2026, 1, 18))[SALES_COST] == 20_00
    by_file(company)
    assert company.balances(date(2026, 1, 18))[SALES_COST] == 12_00
    assert do("verify", OPERATOR, entity=company.entity).clean
    assert company.do("recost", company.ben).found == 0


def test_goods_set_apart_are_costed_again_where_they_lie(store):
    company = stocked("moving_average")
    company.bring("locations", [("Broken", "damaged")], ("location", "kind"))
    company.moves(("DAM-1", 1, "TENT", "Main", "Broken", "damaged", 1, "", date(2026, 1, 22)), name="apart.csv")
    before = company.do("cost", company.ben, as_of=date(2026, 1, 31))
    assert {layer.condition: layer.value_minor for layer in before.layers} == {"": 20_00, "damaged": 10_00}
    by_file(company)
    after = company.do("cost", company.ben, as_of=date(2026, 1, 31))
    assert {layer.condition: layer.value_minor for layer in after.layers} == {"": 60_67, "damaged": 8_66}
    assert do("verify", OPERATOR, entity=company.entity).clean


def test_goods_that_were_tested_after_it_are_not_costed_again(store):
    company = stocked("fifo")
    company.prices(("PL-1", 1, "TENT", "price_list", "6.00", date(2026, 1, 21)))
    company.write_down(date(2026, 1, 22))
    with pytest.raises(Problem, match="was tested"):
        at_the_desk(company)
    company.record("PO-2", "TENT", 1, date(2026, 1, 23), value="9")
    company.record("SO-3", "TENT", 2, date(2026, 1, 30))
    assert -company.balances(date(2026, 1, 30))[ALLOWANCE] == 4_00
    company.record("SO-4", "TENT", 1, date(2026, 1, 25))  # It takes one that was written down; the other sale does not.
    assert -company.balances(date(2026, 1, 25))[ALLOWANCE] == 8_00
    assert company.balances(date(2026, 1, 30)).get(ALLOWANCE, 0) == 0
    assert do("verify", OPERATOR, entity=company.entity).clean


def test_what_happened_in_a_closed_period_counts_on_the_first_open_day_unless_it_says_otherwise(store):
    company = stocked("fifo")
    company.record("SO-3", "TENT", 2, date(2026, 2, 10))
    company.do("close", company.ben, ends_on=date(2026, 1, 31))
    closed = company.balances(date(2026, 1, 31))
    said = (*MOVES, "accounting_on")
    refused = company.do("import", company.ada, table="stock_moves",
                         file=File("said.csv", csv(said, [(*DRAWER, date(2026, 1, 5))])))  # fmt: skip
    assert [problem.code for problem in refused.problems] == ["period_closed"]
    taken = company.moves(DRAWER, name="drawer.csv")
    assert [(note.row, note.code) for note in taken.notes] == [(2, "counts_later")]
    assert company.balances(date(2026, 1, 31)) == closed
    move = company.do("explain", company.ben, subject="move PO-0/1").steps[0]
    assert "on 2026-01-05; counts on 2026-02-01" in move.words
    assert company.balances(date(2026, 2, 1))[INVENTORIES] == 60_00
    assert do("verify", OPERATOR, entity=company.entity).clean


def test_what_is_stored_is_what_costing_everything_again_makes_of_it(store):
    company = stocked("fifo")
    by_file(company)
    told = company.do("recost", company.ben, item="TENT")
    assert (told.found, told.differences, told.pools, told.moves, told.layers) == (0, (), 1, 4, 1)
    with pytest.raises(Problem, match="knows no 'TARP'"):
        company.do("recost", company.ben, item="TARP")
