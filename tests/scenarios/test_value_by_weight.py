"""Value by weight, by hand: four cheeses of 30.148 kg for 301.48, then two of 14.5 kg for 174.00, first in first out.

Three pieces of 22.736 kg go: 227.36, by what they weigh and not 226.11 by their number. One of 8 kg goes: the last 7.412 kg of
the first receipt at 74.12, and 0.588 kg of the second at 12.00 a kilogram, 7.06 (7.056). Two pieces are left, of 13.912 kg and 166.94.
A cheese comes back with its 8 kg and 81.18.
"""

from collections.abc import Iterator
from datetime import date
from itertools import count

import pytest

from tests.company import Company, found
from tests.fresh_store import ENGINES, fresh_store
from tests.verify.life import faults

_numbers = count(1)
DAY = date(2026, 1, 5)


@pytest.fixture(scope="module", params=ENGINES)
def store(request) -> Iterator[object]:
    """A store of this file: every test has a company of its own in it."""
    with fresh_store(request.param) as opened:
        yield opened


def cheeses() -> Company:
    number = next(_numbers)
    company = found(f"CHE{number}", mark=f"-c{number}", method="fifo")
    company.bring("items", [("CHEESE", "The cheese", "merchandise", "KG", "PC")],
                  ("item", "name", "item_class", "base_unit", "catch_unit"))  # fmt: skip
    company.do("add-place", company.ada, location="Main")
    for document, quantity, pieces, value in (("GR-1", "30.148", "4", "301.48"), ("GR-2", "14.5", "2", "174.00")):
        company.do("receive", company.ada, document=document, item="CHEESE", location="Main", quantity=quantity,
                   weight=pieces, value=value, received_on=DAY)  # fmt: skip
    return company


def lying(company: Company) -> tuple[int, int, int, str]:
    lines = company.do("positions", company.ada, as_of=date(2026, 6, 1), item="CHEESE").lines
    kilograms, pieces, value = (
        sum(getattr(line, name) for line in lines) for name in ("quantity_micro", "catch_micro", "value_minor")
    )
    return kilograms, pieces, value, lines[0].catch_unit


def test_what_goods_cost_goes_by_what_they_weigh_and_pieces_are_counted_beside(store):
    company = cheeses()
    for document, quantity, pieces, value in (("DN-1", "22.736", "3", -227_36), ("DN-2", "8", "1", -81_18)):
        sold = company.do("issue", company.ada, document=document, item="CHEESE", location="Main", quantity=quantity,
                          weight=pieces, issued_on=DAY)  # fmt: skip
        assert sold.value_minor == value
    assert lying(company) == (13_912_000, 2_000_000, 166_94, "PC")
    back = company.do("receive", company.ada, document="RT-2", item="CHEESE", source="customer", location="Main",
                      quantity="8", returns_document="DN-2", received_on=DAY)  # fmt: skip
    assert back.value_minor == 81_18
    assert lying(company) == (21_912_000, 3_000_000, 248_12, "PC")
    assert faults() == []
