"""Counting, by hand: 100 tents cost 10.00 each, in Main 60 after 40 are sold; 40 ropes cost 1.00 each in North. In a year tents used 400.00.

On 31 October 58 tents are found: 2 less, 20.00, so they are counted again; the second count says 58 too, and they are to post. A
sale of 5 of 30 October that is recorded after the count makes it 55 in the books, and 3 more found.
Drawing 4 units of money from 640.00: an interval of 160.00, so the tents (600.00) are hit 3 or 4 times.
"""

from collections.abc import Iterator
from datetime import date

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import Company, found
from tests.fresh_store import ENGINES, fresh_store
from tests.verify.life import faults

DAY = date(2026, 10, 31)


@pytest.fixture(scope="module", params=ENGINES)
def company(request) -> Iterator[Company]:
    """A company with tents and ropes, and lots of milk."""
    with fresh_store(request.param):
        made = found("MAPLE")
        made.items("TENT", "09501101530003", "ROPE", places=("Main", "North"))
        made.bring(
            "items",
            [("MILK", "The milk", "merchandise", "lot")],
            ("item", "name", "item_class", "tracking"),
            name="m.csv",
        )
        made.moves(
            ("PO-1", 1, "TENT", "vendor", "Main", "receipt", 100, 1000, "2026-01-01"),
            ("PO-1", 2, "ROPE", "vendor", "North", "receipt", 40, 40, "2026-01-01"),
            ("SO-1", 1, "TENT", "Main", "customer", "sale", 40, "", "2026-10-10"),
        )
        made.bring("stock_moves", [("PO-2", 1, "MILK", "L1", "2026-12-31", "vendor", "Main", "receipt", 5, 5, "2026-06-01")],
                   ("document", "line", "item", "lot", "expires_on", "from_location", "to_location", "reason", "quantity", "value",
                    "effective_on"), name="milk.csv")  # fmt: skip
        yield made


def test_a_count_is_blind_and_a_difference_is_counted_again(company: Company):
    due = company.do("count-plan", company.ben, as_of=DAY)
    first_due = due.lines[0]
    assert (first_due.item, first_due.location, first_due.item_class, first_due.due_in) == ("TENT", "Main", "A", 0)
    first = company.do(
        "count", company.ada, document="CS-1", item="TENT", location="Main", quantity="58", counted_on=DAY
    )
    assert (first.tag, first.quantity_micro) == ("1", 58_000_000)
    company.do("count", company.ada, document="CS-1", item="ROPE", location="North", quantity="40", counted_on=DAY)
    told = company.do("count-variances", company.ben, document="CS-1")
    assert [(line.item, line.difference_micro, line.value_minor, line.state) for line in told.lines] == [
        ("TENT", -2_000_000, -20_00, "recount"), ("ROPE", 0, 0, "agrees"),
    ]  # fmt: skip
    assert company.do("count-variances", company.ben, document="CS-1", tolerance="5%").recounts == 0
    assert (
        company.do(
            "count", company.ada, document="CS-1", item="TENT", location="Main", quantity="58", counted_on=DAY
        ).tag
        == "3"
    )
    assert company.do("count-variances", company.ben, document="CS-1").lines[0].state == "to_post"
    company.record("SO-9", "TENT", 5, date(2026, 10, 30))
    late = company.do("count-variances", company.ben, document="CS-1").lines[0]
    assert (late.book_micro, late.difference_micro, late.value_minor) == (55_000_000, 3_000_000, 30_00)
    assert "TENT" not in {line.item for line in company.do("count-plan", company.ben, as_of=DAY).lines}
    company.do("adjust", company.ada, document="CS-1", item="TENT", location="Main", quantity="3", value="30.00", reason="count",
               adjusted_on=date(2026, 11, 1))  # fmt: skip
    assert faults() == []


def test_a_sample_of_monetary_units_is_drawn_by_its_seed(company: Company):
    drawn = company.do("count-sample", company.ben, as_of=date(2026, 10, 15), draws=4, seed=7)
    assert drawn == company.do("count-sample", company.ben, as_of=date(2026, 10, 15), draws=4, seed=7)
    assert {line.item: line.hits for line in drawn.lines}["TENT"] in {3, 4}
    assert (drawn.seed, drawn.whole_minor) == (7, 645_00)


def test_a_count_goes_by_the_very_place_whatever_its_kind(company: Company):
    for path, kind in (("Main/Zone/A-1", "bin"), ("Cage", "quarantine")):
        company.do("add-place", company.ada, location=path, kind=kind)
    company.bring("items", [("LAMP", "The lamp", "merchandise")], ("item", "name", "item_class"), name="l.csv")
    company.record("PO-3", "LAMP", 10, date(2026, 11, 2), value="100", to_location="Main/Zone/A-1")
    company.record(
        "QA-1", "LAMP", 3, date(2026, 11, 2), from_location="Main/Zone/A-1", to_location="Cage", reason="hold"
    )
    due = company.do("count-plan", company.ben, as_of=date(2026, 11, 3))
    assert {line.location for line in due.lines if line.item == "LAMP"} == {"Main/Zone/A-1", "Cage"}
    for place, quantity in (("Main/Zone/A-1", "7"), ("Cage", "3")):
        company.do("count", company.ada, document="CS-3", item="LAMP", location=place, quantity=quantity,
                   counted_on=date(2026, 11, 3))  # fmt: skip
    company.do("add-place", company.ada, location="Theirs", kind="consignment_in")
    with pytest.raises(Problem, match="is others'"):
        company.do("count", company.ada, document="CS-3", item="LAMP", location="Theirs", quantity="1",
                   counted_on=date(2026, 11, 3))  # fmt: skip
    company.do("receive", company.ada, document="ACME-1", item="LAMP", location="Cage", quantity="2", owner="ACME",
               received_on=date(2026, 11, 2))  # fmt: skip
    told = company.do("count-variances", company.ben, document="CS-3").lines
    assert [line.others_micro for line in told] == [0, 2_000_000]
    assert [(line.location, line.book_micro, line.state) for line in told] == [
        ("Main/Zone/A-1", 7_000_000, "agrees"), ("Cage", 3_000_000, "agrees"),
    ]  # fmt: skip


