"""What somebody with the database's password does to productions is seen by the right check."""

import pytest

from tests.fresh_store import ENGINES, fresh_store
from tests.scenarios.test_what_is_made import by_desk, sold, stocked
from tests.verify.life import faults
from tests.verify.of_the_productions import OF_PRODUCTIONS
from tests.verify.tampering import see


@pytest.fixture(scope="module", params=ENGINES)
def lived(request):
    with fresh_store(request.param) as opened:
        company = stocked()
        by_desk(company)
        sold(company)
        yield opened


def test_it_is_clean(lived):
    assert faults() == []


@pytest.mark.parametrize("tampering", OF_PRODUCTIONS, ids=str)
def test_tampering_is_seen(lived, tampering):
    ((entity,),) = lived.rows("SELECT id FROM entities_entity")
    see(lived, tampering, entity)
