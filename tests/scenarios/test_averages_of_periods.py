"""Goods that are costed by the average of a month: what they go at on the way is provisional, and its end says what they cost.

Ten come for 50.00 on 5 January, four are sold on the 8th, ten come for 90.00 on the 12th, five are sold on the 20th.

| day  | what                                                | inventory | cost of sales |
|------|-----------------------------------------------------|-----------|---------------|
| 8th  | 4 of 10 at 50.00                                    | 30.00     | 20.00         |
| 20th | 5 of 16 at 120.00: 37.50                            | 82.50     | 57.50         |
| 31st | 20 for 140.00 are 7.00 each: 9 went, 11 are left    | 77.00     | 63.00         |

The first sale cost 8.00 more than was posted, the second 2.50 less.
"""

import os
import random
from datetime import date
from itertools import count

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import OPERATOR, Company, File, do, found
from tests.hammer.invariants import require_sound

INVENTORIES, SALES_COST, ALLOWANCE = "1200", "5000", "1290"
END = date(2026, 1, 31)

_numbers = count(1)


def on(day: int, month: int = 1) -> date:
    return date(2026, month, day)


def opened(**given: object) -> Company:
    number = next(_numbers)
    company = found(f"A{number}", mark=f"-a{number}", **{"method": "weighted_average", **given})
    company.items("TENT")
    return company


def january() -> Company:
    """Return a company after its January, whose average has not been said."""
    company = opened()
    company.record("PO-1", "TENT", 10, on(5), value="50.00")
    company.record("SO-1", "TENT", 4, on(8))
    company.record("PO-2", "TENT", 10, on(12), value="90.00")
    company.record("SO-2", "TENT", 5, on(20))
    return company


def trues(company: Company, ends_on: date = END):
    return company.do("true-up", company.ben, ends_on=ends_on)


def stands(company: Company, day: date) -> tuple[int, int]:
    """Return inventory and cost of sales at the end of a day."""
    balances = company.balances(day)
    value = company.do("cost", company.ben, as_of=day).value_minor
    assert value == balances.get(INVENTORIES, 0)
    return value, balances.get(SALES_COST, 0)


def sound(company: Company) -> None:
    """Everything that is recorded is what other code makes of it."""
    checked = do("verify", OPERATOR, entity=company.entity)
    assert checked.clean, [one for one in checked.checks if one.faults]
    answer = company.do("recost", company.ben)
    assert answer.found == 0, answer.differences


def refusal(do_it) -> Problem:
    with pytest.raises(Problem) as caught:
        do_it()
    return caught.value


def test_a_month_ends_in_one_true_up_between_what_is_on_hand_and_what_was_sold(store):
    company = january()
    assert stands(company, END) == (82_50, 57_50)
    sound(company)
    answer = trues(company)
    assert (answer.on_hand_minor, answer.expensed_minor, answer.moves) == (-5_50, 5_50, 2)
    assert [(line.event, line.amount_minor) for line in answer.lines] == [
        ("sale_recosted", 8_00), ("sale_recosted_back", 2_50)
    ]  # fmt: skip
    assert [stands(company, on(day)) for day in (8, 20, 30, 31)] == [
        (30_00, 20_00), (82_50, 57_50), (82_50, 57_50), (77_00, 63_00)
    ]  # fmt: skip
    sound(company)
    company.do("close", company.ben, ends_on=END)
    company.record("SO-3", "TENT", 2, on(5, 2))
    assert stands(company, on(5, 2)) == (63_00, 77_00)
    sound(company)
    require_sound(store)


