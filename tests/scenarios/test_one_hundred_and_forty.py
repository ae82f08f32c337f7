"""Ten tents for 5.00, ten for 9.00, written down to 6.00, all sold: they have cost 140.00, whenever it was charged.

By hand, in dollars. Cost is 50 + 90 = 140. At 6.00 the twenty fetch 120, so 20 is charged; the tents for 5.00 are worth
what they cost, so all of it hangs on the tents for 9.00, 2.00 on each. First in, first out:

| sold      | cost of sales     | released         | inventories | allowance | expense to date           |
|-----------|-------------------|------------------|-------------|-----------|---------------------------|
| -         | 0                 | 0                | 140         | 20        | 20                        |
| 5         | 25                | 0                | 115         | 20        | 20 + 25 = 45              |
| 10 more   | 25 + 45 = 70      | 5 x 2 = 10       | 45          | 10        | 45 + 70 - 10 = 105        |
| 5 more    | 45                | 5 x 2 = 10       | 0           | 0         | 105 + 45 - 10 = 140       |
| or 15     | 25 + 90 = 115     | 10 x 2 = 20      | 0           | 0         | 45 + 115 - 20 = 140       |
| or all 20 | 50 + 90 = 140     | 20               | 0           | 0         | 20 + 140 - 20 = 140       |
"""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from tests.company import Company, found
from tests.hammer.invariants import require_sound

INVENTORIES, ALLOWANCE = "1200", "1290"
COST_OF_SALES, WRITE_DOWN, RELEASED = "5000", "5100", "5195"
TESTED = date(2026, 10, 31)
SALES_BEGIN = date(2026, 11, 5)
YEAR_END = date(2026, 12, 31)

Row = tuple[int, int, int, int, int]
"""Cost of sales, released, inventories, allowance, expense to date: of the table above."""

WALKS: dict[tuple[int, ...], list[Row]] = {
    (20,): [(140, 20, 0, 0, 140)],
    (5, 15): [(25, 0, 115, 20, 45), (115, 20, 0, 0, 140)],
    (5, 10, 5): [(25, 0, 115, 20, 45), (70, 10, 45, 10, 105), (45, 10, 0, 0, 140)],
}
PATHS = ("import", "record-move")


def tents(company: Company, path: str, receipts: Sequence[tuple[int, int]]) -> None:
    """Receive tents, quantity and value, a month apart, and learn in October that they fetch 6.00."""
    company.items("TENT")
    for nth, (quantity, value) in enumerate(receipts, start=1):
        on = date(2026, nth, 5)
        if path == "import":
            company.moves((f"PO-{nth}", 1, "TENT", "vendor", "Main", "receipt", quantity, value, on), name=f"{nth}.csv")
        else:
            company.record(f"PO-{nth}", "TENT", quantity, on, value=f"{value}.00")
    company.prices(("PL-1", 1, "TENT", "price_list", "6.00", date(2026, 10, 20)))


def sell(company: Company, path: str, nth: int, quantity: int) -> None:
    """Sell tents, the first on 5 November and a day later each time."""
    on = SALES_BEGIN + timedelta(days=nth)
    if path == "import":
        company.moves((f"SO-{nth}", 1, "TENT", "Main", "customer", "sale", quantity, "", on), name=f"s{nth}.csv")
    else:
        company.record(f"SO-{nth}", "TENT", quantity, on)


def expense(balances: dict[str, int]) -> int:
    """Return all that is in the accounts of expense."""
    return sum(amount for code, amount in balances.items() if code.startswith("5"))


def entries(store, company: Company) -> list[tuple[object, ...]]:
    """Return every entry as it stands in the journal, line by line, without whose document it names."""
    return store.rows(
        "SELECT e.accounting_on, e.journal, e.number, e.event, l.line_no, a.code, l.reason, l.item_class, l.amount_minor"
        " FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id JOIN ledger_account a ON a.id = l.account_id"
        " JOIN entities_entity n ON n.id = e.entity_id"
        f" WHERE n.code = '{company.entity}' ORDER BY e.journal, e.number, l.line_no"
    )


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("quantities", list(WALKS))
def test_the_walk_is_the_table(store, path, quantities):
    company = found("MAPLE")
    tents(company, path, [(10, 50), (10, 90)])
    posted = company.write_down(TESTED)
    assert (posted.charged_minor, posted.reversed_minor, posted.released_minor) == (20_00, 0, 0)
    before = company.balances(TESTED)
    assert (before[INVENTORIES], before[ALLOWANCE], expense(before)) == (140_00, -20_00, 20_00)
    for nth, (quantity, row) in enumerate(zip(quantities, WALKS[quantities], strict=True)):
        sell(company, path, nth, quantity)
        after = company.balances(SALES_BEGIN + timedelta(days=nth))
        step = {code: after.get(code, 0) - before.get(code, 0) for code in (COST_OF_SALES, RELEASED)}
        found_row = (
            step[COST_OF_SALES],
            -step[RELEASED],
            after.get(INVENTORIES, 0),
            -after.get(ALLOWANCE, 0),
            expense(after),
        )
        assert found_row == tuple(figure * 100 for figure in row)
        before = after
    assert {code: amount for code, amount in before.items() if code.startswith("5")} == {
        COST_OF_SALES: 140_00, WRITE_DOWN: 20_00, RELEASED: -20_00,
    }  # fmt: skip
    require_sound(store)