def test_a_count_is_rolled_forward_and_back_to_the_end_of_a_period(company: Company):
    """28 November: 20 pans at 10.00 in Main, 17 found, 2 of them damaged and set apart; 5 go on the 30th and 4 come on 2 December.

    Before anything is posted 17 - 5 = 12 lie there on 30 November, and the books have 15. Posted, the 2 have left too: 10, as the books
    have. On 3 December 13 are found: 9 before the 4 came, 1 less than the books had on 30 November.
    """
    company.bring("items", [("PAN", "The pan", "merchandise")], ("item", "name", "item_class"), name="p.csv")
    company.record("PO-4", "PAN", 20, date(2026, 11, 2), value="200")
    for _ in range(2):
        company.do("count", company.ada, document="CS-4", item="PAN", location="Main", quantity="17", damaged="2",
                   counted_on=date(2026, 11, 28))  # fmt: skip
    company.record("SO-4", "PAN", 5, date(2026, 11, 30))

    def rolled(document: str) -> tuple[int, ...]:
        (line,) = company.do("count-roll", company.ben, document=document, as_of=date(2026, 11, 30)).lines
        figures = (line.came_micro, line.left_micro, line.rolled_micro, line.book_micro, line.difference_micro)
        return (*(each // 1_000_000 for each in figures), line.value_minor)

    assert rolled("CS-4") == (0, 5, 12, 15, -3, -30_00)
    company.do("post-count", company.ben, document="CS-4", posted_on=date(2026, 11, 28), because="Counted by two teams")
    assert rolled("CS-4") == (0, 7, 10, 10, 0, 0)
    company.record("PO-5", "PAN", 4, date(2026, 12, 2), value="40")
    company.do(
        "count", company.ada, document="CS-5", item="PAN", location="Main", quantity="13", counted_on=date(2026, 12, 3)
    )
    assert rolled("CS-5") == (4, 0, 9, 10, -1, -10_00)
    assert faults() == []


def test_what_others_hold_is_confirmed_by_counts_of_the_day(company: Company):
    company.do("add-place", company.ada, location="Agent", kind="consignment")
    company.bring("items", [("CUP", "The cup", "merchandise"), ("JUG", "The jug", "merchandise")], ("item", "name", "item_class"),
                  name="c.csv")  # fmt: skip
    for nth, item in enumerate(("CUP", "JUG")):
        company.record(f"PO-6{nth}", item, 8, date(2026, 11, 2), value="16", to_location="Agent")
    asked = {"as_of": date(2026, 11, 30)}
    sent = company.do("confirmations", company.ben, **asked)
    assert (sent.cost_minor, sent.open_minor, {line.state for line in sent.lines}) == (32_00, 32_00, {"open"})
    company.do(
        "count",
        company.ada,
        document="CONF-1",
        item="CUP",
        location="Agent",
        quantity="6",
        counted_on=date(2026, 11, 30),
    )
    company.do(
        "count",
        company.ada,
        document="CONF-1",
        item="ROPE",
        location="Agent",
        quantity="1",
        counted_on=date(2026, 11, 30),
    )
    back = company.do("confirmations", company.ben, location="Agent", **asked)
    assert [(line.item, line.document, line.confirmed_micro, line.difference_micro, line.state) for line in back.lines] == [
        ("CUP", "CONF-1", 6_000_000, -2_000_000, "differs"), ("JUG", "", None, 0, "open"),
        ("ROPE", "CONF-1", 1_000_000, 1_000_000, "differs"),
    ]  # fmt: skip
    assert back.open_minor == 16_00


def test_what_cannot_be_counted_is_refused(company: Company):
    for given, code in (({"item": "GONE"}, "not_found"), ({"location": "customer"}, "not_found"), ({"quantity": "-1"}, "bad_request"),
                        ({"item": "MILK"}, "bad_request"), ({"item": "MILK", "lot": "L9"}, "not_found")):  # fmt: skip
        with pytest.raises(Problem) as refused:
            company.do("count", company.ada, **{"document": "CS-2", "item": "TENT", "location": "Main", "quantity": "1",
                                                "counted_on": DAY, **given})  # fmt: skip
        assert refused.value.code == code, given


def test_a_scan_names_what_is_here(company: Company):
    tent = company.do("scan", company.ada, code="(01)09501101530003", read_on=DAY)
    assert (tent.item, tent.kind) == ("09501101530003", "element_string")
    lot = company.do("scan", company.ada, code="L1", read_on=DAY)
    assert (lot.item, lot.lot, lot.lot_is_known, lot.expires_on) == ("MILK", "L1", True, date(2026, 12, 31))
    assert company.do("scan", company.ada, code="North", read_on=DAY).location == "North"
    with pytest.raises(Problem, match="its check digit is 3"):
        company.do("scan", company.ada, code="(01)09501101530004", read_on=DAY)
