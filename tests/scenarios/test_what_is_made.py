"""A maker of bicycles, on two levels: every figure by hand.

On 10 January come 20 tubes at 5.00, 10 pots of paint at 2.00, 30 wheels at 4.00. By its bill a frame has 2 tubes, of which a
fifth of what is drawn is lost normally (so 2.5 are drawn), and a pot; a bicycle has a frame and 2 wheels.

On the 15th 4 frames are made, with labour of 30.00; offcuts worth 6.00 come with them.

    10 tubes 50.00 + 4 pots 8.00 + labour 30.00 = 88.00, less offcuts 6.00 = 82.00: a frame is 20.50

On the 20th 2 bicycles are made and 1 is lost abnormally, with labour of 12.00, depreciation of 3.00 and fixed overhead of
30.00, of which 15 hours of a normal 20 absorb 22.50; 7.50 are idle capacity.

    3 frames 61.50 + 6 wheels 24.00 + 12.00 + 3.00 + 22.50 = 123.00: a bicycle is 41.00, and so is what is lost

On the 25th one is sold. On hand then: 10 tubes 50.00, 6 pots 12.00, 24 wheels 96.00, a frame 20.50, offcuts 6.00, a bicycle
41.00: 225.50.

Then a receipt of the 5th is found: 5 tubes at 3.00. The frames took 5 of them and 5 at 5.00, 10.00 less; a frame is 18.00; a
bicycle (54.00 + 61.50) / 3 = 38.50; on hand 75.00 + 12.00 + 96.00 + 18.00 + 6.00 + 38.50 = 245.50.

If instead the tubes are written down to 4.00 on the 12th, 20.00 in all, then 10.00 of that go into the frames, 2.50 on each;
7.50 go into the bicycles, of which 2.50 are used with the one that is lost and 2.50 released with the one that is sold.
"""

from datetime import date
from itertools import count, pairwise

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import OPERATOR, Company, File, csv, do, found
from tests.hammer.invariants import require_sound

INVENTORIES, ALLOWANCE, CLEARING, SALES_COST, RELEASED = "1200", "1290", "1300", "5000", "5195"
WASTE, IDLE, APPLIED = "5210", "5220", "5230"
BILL = ("item", "component", "quantity", "scrap_rate", "valid_from")
PRODUCTIONS = ("document", "line", "kind", "item", "location", "quantity", "value", "labour", "depreciation", "other_overhead",
               "idle_overhead", "abnormal", "effective_on")  # fmt: skip
BILLS = (("FRAME", "TUBE", 2, "0.2", "2026-01-01"), ("FRAME", "PAINT", 1, 0, "2026-01-01"),
         ("BIKE", "FRAME", 1, 0, "2026-01-01"), ("BIKE", "WHEEL", 2, 0, "2026-01-01"))  # fmt: skip
END = date(2026, 1, 31)

_numbers = count(1)


def stocked(**given: object) -> Company:
    """Return a company with its bills, and what it bought."""
    number = next(_numbers)
    company = found(f"M{number}", mark=f"-m{number}", method="fifo", **given)
    company.items("TUBE", "PAINT", "WHEEL", "FRAME", "BIKE", "OFFCUTS")
    company.bring("bills", BILLS, BILL)
    for number, (item, quantity, value) in enumerate((("TUBE", 20, 100), ("PAINT", 10, 20), ("WHEEL", 30, 120))):
        company.record(f"PO-{number}", item, quantity, date(2026, 1, 10), value=str(value))
    return company


def frames(company: Company, **given: object):
    """Make four frames."""
    return company.do("produce", company.ada, **{
        "document": "WO-1", "item": "FRAME", "quantity": "4", "labour": "30", "by_products": "OFFCUTS=2@6",
        "location": "Main", "produced_on": date(2026, 1, 15), **given,
    })  # fmt: skip


def bicycles(company: Company, **given: object):
    """Make two bicycles, and lose one."""
    return company.do("produce", company.ada, **{
        "document": "WO-2", "item": "BIKE", "quantity": "2", "abnormal": "1", "labour": "12", "depreciation": "3",
        "fixed_overhead": "30", "normal_capacity": "20", "used_capacity": "15", "location": "Main",
        "produced_on": date(2026, 1, 20), **given,
    })  # fmt: skip


def by_desk(company: Company) -> None:
    """Make both, order by order."""
    frames(company)
    bicycles(company)