def test_a_month_with_such_goods_is_not_closed_before_its_average_is_said_and_it_is_said_once(store):
    company = january()
    problem = refusal(lambda: company.do("close", company.ben, ends_on=END))
    assert problem.code == "refused"
    assert "true-up --ends-on 2026-01-31" in problem.hint
    company.record("SO-3", "TENT", 1, on(5, 2))
    assert "2026-01-31 have not been said" in refusal(lambda: trues(company, on(28, 2))).message
    trues(company)
    assert "have been said" in refusal(lambda: trues(company)).message
    company.do("close", company.ben, ends_on=END)
    assert refusal(lambda: trues(company)).code == "period_closed"


def test_what_was_sold_of_the_next_month_already_follows(store):
    """Two are sold on 5 February at 82.50 / 11 = 7.50 each; at the end of January they are worth 7.00."""
    company = january()
    company.record("SO-3", "TENT", 2, on(5, 2))
    assert stands(company, on(5, 2)) == (67_50, 72_50)
    trues(company)
    assert [stands(company, day) for day in (END, on(5, 2))] == [(77_00, 63_00), (63_00, 77_00)]
    sound(company)


def test_freight_that_is_billed_after_the_close_is_split_by_the_average_that_it_makes(store):
    """With 20.00 more January's twenty cost 8.00 each: nine and two that went 1.00 more each, and nine on hand."""
    company = january()
    trues(company)
    company.do("close", company.ben, ends_on=END)
    company.record("SO-3", "TENT", 2, on(5, 2))
    answer = company.do("change-cost", company.ada, document="FR-1", kind="freight", amount="20.00", receipts="PO-1/1",
                        said_on=on(10, 2))  # fmt: skip
    assert (answer.on_hand_minor, answer.gone_minor) == (9_00, 11_00)
    assert [stands(company, day) for day in (END, on(9, 2), on(10, 2))] == [
        (77_00, 63_00), (63_00, 77_00), (72_00, 88_00)
    ]  # fmt: skip
    sound(company)
    require_sound(store)


def test_freight_that_is_billed_in_a_month_before_its_first_move_is_in_its_average(store):
    """Ten come for 50.00 in January; 10.00 of freight is billed on 3 February, two are sold on the 20th: 12.00, and so at its end."""
    company = opened()
    company.record("PO-1", "TENT", 10, on(5), value="50.00")
    trues(company)
    company.do(
        "change-cost", company.ada, document="FR-1", kind="freight", amount="10.00", receipts="PO-1", said_on=on(3, 2)
    )
    company.record("SO-1", "TENT", 2, on(20, 2))
    assert stands(company, on(20, 2)) == (48_00, 12_00)
    assert trues(company, on(28, 2)).expensed_minor == 0
    assert stands(company, on(28, 2)) == (48_00, 12_00)
    sound(company)


def test_what_comes_late_into_a_month_whose_average_has_been_said_is_costed_with_it(store):
    """One more sale on the 15th: at 100 / 16 = 7.50 on the way, and 7.00 in the end; a receipt of five for 35.00 changes nothing."""
    company = january()
    trues(company)
    company.record("SO-9", "TENT", 1, on(15))
    assert stands(company, END) == (70_00, 70_00)
    sound(company)
    company.record("PO-9", "TENT", 5, on(30), value="35.00")
    assert stands(company, END) == (105_00, 70_00)
    sound(company)


def test_what_runs_out_and_comes_again_within_the_month_is_averaged_too(store):
    """Ten for 50.00 are all sold, ten for 90.00 come, five are sold: the fifteen cost 7.00 each, and five left 35.00."""
    company = opened()
    company.record("PO-1", "TENT", 10, on(5), value="50.00")
    company.record("SO-1", "TENT", 10, on(8))
    company.record("PO-2", "TENT", 10, on(12), value="90.00")
    company.record("SO-2", "TENT", 5, on(20))
    assert stands(company, END) == (45_00, 95_00)
    trues(company)
    assert stands(company, END) == (35_00, 105_00)
    sound(company)
    require_sound(store)


