"""Standards are rolled: what is on hand is worth the new one from its day on, to the cent and to an account of its own.

A stove should cost 5.00. Ten come for 55.00 on 10 January, four are sold on the 20th, and two are set apart on the 25th: four
are worth 20.00 and two 10.00. From 1 February on a stove should cost 6.00, and a lamp, of which three were worth 24.00, 7.00:

| what                              | stoves                                        | lamps                 |
|-----------------------------------|-----------------------------------------------|-----------------------|
| revalued on 1 February            | 4 x 6 - 20 = 4.00, and 2 x 6 - 10 = 2.00      | 3 x 7 - 24 = -3.00    |
| three sold on 5 February          | 18.00                                         |                       |
| five come for 28.00 on the 3rd,   | 30.00, 2.00 less than standard                |                       |
|   which is known after that       |                                               |                       |
| one of January's comes back       | for 5.00, and is worth 6.00                   |                       |
"""

from datetime import date
from itertools import count

import pytest

from lowmark.services.operation import File
from tests.company import OPERATOR, Company, csv, do, found
from tests.hammer.invariants import require_sound

INVENTORIES, SALES_COST, VARIANCE, REVALUATION = "1200", "5000", "5250", "5255"
COLUMNS = ("item", "method", "standard_cost", "valid_from")
NEW = (("STOVE", "standard", "6.00", "2026-02-01"), ("LAMP", "standard", "7", "2026-02-01"))
_numbers = count(1)


def stocked() -> Company:
    number = next(_numbers)
    company = found(f"SR{number}", mark=f"-sr{number}")
    company.items("STOVE", "LAMP")
    company.bring("locations", [("Hold", "quarantine")], ("location", "kind"))
    company.bring("item_costing", [("STOVE", "standard", "5.00", "2026-01-01"), ("LAMP", "standard", "8.00", "2026-01-01")],
                  COLUMNS, name="first.csv")  # fmt: skip
    company.moves(("PO-1", 1, "STOVE", "vendor", "Main", "receipt", 10, 55, date(2026, 1, 10)),
                  ("PO-1", 2, "LAMP", "vendor", "Main", "receipt", 3, 24, date(2026, 1, 10)))  # fmt: skip
    company.record("SO-1", "STOVE", 4, date(2026, 1, 20))
    company.record("TR-1", "STOVE", 2, date(2026, 1, 25), to_location="Hold", reason="apart")
    return company


def roll(company: Company, *rows: tuple[str, ...], name: str = "2026.csv"):
    return company.do("import", company.ada, table="item_costing", file=File(name, csv(COLUMNS, rows)))


def require_clean(company: Company) -> None:
    differences = company.do("recost", company.ben).differences
    assert differences == ()
    checked = do("verify", OPERATOR, entity=company.entity)
    assert checked.clean, [fault for check in checked.checks for fault in check.faults]


def test_what_is_on_hand_is_revalued_on_the_day_and_moves_from_then_on_use_the_new_standard(store):
    company = stocked()
    answer = roll(company, *NEW)
    assert answer.accepted, answer.problems
    then, now = company.balances(date(2026, 1, 31)), company.balances(date(2026, 2, 1))
    assert (then[INVENTORIES], then.get(REVALUATION, 0)) == (30_00 + 24_00, 0)
    assert (now[INVENTORIES], now[REVALUATION]) == (36_00 + 21_00, -3_00)
    layers = company.do("cost", company.ben, as_of=date(2026, 2, 1)).layers
    assert [(one.item, one.condition, one.value_minor) for one in layers] == [
        ("LAMP", "", 21_00), ("STOVE", "", 24_00), ("STOVE", "quarantine", 12_00)]  # fmt: skip
    company.record("SO-2", "STOVE", 3, date(2026, 2, 5))
    assert company.balances(date(2026, 2, 5))[INVENTORIES] == 57_00 - 18_00
    company.moves(("PO-2", 1, "STOVE", "vendor", "Main", "receipt", 5, 28, date(2026, 2, 3)), name="late.csv")
    assert company.balances(date(2026, 2, 4))[INVENTORIES] == 57_00 + 30_00
    company.do("receive", company.ada, document="RMA-1", item="STOVE", source="customer", location="Main", quantity="1",
               returns_document="SO-1", received_on=date(2026, 2, 10))  # fmt: skip
    end = company.balances(date(2026, 2, 28))
    assert (end[INVENTORIES], end[VARIANCE], end[REVALUATION]) == (
        57_00 + 30_00 - 18_00 + 6_00,
        5_00 - 2_00 - 1_00,
        -3_00,
    )
    require_sound(store)
    require_clean(company)