def by_file(company: Company) -> None:
    """Make both, in one file."""
    on = ("2026-01-15", "2026-01-20")
    company.bring("productions", [
        ("WO-1", 1, "product", "FRAME", "Main", 4, "", 30, 0, 0, 0, 0, on[0]),
        ("WO-1", 2, "input", "TUBE", "Main", 10, "", 0, 0, 0, 0, 0, on[0]),
        ("WO-1", 3, "input", "PAINT", "Main", 4, "", 0, 0, 0, 0, 0, on[0]),
        ("WO-1", 4, "by_product", "OFFCUTS", "Main", 2, 6, 0, 0, 0, 0, 0, on[0]),
        ("WO-2", 1, "input", "FRAME", "Main", 3, "", 0, 0, 0, 0, 0, on[1]),
        ("WO-2", 2, "input", "WHEEL", "Main", 6, "", 0, 0, 0, 0, 0, on[1]),
        ("WO-2", 3, "product", "BIKE", "Main", 2, "", 12, 3, "22.50", "7.50", 1, on[1]),
    ], PRODUCTIONS)  # fmt: skip


def sold(company: Company) -> None:
    """Sell a bicycle."""
    company.record("SO-1", "BIKE", 1, date(2026, 1, 25))


def some(company: Company, *accounts: str) -> tuple[int, ...]:
    """Return the balances of some accounts at the end of the month."""
    balances = company.balances(END)
    return tuple(balances.get(account, 0) for account in accounts)


def layers(company: Company) -> dict[str, int]:
    """Return what is on hand at the end of the month, by item."""
    found: dict[str, int] = {}
    for layer in company.do("cost", company.ben, as_of=END).layers:
        found[layer.item] = found.get(layer.item, 0) + layer.value_minor
    return found


def require_clean(company: Company, store) -> None:
    """See that everything agrees with everything."""
    require_sound(store)
    verified = do("verify", OPERATOR, entity=company.entity)
    assert verified.clean, [fault for check in verified.checks for fault in check.faults]
    assert company.do("recost", company.ben).found == 0


