"""The twenty tents again, with a sale, a receipt, a return, scrap and the rest: every step by hand, by two cost formulas.

Ten for 5.00 and ten for 9.00, written down to 6.00, which charges 20. Then 5 are sold, 10 are received for 7.00, 10 are
sold, 2 of those ten come back, 3 are scrapped, and the 14 that are left are sold. All of it has cost 50 + 90 + 70 = 210.

First in, first out. The charge hangs on the tents for 9.00, 2.00 on each:

| step       | cost moved                    | allowance moved          | stock | allowance | expense           |
|------------|-------------------------------|--------------------------|-------|-----------|-------------------|
| charge     | 0                             | 20                       | 140   | 20        | 20                |
| sell 5     | 5 x 5 = 25                    | 0                        | 115   | 20        | 20 + 25 = 45      |
| receive 10 | 10 x 7 = 70                   | 0                        | 185   | 20        | 45                |
| sell 10    | 5 x 5 + 5 x 9 = 70            | 5 x 2 = 10 released      | 115   | 10        | 45 + 60 = 105     |
| return 2   | 2/10 of 70 = 14 back          | 2/10 of 10 = 2 restored  | 129   | 12        | 105 - 12 = 93     |
| scrap 3    | 3 x 9 = 27                    | 3 x 2 = 6 used           | 102   | 6         | 93 + 21 = 114     |
| sell 14    | 2 x 9 + 10 x 7 + 14 = 102     | 2 x 2 + 2 = 6 released   | 0     | 0         | 114 + 96 = 210    |

Moving average. The charge hangs on the pool, and what comes in later does not share in it:

| step       | cost moved                    | allowance moved          | stock | allowance | expense           |
|------------|-------------------------------|--------------------------|-------|-----------|-------------------|
| charge     | 0                             | 20                       | 140   | 20        | 20                |
| sell 5     | 5/20 of 140 = 35              | 5/20 of 20 = 5 released  | 105   | 15        | 20 + 30 = 50      |
| receive 10 | 10 x 7 = 70                   | 0                        | 175   | 15        | 50                |
| sell 10    | 10/25 of 175 = 70             | 10/25 of 15 = 6 released | 105   | 9         | 50 + 64 = 114     |
| return 2   | 2/10 of 70 = 14 back          | 2/10 of 6 = 1.20 restored| 119   | 10.20     | 114 - 12.80       |
| scrap 3    | 3/17 of 119 = 21              | 3/17 of 10.20 = 1.80 used| 98    | 8.40      | 101.20 + 19.20    |
| sell 14    | 98                            | 8.40 released            | 0     | 0         | 120.40 + 89.60    |
"""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import count

import pytest

from lowmark.frameworks.read import names
from tests.company import MOVES, Company, found
from tests.fresh_store import ENGINES, fresh_store
from tests.hammer.invariants import require_sound

INVENTORIES, ALLOWANCE = "1200", "1290"
TESTED = date(2026, 10, 31)
Row = tuple[int, int, int]
"""Stock, allowance, expense to date, in cents."""

BY_HAND: dict[str, dict[str, Row]] = {
    "fifo": {
        "charge": (140_00, 20_00, 20_00),
        "sell 5": (115_00, 20_00, 45_00),
        "receive 10": (185_00, 20_00, 45_00),
        "sell 10": (115_00, 10_00, 105_00),
        "return 2": (129_00, 12_00, 93_00),
        "scrap 3": (102_00, 6_00, 114_00),
        "sell 14": (0, 0, 210_00),
    },
    "moving_average": {
        "charge": (140_00, 20_00, 20_00),
        "sell 5": (105_00, 15_00, 50_00),
        "receive 10": (175_00, 15_00, 50_00),
        "sell 10": (105_00, 9_00, 114_00),
        "return 2": (119_00, 10_20, 101_20),
        "scrap 3": (98_00, 8_40, 120_40),
        "sell 14": (0, 0, 210_00),
    },
}
STEPS: list[tuple[str, date, tuple[object, ...]]] = [
    ("sell 5", date(2026, 11, 3), ("SO-1", 1, "TENT", "Main", "customer", "sale", 5, "")),
    ("receive 10", date(2026, 11, 4), ("PO-3", 1, "TENT", "vendor", "Main", "receipt", 10, 70)),
    ("sell 10", date(2026, 11, 5), ("SO-2", 1, "TENT", "Main", "customer", "sale", 10, "")),
    ("return 2", date(2026, 11, 6), ("RMA-1", 1, "TENT", "customer", "Main", "return", 2, "")),
    ("scrap 3", date(2026, 11, 7), ("SCRAP-1", 1, "TENT", "Main", "scrap", "scrap", 3, "")),
    ("sell 14", date(2026, 11, 8), ("SO-3", 1, "TENT", "Main", "customer", "sale", 14, "")),
]
ROLLED = {
    "fifo": {"charged_minor": 20_00, "released_on_sale_minor": -14_00, "used_on_scrap_minor": -6_00},
    "moving_average": {"charged_minor": 20_00, "released_on_sale_minor": -18_20, "used_on_scrap_minor": -1_80},
}
"""The columns of the roll-forward in the end: what the table above releases, less what it restores, and uses."""

RETURNS = {"return 2": ("SO-2", 1)}

_numbers = count(1)


@pytest.fixture(scope="module", params=ENGINES)
def store(request) -> Iterator[object]:
    """A store of this file: every test has a company of its own in it."""
    with fresh_store(request.param) as opened:
        yield opened


