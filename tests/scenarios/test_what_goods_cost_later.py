"""Freight is billed, an invoice says another price, a vendor gives something back, after some of the goods are sold.

Ten come for 10.00 each on 10 January; four are sold on the 15th. On the 20th a carrier bills 30.00 for them; on the 25th three
more are sold. In both formulas there is one layer, so ten cost 130.00 from the 20th on:

| day  | what                                    | inventory                | cost of sales                     |
|------|-----------------------------------------|--------------------------|-----------------------------------|
| 15th | 4 of 10 at 100.00                       | 60.00                    | 40.00                             |
| 20th | 4 of 10 at 130.00 is 52.00: 12.00 more  | 60.00 + 30 - 12 = 78.00  | 52.00                             |
| 25th | 3 of 10 at 130.00                       | 39.00                    | 91.00                             |

A credit of 150.00 on the 28th is 20.00 more than the ten cost: all seven sold cost nothing any more, and 20.00 is beyond. When
50.00 of it is taken back on the 30th, ten cost 30.00: three on hand 9.00, and seven sold 21.00.
"""

from datetime import date
from itertools import count

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import OPERATOR, Company, File, csv, do, found
from tests.hammer.invariants import require_sound

INVENTORIES, SALES_COST, RECEIVED, ALLOWANCE = "1200", "5000", "2100", "1290"
REBATES, LANDED, VARIANCE = "1160", "2110", "5250"
METHODS = ("fifo", "moving_average")
CHANGES = ("document", "line", "kind", "receipt_document", "receipt_line", "value", "effective_on")

_numbers = count(1)


def day(number: int) -> date:
    return date(2026, 1, number)


def stocked(method: str, *, sold: bool = True, **given: object) -> Company:
    """Return a company that has received ten for 100.00, and sold four."""
    number = next(_numbers)
    company = found(f"C{number}", mark=f"-c{number}", method=method, **given)
    company.items("TENT")
    company.moves(("PO-1", 1, "TENT", "vendor", "Main", "receipt", 10, 100, day(10)))
    if sold:
        company.record("SO-1", "TENT", 4, day(15))
    return company


def change(
    company: Company,
    amount: str,
    on: int,
    *,
    kind: str = "freight",
    receipts: str = "PO-1/1",
    document: str = "",
    **more,
):
    """Change what receipts cost at the desk."""
    return company.do("change-cost", company.ada, document=document or f"X-{next(_numbers)}", kind=kind, amount=amount,
                      receipts=receipts, said_on=day(on), **more)  # fmt: skip


def stands(company: Company, on: int) -> tuple[int, int]:
    """Return inventory and cost of sales at the end of a day."""
    balances = company.balances(day(on))
    value = company.do("cost", company.ben, as_of=day(on)).value_minor
    assert value == balances.get(INVENTORIES, 0)
    return value, balances.get(SALES_COST, 0)


def sound(company: Company) -> None:
    """Everything that is recorded is what other code makes of it."""
    checked = do("verify", OPERATOR, entity=company.entity)
    assert checked.clean, checked
    assert company.do("recost", company.ben).found == 0


@pytest.mark.parametrize("method", METHODS)
def test_freight_is_split_between_what_is_on_hand_and_what_is_sold(store, method: str):
    company = stocked(method)
    answer = change(company, "30.00", 20)
    assert (answer.value_minor, answer.on_hand_minor, answer.gone_minor) == (30_00, 18_00, 12_00)
    company.record("SO-2", "TENT", 3, day(25))
    assert [stands(company, on) for on in (15, 19, 20, 25)] == [
        (60_00, 40_00), (60_00, 40_00), (78_00, 52_00), (39_00, 91_00)
    ]  # fmt: skip
    assert company.balances(day(20))[LANDED] == -30_00
    sound(company)
    require_sound(store)


@pytest.mark.parametrize("method", METHODS)
def test_a_credit_beyond_cost_leaves_the_goods_at_nothing_and_the_rest_to_cost_of_sales(store, method: str):
    company = stocked(method)
    change(company, "30.00", 20)
    company.record("SO-2", "TENT", 3, day(25))
    change(company, "-150.00", 28, kind="credit")
    assert stands(company, 28) == (0, -20_00)
    assert company.balances(day(28))[REBATES] == 150_00
    change(company, "50.00", 30, kind="credit")
    assert stands(company, 30) == (9_00, 21_00)
    sound(company)