def test_a_production_says_what_it_took_and_what_it_came_to(store):
    company = stocked()
    made = frames(company)
    assert [(line.item, line.quantity_micro // 10**5, line.value_minor) for line in made.lines] == [
        ("TUBE", -100, -50_00), ("PAINT", -40, -8_00), ("FRAME", 40, 82_00), ("OFFCUTS", 20, 6_00),
    ]  # fmt: skip
    assert (made.inputs_minor, made.conversion_minor, made.value_minor, made.waste_minor) == (58_00, 30_00, 88_00, 0)
    made = bicycles(company)
    assert (made.inputs_minor, made.conversion_minor, made.value_minor) == (85_50, 37_50, 82_00)
    assert (made.waste_minor, made.idle_minor) == (41_00, 7_50)


@pytest.mark.parametrize("way", [by_desk, by_file])
def test_what_is_made_costs_what_went_into_it(store, way):
    company = stocked()
    way(company)
    sold(company)

    assert some(company, INVENTORIES, CLEARING, SALES_COST) == (225_50, 0, 41_00)
    assert some(company, WASTE, IDLE, APPLIED) == (41_00, 7_50, -75_00)
    assert layers(company) == {
        "TUBE": 50_00,
        "PAINT": 12_00,
        "WHEEL": 96_00,
        "FRAME": 20_50,
        "OFFCUTS": 6_00,
        "BIKE": 41_00,
    }
    require_clean(company, store)


@pytest.mark.parametrize("way", [by_desk, by_file])
def test_what_came_late_into_a_component_reaches_the_product_and_its_sale(store, way):
    company = stocked()
    way(company)
    sold(company)
    company.record("PO-LATE", "TUBE", 5, date(2026, 1, 5), value="15")

    assert layers(company) == {
        "TUBE": 75_00,
        "PAINT": 12_00,
        "WHEEL": 96_00,
        "FRAME": 18_00,
        "OFFCUTS": 6_00,
        "BIKE": 38_50,
    }
    assert some(company, INVENTORIES, CLEARING, SALES_COST) == (245_50, 0, 38_50)
    assert some(company, WASTE, IDLE, APPLIED) == (38_50, 7_50, -75_00)
    require_clean(company, store)


def test_a_production_that_is_recorded_late_is_as_if_on_time(store):
    company = stocked()
    frames(company)
    company.record("SO-0", "TUBE", 2, date(2026, 1, 22))
    company.record("PO-9", "BIKE", 1, date(2026, 1, 24), value="50")
    bicycles(company)
    sold(company)
    company.record("SO-2", "FRAME", 1, date(2026, 1, 26))

    assert some(company, WASTE, CLEARING, SALES_COST) == (41_00, 0, 41_00 + 10_00 + 20_50)
    require_clean(company, store)


def test_what_was_written_down_goes_into_what_is_made(store):
    company = stocked()
    company.prices(("PL-1", 1, "TUBE", "price_list", "4.00", date(2026, 1, 11)))
    company.write_down(date(2026, 1, 12))
    by_desk(company)
    assert some(company, ALLOWANCE, WASTE) == (-17_50, 38_50)
    sold(company)

    assert some(company, ALLOWANCE, WASTE, RELEASED, SALES_COST) == (-15_00, 38_50, -2_50, 41_00)
    assert some(company, INVENTORIES, CLEARING) == (225_50, 0)
    held = {
        line.item: line.held_minor for line in company.do("assess", company.ben, as_of=END).lines if line.held_minor
    }
    assert held == {"TUBE": 10_00, "FRAME": 2_50, "BIKE": 2_50}
    require_clean(company, store)


def test_a_run_posted_after_the_production_does_what_it_would_have_done_before(store):
    company = stocked()
    company.prices(("PL-1", 1, "TUBE", "price_list", "4.00", date(2026, 1, 11)))
    run = company.do("propose", company.ada, as_of=date(2026, 1, 12))
    company.approve(run.run, run.run_hash)
    by_desk(company)
    sold(company)
    company.do("post", company.ben, run=run.run)

    assert some(company, ALLOWANCE, WASTE, RELEASED) == (-15_00, 38_50, -2_50)
    require_clean(company, store)


def test_a_bill_that_makes_an_item_of_itself_is_refused_and_named(store):
    company = stocked()
    rows = [("TUBE", "STEEL", 1, 0, "2026-01-01"), ("TUBE", "BIKE", 1, 0, "2026-01-01")]
    company.bring("items", [("STEEL", "Steel", "merchandise")], ("item", "name", "item_class"), name="steel.csv")
    answer = company.do("import", company.ada, table="bills", file=File("more.csv", csv(BILL, rows)))
    (problem,) = answer.problems
    assert problem.code == "circular_bill"
    assert problem.message.startswith("an item would be made of itself: ")
    circle = problem.message.split(": ")[1].split(" > ")
    assert set(pairwise(circle)) == {("BIKE", "FRAME"), ("FRAME", "TUBE"), ("TUBE", "BIKE")}


def test_a_bill_that_stands_is_not_another_in_silence(store):
    company = stocked()
    company.bring("bills", BILLS[:1], BILL, name="same.csv")
    answer = company.do(
        "import",
        company.ada,
        table="bills",
        file=File("other.csv", csv(BILL, [("FRAME", "TUBE", 3, "0.2", "2026-01-01")])),
    )
    assert [problem.code for problem in answer.problems] == ["bill_stands"]
    company.bring("bills", [("FRAME", "TUBE", 3, 0, "2026-02-01")], BILL, name="later.csv")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"quantity": "9"}, "more than there is"),
        ({"by_products": "OFFCUTS=2@89"}, "by-products are worth more"),
        ({"inputs": "NOTHING=1"}, "no item has this code"),
        ({"inputs": "TUBE"}, "does not say what and how much"),
        ({"by_products": "OFFCUTS=2"}, "does not say what and how much"),
        ({"fixed_overhead": "3"}, "normal capacity"),
        ({"item": "TUBE"}, "has no bill of material"),
        ({"item": "GHOST"}, "no item has the code"),
        ({"labour": "-1"}, "less than nothing"),
        ({"abnormal": "-1"}, "less than nothing"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(sqlite_store, given, words):
    company = stocked()
    with pytest.raises(Problem, match=words):
        frames(company, **given)
    assert some(company, INVENTORIES, CLEARING) == (240_00, 0)


def test_an_order_is_made_once(sqlite_store):
    company = stocked()
    frames(company, inputs="TUBE=1")
    with pytest.raises(Problem, match="recorded already"):
        frames(company, inputs="TUBE=1")
    with pytest.raises(Problem):
        company.do("reverse", company.ada, document="WO-1", line="1", because="wrong", reversed_on=date(2026, 1, 16))


def test_joint_products_share_the_cost_by_their_shares(store):
    """60.00 of tubes and labour of 0.01, by 3 and 1: 45.01 and 15.00; the cent goes to the larger remainder."""
    company = stocked()
    frames(company, inputs="TUBE=12", labour="0.01", share="3", joint="BIKE=1@1", by_products="")
    found = layers(company)
    assert (found["FRAME"], found["BIKE"]) == (45_01, 15_00)
    require_clean(company, store)


def test_what_a_component_costs_later_reaches_the_product_from_that_day_on(store):
    """Freight of 20.00 on the tubes, said on the 28th: 10.00 of it is in four frames, 7.50 in three bicycles."""
    company = stocked()
    by_desk(company)
    sold(company)
    company.do("change-cost", company.ada, document="FR-1", kind="freight", amount="20", receipts="PO-0/1",
               said_on=date(2026, 1, 28))  # fmt: skip

    before = company.balances(date(2026, 1, 27))
    assert (before[INVENTORIES], before[SALES_COST], before[WASTE]) == (225_50, 41_00, 41_00)
    assert layers(company) == {
        "TUBE": 60_00,
        "PAINT": 12_00,
        "WHEEL": 96_00,
        "FRAME": 23_00,
        "OFFCUTS": 6_00,
        "BIKE": 43_50,
    }
    assert some(company, INVENTORIES, CLEARING, SALES_COST, WASTE) == (240_50, 0, 43_50, 43_50)
    require_clean(company, store)
