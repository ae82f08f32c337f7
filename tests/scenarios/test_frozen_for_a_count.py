"""Freezing for a count, by hand: 100 tents at 10.00 in Main/A; 40 ropes at 1.00 in North; Main/B is empty.

On 31 October Main is frozen for the sheet CS-1, with Main/A and Main/B. Nothing moves there by any door, whatever its day: not a
sale of that day, not one of the 5th told now. 97 tents are found, twice: 3 are missing, 30.00. The sheet is posted, which thaws.
After that, but on the same day, 10 tents are sold: the books have 87, and still the count differs by nothing, for it is compared
with what the books had at the freeze. Rolled to 1 November 97 found less 10 sold are 87. A sale of 4 of the 20th that is told only
then was not in those books either, and happened before: 97 were found where they should have had 93, so 4 too many are missing. Two tents in Main/B, of which the books have none, are adjusted in on the sheet for 20.00 meanwhile.
"""

from collections.abc import Iterator
from datetime import date
from itertools import count

import pytest

from lowmark.core.kinds.problems import Problem
from lowmark.services.operation import File
from tests.company import MOVES, Company, csv, found
from tests.fresh_store import ENGINES, fresh_store
from tests.verify.life import faults

_numbers = count(1)
DAY = date(2026, 10, 31)


@pytest.fixture(scope="module", params=ENGINES)
def store(request) -> Iterator[object]:
    """A store of this file: every test has a company of its own in it."""
    with fresh_store(request.param) as opened:
        yield opened


@pytest.fixture
def company(store) -> Company:
    number = next(_numbers)
    made = found(f"FRZ{number}", mark=f"-f{number}")
    made.items("TENT", "ROPE", places=("Main", "Main/A", "Main/B", "North"))
    made.moves(
        ("PO-1", 1, "TENT", "vendor", "Main/A", "receipt", 100, 1000, "2026-01-01"),
        ("PO-1", 2, "ROPE", "vendor", "North", "receipt", 40, 40, "2026-01-01"),
    )
    return made


def freeze(company: Company, place: str = "Main", sheet: str = "CS-1"):
    return company.do(
        "freeze-place", company.ada, document=sheet, location=place, frozen_on=DAY, because="Yearly count"
    )


def frozen(company: Company) -> list[tuple[str, str]]:
    return [(line.location, line.document) for line in company.do("frozen-places", company.ben).lines]


def counts(company: Company, *quantities: str, place: str = "Main/A", on: date = DAY):
    return [company.do("count", company.ada, document="CS-1", item="TENT", location=place, quantity=quantity, counted_on=on)
            for quantity in quantities]  # fmt: skip


def sale(company: Company, document: str, quantity: int, on: date, **given: str):
    return company.record(document, "TENT", quantity, on, **{"from_location": "Main/A", **given})


