"""LIFO pools in the books of an entity that costs first in, first out inside; and estimates that post nothing.

Dollar-value LIFO. The base year ends with goods of 1,000.00 at an index of 1. At 30 June 2026 the same goods, and some more,
stand at 1,320.00 at current cost, the index at 1.1: 1,200.00 at base prices, so 200.00 x 1.1 = 220.00 more, 1,220.00 at LIFO
and a reserve of 100.00. At 31 December there are 1,260.00 at an index of 1.2: 1,050.00 at base prices, 50.00 x 1.2 = 60.00
more than the base, 1,060.00 at LIFO and a reserve of 200.00: 100.00 more. In 2027 1,200.00 are left at 1.25: 960.00 at base
prices takes the layer of 2026 and 40.00 of the base: 960.00 at LIFO and a reserve of 240.00.

LIFO retail, of a published problem: opening 14,000 at cost and 20,000 at retail; what comes gives a ratio of 3 to 4, 26,400 are
left at retail, 6,400 more than there were: 14,000 + 6,400 x 3/4 = 18,800.
"""

from datetime import date
from itertools import count

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import OPERATOR, Company, do, found
from tests.hammer.invariants import require_sound

RESERVE, EFFECT = "1280", "5050"
_numbers = count(1)


def opened(framework: str = "us_gaap") -> Company:
    number = next(_numbers)
    return found(f"EP{number}", mark=f"-ep{number}", framework=framework, months=24)


def estimate(company: Company, on: date, **given: object):
    return company.do(
        "estimate-inventory", company.ben, method="dollar_value_lifo", pool="all", as_of=on, posting=True, **given
    )


def require_clean(company: Company) -> None:
    checked = do("verify", OPERATOR, entity=company.entity)
    assert checked.clean, [fault for check in checked.checks for fault in check.faults]


def test_a_reserve_is_estimated_in_the_year_and_trued_up_at_its_end(store):
    company = opened()
    june = estimate(company, date(2026, 6, 30), opening_cost="1000", inside_cost="1320", index="1.1")
    assert (june.standing, june.inventory_minor, june.reserve_minor, june.change_minor) == (
        "interim",
        1_220_00,
        100_00,
        100_00,
    )
    assert [(layer.fiscal_year, layer.base_minor, layer.index, layer.cost_minor) for layer in june.layers] == [
        (2025, 1_000_00, "1", 1_000_00), (2026, 200_00, "1.1", 220_00)]  # fmt: skip
    balances = company.balances(date(2026, 6, 30))
    assert (balances[RESERVE], balances[EFFECT]) == (-100_00, 100_00)
    year = estimate(company, date(2026, 12, 31), opening_cost="1000", inside_cost="1260", index="120 %")
    assert (year.standing, year.inventory_minor, year.reserve_minor, year.change_minor) == (
        "annual",
        1_060_00,
        200_00,
        100_00,
    )
    assert [step.name for step in year.steps] == ["at_base_year_prices", "layer_added"]
    following = estimate(company, date(2027, 12, 31), inside_cost="1200", index="5/4")
    assert (following.inventory_minor, following.reserve_minor) == (960_00, 240_00)
    assert [(layer.fiscal_year, layer.cost_minor) for layer in following.layers] == [(2025, 960_00)]
    assert [(step.name, step.retail_minor, step.cost_minor) for step in following.steps[1:]] == [
        ("layer_taken", -50_00, -60_00), ("layer_taken", -40_00, -40_00)]  # fmt: skip
    assert company.balances(date(2027, 12, 31))[RESERVE] == -240_00
    require_sound(store)
    require_clean(company)


def test_a_reserve_falls_where_prices_do_and_a_date_is_estimated_again(store):
    company = opened()
    estimate(company, date(2026, 12, 31), opening_cost="1000", inside_cost="1320", index="1.1")
    again = estimate(company, date(2026, 12, 31), opening_cost="1000", inside_cost="900", index="0.9")
    assert (again.reserve_minor, again.change_minor) == (-100_00, -200_00)
    assert company.balances(date(2026, 12, 31))[RESERVE] == 100_00
    with pytest.raises(Problem, match="was estimated as of 2026-12-31"):
        estimate(company, date(2026, 11, 30), inside_cost="900")
    require_clean(company)


def test_the_cost_inside_is_what_the_book_says(store):
    company = opened()
    company.items("TENT")
    company.moves(("PO-1", 1, "TENT", "vendor", "Main", "receipt", 10, 1320, date(2026, 1, 10)))
    found_ = estimate(company, date(2026, 12, 31), opening_cost="1000", index="1.1")
    assert (found_.inside_minor, found_.reserve_minor) == (1_320_00, 100_00)


