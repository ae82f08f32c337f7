"""What somebody with the database's password does to owners, units and what was assumed is seen by the right check."""

from datetime import date

import pytest

from tests.company import MOVES, found
from tests.fresh_store import ENGINES, fresh_store
from tests.verify.life import faults
from tests.verify.of_the_owners import OF_OWNERS
from tests.verify.tampering import see

COLUMNS = (*MOVES, "owner", "unit")
PASSED = ("document", "line", "item", "location", "from_owner", "to_owner", "quantity", "value", "effective_on")


def on(day: int) -> date:
    return date(2026, 10, day)


def live():
    """Twelve tents bought by the carton, others' beside them; two boots sold before they came, at 5.00, which cost 7.00."""
    company = found("X", mark="-x")
    company.items("TENT", "BOOT", places=("Main", "Shop"))
    company.bring("item_units", [("TENT", "CTN", 12, 1)], ("item", "unit", "numerator", "denominator"))
    company.bring("stock_moves", [
        ("BOUGHT", 1, "TENT", "vendor", "Main", "receipt", 1, 60, on(1), "", "CTN"),
        ("HELD", 1, "TENT", "vendor", "Main", "receipt", 20, "", on(2), "ACME", ""),
        ("BACK", 1, "TENT", "Main", "vendor", "return", 5, "", on(3), "ACME", ""),
        ("B1", 1, "BOOT", "vendor", "Main", "receipt", 1, 5, on(1), "", ""),
    ], COLUMNS)  # fmt: skip
    company.bring("title_transfers", [
        ("TAKEN", 1, "TENT", "Main", "ACME", "", 8, 56, on(4)), ("BILLED", 1, "TENT", "Main", "", "BUYER", 10, "", on(5))
    ], PASSED)  # fmt: skip
    company.do("set-policy", company.ben, path="inventories/negative_stock", value="provisional", valid_from=on(1))
    company.bring("stock_moves", [
        ("B2", 1, "BOOT", "Main", "customer", "sale", 3, "", on(6), "", ""),
        ("B3", 1, "BOOT", "vendor", "Main", "receipt", 4, 28, on(7), "", ""),
    ], COLUMNS, name="boots.csv")  # fmt: skip
    company.do("expect-returns", company.ben, document="RET-10", sold_from=on(1), as_of=on(31), rates="BOOT=40%")


@pytest.fixture(scope="module", params=ENGINES)
def lived(request):
    with fresh_store(request.param) as opened:
        live()
        yield opened


def test_it_is_clean(lived):
    assert faults() == []


@pytest.mark.parametrize("tampering", OF_OWNERS, ids=str)
def test_tampering_is_seen(lived, tampering):
    ((entity,),) = lived.rows("SELECT id FROM entities_entity WHERE code = 'X'")
    see(lived, tampering, entity)