def variance(company: Company):
    found_ = company.do("count-variances", company.ben, document="CS-1")
    return [(line.location, line.book_micro // 10**6, line.difference_micro // 10**6, line.state, line.frozen_for)
            for line in found_.lines]  # fmt: skip


def test_what_is_counted_in_a_frozen_place_is_compared_with_the_books_of_the_freeze(company):
    done = freeze(company)
    assert done.frozen == ("Main", "Main/A", "Main/B")
    assert freeze(company).frozen == ()
    told = company.do("frozen-places", company.ada, location="Main/A").lines
    assert [(line.location, line.frozen_on, line.frozen_by, line.because) for line in told] == [
        ("Main/A", DAY, company.ada, "Yearly count")
    ]
    for on in (DAY, date(2026, 10, 5), date(2026, 11, 3)):
        with pytest.raises(Problem, match="Main/A is frozen for the count CS-1") as refused:
            sale(company, f"SO-{on}", 5, on)
        assert refused.value.code == "refused"
    assert company.do("count-plan", company.ada, as_of=DAY, location="Main").lines[0].frozen_for == "CS-1"
    assert [each.frozen_for for each in counts(company, "97", "97")] == ["CS-1", "CS-1"]
    assert variance(company) == [("Main/A", 100, -3, "to_post", "CS-1")]
    with pytest.raises(Problem, match="frozen for the count CS-1"):
        company.do("adjust", company.ada, document="CS-9", item="TENT", location="Main/A", quantity="1", value="10.00",
                   reason="count", adjusted_on=DAY)  # fmt: skip
    counts(company, "2", "2", place="Main/B")
    company.do("adjust", company.ada, document="CS-1", item="TENT", location="Main/B", quantity="2", value="20.00",
               reason="count", adjusted_on=DAY)  # fmt: skip
    posted = company.do("post-count", company.ben, document="CS-1", posted_on=DAY, because="Counted twice")
    assert (posted.value_minor, posted.thawed) == (-30_00, ("Main", "Main/A", "Main/B"))
    assert frozen(company) == []
    sale(company, "SO-2", 10, DAY)
    assert variance(company) == [("Main/A", 97, 0, "agrees", ""), ("Main/B", 2, 0, "agrees", "")]
    again = company.do("post-count", company.ben, document="CS-1", posted_on=DAY, because="Counted twice")
    assert (again.lines, again.thawed) == ((), ())
    line, _ = company.do("count-roll", company.ben, document="CS-1", as_of=date(2026, 11, 1)).lines
    assert (line.left_micro, line.rolled_micro, line.book_micro) == (10_000_000, 87_000_000, 87_000_000)
    line, _ = company.do("count-roll", company.ben, document="CS-1", as_of=date(2026, 10, 30)).lines
    assert (line.left_micro, line.rolled_micro) == (0, 97_000_000)
    sale(company, "SO-3", 4, date(2026, 10, 20))
    assert variance(company)[0] == ("Main/A", 93, 4, "to_post", "")
    assert faults() == []


def test_a_freeze_known_later_is_seen_as_of_each_sequence(company):
    before = freeze(company, "North", "CS-2").known_seq
    company.do("thaw-place", company.ada, document="CS-2", thawed_on=DAY, because="Nothing to count")
    assert frozen(company) == []
    lines = company.do("frozen-places", company.ben, known_seq=before + 2).lines
    assert [line.location for line in lines] == ["North"]
    assert company.do("frozen-places", company.ben, known_seq=before).lines == ()
    with pytest.raises(Problem, match="nothing is frozen there"):
        company.do("thaw-place", company.ada, document="CS-2", thawed_on=DAY, because="Again")
    assert faults() == []


def test_every_fault_of_a_file_is_told_by_its_row(company):
    freeze(company)
    rows = [
        ("SO-1", 1, "TENT", "Main/A", "customer", "sale", 1, "", "2026-10-05"),
        ("TR-1", 1, "ROPE", "North", "Main/B", "transfer", 1, "", "2026-11-02"),
        ("TR-2", 1, "TENT", "Main/A", "Main/B", "transfer", 1, "", DAY),
        ("SO-2", 1, "ROPE", "North", "customer", "sale", 1, "", DAY),
        ("SO-3", 1, "NONE", "Main/A", "customer", "sale", 1, "", DAY),
    ]
    refused = company.do("import", company.ada, table="stock_moves", file=File("m.csv", csv(MOVES, rows)))
    assert not refused.accepted
    assert [(one.row, one.column, one.value) for one in refused.problems if one.code == "frozen"] == [
        (2, "from_location", "Main/A"), (3, "to_location", "Main/B"), (4, "from_location", "Main/A"),
        (4, "to_location", "Main/B"), (6, "from_location", "Main/A"),
    ]  # fmt: skip
    assert {one.code for one in refused.problems} == {"frozen", "unknown_item"}
    places = company.do("import", company.ada, table="locations", file=File("l.csv", b"location\nMain/C\nSouth\n"))
    assert [(one.row, one.code) for one in places.problems] == [(2, "frozen")]


def test_nothing_moves_by_any_door(company):
    company.do("reserve", company.ada, document="SO-9", line="1", item="TENT", quantity="2", needed_on=DAY)
    freeze(company)
    asked = {
        "issue": {"document": "X1", "item": "TENT", "location": "Main/A", "quantity": "1", "issued_on": DAY},
        "receive": {"document": "X2", "item": "TENT", "location": "Main/B", "quantity": "1", "value": "10", "received_on": DAY},
        "transfer": {"document": "X3", "item": "ROPE", "from_location": "North", "to_location": "Main/B", "quantity": "1",
                     "moved_on": DAY},
        "adjust": {"document": "X4", "item": "TENT", "location": "Main/A", "quantity": "-1", "reason": "count", "adjusted_on": DAY},
        "scrap": {"document": "X5", "item": "TENT", "location": "Main/A", "quantity": "1", "reason": "damaged",
                  "certificate": "C-1", "witness": "Haulier", "scrapped_on": DAY},
        "transfer-title": {"document": "X6", "item": "TENT", "location": "Main/A", "to_owner": "BUYER", "quantity": "1",
                           "passed_on": DAY},
        "add-place": {"location": "Main/C"},
        "move-place": {"location": "North", "to": "Main/North"},
        "ship": {"document": "X9", "item": "TENT", "from_location": "Main/A", "to_location": "North", "quantity": "1",
                 "shipped_on": DAY},
        "produce": {"document": "X10", "item": "ROPE", "quantity": "1", "inputs": "TENT=1", "location": "North",
                    "from_location": "Main/A", "produced_on": DAY},
        "reverse": {"document": "PO-1", "line": "1", "because": "Wrong", "reversed_on": DAY},
    }  # fmt: skip
    for name, fields in asked.items():
        with pytest.raises(Problem, match="frozen for the count CS-1"):
            company.do(name, company.ada, **fields)
    said = company.do("pick", company.ada, item="TENT", quantity="1", picked_on=DAY)
    assert (said.short_micro, said.lines[0].why) == (1_000_000, "frozen")
    with pytest.raises(Problem, match="1 of TENT more than may be taken"):
        company.do("issue-picked", company.ada, document="X7", item="TENT", quantity="1", issued_on=DAY)
    company.do("reserve", company.ada, document="SO-10", line="1", item="TENT", quantity="2", needed_on=DAY)
    company.do("issue", company.ada, document="X8", item="ROPE", location="North", quantity="1", issued_on=DAY)
    company.do("thaw-place", company.ada, document="CS-1", location="Main/A", thawed_on=DAY, because="Counted there")
    assert frozen(company) == [("Main", "CS-1"), ("Main/B", "CS-1")]
    company.do("issue", company.ada, **asked["issue"])
    assert faults() == []


def test_who_freezes_what_for_which_sheet(company):
    freeze(company, "Main/A", "CS-2")
    with pytest.raises(Problem, match="Main/A is frozen for the count CS-2"):
        freeze(company, "Main", "CS-1")
    for code, fields in (
        ("no_reason", {"because": " "}),
        ("bad_request", {"document": " "}),
        ("not_found", {"location": "customer"}),
        ("not_found", {"location": "Mai"}),
    ):
        with pytest.raises(Problem) as refused:
            company.do("freeze-place", company.ada, **{"document": "CS-1", "location": "North", "frozen_on": DAY,
                                                       "because": "So", **fields})  # fmt: skip
        assert refused.value.code == code, fields
    counts(company, "99", "99")
    with pytest.raises(Problem, match="frozen for the count CS-2"):
        company.do("post-count", company.ben, document="CS-1", posted_on=DAY, because="Counted twice")
    assert company.do("count-variances", company.ben, document="CS-1").uncounted == 0
    freeze(company, "North", "CS-1")
    assert company.do("count-variances", company.ben, document="CS-1").uncounted == 1
    assert frozen(company) == [("Main/A", "CS-2"), ("North", "CS-1")]
    assert faults() == []