RETAIL = {"opening_cost": "14000", "opening_retail": "20000", "purchases_cost": "58800", "purchases_retail": "81000",
          "freight_in": "7500", "markups": "9000", "markdowns": "1600", "sales": "80000", "normal_shrinkage": "2000"}  # fmt: skip


def test_lifo_retail_keeps_its_layers_with_their_ratios(store):
    company = opened()
    ask = {"method": "retail_lifo", "pool": "shoes", "as_of": date(2026, 12, 31), "inside_cost": "19000", **RETAIL}
    asked = company.do("estimate-inventory", company.ada, **ask)
    assert (asked.posted, asked.entries, asked.inventory_minor, asked.reserve_minor) == (False, (), 18_800_00, 200_00)
    assert RESERVE not in company.balances(date(2026, 12, 31))
    with pytest.raises(Problem, match="role poster"):
        company.do("estimate-inventory", company.ada, posting=True, **ask)
    kept = company.do("estimate-inventory", company.ben, posting=True, **ask)
    assert [(layer.fiscal_year, layer.ratio, layer.cost_minor) for layer in kept.layers] == [
        (2025, "0.7", 14_000_00), (2026, "0.75", 4_800_00)]  # fmt: skip
    assert company.balances(date(2026, 12, 31))[RESERVE] == -200_00
    require_clean(company)


def test_other_methods_say_how_and_post_nothing(store):
    company = opened()
    shoes = {**RETAIL, "method": "retail_conventional", "pool": "shoes", "as_of": date(2026, 6, 30)}
    said = company.do("estimate-inventory", company.ada, **shoes)
    ratio = next(step for step in said.steps if step.name == "cost_to_retail")
    assert (ratio.cost_minor, ratio.retail_minor, ratio.ratio) == (80_300_00, 110_000_00, "0.73")
    assert (said.standing, said.inventory_minor) == ("estimate", 19_272_00)
    average = company.do(
        "estimate-inventory", company.ada, **shoes | {"method": "retail_average_cost", "ratio_places": "2"}
    )
    assert average.inventory_minor == 19_536_00
    profit = company.do("estimate-inventory", company.ada, method="gross_profit", as_of=date(2026, 3, 31), margin="35 %",
                        opening_cost="1850", purchases_cost="2430", sales="3600", purpose="loss")  # fmt: skip
    assert (profit.inventory_minor, profit.cost_of_goods_sold_minor) == (1_940_00, 2_340_00)
    with pytest.raises(Problem, match="posts nothing"):
        company.do("estimate-inventory", company.ben, method="gross_profit", as_of=date(2026, 3, 31), posting=True)


@pytest.mark.parametrize("framework, method, why", [
    ("ifrs", "dollar_value_lifo", r"IAS 2\.25"), ("aspe", "retail_lifo", r"ASPE 3031\.24"),
    ("ifrs", "retail_conventional", r"lower of cost or market \(IAS 2\.9"),
])  # fmt: skip
def test_what_a_framework_does_not_have_is_refused_by_its_paragraph(store, framework: str, method: str, why: str):
    company = opened(framework)
    with pytest.raises(Problem, match=why):
        company.do("estimate-inventory", company.ben, method=method, as_of=date(2026, 6, 30))


def test_a_closed_period_takes_no_reserve(store):
    company = opened()
    company.do("close", company.ben, ends_on=date(2026, 1, 31))
    with pytest.raises(Problem, match="is closed"):
        estimate(company, date(2026, 1, 31), opening_cost="1000", inside_cost="1320", index="1.1")


def test_a_book_beside_the_primary_one_has_the_reserve_alone(store):
    """Goods that cost 1,320.00 inside are there in both books; only the one under US GAAP takes 100.00 off them."""
    company = opened("ifrs")
    company.items("TENT")
    company.moves(("PO-1", 1, "TENT", "vendor", "Main", "receipt", 10, 1320, date(2026, 1, 10)))
    company.do("add-book", company.root, framework="us_gaap")
    kept = estimate(company, date(2026, 12, 31), book="us_gaap", opening_cost="1000", index="1.1")
    assert (kept.book, kept.inside_minor, kept.reserve_minor, len(kept.entries)) == ("us_gaap", 1_320_00, 100_00, 1)
    assert RESERVE not in company.balances(date(2026, 12, 31))
    require_clean(company)
