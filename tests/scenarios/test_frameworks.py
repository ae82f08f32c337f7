"""One company's stock under each framework: the same charge and the same expense; who takes back what has recovered.

Ten at 5 and ten at 9 come in; they fetch 6, so 20 of the 140 is written down. IFRS and ASPE take back what recovers
whenever it does (IAS 2.33, 3031.32); US GAAP within the fiscal year of the charge and never after its close (ASC
270-10-45-6, 330-10-35-14).
"""

from collections.abc import Iterator
from datetime import date
from itertools import count

import pytest

from lowmark.frameworks.read import names
from lowmark.services.operation import File
from tests.company import Company, csv, found
from tests.fresh_store import ENGINES, fresh_store

FRAMEWORKS = names()
REVERSING = ("aspe", "ifrs")
NOT_ACROSS_YEARS = ("us_gaap",)
INVENTORY, ALLOWANCE = "1200", "1290"

_numbers = count(1)


@pytest.fixture(scope="module", params=ENGINES)
def store(request) -> Iterator[object]:
    """A store of this file: every test has a company of its own in it."""
    with fresh_store(request.param) as opened:
        yield opened


@pytest.fixture
def company(store, framework) -> Company:
    """A company with ten at 5 and ten at 9, in books of the framework, which fetch 6 from the middle of 2026."""
    return stocked(framework)


def stocked(framework: str, **given) -> Company:
    """Return a new company with ten at 5 and ten at 9, which fetch 6 from the middle of June 2026."""
    number = next(_numbers)
    made = found(f"C{number}", mark=str(number), months=24, framework=framework, **given)
    made.items("TENT")
    made.record("PO-1", "TENT", 10, date(2026, 1, 5), value="50.00")
    made.record("PO-2", "TENT", 10, date(2026, 2, 5), value="90.00")
    made.prices(("LIST-6", 1, "TENT", "price_list", "6.00", "2026-06-15"))
    return made


def fetches(company: Company, price: str, on: date) -> None:
    """Let the tents fetch another price from a day on."""
    company.prices((f"LIST-{on}", 1, "TENT", "price_list", price, on), name=f"{on}.csv")


def posted(company: Company, as_of: date) -> tuple[int, int]:
    """Write down as of a day; return what was charged and what was reversed."""
    run = company.do("propose", company.ada, as_of=as_of)
    if run.proposals == 0:
        return 0, 0
    company.approve(run.run, run.run_hash)
    done = company.do("post", company.ben, run=run.run)
    return done.charged_minor, done.reversed_minor


def expense(company: Company, as_of: date) -> int:
    """Return all expense from the beginning to a day."""
    return sum(amount for code, amount in company.balances(as_of).items() if code.startswith("5"))


def assert_verified(company: Company) -> None:
    report = company.do("verify", company.ben)
    assert [check for check in report.checks if check.faults] == []


def test_three_frameworks_are_there():
    assert FRAMEWORKS == ("aspe", "ifrs", "us_gaap")
    assert sorted(REVERSING + NOT_ACROSS_YEARS) == sorted(FRAMEWORKS)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_all_of_it_written_down_and_sold_leaves_no_stock_no_allowance_and_its_cost_as_expense(company):
    assert posted(company, date(2026, 6, 30)) == (20_00, 0)
    held = company.balances(date(2026, 6, 30))
    assert (held[INVENTORY], held[ALLOWANCE]) == (140_00, -20_00)

    company.record("SO-1", "TENT", 20, date(2026, 7, 6))

    after = company.balances(date(2026, 7, 31))
    assert not {INVENTORY, ALLOWANCE} & set(after)
    assert expense(company, date(2026, 7, 31)) == 140_00
    assert_verified(company)


@pytest.mark.parametrize("framework", REVERSING)
def test_a_recovery_in_the_next_fiscal_year_is_taken_back(company):
    assert posted(company, date(2026, 12, 31)) == (20_00, 0)
    fetches(company, "8.00", date(2027, 2, 10))
    assert posted(company, date(2027, 2, 28)) == (0, 20_00)
    assert ALLOWANCE not in company.balances(date(2027, 2, 28))


@pytest.mark.parametrize("framework", NOT_ACROSS_YEARS)
def test_a_recovery_in_the_next_fiscal_year_is_left_where_the_close_has_made_a_new_cost(company):
    assert posted(company, date(2026, 12, 31)) == (20_00, 0)
    fetches(company, "8.00", date(2027, 2, 10))
    assert posted(company, date(2027, 2, 28)) == (0, 0)
    assert company.balances(date(2027, 2, 28))[ALLOWANCE] == -20_00

    company.record("SO-1", "TENT", 20, date(2027, 3, 1))

    assert not {INVENTORY, ALLOWANCE} & set(company.balances(date(2027, 3, 31)))
    assert expense(company, date(2027, 3, 31)) == 140_00
    assert_verified(company)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_recovery_within_the_fiscal_year_is_taken_back_up_to_cost(company):
    assert posted(company, date(2026, 6, 30)) == (20_00, 0)
    fetches(company, "6.50", date(2026, 8, 10))
    assert posted(company, date(2026, 8, 31)) == (0, 10_00)
    fetches(company, "99.00", date(2026, 10, 10))
    assert posted(company, date(2026, 12, 31)) == (0, 10_00)
    assert ALLOWANCE not in company.balances(date(2026, 12, 31))
    assert_verified(company)


