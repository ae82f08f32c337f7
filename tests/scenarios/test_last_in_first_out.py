"""Last in, first out in the books of an entity that reports under US GAAP: every figure by hand.

Ten come for 10.00 each on 5 January and ten for 12.00 each on the 10th; twelve are sold on the 15th. Five come for 13.00
each on the 20th, and six are sold on the 25th. Then a receipt of the 12th is found: four for 15.00 each.

| what                | as recorded                   | once the receipt of the 12th is known       |
|---------------------|-------------------------------|---------------------------------------------|
| 12 sold on the 15th | 10 x 12 + 2 x 10 = 140.00     | 4 x 15 + 8 x 12 = 156.00                    |
| 6 sold on the 25th  | 5 x 13 + 1 x 10 = 75.00       | 5 x 13 + 1 x 12 = 77.00                     |
| on hand then        | 7 x 10 = 70.00                | 10 x 10 + 1 x 12 = 112.00                   |

Without the found receipt, three more come for 14.00 each on 2 February. Worth 9.00 each, what is left is written down by 7.00
in the layer of 5 January and by 15.00 in the new one, from which two that are sold on the 5th take 28.00 of cost, and
two thirds of 15.00 of what was written down.
"""

from collections.abc import Callable
from datetime import date
from itertools import count

import pytest

from lowmark.core.kinds.problems import Problem
from lowmark.services.operation import File
from lowmark.store.session import reading
from lowmark.store.valuation import read as valuation_read
from tests.company import OPERATOR, Company, csv, do, found
from tests.hammer.invariants import require_sound
from tests.outside import granted_to

INVENTORIES, SALES_COST, ALLOWANCE = "1200", "5000", "1290"
FOUND = ("PO-2B", 1, "TENT", "vendor", "Main", "receipt", 4, 60, date(2026, 1, 12))

_numbers = count(1)


def stocked() -> Company:
    """Return a company that has received and sold in January."""
    number = next(_numbers)
    company = found(f"LI{number}", mark=f"-li{number}", framework="us_gaap", method="lifo")
    company.items("TENT")
    company.moves(("PO-1", 1, "TENT", "vendor", "Main", "receipt", 10, 100, date(2026, 1, 5)),
                  ("PO-2", 1, "TENT", "vendor", "Main", "receipt", 10, 120, date(2026, 1, 10)))  # fmt: skip
    company.record("SO-1", "TENT", 12, date(2026, 1, 15))
    company.record("PO-3", "TENT", 5, date(2026, 1, 20), value="65")
    company.moves(("SO-2", 1, "TENT", "Main", "customer", "sale", 6, "", date(2026, 1, 25)), name="second.csv")
    return company


def by_file(company: Company) -> None:
    """Bring the receipt in a file."""
    company.moves(FOUND, name="found.csv")


def at_the_desk(company: Company) -> None:
    """Record the receipt by itself."""
    company.record("PO-2B", "TENT", 4, date(2026, 1, 12), value="60")


def require_clean(company: Company) -> None:
    """Hold the books to their own replay and to verify's."""
    assert company.do("recost", company.ben).found == 0
    checked = do("verify", OPERATOR, entity=company.entity)
    assert checked.clean, [fault for check in checked.checks for fault in check.faults]


@pytest.mark.parametrize("way", [by_file, at_the_desk])
def test_the_newest_goods_go_first_and_late_ones_among_them(store, way: Callable[[Company], None]):
    company = stocked()
    balances = company.balances(date(2026, 1, 31))
    assert (balances[INVENTORIES], balances[SALES_COST]) == (70_00, 140_00 + 75_00)
    way(company)
    mid, end = company.balances(date(2026, 1, 15)), company.balances(date(2026, 1, 31))
    assert (mid[INVENTORIES], mid[SALES_COST]) == (124_00, 156_00)
    assert (end[INVENTORIES], end[SALES_COST]) == (112_00, 156_00 + 77_00)
    layers = company.do("cost", company.ben, as_of=date(2026, 1, 31)).layers
    assert [(one.document, one.quantity_micro, one.value_minor) for one in layers] == [
        ("PO-1", 10_000_000, 100_00), ("PO-2", 1_000_000, 12_00)]  # fmt: skip
    require_sound(store)
    require_clean(company)


