"""Sales of what has not come yet, where an entity's policy takes them: every step by hand.

First in, first out: 3 are there at 10.00. 5 are sold, so 2 are assumed, at the last unit cost of 10.00. Then 4 more are
sold, of which none is there. Five come for 60.00, which is 12.00 each; all five settle: 2 and 3 of the 6 that are assumed,
and each has cost 2.00 more than was assumed. Ten come for 130.00, 13.00 each: the last one is settled, and 9 are left.

| step         | moves                                   | stock | assumed | sales cost               |
|--------------|-----------------------------------------|-------|---------|--------------------------|
| receive 3    | 3 x 10                                  | 30    | 0       | 0                        |
| sell 5       | assume 2 x 10; 3 x 10 + 2 x 10 leave    | 0     | 20      | 50                       |
| sell 4       | assume 4 x 10; they leave               | 0     | 60      | 90                       |
| receive 5    | 60 come; settle 5: 60 leave, 50 assumed | 0     | 10      | 90 + 10 = 100            |
| receive 10   | 130 come; settle 1: 13 leave            | 117   | 0       | 100 + 3 = 103            |

All of it has cost 30 + 60 + 130 = 220, of which 117 are left and 103 are sold. By the average it is the same, for nothing is
ever averaged with what was assumed. At a standard of 11.00 the sales cost 11.00 each and 99 in all; 10 assumed of 11.00 are
settled at 11.00, and what receipts cost more or less is a purchase variance: 3 + (-5) + (-20), so -22 of 220 - 9 x 11.
"""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import count

import pytest

from lowmark.core.kinds.problems import Problem
from lowmark.services.operation import File
from tests.company import MOVES, Company, csv, found
from tests.fresh_store import ENGINES, fresh_store
from tests.hammer.invariants import require_sound
from tests.verify.life import faults

INVENTORIES, ASSUMED, SALES_COST, PURCHASE_VARIANCE = "1200", "2120", "5000", "5250"
_numbers = count(1)
Row = tuple[int, int, int]
"""Stock, what is assumed, cost of sales."""


def on(day: int) -> date:
    return date(2026, 10, day)


STEPS: list[tuple[str, str, int, object]] = [
    ("PO-1", "vendor", 3, 30), ("SO-1", "customer", 5, ""), ("SO-2", "customer", 4, ""), ("PO-2", "vendor", 5, 60),
    ("PO-3", "vendor", 10, 130),
]  # fmt: skip
BY_HAND: dict[str, Row] = {
    "PO-1": (30_00, 0, 0),
    "SO-1": (0, 20_00, 50_00),
    "SO-2": (0, 60_00, 90_00),
    "PO-2": (0, 10_00, 100_00),
    "PO-3": (117_00, 0, 103_00),
}
DAYS = {document: on(place) for place, (document, *_) in enumerate(STEPS, 1)}


@pytest.fixture(scope="module", params=ENGINES)
def store(request) -> Iterator[object]:
    """A store of this file: every test has a company of its own in it."""
    with fresh_store(request.param) as opened:
        yield opened


def tents(*, method: str = "fifo", policy: str = "provisional", framework: str = "ifrs") -> Company:
    number = next(_numbers)
    company = found(f"S{number}", mark=f"-s{number}", method=method, framework=framework)
    company.items("TENT")
    if method == "standard":
        company.bring("item_costing", [("TENT", "standard", 11, "2026-01-01")],
                      ("item", "method", "standard_cost", "valid_from"))  # fmt: skip
    if policy:
        company.do("set-policy", company.ben, path="inventories/negative_stock", value=policy, valid_from=on(1))
    return company


def row_of(step: tuple[str, str, int, object]) -> tuple[object, ...]:
    document, other, quantity, value = step
    ends = (other, "Main", "receipt") if other == "vendor" else ("Main", other, "sale")
    return (document, 1, "TENT", *ends, quantity, value, DAYS[document])


def by_file(company: Company, step: tuple[str, str, int, object]) -> None:
    company.moves(row_of(step), name=f"{step[0]}.csv")


def at_the_desk(company: Company, step: tuple[str, str, int, object]) -> None:
    document, other, quantity, value = step
    said = {"document": document, "item": "TENT", "location": "Main", "quantity": str(quantity)}
    if other == "vendor":
        done = company.do("receive", company.ada, value=str(value), received_on=DAYS[document], **said)
        assert done.value_minor == int(str(value)) * 100
    else:
        done = company.do("issue", company.ada, issued_on=DAYS[document], **said)
        assert done.value_minor < 0


def standing(company: Company, day: date) -> Row:
    balances = company.balances(day)
    return balances.get(INVENTORIES, 0), -balances.get(ASSUMED, 0), balances.get(SALES_COST, 0)


