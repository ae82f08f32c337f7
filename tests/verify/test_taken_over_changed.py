"""Whatever is changed of a tax base, a margin or a department that was taken over, past the laws, is seen."""

from datetime import date

import pytest

from tests.company import found
from tests.fresh_store import ENGINES, fresh_store
from tests.verify.of_what_is_taken_over import OF_WHAT_IS_TAKEN_OVER
from tests.verify.tampering import see

JUNE, OPENS = date(2026, 6, 30), date(2026, 7, 1)


@pytest.fixture(scope="module", params=ENGINES)
def taken(request):
    """A company whose books began in July: ten tents, with a tax base, a margin and a department."""
    with fresh_store(request.param) as opened:
        made = found("TAKEN", opens_on=OPENS, months=6, framework="us_gaap")
        made.items("TENT")
        made.bring("trial_balance", [("1000", JUNE, "-1140.00"), ("1200", JUNE, "1000.00"), ("1600", JUNE, "-10.00"),
                                     ("3000", JUNE, "150.00")], ("account", "as_of", "amount"))  # fmt: skip
        made.bring("opening_layers", [("OPEN", 1, "TENT", "Main", 10, "1000.00", "2026-02-02", OPENS)], (
            "document", "line", "item", "location", "quantity", "value", "received_on", "opening_on"))  # fmt: skip
        made.bring("opening_tax_bases", [("us_tax", "OPEN", 1, "950.00", "-10.00", OPENS)], (
            "tax_book", "document", "line", "tax_base", "deferred_tax", "opening_on"))  # fmt: skip
        made.bring("opening_margins", [("OPEN", 1, "MAPLE", "2026-02-01", "120.00", "CAD", "120.00", OPENS)], (
            "document", "line", "seller", "sold_on", "margin", "currency", "eliminated", "opening_on"))  # fmt: skip
        made.bring("opening_retail", [("all", "retail_conventional", 1000, 2000, 1000, OPENS)], (
            "pool", "method", "opening_cost", "opening_retail", "carried", "opening_on"))  # fmt: skip
        made.do("seal", made.root)
        yield opened


@pytest.mark.parametrize("tampering", OF_WHAT_IS_TAKEN_OVER, ids=str)
def test_tampering_is_seen(taken, tampering):
    ((entity,),) = taken.rows("SELECT id FROM entities_entity")
    see(taken, tampering, entity)
