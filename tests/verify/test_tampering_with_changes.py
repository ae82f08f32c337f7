"""What somebody with the database's password does to what goods cost later is seen by the right check."""

from datetime import date

import pytest

from tests.company import found
from tests.fresh_store import ENGINES, fresh_store
from tests.verify.life import faults
from tests.verify.of_the_changes import OF_CHANGES
from tests.verify.tampering import see


def on(day: int) -> date:
    return date(2026, 1, day)


def live():
    """Freight of 30.00 for ten tents of which four are sold; a credit for boots that are written down; one at standard."""
    company = found("X", mark="-x")
    company.items("TENT", "BOOT", "STOVE")
    company.bring("item_costing", [("STOVE", "standard", "9.00", "2026-01-01")],
                  ("item", "method", "standard_cost", "valid_from"))  # fmt: skip
    company.moves(("P1", 1, "TENT", "vendor", "Main", "receipt", 10, 100, on(10)),
                  ("P2", 1, "BOOT", "vendor", "Main", "receipt", 6, 60, on(10)),
                  ("P3", 1, "STOVE", "vendor", "Main", "receipt", 10, 100, on(10)))  # fmt: skip
    company.record("S1", "TENT", 4, on(15))
    company.prices(("PL", 1, "BOOT", "price_list", "4.00", on(16)))
    company.write_down(on(16))
    for document, kind, amount, receipt in (
        ("FR-1", "freight", "30.00", "P1/1"), ("CR-1", "credit", "-30.00", "P2/1"), ("CN-1", "price_protection", "-5.00", "P3/1")
    ):  # fmt: skip
        company.do(
            "change-cost", company.ada, document=document, kind=kind, amount=amount, receipts=receipt, said_on=on(20)
        )


@pytest.fixture(scope="module", params=ENGINES)
def lived(request):
    with fresh_store(request.param) as opened:
        live()
        yield opened


def test_it_is_clean(lived):
    assert faults() == []


@pytest.mark.parametrize("tampering", OF_CHANGES, ids=str)
def test_tampering_is_seen(lived, tampering):
    ((entity,),) = lived.rows("SELECT id FROM entities_entity WHERE code = 'X'")
    see(lived, tampering, entity)
