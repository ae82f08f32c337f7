"""In the warehouse: where goods lie and since when, what is picked first, what is held, reserved, on its way and recalled.

Cost is first in, first out. VIAL comes in four lots, 10 each, at 1.00, 2.00, 3.00 and 4.00:

| lot | received | expires    | where   | for a sale on 2026-06-01                     |
|-----|----------|------------|---------|----------------------------------------------|
| A   | 01-05    | 2027-01-31 | Main/A  | second: its place has not changed its age    |
| B   | 01-06    | 2026-12-31 | Main/B  | first: it expires first                      |
| C   | 01-07    | 2026-05-31 | Main/B  | expired on the day before                    |
| D   | 01-08    | 2026-07-15 | Main/B  | 44 days left, and the item asks for 90       |

The phone SN-1 lives through: bought for 100.00, moved, sold, returned at 100.00, written down to 60.00 (allowance 40.00),
refurbished for 15.00, and scrapped with a certificate.
"""

from collections.abc import Iterator
from datetime import date
from itertools import count

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import Company, found
from tests.fresh_store import ENGINES, fresh_store
from tests.hammer.invariants import require_sound
from tests.verify.life import faults

_numbers = count(1)
JUNE = date(2026, 6, 1)


@pytest.fixture(scope="module", params=ENGINES)
def store(request) -> Iterator[object]:
    """A store of this file: every test has a company of its own in it, and what they leave is sound."""
    with fresh_store(request.param) as opened:
        yield opened
        require_sound(opened)


def company_with(*items: tuple[str, str, str], places: tuple[str, ...] = ("Main",)) -> Company:
    number = next(_numbers)
    made = found(f"W{number}", mark=f"-w{number}")
    made.bring("items", [(code, f"The {code}", "merchandise", tracking, days) for code, tracking, days in items],
               ("item", "name", "item_class", "tracking", "minimum_remaining_days"))  # fmt: skip
    for place in places:
        made.do("add-place", made.ada, location=place)
    return made


def vials() -> Company:
    company = company_with(("VIAL", "lot", "90"), places=("Main/A", "Main/B", "Shop"))
    lots = (("A", 5, date(2027, 1, 31), "Main/A"), ("B", 6, date(2026, 12, 31), "Main/B"),
            ("C", 7, date(2026, 5, 31), "Main/B"), ("D", 8, date(2026, 7, 15), "Main/B"))  # fmt: skip
    for cost, (lot, day, expires_on, place) in enumerate(lots, 1):
        company.do("receive", company.ada, document=f"GR-{lot}", item="VIAL", lot=lot, expires_on=expires_on, location=place,
                   quantity="10", value=f"{cost * 10}", received_on=date(2026, 1, day))  # fmt: skip
    return company


