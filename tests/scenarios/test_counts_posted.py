"""Counts posted, by hand: 100 tents at 10.00 in Main, 40 sold (400.00) on 10 October; 40 ropes at 1.00 in North.

2 % of what was sold is taken to be missing on 20 October: 8.00. On 31 October 57 tents are found, twice, 2 of them damaged: 3 are
missing (30.00), 2 are set apart, and the 8.00 is taken back, for the count says what is missing. 39 ropes are within a tolerance of
5 % and are 1.00 short, which counts on 2 November. A tent found in North, where the books have none, is worth what tents cost: 10.00.
"""

from collections.abc import Iterator
from datetime import date
from itertools import count

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import Company, found
from tests.fresh_store import ENGINES, fresh_store
from tests.verify.life import faults

_numbers = count(1)
DAY = date(2026, 10, 31)


@pytest.fixture(scope="module", params=ENGINES)
def store(request) -> Iterator[object]:
    """A store of this file: every test has a company of its own in it."""
    with fresh_store(request.param) as opened:
        yield opened


def counted_company() -> Company:
    number = next(_numbers)
    company = found(f"CNT{number}", mark=f"-n{number}")
    company.items("TENT", "ROPE", places=("Main", "North"))
    company.moves(
        ("PO-1", 1, "TENT", "vendor", "Main", "receipt", 100, 1000, "2026-01-01"),
        ("PO-1", 2, "ROPE", "vendor", "North", "receipt", 40, 40, "2026-01-01"),
        ("SO-1", 1, "TENT", "Main", "customer", "sale", 40, "", "2026-10-10"),
    )
    return company


def counts(company: Company, *found_: tuple[str, str, str, str], sheet: str = "CS-1") -> None:
    for item, place, quantity, damaged in found_:
        company.do("count", company.ada, document=sheet, item=item, location=place, quantity=quantity, damaged=damaged,
                   counted_on=DAY)  # fmt: skip


def post(company: Company, sheet: str = "CS-1", on: date = DAY, who: str = "", **given: object):
    return company.do("post-count", who or company.ben, document=sheet, posted_on=on, because="Counted twice", **given)


def test_a_sheet_is_posted_once_with_what_is_damaged_and_what_was_accrued(store):
    company = counted_company()
    accrued = company.do("accrue-shrinkage", company.ben, document="SHR-1", as_of=date(2026, 10, 20), since=date(2025, 12, 31),
                         rates="merchandise=2%")  # fmt: skip
    assert (accrued.accrual_minor, [(line.item, line.sold_minor) for line in accrued.lines]) == (
        8_00,
        [("TENT", 400_00)],
    )
    again = company.do("accrue-shrinkage", company.ben, document="SHR-2", as_of=date(2026, 10, 20), since=date(2026, 1, 1),
                       rates="TENT=2%, merchandise=1%")  # fmt: skip
    assert (again.reversed_minor, again.accrual_minor) == (8_00, 8_00)
    assert {code: company.balances(DAY).get(code, 0) for code in ("1285", "5300")} == {"1285": -8_00, "5300": 8_00}
    counts(company, ("TENT", "Main", "57", "2"))
    with pytest.raises(Problem, match="to be counted again: TENT at Main"):
        post(company)
    counts(company, ("TENT", "Main", "57", "2"))
    done = post(company)
    assert (done.adjusted, done.value_minor, done.damaged_micro) == (1, -30_00, 2_000_000)
    assert (done.accrual_reversed_minor, done.accrual_minor) == (8_00, 0)
    assert {code: company.balances(DAY).get(code, 0) for code in ("1200", "1285", "5300")} == {
        "1200": 570_00 + 40_00, "1285": 0, "5300": 30_00,
    }  # fmt: skip
    lying = {
        line.location: line.quantity_micro
        for line in company.do("positions", company.ada, as_of=DAY, item="TENT").lines
    }
    assert lying == {"Main": 55_000_000, "damaged": 2_000_000}
    repeated = post(company)
    assert (repeated.adjusted, repeated.value_minor, repeated.damaged_micro, repeated.entries) == (0, 0, 0, ())
    assert company.do("count-variances", company.ben, document="CS-1").lines[0].difference_micro == 0
    cases = company.do("worklist", company.ben, as_of=DAY).cases
    assert [(case.item, case.reason, case.words) for case in cases] == [("TENT", "damaged", "CS-1: 2 damaged at Main")]
    company.prices(("PL-1", 1, "TENT", "price_list", 20, DAY))
    company.write_down(DAY)
    assert company.do("worklist", company.ben, as_of=date(2026, 11, 30)).cases == ()
    assert faults() == []


def test_what_is_within_tolerance_or_found_where_the_books_have_none_is_posted_on_a_later_day(store):
    company = counted_company()
    counts(company, ("ROPE", "North", "39", "0"), ("TENT", "North", "1", "0"), ("TENT", "North", "1", "0"))
    later = date(2026, 11, 2)
    done = post(company, on=later, tolerance="5%")
    assert [(line.item, line.difference_micro, line.value_minor) for line in done.lines] == [
        ("ROPE", -1_000_000, -1_00), ("TENT", 1_000_000, 10_00),
    ]  # fmt: skip
    assert done.value_minor == 9_00
    assert post(company, on=date(2026, 11, 3), tolerance="5%").lines == ()
    told = company.do("count-variances", company.ben, document="CS-1", tolerance="5%")
    assert [line.state for line in told.lines] == ["posted", "posted"]
    assert faults() == []


def test_what_is_set_apart_is_counted_where_it_lies_and_set_apart_once(store):
    """Five tents are damaged already and are found so; of the 55 in Main two more are."""
    company = counted_company()
    company.record("QA-1", "TENT", 5, date(2026, 10, 12), to_location="damaged", reason="damaged")
    counts(company, ("TENT", "Main", "55", "2"), ("TENT", "damaged", "5", "0"))
    done = post(company)
    assert [(line.location, line.difference_micro, line.damaged_micro) for line in done.lines] == [
        ("Main", 0, 2_000_000)
    ]
    assert post(company).lines == ()
    lying = company.do("positions", company.ada, as_of=DAY, item="TENT").lines
    assert {line.location: line.quantity_micro for line in lying} == {"Main": 53_000_000, "damaged": 7_000_000}
    assert faults() == []


def test_who_may_post_a_sheet(store):
    company = counted_company()
    counts(company, ("TENT", "Main", "58", "0"), ("TENT", "Main", "58", "0"))
    company.do("set-limit", company.root, user=company.ben, amount="19.99", valid_from=date(2026, 1, 1), currency="CAD")
    with pytest.raises(Problem, match="beyond what you may approve"):
        post(company)
    for code, fields in (
        ("no_reason", {"because": " "}),
        ("refused", {"posted_on": date(2026, 10, 30)}),
        ("not_found", {"document": "CS-9"}),
    ):
        with pytest.raises(Problem) as refused:
            company.do("post-count", company.ben, **{"document": "CS-1", "posted_on": DAY, "because": "So", **fields})
        assert refused.value.code == code, fields
    with pytest.raises(Problem, match="may not post-count"):
        post(company, who=company.ada)
    company.do("grant", company.root, user=company.ben, role="warehouse")
    company.do("count", company.ben, document="CS-1", item="TENT", location="Main", quantity="58", counted_on=DAY)
    with pytest.raises(Problem, match="whoever counts"):
        post(company)
    with pytest.raises(Problem, match="no more damaged"):
        counts(company, ("TENT", "Main", "1", "2"))