@pytest.mark.parametrize("method", METHODS)
def test_what_is_recorded_late_and_counts_before_a_change_comes_out_right_too(store, method: str):
    """Two more are sold on the 12th: by then ten cost 100.00; from the 20th on 130.00, and six are sold."""
    company = stocked(method)
    change(company, "30.00", 20)
    company.record("SO-0", "TENT", 2, day(12))
    assert [stands(company, on) for on in (12, 15, 19, 20)] == [
        (80_00, 20_00), (40_00, 60_00), (40_00, 60_00), (52_00, 78_00)
    ]  # fmt: skip
    sound(company)


@pytest.mark.parametrize("method", METHODS)
def test_goods_that_came_back_and_were_set_apart_follow(store, method: str):
    """Two of the four come back on the 16th at 20.00; three are set apart on the 17th at 30.00. Then ten cost 130.00."""
    company = stocked(method)
    company.bring("locations", [("Broken", "damaged")], ("location", "kind"))
    company.do("receive", company.ada, document="RMA-1", item="TENT", source="customer", location="Main", quantity="2",
               returns_document="SO-1", received_on=day(16))  # fmt: skip
    company.moves(("DAM-1", 1, "TENT", "Main", "Broken", "damaged", 3, "", day(17)), name="apart.csv")
    change(company, "30.00", 20, kind="duty")
    assert stands(company, 19) == (80_00, 20_00)
    assert stands(company, 20) == (104_00, 26_00)
    layers = company.do("cost", company.ben, as_of=day(20)).layers
    assert sum(layer.value_minor for layer in layers if layer.condition == "damaged") == 39_00
    sound(company)


def test_when_all_is_sold_all_of_it_is_cost_of_sales(store):
    company = stocked("fifo")
    company.record("SO-2", "TENT", 6, day(18))
    answer = change(company, "12.34", 20, kind="invoice")
    assert (answer.on_hand_minor, answer.gone_minor) == (0, 12_34)
    assert stands(company, 20) == (0, 112_34)
    assert company.balances(day(20))[RECEIVED] == -112_34
    sound(company)


def test_goods_at_standard_keep_their_value_and_the_change_is_a_variance(store):
    company = found(f"C{(number := next(_numbers))}", mark=f"-c{number}")
    company.items("TENT")
    company.bring(
        "item_costing", [("TENT", "standard", "9.00", "2026-01-01")], ("item", "method", "standard_cost", "valid_from")
    )
    company.moves(("PO-1", 1, "TENT", "vendor", "Main", "receipt", 10, 100, day(10)))
    answer = change(company, "-5.00", 20, kind="price_protection")
    assert (answer.value_minor, answer.on_hand_minor, answer.gone_minor) == (-5_00, 0, -5_00)
    assert stands(company, 20) == (90_00, 0)
    balances = company.balances(day(20))
    assert (balances[VARIANCE], balances[REBATES]) == (5_00, 5_00)
    sound(company)


def test_an_allowance_that_cost_no_longer_bears_is_released_on_the_day(store):
    """Six on hand are written down from 60.00 to 24.00 on the 16th; a credit of 50.00 on the 20th takes cost to 30.00."""
    company = stocked("fifo")
    company.prices(("PL-1", 1, "TENT", "price_list", "4.00", day(16)))
    company.write_down(day(16))
    assert -company.balances(day(19))[ALLOWANCE] == 36_00
    answer = change(company, "-50.00", 20, kind="credit")
    assert answer.released_minor == 6_00
    balances = company.balances(day(20))
    assert (balances[INVENTORIES], -balances[ALLOWANCE]) == (30_00, 30_00)
    company.record("SO-2", "TENT", 2, day(22))
    assert -company.balances(day(22))[ALLOWANCE] == 20_00
    company.record(
        "SO-X", "TENT", 3, day(18)
    )  # Three left: 30.00 of cost and 18.00 held; from the 20th on 15.00 and 15.00.
    assert -company.balances(day(18))[ALLOWANCE] == 18_00
    sound(company)


def test_a_run_posted_late_releases_what_a_change_since_would_have_released(store):
    company = stocked("fifo")
    change(company, "-50.00", 20, kind="credit")
    company.record("SO-2", "TENT", 2, day(22))
    company.prices(("PL-1", 1, "TENT", "price_list", "4.00", day(16)))
    company.write_down(day(16))
    held = [-company.balances(day(on)).get(ALLOWANCE, 0) for on in (15, 16, 20, 22)]
    assert held == [0, 36_00, 30_00, 20_00]
    sound(company)


