"""What somebody with the database's password does to a change of formula is seen by the right check."""

from datetime import date

import pytest

from tests.company import found
from tests.fresh_store import ENGINES, fresh_store
from tests.verify.life import faults
from tests.verify.of_the_formulas import OF_FORMULAS
from tests.verify.tampering import see

FEBRUARY = date(2026, 2, 1)


def live():
    """Ten tents for 50.00 and ten for 90.00, five sold: fifteen go over for 115.00, and six are sold at the average. Ropes begin by it."""
    company = found("X", mark="-x", framework="us_gaap")
    company.items("TENT", "ROPE", places=("Main", "Back"))
    company.record("P1", "TENT", 10, date(2026, 1, 5), value="50.00")
    company.record("P2", "TENT", 10, date(2026, 1, 12), value="90.00")
    company.record("S1", "TENT", 5, date(2026, 1, 20))
    company.do("draft-formula-change", company.ada, document="CF-1", method="moving_average", begins_on=FEBRUARY,
               because="more relevant", impracticable="no records")  # fmt: skip
    shown = company.do("show-formula-change", company.ben, document="CF-1")
    company.do("decide-formula-change", company.ben, step_up_id=company.prove(shown.figures_hash), document="CF-1",
               figures_hash=shown.figures_hash)  # fmt: skip
    company.record("P3", "TENT", 5, date(2026, 2, 2), value="45.00")
    company.record("S2", "TENT", 6, date(2026, 2, 3))
    company.record("P4", "ROPE", 5, date(2026, 2, 2), value="45.00")


@pytest.fixture(scope="module", params=ENGINES)
def lived(request):
    with fresh_store(request.param) as opened:
        live()
        yield opened


def test_it_is_clean(lived):
    assert faults() == []


@pytest.mark.parametrize("tampering", OF_FORMULAS, ids=str)
def test_tampering_is_seen(lived, tampering):
    ((entity,),) = lived.rows("SELECT id FROM entities_entity WHERE code = 'X'")
    see(lived, tampering, entity)