def strata(company: Company, as_of: date = JUNE, **only: object) -> dict[tuple[str, str, date], int]:
    lines = company.do("positions", company.ada, as_of=as_of, **only).lines
    return {(line.location, line.lot, line.received_on): line.quantity_micro // 10**6 for line in lines}


def refused(code: str, company: Company, operation: str, **fields: object) -> str:
    with pytest.raises(Problem) as caught:
        company.do(operation, company.ada, **fields)
    assert caught.value.code == code, caught.value
    return caught.value.message


def clean(company: Company) -> None:
    del company
    assert faults() == []


def test_a_receipt_keeps_its_day_and_its_value_through_five_hops(store):
    company = company_with(("TENT", "none", ""), places=("P0", "P1", "P2", "P3", "P4", "P5"))
    company.record("GR-1", "TENT", 10, date(2026, 1, 5), value="33.33", to_location="P0")
    company.record("GR-2", "TENT", 10, date(2026, 2, 5), value="66.66", to_location="P0")
    for hop in range(5):
        company.do("transfer", company.ada, document=f"TR-{hop}", item="TENT", from_location=f"P{hop}",
                   to_location=f"P{hop + 1}", quantity="10", moved_on=date(2026, 3, 1 + hop))  # fmt: skip
    there = company.do("positions", company.ada, as_of=JUNE)
    assert [(line.location, line.received_on, line.quantity_micro, line.value_minor) for line in there.lines] == [
        ("P0", date(2026, 2, 5), 10_000_000, 66_66), ("P5", date(2026, 1, 5), 10_000_000, 33_33),
    ]  # fmt: skip
    before = company.do("positions", company.ada, as_of=date(2026, 3, 2)).lines
    assert [(line.location, line.received_on) for line in before] == [
        ("P0", date(2026, 2, 5)),
        ("P2", date(2026, 1, 5)),
    ]
    aged = company.do("ageing", company.ada, as_of=JUNE, bands="120").lines
    assert [(line.band, line.quantity_micro, line.value_minor) for line in aged] == [
        ("0-120", 10_000_000, 66_66), ("121 and more", 10_000_000, 33_33),
    ]  # fmt: skip
    clean(company)


def test_no_place_gives_out_more_than_lies_there(store):
    company = company_with(("TENT", "none", ""), places=("Main", "Shop"))
    company.record("GR-1", "TENT", 10, date(2026, 1, 5), value="50")
    said = refused(
        "short", company, "issue", document="SO-1", item="TENT", location="Shop", quantity="1", issued_on=JUNE
    )
    assert said == "1 of TENT more than there is at Shop"
    refused("short", company, "transfer", document="TR-1", item="TENT", from_location="Shop", to_location="Main",
            quantity="1", moved_on=JUNE)  # fmt: skip
    company.do("transfer", company.ada, document="TR-2", item="TENT", from_location="Main", to_location="Shop",
               quantity="4", moved_on=JUNE)  # fmt: skip
    company.do("issue", company.ada, document="SO-2", item="TENT", location="Shop", quantity="4", issued_on=JUNE)
    assert strata(company) == {("Main", "", date(2026, 1, 5)): 6}
    # What is recorded late is laid among what is there: a sale of before the transfer takes what was there then.
    company.do(
        "issue", company.ada, document="SO-3", item="TENT", location="Main", quantity="6", issued_on=date(2026, 2, 1)
    )
    assert strata(company) == {}
    clean(company)


def test_what_comes_back_is_as_old_as_it_was(store):
    company = company_with(("TENT", "none", ""), places=("Main",))
    company.record("GR-1", "TENT", 2, date(2026, 1, 5), value="10")
    company.do(
        "issue", company.ada, document="SO-1", item="TENT", location="Main", quantity="2", issued_on=date(2026, 2, 1)
    )
    company.do("receive", company.ada, document="RT-1", item="TENT", source="customer", location="Main", quantity="1",
               returns_document="SO-1", received_on=date(2026, 5, 1))  # fmt: skip
    company.do("transfer", company.ada, document="TR-1", item="TENT", from_location="Main", to_location="damaged",
               quantity="1", moved_on=JUNE)  # fmt: skip
    assert strata(company) == {("damaged", "", date(2026, 1, 5)): 1}
    clean(company)


def test_places_are_added_by_name_and_move_with_what_is_in_them(store):
    company = company_with(("TENT", "none", ""), places=("Site/Room 1/Cabinet",))
    added = company.do("add-place", company.ada, location="Site/Room 1/Cabinet/Shelf 2", kind="bin")
    assert added.added == ("Site/Room 1/Cabinet/Shelf 2",)
    company.record("GR-1", "TENT", 2, date(2026, 1, 5), value="10", to_location="Site/Room 1/Cabinet/Shelf 2")
    company.do("add-place", company.ada, location="Annex", kind="site")
    moved = company.do("move-place", company.ada, location="Site/Room 1", to="Annex/Store")
    assert moved.moved == ("Annex/Store", "Annex/Store/Cabinet", "Annex/Store/Cabinet/Shelf 2")
    assert strata(company, location="Annex") == {("Annex/Store/Cabinet/Shelf 2", "", date(2026, 1, 5)): 2}
    for code, operation, fields in (
        ("conflict", "add-place", {"location": "Annex", "kind": "truck"}), ("bad_request", "add-place", {"location": "A//B"}),
        ("bad_request", "add-place", {"location": "customer/x"}), ("not_found", "move-place", {"location": "X", "to": "Y"}),
        ("refused", "move-place", {"location": "Annex", "to": "Annex/In"}), ("conflict", "move-place",
         {"location": "Annex/Store/Cabinet", "to": "Site"}), ("not_found", "move-place", {"location": "Site", "to": "No/S"}),
    ):  # fmt: skip
        refused(code, company, operation, **fields)
    clean(company)


def test_what_expires_first_goes_first_but_nothing_that_the_customer_would_not_take(store):
    company = vials()
    found = company.do("pick", company.ada, item="VIAL", quantity="12", picked_on=JUNE)
    assert [(line.lot, line.location, line.quantity_micro // 10**6, line.why) for line in found.lines] == [
        ("B", "Main/B", 10, ""), ("A", "Main/A", 2, ""), ("C", "Main/B", 10, "expired"), ("D", "Main/B", 10, "too_little_life"),
    ]  # fmt: skip
    asked_less = company.do("pick", company.ada, item="VIAL", quantity="12", remaining_days=30, picked_on=JUNE)
    assert [line.lot for line in asked_less.lines if not line.why] == ["D", "B"]
    left = company.do("issue-picked", company.ada, document="DN-1", item="VIAL", quantity="12", issued_on=JUNE)
    assert (left.value_minor, [line.lot for line in left.lines]) == (-(10 * 2_00 + 2 * 1_00), ["B", "A"])
    refused("short", company, "issue-picked", document="DN-2", item="VIAL", quantity="9", issued_on=JUNE)
    clean(company)


def test_a_lot_that_is_best_before_a_day_goes_by_it_and_its_life_ends_then_where_no_last_day_is_said(store):
    """H is best before 06-30 and expires in 2027; G is best before 08-31 and no more is said; E expires on 07-31."""
    company = company_with(("SYRUP", "lot", "1"), places=("Main",))
    company.bring("lots", [("SYRUP", "G", "", "2026-08-31", "0.985"), ("SYRUP", "E", "2026-07-31", "", "")],
                  ("item", "lot", "expires_on", "best_before", "potency"))  # fmt: skip
    moves = [(lot, "1", "SYRUP", lot, "vendor", "Main", "receipt", "10", "10.00", "2026-01-05", best, potency)
             for lot, best, potency in (("E", "", ""), ("G", "", ""), ("F", "2026-09-30", "0.5"))]  # fmt: skip
    company.bring("stock_moves", moves, ("document", "line", "item", "lot", "from_location", "to_location", "reason", "quantity",
                                         "value", "effective_on", "best_before_on", "potency"))  # fmt: skip
    company.do("receive", company.ada, document="H", item="SYRUP", lot="H", best_before_on=date(2026, 6, 30), potency="1.02",
               expires_on=date(2027, 6, 30), location="Main", quantity="10", value="10", received_on=date(2026, 1, 6))  # fmt: skip
    company.do("receive", company.ada, document="I", item="SYRUP", lot="I", best_before_on=date(2026, 10, 31), potency="0.9",
               location="Main", quantity="10", value="10", received_on=date(2026, 1, 2))  # fmt: skip
    assert [
        line.lot for line in company.do("pick", company.ada, item="SYRUP", quantity="50", picked_on=JUNE).lines
    ] == [*"HEGFI"]
    found_later = company.do("pick", company.ada, item="SYRUP", quantity="50", picked_on=date(2026, 9, 1))
    assert [line.lot for line in found_later.lines if not line.why] == [*"HFI"]
    there = {line.lot: line for line in company.do("positions", company.ada, as_of=JUNE).lines}
    assert [there[lot].potency_micro for lot in "EFGHI"] == [None, 500_000, 985_000, 1_020_000, 900_000]
    ends = company.do("positions", company.ada, as_of=JUNE, expires_by=date(2026, 8, 31)).lines
    assert {line.lot for line in ends} == {"E", "G"}
    listed = company.do("worklist", company.ada, as_of=date(2026, 9, 1), expires_within_days=0).lines
    assert {line.lot: line.finding for line in listed if line.finding == "expired"} == {"E": "expired", "G": "expired"}
    life = company.do("history", company.ada, item="SYRUP", lot="G")
    assert (life.expires_on, life.best_before_on, life.potency_micro) == (None, date(2026, 8, 31), 985_000)
    read = company.do("scan", company.ada, code="(10)G(15)260831", read_on=JUNE)
    assert (read.best_before_on, read.expires_on, read.differs, read.potency_micro) == (
        date(2026, 8, 31),
        None,
        False,
        985_000,
    )
    assert company.do("scan", company.ada, code="(10)G(15)260901", read_on=JUNE).differs
    clean(company)


def test_what_is_reserved_is_free_for_its_order_alone(store):
    company = vials()
    company.do("reserve", company.ada, document="SO-1", item="VIAL", quantity="15", needed_on=JUNE)
    assert "10 of VIAL more" in refused(
        "short", company, "reserve", document="SO-2", item="VIAL", quantity="15", needed_on=JUNE
    )
    others = company.do("pick", company.ada, item="VIAL", quantity="5", picked_on=JUNE)
    assert [(line.lot, line.quantity_micro // 10**6) for line in others.lines if not line.why] == [("A", 5)]
    company.do("issue-picked", company.ada, document="DN-1", item="VIAL", quantity="12", order="SO-1", issued_on=JUNE)
    left = company.do("pick", company.ada, item="VIAL", quantity="5", picked_on=JUNE).lines
    assert [(line.why, line.quantity_micro // 10**6) for line in left if line.lot == "A"] == [("", 5), ("reserved", 3)]
    company.do("release", company.ada, document="SO-1", because="Cancelled", released_on=JUNE)
    assert company.do("pick", company.ada, item="VIAL", quantity="8", picked_on=JUNE).short_micro == 0
    clean(company)


def test_what_is_held_is_neither_sold_nor_picked_until_it_is_released(store):
    company = vials()
    held = company.do("hold", company.ada, document="QA-1", item="VIAL", lots="B", because="Cloudy", held_on=JUNE)
    assert (held.lots, held.cases) == (("B",), 1)
    fields = {"document": "SO-1", "item": "VIAL", "lot": "B", "location": "Main/B", "quantity": "1", "issued_on": JUNE}
    assert refused("refused", company, "issue", **fields) == "VIAL B is held back by QA-1"
    refused("refused", company, "issue", **{**fields, "issued_on": date(2026, 1, 6), "document": "SO-0"})
    assert (
        next(line.lot for line in company.do("pick", company.ada, item="VIAL", quantity="9", picked_on=JUNE).lines)
        == "A"
    )
    company.do("transfer", company.ada, document="TR-1", item="VIAL", lot="B", from_location="Main/B",
               to_location="quarantine", quantity="10", moved_on=JUNE)  # fmt: skip
    company.do("release", company.ada, document="QA-1", because="Only cold", released_on=JUNE)
    company.do("issue", company.ada, **{**fields, "location": "quarantine"})
    refused("not_found", company, "release", document="QA-1", because="Again", released_on=JUNE)
    refused("no_reason", company, "hold", document="QA-2", item="VIAL", because=" ", held_on=JUNE)
    clean(company)


def test_what_is_shipped_is_on_its_way_until_all_of_it_has_come(store):
    company = vials()
    company.do("ship", company.ada, document="TR-1", item="VIAL", lot="A", from_location="Main/A", to_location="Shop",
               quantity="6", shipped_on=JUNE)  # fmt: skip
    assert strata(company, lot="A") == {("In transit", "A", date(2026, 1, 5)): 6, ("Main/A", "A", date(2026, 1, 5)): 4}
    away = company.do("cut-off", company.ada, as_of=JUNE)
    assert [(line.what, line.lot, line.value_minor) for line in away.lines] == [("ours_not_here", "A", 6_00)]
    company.do("receive-transfer", company.ada, document="TI-1", shipped="TR-1", quantity="2", received_on=JUNE)
    refused("short", company, "receive-transfer", document="TI-2", shipped="TR-1", quantity="5", received_on=JUNE)
    company.do("receive-transfer", company.ada, document="TI-3", shipped="TR-1", received_on=JUNE)
    refused("short", company, "receive-transfer", document="TI-4", shipped="TR-1", received_on=JUNE)
    assert strata(company, location="Shop") == {("Shop", "A", date(2026, 1, 5)): 6}
    clean(company)


def test_a_recall_holds_its_lots_and_says_where_they_are(store):
    company = vials()
    company.do(
        "issue", company.ada, document="SO-1", item="VIAL", lot="A", location="Main/A", quantity="4", issued_on=JUNE
    )
    found = company.do(
        "recall", company.ada, document="RC-1", item="VIAL", lots="A,B", because="Glass", recalled_on=JUNE
    )
    assert (found.lots, found.cases, found.here_micro, found.gone_micro) == (("A", "B"), 2, 16_000_000, 4_000_000)
    assert [(line.lot, line.what, line.place) for line in found.lines] == [
        ("A", "here", "Main/A"), ("B", "here", "Main/B"), ("A", "gone", "SO-1"),
    ]  # fmt: skip
    again = company.do("recall", company.ada, document="RC-1", item="VIAL", because="Glass", recalled_on=JUNE)
    assert again.lots == ("C", "D")
    refused(
        "short", company, "issue-picked", document="DN-1", item="VIAL", quantity="1", remaining_days=0, issued_on=JUNE
    )


def test_the_whole_life_of_a_serial_number(store):
    company = company_with(("PHONE", "serial", ""), places=("Main", "Shop"))
    one = {"item": "PHONE", "lot": "SN-1", "quantity": "1"}
    company.do(
        "receive", company.ada, document="GR-1", location="Main", value="100", received_on=date(2026, 1, 5), **one
    )
    refused(
        "refused", company, "receive", document="GR-2", location="Main", value="90", received_on=date(2026, 1, 6), **one
    )
    company.do(
        "transfer",
        company.ada,
        document="TR-1",
        from_location="Main",
        to_location="Shop",
        moved_on=date(2026, 1, 10),
        **one,
    )
    company.do("issue", company.ada, document="SO-1", location="Shop", issued_on=date(2026, 2, 1), **one)
    company.do("receive", company.ada, document="RT-1", source="customer", location="Shop", returns_document="SO-1",
               received_on=date(2026, 2, 20), **one)  # fmt: skip
    company.prices(("PL-1", 1, "PHONE", "price_list", 60, date(2026, 2, 28)))
    company.write_down(date(2026, 2, 28))
    company.do("produce", company.ada, document="WO-1", item="PHONE", lot="SN-1", quantity="1", location="Shop", labour="15",
               inputs="PHONE/SN-1=1", produced_on=date(2026, 3, 5))  # fmt: skip
    company.do("scrap", company.ada, document="SC-1", location="Shop", reason="damaged", certificate="CD-1", witness="Nia",
               scrapped_on=JUNE, **one)  # fmt: skip
    life = company.do("history", company.ben, item="PHONE", lot="SN-1").steps
    assert [(step.what, step.held_cost_minor, step.held_allowance_minor) for step in life] == [
        ("receipt", 100_00, 0), ("transfer", 100_00, 0), ("sale", 0, 0), ("return", 100_00, 0), ("charge", 100_00, 40_00),
        ("production", 0, 0), ("production", 115_00, 40_00), ("damaged", 0, 0),
    ]  # fmt: skip
    assert life[-1].words == "certificate CD-1, seen by Nia"
    clean(company)


def test_orders_are_open_until_they_are_delivered(store):
    """Bought 20 for 200.00, of which 8 come, so 12 for 120.00 are open; sold 6, of which 2 go: 8 + 12 - 2 - 4 to promise."""
    company = company_with(("TENT", "none", ""), places=("Main",))
    for document, side, quantity, amount in (("PO-1", "purchase", "20", "200"), ("SO-1", "sale", "6", "90")):
        company.do("order", company.ada, document=document, side=side, item="TENT", quantity=quantity, amount=amount,
                   due_on=JUNE, stated_on=date(2026, 1, 2))  # fmt: skip
    come = {"item": "TENT", "location": "Main", "value": "80", "received_on": date(2026, 1, 5)}
    company.do("receive", company.ada, document="GR-1", quantity="8", order="PO-1", **come)
    assert "less than that" in refused(
        "refused", company, "receive", document="GR-2", quantity="13", order="PO-1", **come
    )
    refused("not_found", company, "receive", document="GR-3", quantity="1", order="PO-9", **come)
    refused("refused", company, "receive", document="GR-4", quantity="1", order="SO-1", **come)
    company.do("issue", company.ada, document="DN-1", item="TENT", location="Main", quantity="2", order="SO-1",
               issued_on=date(2026, 1, 6))  # fmt: skip
    (line,) = company.do("orders", company.ada, as_of=JUNE).lines
    assert (line.on_hand_micro, line.on_order_micro, line.committed_micro, line.to_promise_micro) == (
        6_000_000, 12_000_000, 4_000_000, 14_000_000,
    )  # fmt: skip
    (early,) = company.do("orders", company.ada, as_of=date(2026, 1, 4)).lines
    assert early.on_order_micro == 20_000_000
    assert strata(company) == {("Main", "", date(2026, 1, 5)): 6}
    clean(company)
