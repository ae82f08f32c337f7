"""Short histories in which one thing after another is hard to carry: books are clean after each of them."""

from datetime import date

import pytest

from tests.company import MOVES, found
from tests.fresh_store import fresh_store
from tests.verify.life import faults

COLUMNS = (*MOVES, "returns_document", "returns_line")


@pytest.fixture
def company():
    with fresh_store("sqlite"):
        company = found("X")
        company.items("A")
        company.bring("locations", [("Hold", "quarantine"), ("Broken", "damaged")], ("location", "kind"))
        yield company


def price(company, amount, on):
    company.prices((f"E{on}", 1, "A", "price_list", amount, on), name=f"{on}.csv")


def back(company, document, issue, quantity, on):
    company.do("receive", company.ada, document=document, item="A", source="customer", location="Main",
               quantity=str(quantity), returns_document=issue, received_on=on)  # fmt: skip


def apart(company, document, quantity, on, source="Main", to="Hold"):
    company.do("transfer", company.ada, document=document, item="A", from_location=source, to_location=to,
               quantity=str(quantity), moved_on=on)  # fmt: skip


def test_a_run_that_changes_nothing(company):
    company.record("P", "A", 10, date(2026, 1, 5), value="100.00")
    price(company, 50, date(2026, 1, 10))
    company.write_down(date(2026, 1, 31))
    assert faults() == []


def test_a_late_reversal_of_what_has_been_set_apart_since(company):
    """What stands in the other pool no more is held there no more, and does not go on to a third."""
    company.record("P", "A", 10, date(2026, 1, 5), value="100.00")
    price(company, 5, date(2026, 1, 10))
    company.write_down(date(2026, 1, 15))
    apart(company, "T1", 10, date(2026, 1, 25))
    price(company, 50, date(2026, 1, 18))
    company.write_down(date(2026, 1, 20))
    assert faults() == []
    apart(company, "T2", 4, date(2026, 1, 26), source="Hold", to="Broken")
    assert faults() == []


@pytest.mark.parametrize("later", [7, 8, 50])
def test_a_late_reversal_between_two_returns_of_one_sale(company, later):
    """What the first brought back too much is taken from it, and is there for the second to bring back."""
    company.record("P", "A", 10, date(2026, 1, 5), value="100.00")
    price(company, 5, date(2026, 1, 10))
    company.write_down(date(2026, 1, 31))
    company.record("S", "A", 10, date(2026, 2, 10))
    back(company, "R1", "S", 5, date(2026, 2, 15))
    price(company, later, date(2026, 2, 3))
    company.write_down(date(2026, 2, 5))
    back(company, "R2", "S", 2, date(2026, 2, 20))
    back(company, "R3", "S", 3, date(2026, 2, 20))
    assert faults() == []


@pytest.mark.parametrize("in_a_file", [False, True])
def test_goods_set_apart_at_standard(company, in_a_file):
    """What a cent of rounding is worth is posted, and the flows say by which entry."""
    company.bring("item_costing", [("A", "standard", "3.333333", "2026-01-01")],
                  ("item", "method", "standard_cost", "valid_from"))  # fmt: skip
    company.record("P", "A", 5, date(2026, 1, 5), value="17.00")
    if in_a_file:
        company.moves(*(("T", line, "A", "Main", "Hold", "apart", 0.5, "", "2026-01-20") for line in range(4)))
    else:
        for number in range(4):
            apart(company, f"T{number}", 0.5, date(2026, 1, 20))
    assert faults() == []


def test_a_sale_and_two_returns_of_it_in_one_file(company):
    company.record("P", "A", 5, date(2026, 1, 5), value="17.00")
    rows = [("I", 1, "A", "Main", "customer", "sale", 3, "", "2026-01-20", "", ""),
            ("I", 2, "A", "customer", "Main", "return", 1, "", "2026-01-20", "I", 1),
            ("I", 3, "A", "customer", "Hold", "return", 2, "", "2026-01-21", "I", 1)]  # fmt: skip
    company.bring("stock_moves", rows, COLUMNS)
    assert faults() == []
