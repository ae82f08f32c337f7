"""A book beside the primary one: what it holds against the stock follows the goods, and its accounts are its own where they differ.

Ten tents at 10.00 fetch 8.00: both books charge 20.00. Half are sold, so 10.00 goes with them; two come back, with 4.00.
"""

from datetime import date
from itertools import count

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import Company, found
from tests.hammer.invariants import require_sound

JANUARY, APRIL, MAY = date(2026, 1, 31), date(2026, 4, 30), date(2026, 5, 31)
_numbers = count(1)


def stocked(method: str) -> Company:
    """Return a company with ten tents at 10.00, which fetch 8.00, and a second book under the same framework."""
    number = next(_numbers)
    made = found(f"BB{number}", mark=f"-bb{number}", method=method)
    made.items("TENT")
    made.moves(("PO-1", 1, "TENT", "vendor", "Main", "receipt", 10, 100, "2026-01-05"))
    made.prices(("PL", 1, "TENT", "price_list", "8.00", "2026-04-01"))
    made.do("add-book", made.root, framework="ifrs", book="twin")
    return made


def write_down(made: Company, as_of: date, *, book: str) -> int:
    run = made.do("propose", made.ada, as_of=as_of, book=book)
    made.approve(run.run, run.run_hash)
    return made.do("post", made.ben, run=run.run).charged_minor


def balances(made: Company, as_of: date, book: str) -> dict[str, int]:
    lines = made.do("statements", made.ben, as_of=as_of, book=book).lines
    return {
        line.account: line.posted_minor for line in lines
        if line.statement == "trial_balance" and line.account and line.posted_minor
    }  # fmt: skip


def rolled(made: Company, as_of: date, book: str) -> list[tuple[object, ...]]:
    answer = made.do("roll-forward", made.ben, first_on=JANUARY, last_on=as_of, book=book)
    return [tuple(vars_of(line)) for line in answer.lines]


def vars_of(line: object) -> list[object]:
    return [getattr(line, name) for name in line.__dataclass_fields__]


@pytest.mark.parametrize("method", ["fifo", "moving_average"])
def test_twins_come_to_the_same_once_carried(store, method):
    made = stocked(method)
    assert [write_down(made, APRIL, book=book) for book in ("", "twin")] == [20_00, 20_00]
    made.record("SO-1", "TENT", 5, date(2026, 5, 4))
    made.do("record-move", made.ada, document="RMA-1", line="1", item="TENT", quantity="2", reason="return",
            from_location="customer", to_location="Main", effective_on=date(2026, 5, 20), returns_document="SO-1")  # fmt: skip
    with pytest.raises(Problem, match="carried to"):
        made.do("propose", made.ada, as_of=MAY, book="twin")

    (line,) = made.do("carry-books", made.ada).books
    assert (line.book, line.released_minor) == ("twin", 6_00)
    assert balances(made, MAY, "twin") == balances(made, MAY, "")
    assert rolled(made, MAY, "twin") == rolled(made, MAY, "")
    (again,) = made.do("carry-books", made.ada).books
    assert (again.released_minor, again.entries) == (0, ())
    require_sound(store)


def test_a_late_sale_and_a_dearer_invoice_reach_both_books(store):
    """A sale of the third of May comes to be known after one of the fourth; then the goods turn out to cost less."""
    made = stocked("fifo")
    for book in ("", "twin"):
        write_down(made, APRIL, book=book)
    made.record("SO-2", "TENT", 4, date(2026, 5, 4))
    made.do("carry-books", made.ada)
    made.moves(("SO-1", 1, "TENT", "Main", "customer", "sale", 2, "", "2026-05-03"), name="late.csv")
    made.do("change-cost", made.ada, document="CN-1", receipts="PO-1/1", kind="credit", amount="-15.00",
            said_on=date(2026, 5, 10))  # fmt: skip
    made.do("carry-books", made.ada)
    assert balances(made, MAY, "twin") == balances(made, MAY, "")
    require_sound(store)


def test_a_book_states_its_own_allowance_and_shares_the_rest(store):
    """The twin finds 15.00 more to take off than the primary book did: its net income is that much lower, before tax."""
    made = stocked("fifo")
    write_down(made, APRIL, book="")
    made.do("set-policy", made.ben, path="inventories/cost_to_sell_rate", valid_from=JANUARY, value="10 %", book="twin")
    assert write_down(made, APRIL, book="twin") == 28_00
    one, other = balances(made, APRIL, ""), balances(made, APRIL, "twin")
    parted = {account: other.get(account, 0) - one.get(account, 0) for account in one.keys() | other.keys()}
    assert sorted(amount for amount in parted.values() if amount) == [-8_00, 8_00]
    require_sound(store)


def test_a_close_carries_the_books_first(store):
    made = stocked("fifo")
    for book in ("", "twin"):
        write_down(made, APRIL, book=book)
    made.record("SO-1", "TENT", 5, date(2026, 5, 4))
    for ends_on in (JANUARY, date(2026, 2, 28), date(2026, 3, 31), APRIL, MAY):
        made.do("close", made.ben, ends_on=ends_on, because="closed")
    assert balances(made, MAY, "twin") == balances(made, MAY, "")
    require_sound(store)
