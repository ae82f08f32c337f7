"""Expected returns, by hand: the right to recover goods is an asset at what they were carried at, less the cost to recover them.

October: 100 tents are bought for 1,000.00, and 40 sold, which costs 400.00; 1 comes back, so 390.00 is still out with 39.
5% of the 40 are expected back, which is 2, of which 1 has come: 1 of 39 for 390.00 is 10.00, less 20% is 8.00.

November: 20 more are sold for 200.00. Of the 60 sold since October 5% are 3, of which 1 has come: 2 of 59 for 590.00 is 20.00,
less 20% is 16.00. October's 8.00 is undone first, so cost of sales is 590.00 - 16.00.

Goods written down by 1.00 each were carried at 9.00: 10 sold for 100.00 release 10.00, and 10% expected back is 9.00.
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

ASSET, SALES_COST, INVENTORIES = "1480", "5000", "1200"
OCTOBER, NOVEMBER = date(2026, 10, 31), date(2026, 11, 30)
_numbers = count(1)


@pytest.fixture(scope="module", params=ENGINES)
def store(request) -> Iterator[object]:
    """A store of this file: every test has a company of its own in it."""
    with fresh_store(request.param) as opened:
        yield opened


def tents(framework: str = "ifrs") -> Company:
    number = next(_numbers)
    company = found(f"E{number}", mark=f"-e{number}", framework=framework)
    company.items("TENT", "ROPE")
    company.moves(
        ("PO-1", 1, "TENT", "vendor", "Main", "receipt", 100, 1000, "2026-10-01"),
        ("PO-1", 2, "ROPE", "vendor", "Main", "receipt", 10, 50, "2026-10-01"),
        ("SO-1", 1, "TENT", "Main", "customer", "sale", 40, "", "2026-10-10"),
    )
    company.record("RT-1", "TENT", 1, date(2026, 10, 20), from_location="customer", to_location="Main", reason="return",
                   returns_document="SO-1")  # fmt: skip
    return company


def expect(company: Company, document: str, as_of: date, **given: str):
    fields = {"rates": "TENT=5%, merchandise=50%", "recovery": "TENT=20%", **given}
    return company.do(
        "expect-returns", company.ben, document=document, sold_from=date(2026, 10, 1), as_of=as_of, **fields
    )


def standing(company: Company, day: date) -> tuple[int, int, int]:
    balances = company.balances(day)
    return balances.get(INVENTORIES, 0), balances.get(ASSET, 0), balances.get(SALES_COST, 0)


@pytest.mark.parametrize("framework", ["ifrs", "us_gaap", "aspe"])
def test_each_estimate_takes_the_place_of_the_one_before(store, framework: str):
    company = tents(framework)
    first = expect(company, "RET-10", OCTOBER)
    assert [(line.item, line.expected_micro, line.cost_minor, line.asset_minor) for line in first.lines] == [
        ("TENT", 1_000_000, 390_00, 8_00)
    ]
    assert standing(company, OCTOBER) == (660_00, 8_00, 390_00 - 8_00)
    company.record("SO-2", "TENT", 20, date(2026, 11, 10))
    second = expect(company, "RET-11", NOVEMBER)
    assert (second.reversed_minor, second.asset_minor, len(second.entries)) == (8_00, 16_00, 2)
    assert standing(company, NOVEMBER) == (460_00, 16_00, 590_00 - 16_00)
    assert standing(company, OCTOBER) == (660_00, 8_00, 390_00 - 8_00)
    assert faults() == []


def test_what_was_released_at_the_sale_is_no_part_of_what_goods_were_carried_at(store):
    number = next(_numbers)
    company = found(f"E{number}", mark=f"-e{number}")
    company.items("TENT")
    company.moves(("PO-1", 1, "TENT", "vendor", "Main", "receipt", 100, 1000, "2026-09-01"))
    company.prices(("PL-1", 1, "TENT", "price_list", "9.00", date(2026, 9, 20)))
    company.write_down(date(2026, 9, 30))
    company.record("SO-1", "TENT", 10, date(2026, 10, 10))
    assert expect(company, "RET-10", OCTOBER, rates="merchandise=10%", recovery="").asset_minor == 9_00
    assert faults() == []


def test_nothing_is_estimated_twice_or_out_of_order_or_of_nothing(store):
    company = tents()
    expect(company, "RET-10", OCTOBER)
    for document, as_of, given, code in (
        ("RET-10", NOVEMBER, {}, "conflict"), ("RET-9", OCTOBER, {}, "refused"), ("RET-11", date(2027, 12, 31), {}, "refused"),
        ("RET-11", NOVEMBER, {"rates": "ROPE=5%"}, "refused"), ("RET-11", NOVEMBER, {"rates": ""}, "bad_request"),
        ("RET-11", NOVEMBER, {"rates": "TENT=5%, TENT=6%"}, "bad_request"),
        ("RET-11", NOVEMBER, {"rates": "TENT=101%"}, "bad_request"), ("RET-11", NOVEMBER, {"rates": "TENT"}, "bad_request"),
    ):  # fmt: skip
        with pytest.raises(Problem) as refused:
            expect(company, document, as_of, **given)
        assert refused.value.code == code, given
    assert faults() == []


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            "UPDATE ledger_expected_return SET asset_minor = asset_minor + 1",
            "RET-10/TENT says asset_minor 801, and should say 800",
        ),
        ("UPDATE ledger_expected_return SET rate_micro = 75000", "says expected_micro 1000000, and should say 2000000"),
        ("UPDATE ledger_line SET amount_minor = amount_minor + 100 WHERE amount_minor = 800", "1.00 CAD"),
        ("DELETE FROM ledger_expected_return", "returns expected in ifrs are"),
    ],
)
def test_tampering_is_seen(statement: str, words: str):
    from lowmark.verify.run import verify_entity

    with fresh_store("sqlite") as opened:
        company = tents()
        expect(company, "RET-10", OCTOBER)
        (entity,) = [
            number for code, number in opened.rows("SELECT code, id FROM entities_entity") if code == company.entity
        ]
        with lawless(opened) as raw:
            raw.execute(statement)
            told = {each.name: each.checked.faults for each in verify_entity(raw, entity)}
    assert any(words in fault for fault in told["returns_foot"]), told["returns_foot"]
