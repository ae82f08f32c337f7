"""What somebody with the database's password does to averages of periods is seen by the right check."""

from datetime import date

import pytest

from tests.company import found
from tests.fresh_store import ENGINES, fresh_store
from tests.verify.life import faults
from tests.verify.of_the_averages import OF_AVERAGES
from tests.verify.tampering import see


def on(day: int) -> date:
    return date(2026, 1, day)


def live():
    """Ten tents for 50.00, four sold, ten for 90.00, five sold: at 7.00 each the first sale cost 8.00 more than 20.00."""
    company = found("X", mark="-x", method="weighted_average")
    company.items("TENT")
    company.record("P1", "TENT", 10, on(5), value="50.00")
    company.record("S1", "TENT", 4, on(8))
    company.record("P2", "TENT", 10, on(12), value="90.00")
    company.record("S2", "TENT", 5, on(20))
    company.do("true-up", company.ben, ends_on=on(31))


@pytest.fixture(scope="module", params=ENGINES)
def lived(request):
    with fresh_store(request.param) as opened:
        live()
        yield opened


def test_it_is_clean(lived):
    assert faults() == []


@pytest.mark.parametrize("tampering", OF_AVERAGES, ids=str)
def test_tampering_is_seen(lived, tampering):
    ((entity,),) = lived.rows("SELECT id FROM entities_entity WHERE code = 'X'")
    see(lived, tampering, entity)
