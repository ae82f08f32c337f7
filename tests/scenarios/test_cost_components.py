"""What goods cost, part by part: freight that is billed after some are sold, what is made of them, what comes back, a standard.

First in, first out. Twenty tubes come for 100.00 on 10 January, 5.00 each. Five are sold on the 14th; on the 15th eight are made
into four frames, with labour of 30.00 and other overhead of 10.00; one frame is sold on the 20th; on the 25th two of the five
tubes come back. On 2 February a carrier bills 20.00 for the tubes: 1.00 on each.

| on 31 January | purchase                | labour        | overhead      | together |
|---------------|-------------------------|---------------|---------------|----------|
| 9 tubes       | 45.00                   |               |               | 45.00    |
| 3 frames      | 3/4 of 40.00 = 30.00    | 22.50         | 7.50          | 60.00    |
| sold          | 15.00 + 10.00 = 25.00   | 7.50          | 2.50          | 35.00    |

On 2 February: freight of 9.00 in the tubes, of 6.00 in the frames, and of 3.00 + 2.00 in cost of sales.

A lamp should cost 3.00. Ten come for 32.00, 2.00 more than that; four are sold. A standard is not split: 18.00 are left.
"""

from collections.abc import Callable
from datetime import date
from itertools import count, pairwise
from typing import Any

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import Company, found
from tests.scenarios import test_averages_of_periods as averages
from tests.scenarios import test_formula_changed as over
from tests.scenarios import test_formula_restated as back
from tests.scenarios import test_kits as kits
from tests.scenarios import test_sold_before_received as before
from tests.scenarios import test_standard_rolls as rolls
from tests.scenarios import test_what_goods_cost_later as later
from tests.scenarios import test_what_is_made as made

PARTS = ("purchase", "freight_duty", "labour", "depreciation", "other_overhead", "not_split")
JANUARY, FEBRUARY = date(2026, 1, 31), date(2026, 2, 28)
_numbers = count(1)


def parts_of(row: Any) -> tuple[int, ...]:
    """Return the parts of a row, which come to its value."""
    found = tuple(getattr(row, f"{name}_minor") for name in PARTS)
    assert sum(found) == row.value_minor
    return found


def asked(company: Company, as_of: date, since: date | None = None, **given: object) -> Any:
    return company.do("cost-components", company.ben, as_of=as_of, since=since, **given)


def there(company: Company, as_of: date, **given: object) -> dict[str, tuple[int, ...]]:
    """Return what there is, by item."""
    return {line.item: parts_of(line) for line in asked(company, as_of, **given).lines}


def moved(company: Company, since: date, as_of: date, **given: object) -> dict[str, tuple[int, ...]]:
    """Return what came in and went out."""
    return footed(asked(company, as_of, since, **given))


def footed(answer: Any) -> dict[str, tuple[int, ...]]:
    """Return what came in and went out, which foots in every part, up to what there is."""
    shown = {row.what: parts_of(row) for row in answer.movements}
    assert len(shown) == len(answer.movements)
    assert shown["closing"] == summed([of for what, of in shown.items() if what != "closing"])
    assert shown["closing"] == summed([parts_of(line) for line in answer.lines])
    assert shown["closing"] == summed([parts_of(one) for one in answer.classes])
    return shown


def summed(rows: list[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*rows, strict=True))) or (0,) * len(PARTS)


def holds(company: Company, *days: date) -> None:
    """On each of some days the parts are what the books have, and from day to day they foot."""
    for first, last in pairwise(days):
        answer = asked(company, last, first)
        assert answer.value_minor == company.do("cost", company.ben, as_of=last, by="sum").value_minor
        assert sum(footed(answer)["closing"]) == answer.value_minor


def lived() -> Company:
    number = next(_numbers)
    company = found(f"CC{number}", mark=f"-cc{number}")
    company.items("TUBE", "FRAME", "LAMP")
    company.bring("item_costing", [("LAMP", "standard", "3.00", "2026-01-01")], rolls.COLUMNS)
    company.record("PO-1", "TUBE", 20, date(2026, 1, 10), value="100.00")
    company.record("PO-2", "LAMP", 10, date(2026, 1, 10), value="32.00")
    company.record("SO-1", "TUBE", 5, date(2026, 1, 14))
    company.do("produce", company.ada, document="WO-1", item="FRAME", quantity="4", inputs="TUBE=8", labour="30",
               other_overhead="10", location="Main", produced_on=date(2026, 1, 15))  # fmt: skip
    company.record("SO-2", "FRAME", 1, date(2026, 1, 20))
    company.record("SO-3", "LAMP", 4, date(2026, 1, 20))
    company.do("receive", company.ada, document="RMA-1", item="TUBE", source="customer", location="Main", quantity="2",
               returns_document="SO-1", received_on=date(2026, 1, 25))  # fmt: skip
    company.do("change-cost", company.ada, document="FR-1", kind="freight", amount="20", receipts="PO-1/1",
               said_on=date(2026, 2, 2))  # fmt: skip
    return company


