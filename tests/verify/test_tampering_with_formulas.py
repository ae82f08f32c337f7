"""What somebody with the database's password does to a change of formula is seen by the right check."""

from datetime import date

import pytest

from tests.company import found
from tests.fresh_store import ENGINES, fresh_store
from tests.verify.life import faults
from tests.verify.of_the_formulas import OF_FORMULAS, OF_RESTATEMENTS
from tests.verify.tampering import see

JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)


def live():
    """Ten tents for 50.00 and ten for 90.00, five sold: fifteen go over for 115.00, and six are sold at the average. Ropes begin by it."""
    company = found("X", mark="-x", framework="us_gaap")
    company.items("TENT", "ROPE", places=("Main", "Back"))
    company.record("P1", "TENT", 10, date(2026, 1, 5), value="50.00")
    company.record("P2", "TENT", 10, date(2026, 1, 12), value="90.00")
    company.record("S1", "TENT", 5, date(2026, 1, 20))
    company.do("draft-formula-change", company.ada, document="CF-1", method="moving_average", begins_on=FEBRUARY,
               because="more relevant", impracticable="no records")  # fmt: skip
    decide(company, "CF-1")
    company.record("P3", "TENT", 5, date(2026, 2, 2), value="45.00")
    company.record("S2", "TENT", 6, date(2026, 2, 3))
    company.record("P4", "ROPE", 5, date(2026, 2, 2), value="45.00")


def live_back():
    """Ten tents for 100.00 and ten for 140.00, five sold at the average of 12.00: fifteen go over from 180.00, in two layers.

    By first in, first out five are left at 10.00 and ten at 14.00: the one comes in at 10.00 less, the other at 20.00 more, and 2025
    would have expensed 10.00 less.
    """
    company = found("Y", mark="-y", framework="ifrs", method="moving_average", opens_on=date(2025, 1, 1), months=24)
    company.items("TENT")
    company.record("P1", "TENT", 10, date(2025, 3, 5), value="100.00")
    company.record("P2", "TENT", 10, date(2025, 6, 12), value="140.00")
    company.record("S1", "TENT", 5, date(2025, 9, 20))
    company.do(
        "draft-formula-change", company.ada, document="CF-2", method="fifo", begins_on=JANUARY, because="more relevant"
    )
    decide(company, "CF-2")
    company.do("draft-formula-tax", company.ada, document="CF-2", tax_rate="25 %")
    company.record("S2", "TENT", 6, date(2026, 1, 3))


def decide(company, document):
    digest = company.do("show-formula-change", company.ben, document=document).figures_hash
    company.do("decide-formula-change", company.ben, step_up_id=company.prove(digest), document=document,
               figures_hash=digest)  # fmt: skip


@pytest.fixture(scope="module", params=ENGINES)
def lived(request):
    with fresh_store(request.param) as opened:
        live()
        live_back()
        yield opened


def test_it_is_clean(lived):
    assert faults() == []


@pytest.mark.parametrize(("code", "tampering"), [
    *(("X", one) for one in OF_FORMULAS), *(("Y", one) for one in OF_RESTATEMENTS),
], ids=str)  # fmt: skip
def test_tampering_is_seen(lived, code, tampering):
    ((entity,),) = lived.rows(f"SELECT id FROM entities_entity WHERE code = '{code}'")
    see(lived, tampering, entity)
