"""Books are kept in euros, and the entity lives in dollars: stock is tested again in dollars, each layer at the rate of its day.

A euro is 1.50 dollars on 5 January, 1.00 on the 20th, 1.20 at the end. By hand:

* ROPE: 10 came on the 5th for 100.00, which are 150.00; they fetch 105.00, which are 126.00 today. The books have no write-down, and
  24.00 are lost in dollars.
* LAMP: 10 came on the 20th for 100.00, which are 100.00; they fetch 90.00, which are 108.00. The books write 10.00 down, which at the rate
  of the 20th are 10.00, and nothing is lost in dollars.
* TENT: 10 came on the 5th and 10 on the 20th for 100.00 each, 250.00 together; 20 fetch 200.00, which are 240.00: 10.00 are lost.
* MILK: nobody says what it fetches; it stands at 30.00 x 1.50 = 45.00.
"""

from datetime import date

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import found
from tests.fresh_store import ENGINES, fresh_store

JANUARY = date(2026, 1, 31)
RATES = ("valid_from", "base", "currency", "rate", "source")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_write_down_appears_and_another_goes_where_books_are_in_another_currency(engine):
    with fresh_store(engine):
        company = found("RIDGE", months=3, currency="EUR", framework="ifrs")
        company.items("ROPE", "LAMP", "TENT", "MILK")
        company.bring("rates", [("2026-01-05", "EUR", "USD", "1.5", "bank"), ("2026-01-20", "EUR", "USD", "1", "bank"),
                                ("2026-01-31", "EUR", "USD", "1.2", "bank")], RATES)  # fmt: skip
        for document, item, on, value in (("P1", "ROPE", 5, "100.00"), ("P2", "LAMP", 20, "100.00"), ("P3", "TENT", 5, "100.00"),
                                          ("P4", "TENT", 20, "100.00"), ("P5", "MILK", 5, "30.00")):  # fmt: skip
            company.record(document, item, 10, date(2026, 1, on), value=value)
        company.prices(("E1", 1, "ROPE", "price_list", "10.50", "2026-01-30"), ("E2", 1, "LAMP", "price_list", "9.00", "2026-01-30"),
                       ("E3", 1, "TENT", "price_list", "10.00", "2026-01-30"))  # fmt: skip
        company.write_down(JANUARY)
        found_ = company.do("remeasure", company.ben, as_of=JANUARY, functional="USD")
        assert {line.item: (line.layers, line.cost_minor, line.value_minor, line.write_down_minor, line.change_minor)
                for line in found_.lines} == {
            "ROPE": (1, 150_00, 126_00, 24_00, 24_00), "LAMP": (1, 100_00, 108_00, 0, -10_00),
            "TENT": (2, 250_00, 240_00, 10_00, 10_00), "MILK": (1, 45_00, None, 0, 0),
        }  # fmt: skip
        assert (found_.cost_minor, found_.write_down_minor, found_.books_write_down_minor) == (545_00, 34_00, 10_00)
        assert (found_.appear_minor, found_.disappear_minor) == (34_00, 10_00)
        assert (found_.books_currency, found_.currency, found_.closing_rate) == ("EUR", "USD", "1.2")
        same = company.do("remeasure", company.ben, as_of=JANUARY, functional="EUR")
        assert (same.write_down_minor, same.appear_minor, same.disappear_minor) == (10_00, 0, 0)
        for functional, code in (("GBP", "no_rate"), ("???", "unknown_currency")):
            with pytest.raises(Problem) as raised:
                company.do("remeasure", company.ben, as_of=JANUARY, functional=functional)
            assert raised.value.code == code
