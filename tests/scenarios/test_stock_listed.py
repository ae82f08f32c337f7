"""Stock is listed by layer, by item or not at all, and its sums are the same however it is listed.

Hand-worked: TENT came 10 at 100.00 in January and 5 at 60.00 in March, of which 4 were sold: 6 of the first at 60.00 and 5 at
60.00 are left, 120.00 in all. ROPE came 2 at 40.00 and is worth 15.00 each: 10.00 is written down. LAMP came and went.
"""

from datetime import date

import pytest

from tests.company import found

DAY = date(2026, 3, 31)


@pytest.fixture
def company(store):
    del store
    made = found("MAPLE")
    made.items("TENT", "ROPE", "LAMP")
    made.moves(
        ("GRN-1", 1, "TENT", "vendor", "Main", "receipt", 10, "100.00", "2026-01-10"),
        ("GRN-1", 2, "ROPE", "vendor", "Main", "receipt", 2, "40.00", "2026-02-10"),
        ("GRN-1", 3, "LAMP", "vendor", "Main", "receipt", 1, "9.00", "2026-02-10"),
        ("GRN-2", 1, "TENT", "vendor", "Main", "receipt", 5, "60.00", "2026-03-02"),
        ("SO-1", 1, "TENT", "Main", "customer", "sale", 4, "", "2026-03-05"),
        ("SO-1", 2, "LAMP", "Main", "customer", "sale", 1, "", "2026-03-05"),
    )
    made.prices(
        ("LIST", 1, "TENT", "price_list", "99.00", "2026-03-30"), ("LIST", 2, "ROPE", "price_list", "15.00", "2026-03-30")
    )  # fmt: skip
    made.write_down(DAY)
    return made


def test_the_sums_are_those_of_the_layers_however_stock_is_listed(company):
    layers, items, sums = (company.do("cost", company.ben, as_of=DAY, by=by) for by in ("layer", "item", "sum"))
    for one in (layers, items, sums):
        told = (one.quantity_micro, one.value_minor, one.allowance_minor, one.layers_open, one.positions)
        assert told == (13_000_000, 160_00, 10_00, 3, 2)
    assert [(one.item, one.document, one.value_minor) for one in layers.layers] == [
        ("ROPE", "GRN-1", 40_00), ("TENT", "GRN-1", 60_00), ("TENT", "GRN-2", 60_00)
    ]  # fmt: skip
    assert (layers.items, items.layers, sums.layers, sums.items, layers.found) == ((), (), (), (), None)
    told = [(one.item, one.layers, one.oldest_on, one.value_minor, one.allowance_minor) for one in items.items]
    assert told == [("ROPE", 1, date(2026, 2, 10), 40_00, 10_00), ("TENT", 2, date(2026, 1, 10), 120_00, 0)]


def test_items_are_sought_ordered_and_cut_to_a_page_by_the_service(company):
    tents = company.do("cost", company.ben, as_of=DAY, by="item", words=" TENT", page=1)
    assert [one.item for one in tents.items] == ["TENT"]
    assert (tents.found.items, tents.found.whole, tents.found.value_minor, tents.value_minor) == (1, 2, 120_00, 160_00)
    largest = company.do("cost", company.ben, as_of=DAY, by="item", order="-value_minor", page=99)
    assert [one.item for one in largest.items] == ["TENT", "ROPE"]


def test_of_one_item_its_own_layers_are_listed_and_of_an_unknown_one_none(company):
    tents = company.do("cost", company.ben, as_of=DAY, item="TENT")
    assert [(one.document, one.quantity_micro) for one in tents.layers] == [("GRN-1", 6_000_000), ("GRN-2", 5_000_000)]
    assert company.do("cost", company.ben, as_of=DAY, item="NOTHING").layers == ()
    assert company.do("cost", company.ben, as_of=date(2026, 1, 31), by="sum").value_minor == 100_00