def test_an_amount_is_shared_among_receipts_by_what_is_asked(store):
    company = found(f"C{(number := next(_numbers))}", mark=f"-c{number}")
    company.bring("items", [("A", "A", "merchandise", "2", ""), ("B", "B", "merchandise", "0.5", "")],
                  ("item", "name", "item_class", "weight", "volume"))  # fmt: skip
    company.bring("locations", [("Main",)], ("location",))
    company.moves(("PO-1", 1, "A", "vendor", "Main", "receipt", 1, 30, day(10)),
                  ("PO-1", 2, "B", "vendor", "Main", "receipt", 8, 10, day(10)))  # fmt: skip

    def shares(by: str) -> list[int]:
        return [line.value_minor for line in change(company, "10.00", 20, receipts="PO-1", by=by).lines]

    assert (shares("value"), shares("quantity"), shares("weight")) == ([7_50, 2_50], [1_11, 8_89], [3_33, 6_67])
    with pytest.raises(Problem, match="what the volume of A is; nobody says what the volume of B is"):
        shares("volume")
    sound(company)


def test_what_is_wrong_is_said_all_at_once(store):
    company = stocked("fifo")
    with pytest.raises(Problem, match="has no receipt PO-2/1, PO-3"):
        change(company, "1.00", 20, receipts="PO-2/1, PO-3, PO-1/1")
    with pytest.raises(Problem, match="no receipt of ours with a value of its own"):
        change(company, "1.00", 20, receipts="SO-1/1")
    with pytest.raises(Problem, match="no period has this day"):
        company.do("change-cost", company.ada, document="X", kind="freight", amount="1.00", receipts="PO-1/1",
                   said_on=date(2027, 2, 1))  # fmt: skip
    rows = [("F", 1, "freight", "PO-1", 1, "1.00", day(20)), ("F", 1, "freight", "PO-9", 1, "1.00", day(20)),
            ("F", 1, "freight", "SO-1", 1, "1.00", day(20)), ("F", 2, "freight", "PO-1", 1, "0", day(20))]  # fmt: skip
    answer = company.do("import", company.ada, table="cost_changes", file=File("f.csv", csv(CHANGES, rows)))
    assert [(problem.row, problem.code) for problem in answer.problems] == [
        (3, "unknown_receipt"), (4, "no_own_value"), (5, "no_change")
    ]  # fmt: skip
    change(company, "1.00", 20, document="F")
    with pytest.raises(Problem, match="this line has changed this receipt already"):
        change(company, "1.00", 20, document="F")
    with pytest.raises(Problem, match="has changed since"):
        company.do(
            "reverse", company.ada, document="PO-1", line="1", reversal="V", reversed_on=day(21), because="Twice"
        )


def test_goods_that_were_tested_since_keep_the_cost_that_was_tested(store):
    company = stocked("fifo")
    company.prices(("PL-1", 1, "TENT", "price_list", "4.00", day(21)))
    company.write_down(day(22))
    with pytest.raises(Problem, match="were tested"):
        change(company, "30.00", 20)
    change(company, "30.00", 23)
    assert stands(company, 23) == (78_00, 52_00)
    sound(company)


def test_a_document_of_a_closed_period_counts_on_the_first_open_day(store):
    company = stocked("fifo")
    company.do("close", company.ben, ends_on=date(2026, 1, 31))
    rows = [("F", 1, "freight", "PO-1", 1, "20.00", day(20))]
    answer = company.do("import", company.ada, table="cost_changes", file=File("f.csv", csv(CHANGES, rows)))
    assert [(note.row, note.code) for note in answer.notes] == [(2, "counts_later")]
    assert [line.counts_on for line in change(company, "10.00", 20).lines] == [date(2026, 2, 1)]
    assert stands(company, 31) == (60_00, 40_00)
    balances = company.balances(date(2026, 2, 1))
    assert (balances[INVENTORIES], balances[SALES_COST]) == (78_00, 52_00)
    refused = company.do("import", company.ada, table="cost_changes",
                         file=File("g.csv", csv((*CHANGES, "accounting_on"), [("G", *rows[0][1:], day(20))])))  # fmt: skip
    assert [problem.code for problem in refused.problems] == ["period_closed"]
    sound(company)


def test_a_receipt_says_what_has_changed_it(store):
    company = stocked("fifo")
    change(company, "30.00", 20, document="FR-1")
    steps = company.do("explain", company.ben, subject="move PO-1/1").steps
    assert (steps[0].amount_minor, steps[-1].what, steps[-1].name, steps[-1].amount_minor) == (
        130_00, "cost change", "FR-1/1", 30_00
    )  # fmt: skip