def awaited(company: Company, day: date) -> list[tuple[str, int, int]]:
    """Return what a cut-off lists as issued before it was received."""
    lines = company.do("cut-off", company.ben, as_of=day).lines
    return [(line.location, line.quantity_micro // 1_000_000, line.value_minor)
            for line in lines if line.what == "issued_not_received"]  # fmt: skip


@pytest.mark.parametrize("way", [by_file, at_the_desk])
@pytest.mark.parametrize("method", ["fifo", "moving_average"])
def test_every_step_is_as_by_hand(store, method: str, way: Callable[..., None]):
    company = tents(method=method)
    for step in STEPS:
        way(company, step)
        assert standing(company, DAYS[step[0]]) == BY_HAND[step[0]], step
    assert awaited(company, on(3)) == [("Main", 2, 20_00), ("Main", 4, 40_00)]
    assert awaited(company, on(4)) == [("Main", 1, 10_00)]
    assert awaited(company, on(5)) == []
    assert not company.do("recost", company.ben).found
    require_sound(store)
    assert faults() == []


@pytest.mark.parametrize("method", ["fifo", "moving_average"])
def test_in_one_file_it_is_the_same(store, method: str):
    company = tents(method=method)
    company.moves(*map(row_of, STEPS))
    for document, figures in BY_HAND.items():
        assert standing(company, DAYS[document]) == figures, document
    require_sound(store)
    assert faults() == []


def test_at_standard_the_sale_costs_the_standard_and_receipts_have_the_variance(store):
    company = tents(method="standard")
    for step in STEPS:
        by_file(company, step)
    assert standing(company, on(5)) == (9 * 11_00, 0, 9 * 11_00)
    assert company.balances(on(5))[PURCHASE_VARIANCE] == 220_00 - 18 * 11_00
    assert faults() == []


def test_a_receipt_that_comes_late_settles_on_the_day_of_the_last_move(store):
    """Two more at 8.00 came before the sales, and are told after them. They were there, so two of the assumed are left.

    Sold: 3 x 10 + 2 x 8, and 4 of those assumed at 10.00: 86. Two of the assumed are given back as they came. Then 5 come
    for 60.00, and the other 4 are settled at 12.00, which is 8.00 more than assumed; 1 for 12.00 is left.
    """
    company = tents()
    for step in STEPS[:3]:
        by_file(company, step)
    company.moves(("PO-0", 1, "TENT", "vendor", "Main", "receipt", 2, 16, on(1)), name="late.csv")
    assert standing(company, on(2)) == (20_00, 20_00, 46_00)
    assert standing(company, on(3)) == (0, 40_00, 86_00)
    by_file(company, STEPS[3])
    assert standing(company, on(4)) == (12_00, 0, 94_00)
    assert not company.do("recost", company.ben).found
    assert faults() == []


def test_what_comes_late_after_settling_changes_what_was_settled(store):
    """PO-1 turns out to have been preceded by 1 at 4.00: sold 1 x 4 + 3 x 10 + 5 x 10 assumed; 1 assumed is left over.

    Settled are 5 of 6 by PO-2: the one left over at 10.00 and 4 at 12.00, so 58 against 50 assumed; and then the last one,
    at 12.00 against 10.00. All that was bought is sold: 4 + 30 + 60 = 84 + 8 + 2.
    """
    company = tents()
    for step in STEPS[:4]:
        by_file(company, step)
    company.moves(("PO-0", 1, "TENT", "vendor", "Main", "receipt", 1, 4, on(1)), name="late.csv")
    assert standing(company, on(4)) == (0, 0, 94_00)
    assert not company.do("recost", company.ben).found
    assert faults() == []


@pytest.mark.parametrize("policy", ["", "refuse"])
def test_it_is_refused_unless_the_policy_says_otherwise(store, policy: str):
    company = tents(policy=policy)
    by_file(company, STEPS[0])
    with pytest.raises(Problem) as refused:
        at_the_desk(company, STEPS[1])
    assert refused.value.code == "short"
    answer = company.do("import", company.ada, table="stock_moves", file=File("x.csv", csv(MOVES, [row_of(STEPS[1])])))
    assert [problem.code for problem in answer.problems] == ["short"]


def test_without_any_known_cost_and_for_anything_but_a_sale_it_is_refused(store):
    company = tents()
    with pytest.raises(Problem) as refused:
        at_the_desk(company, STEPS[1])
    assert refused.value.code == "short" and "no cost" in refused.value.message
    by_file(company, STEPS[0])
    for target in ("scrap", "production", "vendor"):
        with pytest.raises(Problem) as refused:
            company.do("issue", company.ada, document="X", item="TENT", location="Main", target=target, quantity="4",
                       issued_on=on(2))  # fmt: skip
        assert refused.value.code == "short"
    with pytest.raises(Problem):
        company.do("issue", company.ada, document="X", item="TENT", location="Main", quantity="1", owner="ACME",
                   issued_on=on(2))  # fmt: skip
    assert faults() == []


@pytest.mark.parametrize("framework", ["us_gaap", "aspe"])
def test_every_framework_has_the_accounts(store, framework: str):
    company = tents(framework=framework)
    company.moves(*map(row_of, STEPS))
    assert standing(company, on(5))[1] == 0
    assert faults() == []


def test_what_a_receipt_costs_more_later_follows_the_sales_that_it_settled(store):
    """Freight of 10.00 on PO-2, all five of which have settled sales: cost of sales is 110.00, and nothing is on hand."""
    company = tents()
    for step in STEPS[:4]:
        by_file(company, step)
    company.do(
        "change-cost", company.ada, document="FR-1", kind="freight", amount="10.00", receipts="PO-2/1", said_on=on(6)
    )
    assert standing(company, on(6)) == (0, 10_00, 110_00)
    by_file(company, STEPS[4])
    company.do(
        "change-cost", company.ada, document="FR-2", kind="freight", amount="20.00", receipts="PO-3/1", said_on=on(7)
    )
    assert standing(company, on(7)) == (117_00 + 18_00, 0, 113_00 + 2_00)
    assert not company.do("recost", company.ben).found
    assert faults() == []