def stocked(method: str, framework: str, **given: object) -> Company:
    """Return a company with ten for 50.00 and ten for 90.00, which fetch 6.00 each."""
    number = next(_numbers)
    company = found(f"W{number}", mark=f"-{number}", method=method, framework=framework, **given)
    company.items("TENT")
    company.moves(
        ("PO-1", 1, "TENT", "vendor", "Main", "receipt", 10, 50, "2026-01-05"),
        ("PO-2", 1, "TENT", "vendor", "Main", "receipt", 10, 90, "2026-02-05"),
    )
    company.prices(("PL-1", 1, "TENT", "price_list", "6.00", date(2026, 10, 20)))
    return company


def by_file(company: Company, name: str, on: date, row: tuple[object, ...]) -> None:
    """Bring a step in a file of its own."""
    columns = (*MOVES, "returns_document", "returns_line")
    company.bring("stock_moves", [(*row, on, *RETURNS.get(name, ("", "")))], columns, name=f"{name}.csv")


def at_the_desk(company: Company, name: str, on: date, row: tuple[object, ...]) -> None:
    """Ask for a step by the operation that a warehouse lead would use."""
    document, line, item, leaves, goes, _, quantity, value = row
    said = {"document": document, "line": str(line), "item": item, "quantity": str(quantity)}
    if goes == "Main":
        back = (
            dict(zip(("returns_document", "returns_line"), map(str, RETURNS[name]), strict=True)) if value == "" else {}
        )
        company.do("receive", company.ada, source=leaves, location="Main", received_on=on,
                   value=f"{value}" if value != "" else "", **back, **said)  # fmt: skip
    else:
        company.do("issue", company.ada, location="Main", target=goes, issued_on=on, **said)


def standing(company: Company, on: date) -> Row:
    """Return stock, allowance and all expense to date."""
    balances = company.balances(on)
    expense = sum(amount for code, amount in balances.items() if code.startswith("5"))
    return balances.get(INVENTORIES, 0), -balances.get(ALLOWANCE, 0), expense


@pytest.mark.parametrize("way", [by_file, at_the_desk])
@pytest.mark.parametrize("framework", names())
@pytest.mark.parametrize("method", list(BY_HAND))
def test_every_step_is_as_by_hand(store, method: str, framework: str, way: Callable[..., None]):
    company, table = stocked(method, framework), BY_HAND[method]
    company.write_down(TESTED)
    assert standing(company, TESTED) == table["charge"]
    for name, on, row in STEPS:
        way(company, name, on, row)
        assert standing(company, on) == table[name], name
    rolled = company.do("roll-forward", company.ben, first_on=date(2026, 1, 1), last_on=STEPS[-1][1])
    assert {name: getattr(rolled.total, name) for name in ROLLED[method]} == ROLLED[method]
    assert rolled.total.closing_minor == rolled.held_minor == 0
    require_sound(store)


@pytest.mark.parametrize("method", list(BY_HAND))
def test_posted_last_it_is_as_if_it_had_been_posted_on_its_day(store, method: str):
    """All of it happens in one file before the run of 31 October is posted; then every day stands as by hand."""
    company, table = stocked(method, "ifrs"), BY_HAND[method]
    columns = (*MOVES, "returns_document", "returns_line")
    company.bring("stock_moves", [(*row, on, *RETURNS.get(name, ("", ""))) for name, on, row in STEPS], columns)
    posted = company.write_down(TESTED)
    assert posted.charged_minor == 20_00
    assert standing(company, TESTED) == table["charge"]
    for name, on, _ in STEPS:
        assert standing(company, on) == table[name], name
    require_sound(store)


@pytest.mark.parametrize("method", list(BY_HAND))
def test_written_down_on_the_inventory_account_itself_the_expense_is_the_same(store, method: str):
    """By the direct method there is no allowance account: inventories are carried net of it, step by step."""
    company, table = stocked(method, "ifrs", write_downs="direct"), BY_HAND[method]
    company.write_down(TESTED)
    for name, on, row in [("charge", TESTED, ()), *STEPS]:
        if row:
            by_file(company, name, on, row)
        stock, allowance, expense = table[name]
        assert standing(company, on) == (stock - allowance, 0, expense), name
    require_sound(store)


@pytest.mark.parametrize("method", list(BY_HAND))
def test_half_sold_before_the_charge_is_posted_takes_half_of_it(store, method: str):
    """Twenty for 200.00 fetch 170.00 on 31 October: 30.00. Ten go on 5 November, and the run is posted after that."""
    number = next(_numbers)
    company = found(f"H{number}", mark=f"-{number}", method=method)
    company.items("TENT")
    company.moves(("PO-1", 1, "TENT", "vendor", "Main", "receipt", 20, 200, "2026-10-05"))
    company.prices(("PL-1", 1, "TENT", "price_list", "8.50", date(2026, 10, 20)))
    company.record("SO-1", "TENT", 10, date(2026, 11, 5))
    posted = company.write_down(TESTED)
    assert (posted.charged_minor, posted.released_minor) == (30_00, 15_00)
    assert standing(company, TESTED) == (200_00, 30_00, 30_00)
    assert standing(company, date(2026, 11, 4)) == (200_00, 30_00, 30_00)
    assert standing(company, date(2026, 11, 5)) == (100_00, 15_00, 30_00 + 100_00 - 15_00)
    require_sound(store)
