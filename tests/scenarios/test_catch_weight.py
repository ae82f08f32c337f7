"""Catch weight, by hand: four hams of 18.5 kg for 100.00. One of 5 kg is sold, which leaves three of 13.5 kg, 4.5 each on average.

One goes to the shop without being weighed: 4.5 kg. Two are left of 9 kg; with the last goes what is left. The ham that was sold comes
back with its 5 kg. What hams cost goes by their number: 25.00 each.
"""

from collections.abc import Iterator
from datetime import date
from itertools import count

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import Company, found
from tests.fresh_store import ENGINES, fresh_store
from tests.verify.life import faults
from tests.verify.raw import lawless

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


def test_tampering_with_a_weight_is_seen():
    from lowmark.verify.run import verify_entity

    with fresh_store("sqlite") as opened:
        hams()
        (entity,) = [number for (number,) in opened.rows("SELECT id FROM entities_entity")]
        for statement, words in (
            ("UPDATE stock_catch_weight SET unit = 'LB'", "GR-1/1 is weighed in LB, and its item in KG"),
            (
                "UPDATE stock_catch_weight SET quantity_micro = -5",
                "leaves -0.000005 of weight at Main with 4 of its goods",
            ),
        ):
            with lawless(opened) as raw:
                raw.execute(statement)
                told = {each.name: each.checked.faults for each in verify_entity(raw, entity)}
            assert any(words in fault for fault in told["weights_foot"]), told["weights_foot"]
            assert told["content_hashes"]
