"""Catch weight, by hand: four hams of 18.5 kg for 100.00. One of 5 kg is sold, which leaves three of 13.5 kg, 4.5 each on average.

One goes to the shop without being weighed: 4.5 kg. Two are left of 9 kg; with the last goes what is left. The ham that was sold comes
back with its 5 kg. What hams cost goes by their number: 25.00 each.
"""

from collections.abc import Iterator
from datetime import date
from itertools import count

import pytest

from lowmark.core.kinds.problems import Problem
from lowmark.services.operation import File
from tests.company import Company, csv, found
from tests.fresh_store import ENGINES, fresh_store
from tests.verify.life import faults

_numbers = count(1)
DAY = date(2026, 1, 5)


@pytest.fixture(scope="module", params=ENGINES)
def store(request) -> Iterator[object]:
    """A store of this file: every test has a company of its own in it."""
    with fresh_store(request.param) as opened:
        yield opened


def hams() -> Company:
    number = next(_numbers)
    company = found(f"HAM{number}", mark=f"-h{number}")
    company.bring("items", [("HAM", "The ham", "merchandise", "KG"), ("TENT", "The tent", "merchandise", "")],
                  ("item", "name", "item_class", "catch_unit"))  # fmt: skip
    for place in ("Main", "Shop"):
        company.do("add-place", company.ada, location=place)
    company.do("receive", company.ada, document="GR-1", item="HAM", location="Main", quantity="4", weight="18.5", value="100",
               received_on=DAY)  # fmt: skip
    return company


def lying(company: Company) -> dict[str, tuple[int, int, int, str]]:
    lines = company.do("positions", company.ada, as_of=date(2026, 6, 1), item="HAM").lines
    return {line.location: (line.quantity_micro, line.catch_micro, line.value_minor, line.catch_unit) for line in lines}


def test_weight_goes_with_the_goods_and_none_is_lost(store):
    company = hams()
    company.do(
        "issue", company.ada, document="SO-1", item="HAM", location="Main", quantity="1", weight="5", issued_on=DAY
    )
    company.do("transfer", company.ada, document="TR-1", item="HAM", from_location="Main", to_location="Shop", quantity="1",
               moved_on=DAY)  # fmt: skip
    assert lying(company) == {"Main": (2_000_000, 9_000_000, 50_00, "KG"), "Shop": (1_000_000, 4_500_000, 25_00, "KG")}
    for weight, words in (("9.5", "what is left of its weight"),):
        with pytest.raises(Problem, match=words):
            company.do(
                "issue",
                company.ada,
                document="SO-2",
                item="HAM",
                location="Main",
                quantity="2",
                weight=weight,
                issued_on=DAY,
            )
    with pytest.raises(Problem, match="more weight than lies there"):
        company.do(
            "issue",
            company.ada,
            document="SO-2",
            item="HAM",
            location="Main",
            quantity="1",
            weight="9.5",
            issued_on=DAY,
        )
    company.do("issue", company.ada, document="SO-2", item="HAM", location="Main", quantity="2", issued_on=DAY)
    company.do("receive", company.ada, document="RT-1", item="HAM", source="customer", location="Main", quantity="1",
               returns_document="SO-1", received_on=DAY)  # fmt: skip
    assert lying(company) == {"Main": (1_000_000, 5_000_000, 25_00, "KG"), "Shop": (1_000_000, 4_500_000, 25_00, "KG")}
    assert faults() == []


def test_what_comes_is_weighed_and_what_has_no_second_quantity_is_not(store):
    company = hams()
    for fields, words in (
        ({"item": "HAM", "document": "GR-2"}, "weighs its own"), ({"item": "TENT", "document": "GR-3", "weight": "2"}, "no second quantity"),
    ):  # fmt: skip
        with pytest.raises(Problem, match=words):
            company.do("receive", company.ada, location="Main", quantity="1", value="1", received_on=DAY, **fields)
    company.do("receive", company.ada, document="GR-4", item="HAM", location="Main", quantity="1", weight="7", value="25",
               received_on=DAY)  # fmt: skip
    company.do("reverse", company.ada, document="GR-4", reversal="RV-4", reversed_on=DAY, because="Keyed twice")
    assert lying(company)["Main"] == (4_000_000, 18_500_000, 100_00, "KG")
    company.do(
        "adjust",
        company.ada,
        document="ADJ-1",
        item="HAM",
        location="Main",
        quantity="-1",
        adjusted_on=DAY,
        reason="count",
    )
    assert lying(company)["Main"] == (3_000_000, 13_875_000, 75_00, "KG")


def test_a_file_says_what_its_goods_weighed_in_the_order_of_its_rows(store):
    """Two hams of 9.5 kg; one of 5 kg goes out in the next document, and the receipt's other line brings 6 kg: 1 and 4.5, 1 and 6."""
    company = hams()
    columns = (
        "document",
        "line",
        "item",
        "from_location",
        "to_location",
        "reason",
        "quantity",
        "weight",
        "value",
        "effective_on",
    )
    refused = company.do("import", company.ada, table="stock_moves", file=File("bad.csv", csv(columns, [
        ("GR-9", 1, "TENT", "vendor", "Shop", "receipt", 1, "2", "25", DAY),
    ])))  # fmt: skip
    assert [(one.row, one.column, one.value, one.code) for one in refused.problems] == [(2, "weight", "2", "untracked")]
    rows = [
        ("GR-9", 1, "HAM", "vendor", "Shop", "receipt", 2, "9.5", "50", DAY),
        ("SO-9", 1, "HAM", "Shop", "customer", "sale", 1, "5", "", DAY),
        ("GR-9", 2, "HAM", "vendor", "Shop", "receipt", 1, "6", "25", DAY),
    ]
    heavy = [*rows, ("SO-9", 2, "HAM", "Shop", "customer", "sale", 1, "11", "", DAY)]
    refused = company.do(
        "import", company.ada, table="stock_moves", file=File("heavy.csv", csv(columns, heavy))
    ).problems
    assert [(one.row, one.column, one.value, one.code) for one in refused] == [(5, "weight", "11", "bad_weight")]
    company.bring("stock_moves", rows, columns)
    assert lying(company)["Shop"] == (2_000_000, 10_500_000, 50_00, "KG")
    assert faults() == []