def test_each_part_goes_where_the_goods_go_and_counts_from_its_day(store):
    company = lived()
    assert there(company, JANUARY) == {
        "TUBE": (45_00, 0, 0, 0, 0, 0), "FRAME": (30_00, 0, 22_50, 0, 7_50, 0), "LAMP": (0, 0, 0, 0, 0, 18_00),
    }  # fmt: skip
    assert moved(company, date(2026, 1, 1), JANUARY) == {
        "opening": (0, 0, 0, 0, 0, 0), "purchases": (132_00, 0, 0, 0, 0, 0), "into_production": (-40_00, 0, 0, 0, 0, 0),
        "from_production": (40_00, 0, 30_00, 0, 10_00, 0), "standard_variance": (-32_00, 0, 0, 0, 0, 30_00),
        "cost_of_sales": (-25_00, 0, -7_50, 0, -2_50, -12_00), "closing": (75_00, 0, 22_50, 0, 7_50, 18_00),
    }  # fmt: skip
    assert there(company, FEBRUARY) == {
        "TUBE": (45_00, 9_00, 0, 0, 0, 0), "FRAME": (30_00, 6_00, 22_50, 0, 7_50, 0), "LAMP": (0, 0, 0, 0, 0, 18_00),
    }  # fmt: skip
    assert moved(company, date(2026, 2, 1), FEBRUARY) == {
        "opening": (75_00, 0, 22_50, 0, 7_50, 18_00), "purchases": (0, 20_00, 0, 0, 0, 0),
        "into_production": (0, -8_00, 0, 0, 0, 0), "from_production": (0, 8_00, 0, 0, 0, 0),
        "cost_of_sales": (0, -5_00, 0, 0, 0, 0), "closing": (75_00, 15_00, 22_50, 0, 7_50, 18_00),
    }  # fmt: skip
    assert "Not split" in asked(company, FEBRUARY).notes[0]
    holds(company, date(2026, 1, 12), JANUARY, FEBRUARY)


def test_some_goods_are_asked_for(store):
    company = lived()
    assert there(company, FEBRUARY, item="FRAME") == {"FRAME": (30_00, 6_00, 22_50, 0, 7_50, 0)}
    assert moved(company, date(2026, 2, 1), FEBRUARY, item="FRAME") == {
        "opening": (30_00, 0, 22_50, 0, 7_50, 0), "from_production": (0, 8_00, 0, 0, 0, 0),
        "cost_of_sales": (0, -2_00, 0, 0, 0, 0), "closing": (30_00, 6_00, 22_50, 0, 7_50, 0),
    }  # fmt: skip
    (of_class,) = asked(company, FEBRUARY, item_class="merchandise").classes
    assert parts_of(of_class) == (75_00, 15_00, 22_50, 0, 7_50, 18_00)
    for given in ({"item": "NONE"}, {"item_class": "none"}, {"since": date(2026, 3, 1)}, {"since": date.min}):
        with pytest.raises(Problem):
            asked(company, FEBRUARY, **given)


def test_what_was_put_right_is_said_of_the_goods_that_are_listed(store):
    """Three ropes cost 0.04, and 0.01 of freight; one is sold at 0.02: 0.03 are left, and parts by themselves would be 0.03 and 0.01."""
    company = back.begun()
    company.record("PO-1", "ROPE", 3, date(2025, 3, 1), value="0.04")
    company.do(
        "change-cost",
        company.ada,
        document="FR-1",
        kind="freight",
        amount="0.01",
        receipts="PO-1",
        said_on=date(2025, 3, 2),
    )
    company.record("SO-1", "ROPE", 1, date(2025, 3, 3))
    company.record("PO-2", "TENT", 2, date(2025, 3, 3), value="10.00")
    rounded = [asked(company, date(2025, 3, 31), item=item).rounded_minor for item in ("", "ROPE", "TENT")]
    assert rounded == [1, 1, 0]


def test_labour_of_a_part_is_labour_in_the_product_and_what_is_lost_goes_by_itself(store):
    """Of a frame 6.99 is labour once its offcuts took 2.05 of 30.00: 20.96 for three. A bicycle has a third of that and of 12.00."""
    company = made.stocked()
    made.by_desk(company)
    made.sold(company)
    lines = there(company, made.END)
    assert lines["BIKE"] == (21_51, 0, 10_99, 1_00, 7_50, 0)
    assert lines["OFFCUTS"] == (3_95, 0, 2_05, 0, 0, 0)
    shown = moved(company, date(2026, 1, 16), made.END)
    assert shown["abnormal_waste"] == (-21_51, 0, -10_99, -1_00, -7_50, 0)
    assert shown["from_production"][2] + shown["into_production"][2] == 12_00
    company.record("PO-9", "TUBE", 5, date(2026, 1, 5), value="15")
    holds(company, date(2026, 1, 5), date(2026, 1, 15), made.END)


