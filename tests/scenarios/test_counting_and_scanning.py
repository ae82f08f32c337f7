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