def test_a_revaluation_is_known_apart_from_what_a_receipt_brought(store):
    company = stocked()
    before = company.do("cost", company.ben, as_of=date(2026, 12, 31)).known_seq
    roll(company, *NEW)
    (part,) = company.do("cost", company.ben, explain="PO-1/1").parts
    assert (part.kind, part.brought_minor, part.posted_minor, part.adjusted_minor) == ("receipt", 50_00, 50_00, 4_00)
    known = company.do("cost", company.ben, as_of=date(2026, 12, 31), known_seq=before)
    assert known.value_minor == 54_00
    steps = company.do("explain", company.ben, subject="move PO-1/1").steps
    assert any("at the standard that holds from 2026-02-01 on" in step.words for step in steps)


def test_a_second_roll_goes_on_from_the_first(store):
    company = stocked()
    roll(company, *NEW)
    company.record("SO-2", "STOVE", 3, date(2026, 2, 5))
    assert roll(company, ("STOVE", "standard", "5.5", "2026-03-01"), name="march.csv").accepted
    assert company.balances(date(2026, 3, 1))[INVENTORIES] == 21_00 + 5_50 + 11_00
    company.record("SO-3", "STOVE", 1, date(2026, 3, 2))
    require_clean(company)


def test_a_roll_of_nothing_on_hand_posts_nothing_and_holds(store):
    company = stocked()
    company.record("SO-2", "LAMP", 3, date(2026, 1, 28))
    assert roll(company, NEW[1]).accepted
    assert REVALUATION not in company.balances(date(2026, 2, 28))
    company.record("PO-8", "LAMP", 1, date(2026, 1, 30), value="8")
    balances = company.balances(date(2026, 2, 1))
    assert (balances[INVENTORIES], balances[REVALUATION]) == (30_00 + 7_00, 1_00)
    company.record("PO-9", "LAMP", 1, date(2026, 2, 2), value="8")
    assert company.do("cost", company.ben, as_of=date(2026, 2, 2), item="LAMP").value_minor == 14_00
    require_clean(company)


@pytest.mark.parametrize("way", ["file", "desk"])
def test_what_counts_before_a_roll_and_comes_to_be_known_after_it_is_revalued_with_the_rest(store, way: str):
    """One more stove comes on 15 January: five are revalued then. One lamp more is sold on the 20th: two are."""
    company = stocked()
    roll(company, *NEW)
    before = company.do("cost", company.ben, as_of=date(2026, 12, 31)).known_seq
    company.record("SO-2", "STOVE", 3, date(2026, 2, 5))
    if way == "file":
        company.moves(("PO-0", 1, "STOVE", "vendor", "Main", "receipt", 1, 5, date(2026, 1, 15)),
                      ("SO-0", 1, "LAMP", "Main", "customer", "sale", 1, "", date(2026, 1, 20)), name="late.csv")  # fmt: skip
    else:
        company.record("PO-0", "STOVE", 1, date(2026, 1, 15), value="5")
        company.record("SO-0", "LAMP", 1, date(2026, 1, 20))
    january, rolled = company.balances(date(2026, 1, 31)), company.balances(date(2026, 2, 1))
    assert (january[INVENTORIES], january.get(REVALUATION, 0)) == (35_00 + 16_00, 0)
    assert (rolled[INVENTORIES], rolled[REVALUATION]) == (42_00 + 14_00, -7_00 + 2_00)
    assert company.balances(date(2026, 2, 5))[INVENTORIES] == 42_00 + 14_00 - 18_00
    then = company.balances(date(2026, 2, 1), known_seq=before)
    assert (then[INVENTORIES], then[REVALUATION]) == (57_00, -3_00)
    require_sound(store)
    require_clean(company)


def test_a_roll_is_refused_where_its_day_is_closed_moved_rolled_or_tested(store):
    company = stocked()

    def codes(item: str, cost: str, day: str, name: str) -> list[str]:
        return [problem.code for problem in roll(company, (item, "standard", cost, day), name=name).problems]

    assert codes("STOVE", "6", "2026-01-25", "a.csv") == ["moved_since"]
    assert codes("STOVE", "6", "2027-02-01", "b.csv") == ["no_period"]
    assert roll(company, NEW[0]).accepted
    assert codes("STOVE", "7", "2026-02-01", "c.csv") == ["moved_since", "rolled_since"]
    company.do("close", company.ben, ends_on=date(2026, 1, 31))
    assert codes("LAMP", "7", "2026-01-31", "d.csv") == ["period_closed"]
    company.prices(("E-1", 1, "LAMP", "price_list", "2.00", "2026-02-10"))
    company.write_down(date(2026, 2, 15))
    assert codes("LAMP", "7", "2026-02-15", "e.csv") == ["tested"]
    assert codes("LAMP", "5", "2026-03-01", "f.csv") == ["allowance_over_cost"]
    assert codes("LAMP", "7", "2026-03-01", "g.csv") == []
    require_clean(company)