def test_a_move_says_which_layers_it_took_and_what_has_changed_since(store):
    company = stocked()
    before = company.do("cost", company.ben, explain="SO-1/1")
    assert [(one.document, one.kind, one.moved_micro, one.posted_minor, one.adjusted_minor) for one in before.parts] == [
        ("PO-1/1", "issue", -2_000_000, -20_00, 0), ("PO-2/1", "issue", -10_000_000, -120_00, 0)]  # fmt: skip
    assert [(one.brought_micro, one.brought_minor) for one in before.parts] == [
        (10_000_000, 100_00),
        (10_000_000, 120_00),
    ]
    by_file(company)
    after = company.do("cost", company.ben, explain="SO-1/1").parts
    assert [(one.document, one.kind, one.moved_micro, one.posted_minor, one.adjusted_minor, one.cost_minor) for one in after] == [
        ("PO-1/1", "issue", 0, -20_00, 20_00, 0), ("PO-2/1", "issue", -8_000_000, -120_00, 24_00, -96_00),
        ("PO-2B/1", "adjust", -4_000_000, 0, -60_00, -60_00)]  # fmt: skip
    then = company.do("cost", company.ben, explain="SO-1/1", known_seq=before.known_seq)
    assert then == before
    with pytest.raises(Problem, match="there is no move SO-9/1"):
        company.do("cost", company.ben, explain="SO-9/1")


def test_goods_that_come_back_are_a_new_layer_at_what_they_had_cost(store):
    """Three of the twelve come back at a quarter of 140.00, and are the first to go again."""
    company = stocked()
    company.do("receive", company.ada, document="RMA-1", item="TENT", source="customer", location="Main", quantity="3",
               returns_document="SO-1", received_on=date(2026, 1, 27))  # fmt: skip
    company.record("SO-3", "TENT", 4, date(2026, 1, 28))
    assert company.balances(date(2026, 1, 27))[INVENTORIES] == 70_00 + 35_00
    assert company.balances(date(2026, 1, 28))[INVENTORIES] == 60_00
    require_clean(company)


def test_a_sale_takes_the_write_down_of_the_layer_that_it_takes(store):
    company = stocked()
    company.record("PO-4", "TENT", 3, date(2026, 2, 2), value="42")
    company.prices(
        ("E-1", 1, "TENT", "price_list", 9, "2026-02-03"), ("E-2", 1, "TENT", "replacement_cost", 9, "2026-02-03")
    )
    company.write_down(date(2026, 2, 3))
    held = company.do("cost", company.ben, as_of=date(2026, 2, 3)).layers
    assert [(one.document, one.allowance_minor) for one in held] == [("PO-1", 7_00), ("PO-4", 15_00)]
    company.record("SO-3", "TENT", 2, date(2026, 2, 5))
    balances = company.balances(date(2026, 2, 28))
    assert (balances[INVENTORIES], balances[ALLOWANCE]) == (84_00, -12_00)
    require_clean(company)


def test_which_stock_is_measured_at_market_can_be_asked(store):
    company = stocked()
    with reading(granted_to(company, company.ben).scope("report")) as reader:
        basis = reader.value("SELECT id FROM entities_cost_basis WHERE entity_id = (SELECT id FROM entities_entity WHERE code = %s)",
                             [company.entity])  # fmt: skip
        assert valuation_read.units_at_market(reader, int(basis))["method"].to_list() == ["lifo"]


REFUSED = {"ifrs": r"IAS 2\.25", "aspe": r"ASPE 3031\.24"}


@pytest.mark.parametrize("framework", list(REFUSED))
def test_other_frameworks_refuse_it_by_their_own_paragraph(store, framework: str):
    number = next(_numbers)
    with pytest.raises(Problem, match=REFUSED[framework]):
        found(f"NO{number}", mark=f"-no{number}", framework=framework, method="lifo")
    company = found(f"LI{number}", mark=f"-li{number}", framework=framework)
    company.items("TENT")
    rows = [("TENT", "lifo", "", "")]
    answer = company.do("import", company.ada, table="item_costing",
                        file=File("f.csv", csv(("item", "method", "standard_cost", "valid_from"), rows)))  # fmt: skip
    (problem,) = answer.problems
    assert (problem.row, problem.column, problem.code) == (2, "method", "formula_not_allowed")
    assert REFUSED[framework].replace("\\", "") in problem.message