def test_goods_that_are_made_of_them_follow_and_a_test_comes_after(store):
    """Four ropes at 20.00 are made into two kits; then six come for 30.00 more each. At 10.00 each four cost 40.00."""
    company = opened()
    company.items("ROPE", "KIT")
    company.bring("item_costing", [("KIT", "fifo")], ("item", "method"))
    company.record("PO-1", "ROPE", 4, on(5), value="20.00")
    company.do("produce", company.ada, document="MO-1", item="KIT", quantity="2", inputs="ROPE=4", produced_on=on(8),
               location="Main")  # fmt: skip
    company.record("SO-1", "KIT", 1, on(9))
    company.record("PO-2", "ROPE", 4, on(12), value="60.00")
    assert stands(company, END) == (70_00, 10_00)
    trues(company)
    assert stands(company, END) == (60_00, 20_00)
    sound(company)


def test_an_average_is_said_before_the_goods_are_tested(store):
    """Eleven at 7.00 fetch 6.00 each: 11.00 is written down, of which the two that are sold then take 2.00 along."""
    company = january()
    company.prices(("PL", 1, "TENT", "price_list", "6.00", "2026-01-31"))
    trues(company)
    company.write_down(END)
    company.record("SO-3", "TENT", 2, on(5, 2))
    assert company.balances(on(5, 2))[ALLOWANCE] == -9_00
    sound(company)
    tested = january()
    tested.prices(("PL", 1, "TENT", "price_list", "6.00", "2026-01-31"))
    tested.write_down(END)
    assert "tested as of 2026-01-31" in refusal(lambda: trues(tested)).message


def test_a_framework_without_such_a_formula_refuses_it(store):
    company = opened(method="fifo")
    answer = company.do("import", company.ada, table="item_costing",
                        file=File("c.csv", b"item,method\nTENT,lifo\n"))  # fmt: skip
    assert not answer.accepted
    assert "no cost formula 'lifo'" in answer.problems[0].message


@pytest.mark.parametrize("seed", range(1, 13) if "LOWMARK_SOAK" in os.environ else [1])
def test_random_months_are_what_other_code_makes_of_them(store, seed):
    """Receipts, sales, returns, goods set apart, late ones, freight; two items, two months trued up as they end."""
    chance = random.Random(seed)
    company = opened()
    company.items("ROPE", places=("Main",))
    company.bring("locations", [("Damaged", "damaged")], ("location", "kind"), name="damaged.csv")
    here, sold = {"TENT": [], "ROPE": []}, []
    for number in range(46):
        month = 1 + number // 18
        item = chance.choice(("TENT", "ROPE"))
        day = date(2026, month, chance.randint(1, 28))
        document, what = f"D-{number}", chance.choice("rrrssssbdc")
        try:
            if what == "r" or not here[item]:
                company.record(
                    document, item, chance.randint(1, 9), day, value=f"{chance.randint(1, 99)}.{chance.randint(10, 99)}"
                )
                here[item].append((document, day))
            elif what == "s":
                company.record(document, item, chance.randint(1, 4), day)
                sold.append((document, item, day))
            elif what == "b" and sold:
                source, item, was = chance.choice(sold)
                company.record(document, item, 1, max(day, was), from_location="customer", to_location="Main",
                               reason="sales_return", returns_document=source, returns_line="1")  # fmt: skip
            elif what == "d":
                company.record(document, item, 1, day, to_location="Damaged", reason="")
            elif what == "c":
                source, was = chance.choice(here[item])
                company.do("change-cost", company.ada, document=document, kind="freight", amount="7.77",
                           receipts=f"{source}/1", said_on=max(day, was))  # fmt: skip
        except Problem as problem:
            assert problem.code in {"short", "refused", "period_closed"}, problem  # noqa: PT017
        if number in {17, 35}:
            ends = END if number == 17 else date(2026, 2, 28)
            trues(company, ends)
            if number == 17:
                company.do("close", company.ben, ends_on=ends)
            sound(company)
    sound(company)
    require_sound(store)
