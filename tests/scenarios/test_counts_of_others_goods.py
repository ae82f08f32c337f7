"""Counting goods of others, by hand: in Main lie 10 tents of ours at 10.00 (100.00), 20 of ACME's and 5 of BUYER's.

On 31 October 9 of ours are found, 18 of ACME's (1 of them damaged) and 7 of BUYER's, each twice. Of ours 10.00 is missing; of ACME's
2 are missing and 1 is set apart, of BUYER's 2 too many, all at no value: 90.00 is left in the account. ACME's then are 17 in Main and 1
damaged, BUYER's 7. A sale of 3 of ACME's on 2 November rolls its 18 found to 14 in Main, the set apart one gone too.
The agent holds 4 of ours and 6 of ACME's, and confirms 4 and 5.
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
COLUMNS = (
    "document",
    "line",
    "item",
    "from_location",
    "to_location",
    "reason",
    "quantity",
    "value",
    "owner",
    "effective_on",
)


@pytest.fixture(scope="module", params=ENGINES)
def store(request) -> Iterator[object]:
    """A store of this file: every test has a company of its own in it."""
    with fresh_store(request.param) as opened:
        yield opened


@pytest.fixture
def company(store) -> Company:
    number = next(_numbers)
    made = found(f"OWN{number}", mark=f"-w{number}")
    made.items("TENT")
    made.bring(
        "locations", [("Agent", "consignment"), ("Theirs", "consignment_in")], ("location", "kind"), name="more.csv"
    )
    made.bring("stock_moves", [
        ("PO-1", 1, "TENT", "vendor", "Main", "receipt", 10, 100, "", "2026-10-01"),
        ("CI-1", 1, "TENT", "vendor", "Main", "receipt", 20, "", "ACME", "2026-10-01"),
        ("CI-2", 1, "TENT", "vendor", "Main", "receipt", 5, "", "BUYER", "2026-10-01"),
    ], COLUMNS)  # fmt: skip
    return made


def counts(company: Company, *found_: tuple[str, str], sheet: str = "CS-1", place: str = "Main", **given: str) -> None:
    for owner, quantity in found_:
        company.do("count", company.ada, document=sheet, item="TENT", location=place, owner=owner, quantity=quantity,
                   counted_on=DAY, **given)  # fmt: skip


def lying(company: Company, on: date = DAY) -> dict[tuple[str, str], int]:
    found_ = company.do("cut-off", company.ben, as_of=on).lines
    return {(line.location, line.owner): line.quantity_micro // 10**6 for line in found_ if line.owner}


def test_each_owner_differs_by_themselves_and_only_ours_at_a_value(company):
    for _ in range(2):
        counts(company, ("", "9"), ("BUYER", "7"))
        counts(company, ("ACME", "18"), damaged="1")
    told = company.do("count-variances", company.ben, document="CS-1").lines
    assert [(line.owner, line.book_micro, line.others_micro, line.difference_micro, line.value_minor, line.state)
            for line in told] == [
        ("", 10_000_000, 25_000_000, -1_000_000, -10_00, "to_post"),
        ("BUYER", 5_000_000, 30_000_000, 2_000_000, 0, "to_post"),
        ("ACME", 20_000_000, 15_000_000, -2_000_000, 0, "to_post"),
    ]  # fmt: skip
    posted = company.do("post-count", company.ben, document="CS-1", posted_on=DAY, because="Counted twice")
    assert (posted.adjusted, posted.value_minor, posted.damaged_micro) == (3, -10_00, 1_000_000)
    assert [(line.owner, line.difference_micro, line.value_minor) for line in posted.lines] == [
        ("", -1_000_000, -10_00), ("BUYER", 2_000_000, 0), ("ACME", -2_000_000, 0),
    ]  # fmt: skip
    assert company.balances(DAY)["1200"] == 90_00
    assert lying(company) == {("Main", "ACME"): 17, ("damaged", "ACME"): 1, ("Main", "BUYER"): 7}
    assert company.do("post-count", company.ben, document="CS-1", posted_on=DAY, because="Again").lines == ()
    assert company.do("worklist", company.ben, as_of=DAY).cases == ()
    company.do("issue", company.ada, document="SO-1", item="TENT", location="Main", owner="ACME", quantity="3",
               issued_on=date(2026, 11, 2))  # fmt: skip
    rolled = company.do("count-roll", company.ben, document="CS-1", as_of=date(2026, 11, 30)).lines
    assert [(line.owner, line.left_micro, line.rolled_micro, line.book_micro, line.value_minor) for line in rolled] == [
        ("", 0, 9_000_000, 9_000_000, 0), ("BUYER", 0, 7_000_000, 7_000_000, 0),
        ("ACME", 4_000_000, 14_000_000, 14_000_000, 0),
    ]  # fmt: skip
    assert not company.do("recost", company.ben).found
    assert faults() == []


def test_whoever_counts_elsewhere_says_whose_goods_they_are(company):
    with pytest.raises(Problem, match="what lies at Theirs is others'"):
        counts(company, ("", "1"), place="Theirs")
    with pytest.raises(Problem, match="has had no goods of 'AMCE'"):
        counts(company, ("AMCE", "1"))
    counts(company, ("ACME", "1"), ("ACME", "1"), place="Theirs")
    posted = company.do("post-count", company.ben, document="CS-1", posted_on=DAY, because="Found there")
    assert (posted.value_minor, lying(company)["Theirs", "ACME"]) == (0, 1)
    assert faults() == []


def test_plans_and_samples_say_whose_goods_lie_there(company):
    def due() -> list[tuple[str, str]]:
        return [(line.owner, line.item_class) for line in company.do("count-plan", company.ben, as_of=DAY).lines]

    assert sorted(due())[1:] == [("ACME", "C"), ("BUYER", "C")] and len(due()) == 3
    counts(company, ("ACME", "20"))
    assert "ACME" not in {owner for owner, _ in due()} and "" in {owner for owner, _ in due()}
    (drawn,) = company.do("count-sample", company.ben, as_of=DAY, draws=2, seed=3).lines
    assert (drawn.quantity_micro, drawn.others) == (10_000_000, "ACME 20, BUYER 5")


def test_what_others_hold_is_confirmed_by_owner(company):
    company.bring("stock_moves", [
        ("TR-1", 1, "TENT", "Main", "Agent", "transfer", 4, "", "", "2026-10-02"),
        ("TR-1", 2, "TENT", "Main", "Agent", "transfer", 6, "", "ACME", "2026-10-02"),
    ], COLUMNS, name="agent.csv")  # fmt: skip
    counts(company, ("", "4"), ("ACME", "5"), sheet="CONF", place="Agent")
    lines = company.do("confirmations", company.ben, as_of=DAY).lines
    assert [(line.owner, line.quantity_micro, line.cost_minor, line.difference_micro, line.state) for line in lines] == [
        ("", 4_000_000, 40_00, 0, "agrees"), ("ACME", 6_000_000, 0, -1_000_000, "differs"),
    ]  # fmt: skip
    assert faults() == []


def test_a_count_of_others_goods_leaves_what_is_accrued_for_ours(company):
    company.record("SO-1", "TENT", 5, date(2026, 10, 5))
    accrued = company.do("accrue-shrinkage", company.ben, document="SHR-1", as_of=date(2026, 10, 20), since=date(2025, 12, 31),
                         rates="merchandise=2%")  # fmt: skip
    assert accrued.accrual_minor == 1_00
    counts(company, ("ACME", "20"))
    company.do("post-count", company.ben, document="CS-1", posted_on=DAY, because="Agrees")
    assert company.balances(DAY)["1285"] == -1_00
    assert faults() == []
