"""What somebody with the database's password does to productions is seen by the right check."""

import pytest

from lowmark.verify.run import verify_entity
from tests.fresh_store import ENGINES, fresh_store
from tests.scenarios.test_what_is_made import by_desk, sold, stocked
from tests.verify.life import faults
from tests.verify.of_the_productions import OF_PRODUCTIONS
from tests.verify.raw import lawless
from tests.verify.tampering import SEALED, tamper


@pytest.fixture(scope="module", params=ENGINES)
def lived(request):
    with fresh_store(request.param) as opened:
        company = stocked()
        by_desk(company)
        sold(company)
        yield opened


def test_it_is_clean(lived):
    assert faults() == []


@pytest.mark.parametrize("change", OF_PRODUCTIONS, ids=str)
def test_tampering_is_seen(lived, change):
    ((entity,),) = lived.rows("SELECT id FROM entities_entity")
    with lawless(lived) as raw:
        for statement in change.statements:
            tamper(raw, statement, entity=entity, other=entity)
        told = {each.name: each.checked.faults for each in verify_entity(raw, entity) if each.checked.faults}
    said = [fault for each in told.values() for fault in each]
    assert told.keys() - {SEALED} == change.seen_by, said
    assert any(change.words in fault for fault in said), said
