"""Goods go over to another formula as if it had always been theirs: by hand, on both engines, with what comes to be known later.

Ten tents come for 100.00 in March 2025 and ten for 140.00 in June; twelve are sold in September: eight are left, 112.00 by first in,
first out, 96.00 by the average (240.00 for twenty: 144.00 for twelve). So 2025 would have had 16.00 more cost of sales, had the average
always been the formula, and 2026 begins with 16.00 less of retained earnings.
"""

from datetime import date
from itertools import count

from tests.company import Company, found
from tests.scenarios.test_formula_changed import decided, holds, inventory, shown

EVE, BEGINS = date(2025, 12, 31), date(2026, 1, 1)
RETAINED = "3100"

_numbers = count(1)


def begun(**given: object) -> Company:
    number = next(_numbers)
    company = found(
        f"R{number}", mark=f"-r{number}", **{"framework": "ifrs", "opens_on": date(2025, 1, 1), "months": 36, **given}
    )
    company.items("TENT", "ROPE")
    return company


def lived(**given: object) -> Company:
    company = begun(**given)
    company.record("PO-1", "TENT", 10, date(2025, 3, 1), value="100.00")
    company.record("PO-2", "TENT", 10, date(2025, 6, 1), value="140.00")
    company.record("SO-1", "TENT", 12, date(2025, 9, 1))
    return company


def drafted(company: Company, method: str = "moving_average", **given: object):
    fields = {
        "document": "CF-1",
        "method": method,
        "begins_on": BEGINS,
        "because": "the average is more relevant",
        **given,
    }
    return company.do("draft-formula-change", company.ada, **fields)


def changed(company: Company, method: str = "moving_average", **given: object):
    drafted(company, method, **given)
    return decided(company)


def test_goods_go_over_at_what_they_would_have_cost_and_earnings_bear_the_difference(store):
    company = lived()
    assert drafted(company).application == "retrospective"
    waits = shown(company)
    assert (waits.value_minor, waits.new_minor, waits.effect_minor, waits.against) == (112_00, 96_00, -16_00, ())
    assert [(one.fiscal_year, one.expense, one.amount_minor) for one in waits.effects] == [
        (2025, "cost_of_sales", 16_00)
    ]
    done = decided(company)
    assert (done.state, done.value_minor, done.new_minor) == ("approved", 112_00, 96_00)
    assert inventory(company, EVE) == 112_00 and inventory(company, BEGINS) == 96_00
    before, after = company.balances(EVE), company.balances(BEGINS)
    assert {account: after[account] - before.get(account, 0) for account in after} == {
        **dict.fromkeys(before, 0), "1200": -16_00, RETAINED: 16_00,
    }  # fmt: skip
    company.record("PO-3", "TENT", 12, date(2026, 1, 5), value="204.00")  # Twenty for 300.00.
    assert company.record("SO-2", "TENT", 10, date(2026, 1, 9)).value_minor == -150_00
    assert [one.amount_minor for one in shown(company).effects] == [16_00]
    holds(company)