def test_a_credit_over_cost_takes_the_freight_along(store):
    """Ten for 100.00 and freight of 30.00: a credit of 110.00 leaves 20.00 of freight, one of 40.00 more leaves nothing."""
    company = later.stocked("fifo")
    later.change(company, "30", 20)
    later.change(company, "-110", 22, kind="credit")
    assert there(company, later.day(20)) == {"TENT": (60_00, 18_00, 0, 0, 0, 0)}
    assert there(company, later.day(22)) == {"TENT": (0, 12_00, 0, 0, 0, 0)}
    later.change(company, "-40", 25, kind="credit")
    assert there(company, later.day(25)) == {"TENT": (0, 0, 0, 0, 0, 0)}
    holds(company, later.day(12), later.day(20), later.day(22), later.day(25))


def of_averages() -> tuple[Company, list[date]]:
    company = averages.opened()
    company.items("ROPE", "KIT")
    company.bring("item_costing", [("KIT", "fifo")], ("item", "method"))
    company.record("PO-1", "ROPE", 4, averages.on(5), value="20.01")
    company.do("produce", company.ada, document="MO-1", item="KIT", quantity="2", inputs="ROPE=3", labour="1.01",
               produced_on=averages.on(8), location="Main")  # fmt: skip
    company.record("SO-1", "KIT", 1, averages.on(9))
    company.record("PO-2", "ROPE", 4, averages.on(12), value="60.00")
    company.do(
        "change-cost",
        company.ada,
        document="FR-1",
        kind="freight",
        amount="7",
        receipts="PO-2/1",
        said_on=averages.on(20),
    )
    averages.trues(company)
    company.record("SO-2", "ROPE", 1, averages.on(5, 2))
    company.do(
        "change-cost",
        company.ada,
        document="FR-2",
        kind="duty",
        amount="5",
        receipts="PO-1/1",
        said_on=averages.on(6, 2),
    )
    return company, [averages.on(10), averages.on(25), averages.END, averages.on(5, 2), averages.on(9, 2)]


def of_rolls() -> tuple[Company, list[date]]:
    company = rolls.stocked()
    rolls.roll(company, *rolls.NEW)
    company.record("SO-2", "STOVE", 3, date(2026, 2, 5))
    later_on = {"kind": "freight", "amount": "3", "receipts": "PO-1/1", "said_on": date(2026, 2, 7)}
    company.do("change-cost", company.ada, document="FR-1", **later_on)
    return company, [date(2026, 1, 10), JANUARY, date(2026, 2, 1), FEBRUARY]


def of_changes() -> tuple[Company, list[date]]:
    company = over.lived()
    over.changed(company)
    company.record("PO-3", "TENT", 12, date(2026, 10, 5), value="204.00")
    company.record("SO-2", "TENT", 10, date(2026, 10, 9))
    return company, [date(2026, 3, 1), over.SEPTEMBER, over.OCTOBER, date(2026, 10, 31)]


def of_what_goes_back() -> tuple[Company, list[date]]:
    company = back.lived()
    company.do("change-cost", company.ada, document="FR-1", kind="freight", amount="20", receipts="PO-1/1,PO-2/1",
               said_on=date(2025, 10, 1))  # fmt: skip
    back.changed(company)
    company.record("SO-2", "TENT", 3, date(2026, 1, 9))
    return company, [date(2025, 9, 1), back.EVE, back.BEGINS, JANUARY]


def of_kits() -> tuple[Company, list[date]]:
    company = kits.camp()
    kits.sell(company, "SO-1", 2)
    return company, [kits.DAY, date(2026, 12, 31)]


def of_what_is_awaited() -> tuple[Company, list[date]]:
    company = before.tents()
    for step in before.STEPS:
        before.at_the_desk(company, step)
    return company, [before.on(1), before.on(15), before.on(31)]


MORE = [pytest.param(life, marks=pytest.mark.more) for life in (of_changes, of_kits, of_what_is_awaited)]


@pytest.mark.parametrize("life", [of_averages, of_rolls, *MORE])
def test_whatever_happens_the_parts_are_what_the_books_have(store, life: Callable[[], tuple[Company, list[date]]]):
    company, days = life()
    holds(company, *days)


def test_goods_that_go_over_take_their_parts_along_and_what_is_restated_is_spread_over_them(store):
    """Eight tents at 112.00, and 8.00 of 20.00 freight; by the average of 260.00 eight cost 104.00: 16.00 less."""
    company, days = of_what_goes_back()
    holds(company, *days)
    (eve,), (begins,) = (there(company, day).values() for day in (back.EVE, back.BEGINS))
    shown = moved(company, back.BEGINS, back.BEGINS)
    assert tuple(now - was for now, was in zip(begins, eve, strict=True)) == shown["restated"]
    assert sum(shown["restated"]) == sum(begins) - sum(eve) < 0
    assert shown["restated"][0] < shown["restated"][1] < 0


def test_where_nothing_ever_came_there_is_nothing(store):
    company = found(f"CC{next(_numbers)}")
    answer = asked(company, JANUARY, date(2026, 1, 1))
    assert (answer.value_minor, answer.lines, answer.classes, answer.notes) == (0, (), (), ())
    assert [row.what for row in answer.movements] == ["opening", "closing"]