@pytest.mark.parametrize("framework, reversed_minor", [("aspe", 20_00), ("ifrs", 20_00), ("us_gaap", 0)])
def test_a_fiscal_year_is_the_entitys_own(store, framework, reversed_minor):
    """It ends on 30 June: a charge of that day and a recovery of the next month are of two fiscal years."""
    company = stocked(framework, fiscal_year_start_month=7)
    assert posted(company, date(2026, 6, 30)) == (20_00, 0)
    fetches(company, "8.00", date(2026, 7, 10))
    assert posted(company, date(2026, 7, 31)) == (0, reversed_minor)


@pytest.mark.parametrize("framework, reversed_minor", [("aspe", 12_00), ("ifrs", 12_00), ("us_gaap", 6_00)])
def test_goods_sold_take_their_part_of_each_years_charge_and_what_is_left_of_this_years_recovers(
    store, framework, reversed_minor
):
    """The dear ten are carried at 7 each from the close of 2026 on: that is where their recovery ends in US books.

    Of them 4 are sold in January (12 of the 20 stay on 6), 12 more is charged in March, and 3 are sold in April (12 of
    the 24 stay on 3: 6 of 2026 and 6 of 2027). By what each year charged it would have been 12 * 12 / 32.
    """
    company = stocked(framework)
    assert posted(company, date(2026, 12, 31)) == (20_00, 0)
    company.record("SO-1", "TENT", 14, date(2027, 1, 11))
    fetches(company, "5.00", date(2027, 3, 10))
    assert posted(company, date(2027, 3, 31)) == (12_00, 0)
    company.record("SO-2", "TENT", 3, date(2027, 4, 12))
    fetches(company, "9.00", date(2027, 5, 10))

    assert posted(company, date(2027, 5, 31)) == (0, reversed_minor)

    after = company.balances(date(2027, 5, 31))
    assert after[INVENTORY] == 27_00
    assert after[INVENTORY] + after.get(ALLOWANCE, 0) == (27_00 if reversed_minor == 12_00 else 3 * 7_00)
    assert_verified(company)


@pytest.mark.parametrize("framework, reversed_minor", [("aspe", 10_00), ("ifrs", 10_00), ("us_gaap", 0)])
def test_a_charge_posted_late_counts_in_the_fiscal_year_of_its_date(company, reversed_minor):
    """Goods sold after the date and before the posting take along what they would have; the rest recovers or not."""
    run = company.do("propose", company.ada, as_of=date(2026, 12, 31))
    company.record("SO-1", "TENT", 15, date(2027, 1, 11))
    company.approve(run.run, run.run_hash)
    done = company.do("post", company.ben, run=run.run)
    assert (done.charged_minor, done.released_minor) == (20_00, 10_00)

    fetches(company, "9.00", date(2027, 2, 10))
    assert posted(company, date(2027, 2, 28)) == (0, reversed_minor)
    assert_verified(company)


@pytest.mark.parametrize(
    "framework, expected", [("ifrs", "Cost of inventories sold"), ("us_gaap", "Cost of goods sold")]
)
def test_statements_speak_the_frameworks_words(company, expected):
    company.record("SO-1", "TENT", 1, date(2026, 7, 6))
    lines = company.do("statements", company.ben, as_of=date(2026, 7, 31)).lines
    assert [line.caption for line in lines if line.account == "5000"] == [expected]


LIKE_GOODS_SHARE = {"ifrs": "IAS 2.25", "aspe": "ASPE 3031.24", "us_gaap": ""}


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_goods_alike_are_costed_by_one_formula_where_the_framework_says_so(store, framework):
    """Two of Camp, one of them averaged: refused by name and paragraph. All of Camp averaged, or one of no category: taken."""
    number = next(_numbers)
    made = found(f"L{number}", mark=f"-l{number}", framework=framework)
    goods = [
        ("TENT", "Tent", "merchandise", "Camp"),
        ("ROPE", "Rope", "merchandise", "Camp"),
        ("SLED", "Sled", "merchandise", ""),
    ]
    made.bring("items", goods, ("item", "name", "item_class", "category"))

    def averaged(*items: str):
        rows = [(item, "moving_average", "", "") for item in items]
        content = csv(("item", "method", "standard_cost", "valid_from"), rows)
        return made.do("import", made.ada, table="item_costing", file=File(f"{items}.csv", content))

    answer = averaged("TENT")
    paragraph = LIKE_GOODS_SHARE[framework]
    assert answer.accepted == (not paragraph)
    if paragraph:
        (problem,) = answer.problems
        assert (problem.row, problem.code) == (2, "formula_differs")
        assert "ROPE of Camp by first in, first out" in problem.message and paragraph in problem.message
    assert averaged("TENT", "ROPE").accepted
    assert averaged("SLED").accepted