@pytest.mark.parametrize("quantities", list(WALKS))
def test_both_paths_make_the_same_entries(store, quantities):
    made = []
    for path in PATHS:
        company = found(f"BY-{path}", mark=f"-{path}")
        tents(company, path, [(10, 50), (10, 90)])
        company.write_down(TESTED)
        for nth, quantity in enumerate(quantities):
            sell(company, path, nth, quantity)
        made.append(entries(store, company))
    assert len(made[0]) >= 2 * (2 + 1 + 2)  # Two receipts, a charge, and of the sale with its release two each.
    assert made[0] == made[1]


def test_the_whole_of_it_is_explained(store):
    company = found("MAPLE")
    tents(company, "record-move", [(10, 50), (10, 90)])
    company.write_down(TESTED)
    sell(company, "record-move", 0, 5)
    sell(company, "record-move", 1, 15)

    def steps(subject: str) -> list[tuple[str, str, int | None]]:
        told = company.do("explain", company.ben, subject=subject, as_of=YEAR_END).steps
        return [(step.what, step.name, step.amount_minor) for step in told]

    assert steps("item TENT")[0] == ("item", "TENT", 0)
    assert sorted(steps("item TENT")[1:], key=repr) == [
        ("allowance charge", "run 2026-10-31/1", 20_00),
        ("allowance release", "SO-1/1", -20_00),
        ("issue", "SO-0/1", -25_00),
        ("issue", "SO-1/1", -115_00),
        ("receipt", "PO-1/1", 50_00),
        ("receipt", "PO-2/1", 90_00),
    ]
    assert steps("move SO-1/1") == [
        ("move", "SO-1/1", -115_00), ("issue", "PO-1/1", -25_00), ("issue", "PO-2/1", -90_00),
    ]  # fmt: skip
    for account, amount in (
        (INVENTORIES, 0),
        (ALLOWANCE, 0),
        (COST_OF_SALES, 140_00),
        (WRITE_DOWN, 20_00),
        (RELEASED, -20_00),
    ):
        (_, name, total), *through = steps(f"account {account}")
        assert name.startswith(account)
        assert total == amount == sum(part for _, _, part in through if part is not None)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("receipts", "released"), [([(10, 50), (10, 90)], 0), ([(20, 140)], 10_00), ([(5, 50), (15, 90)], 20_00)]
)
def test_a_charge_that_is_posted_late_is_as_if_it_had_been_posted_on_its_day(store, path, receipts, released):
    """Half of the goods go on 5 November; the test of 31 October is posted before that, or after it.

    By hand: the first layers carry nothing of the 20.00; one layer of twenty carries 1.00 each, ten of them go; five for
    50.00 carry 4.00 each, which is all of it, since fifteen for 90.00 cost 6.00 each, and all five go.
    """
    on_time, late = found("ON-TIME", mark="-a"), found("LATE", mark="-b")
    for company in (on_time, late):
        tents(company, path, receipts)
    on_time.write_down(TESTED)
    sell(on_time, path, 0, 10)
    sell(late, path, 0, 10)
    assert late.balances(YEAR_END).get(WRITE_DOWN, 0) == 0
    posted = late.write_down(TESTED)
    assert (posted.charged_minor, posted.released_minor) == (20_00, released)

    for day in (TESTED - timedelta(days=1), TESTED, SALES_BEGIN - timedelta(days=1), SALES_BEGIN, YEAR_END):
        assert late.balances(day) == on_time.balances(day), day
        assert _held(late, day) == _held(on_time, day), day
    assert -on_time.balances(SALES_BEGIN).get(RELEASED, 0) == released
    for company in (on_time, late):
        sell(company, path, 1, 10)
    assert late.balances(YEAR_END) == on_time.balances(YEAR_END)
    assert expense(late.balances(YEAR_END)) == 140_00
    require_sound(store)


def _held(company: Company, day: date) -> list[tuple[str, int, int, int]]:
    """Return what is on hand of each receipt, its cost and its allowance."""
    layers = company.do("cost", company.ada, as_of=day).layers
    return [(layer.document, layer.quantity_micro, layer.value_minor, layer.allowance_minor) for layer in layers]
