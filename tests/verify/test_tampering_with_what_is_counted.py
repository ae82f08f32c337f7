"""What somebody with the database's password does to counts, weights and sales within a group is seen by the right check.

OAK has 100 tents, of which it sells 40 and 4 to ELM, takes 2 % to be missing and finds one less; and four hams of 18.5 kg, of which it
sells one. Main is frozen when it is counted, until the sheet is posted. A KIT is a tent and 3 pegs, of which it sells two, and
one comes back.
"""

from datetime import date

import pytest

from tests.company import found
from tests.fresh_store import ENGINES, fresh_store
from tests.verify.life import faults
from tests.verify.of_what_is_counted import OF_WHAT_IS_COUNTED
from tests.verify.tampering import see

ON = date(2026, 1, 20)


def live() -> None:
    oak = found("OAK", months=3, mark="-o", catalogue="GROUP")
    elm = found("ELM", months=3, mark="-e", catalogue="GROUP")
    oak.bring("items", [("TENT", "The tent", "merchandise", ""), ("PEG", "The peg", "merchandise", ""), ("KIT", "The kit", "merchandise", ""), ("HAM", "The ham", "merchandise", "KG")],
              ("item", "name", "item_class", "catch_unit"))  # fmt: skip
    for one in (oak, elm):
        one.bring("locations", [("Main",)], ("location",))
    oak.record("PO-1", "TENT", 100, date(2026, 1, 5), value="1000.00")
    oak.record("SO-1", "TENT", 40, date(2026, 1, 10))
    oak.do("receive", oak.ada, document="GR-1", item="HAM", location="Main", quantity="4", weight="18.5", value="100",
           received_on=date(2026, 1, 5))  # fmt: skip
    oak.do(
        "issue",
        oak.ada,
        document="SO-2",
        item="HAM",
        location="Main",
        quantity="1",
        weight="5",
        issued_on=date(2026, 1, 6),
    )
    oak.do("accrue-shrinkage", oak.ben, document="SHR-1", as_of=ON, since=date(2025, 12, 31), rates="merchandise=2%")
    oak.do("count", oak.ada, document="CS-1", item="TENT", location="Main", quantity="59", counted_on=ON)
    oak.do("freeze-place", oak.ada, document="CS-1", location="Main", frozen_on=ON, because="Counted")
    oak.do("post-count", oak.ben, document="CS-1", posted_on=ON, because="Counted", tolerance="5%")
    oak.record("PO-2", "PEG", 20, ON, value="20.00")
    oak.do("define-kit", oak.ada, kit="KIT", components="TENT=1, PEG=3", valid_from=date(2026, 1, 1))
    oak.do("issue", oak.ada, document="KS-1", item="KIT", location="Main", quantity="2", issued_on=date(2026, 1, 22))
    oak.do("receive", oak.ada, document="KR-1", item="KIT", source="customer", location="Main", quantity="1", returns_document="KS-1",
           received_on=date(2026, 1, 23))  # fmt: skip
    elm.do("grant", elm.root, user=oak.ada, role="warehouse")
    oak.do("sell-within", oak.ada, buyer="ELM", reference="IC-1", item="TENT", quantity="4", price="60.00",
           from_location="Main", to_location="Main", sold_on=date(2026, 1, 25))  # fmt: skip


@pytest.fixture(scope="module", params=ENGINES)
def lived(request):
    with fresh_store(request.param) as opened:
        live()
        yield opened


def test_it_is_clean(lived):
    assert faults() == []


@pytest.mark.parametrize("tampering", OF_WHAT_IS_COUNTED, ids=str)
def test_tampering_is_seen(lived, tampering):
    ((entity,),) = lived.rows("SELECT id FROM entities_entity WHERE code = 'OAK'")
    see(lived, tampering, entity)
