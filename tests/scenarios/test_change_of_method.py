"""Goods are costed by another formula, beside the books: the figures of the note, by hand.

Ten tents come for 100.00 in March 2025 and ten for 140.00 in June; twelve are sold in September. In 2026 twelve come for 204.00 in
February, ten are sold in March, and two are scrapped in April.

|                      | first in, first out       | moving average          | last in, first out, from 2026 on |
|----------------------|---------------------------|-------------------------|----------------------------------|
| 12 sold, 2025        | 100.00 + 2 x 14.00 = 128.00 | 12 x 12.00 = 144.00   | 128.00, as it was                |
| 8 left, end of 2025  | 112.00                    | 96.00                   | 112.00, the first layer          |
| 10 sold, 2026        | 112.00 + 2 x 17.00 = 146.00 | 10 x 15.00 = 150.00   | 10 x 17.00 = 170.00              |
| 2 scrapped           | 34.00                     | 30.00                   | 34.00                            |
| 8 left, April 2026   | 136.00                    | 120.00                  | 112.00                           |

An average that cannot be had for 2025 begins in 2026 with 8 for 112.00: 20 for 316.00 are 15.80 each, so 10 sold cost 158.00, 2 scrapped
31.60, and 8 are left for 126.40.
"""

from datetime import date
from itertools import count

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import Company, found

YEAR, APRIL = date(2026, 1, 1), date(2026, 4, 30)
EVE = date(2025, 12, 31)

_numbers = count(1)


def begun(**given: object) -> Company:
    number = next(_numbers)
    company = found(
        f"C{number}", mark=f"-c{number}", **{"opens_on": date(2025, 1, 1), "months": 24, "framework": "ifrs", **given}
    )
    company.items("TENT")
    return company


def lived(**given: object) -> Company:
    company = begun(**given)
    company.record("PO-1", "TENT", 10, date(2025, 3, 1), value="100.00")
    company.record("PO-2", "TENT", 10, date(2025, 6, 1), value="140.00")
    company.record("SO-1", "TENT", 12, date(2025, 9, 1))
    company.record("PO-3", "TENT", 12, date(2026, 2, 1), value="204.00")
    company.record("SO-2", "TENT", 10, date(2026, 3, 1))
    company.record("SC-1", "TENT", 2, date(2026, 4, 1), to_location="scrap", reason="expired")
    return company


def asks(company: Company, method: str, **given: object):
    answer = company.do("change-of-method", company.ben, method=method, **{"as_of": APRIL, **given})
    for year in answer.years:
        assert year.profit_minor == -year.cost_of_sales_change_minor - year.other_minor
        assert year.closing_new_minor - year.closing_minor == year.opening_effect_minor + year.profit_minor
    assert (
        answer.difference_minor
        == sum(line.difference_minor for line in answer.lines)
        == answer.years[-1].closing_new_minor - answer.value_minor
    )
    return answer


def refusal(company: Company, method: str, **given: object) -> Problem:
    with pytest.raises(Problem) as caught:
        asks(company, method, **given)
    return caught.value


def of_years(answer) -> list[tuple[int, ...]]:
    return [(one.year, one.opening_effect_minor, one.cost_of_sales_minor, one.cost_of_sales_new_minor, one.other_minor,
             one.profit_minor, one.closing_minor, one.closing_new_minor) for one in answer.years]  # fmt: skip


def test_an_average_takes_the_place_of_first_in_first_out_in_all_years(store):
    company = lived()
    answer = asks(company, "moving_average", tax_rate="25 %")
    assert (answer.application, answer.replaces, answer.applied_from) == ("retrospective", "fifo", date(2025, 3, 1))
    assert of_years(answer) == [
        (2025, 0, 128_00, 144_00, 0, -16_00, 112_00, 96_00),
        (2026, -16_00, 146_00, 150_00, -4_00, 0, 136_00, 120_00),
    ]  # fmt: skip
    assert (answer.value_minor, answer.new_minor, answer.difference_minor) == (136_00, 120_00, -16_00)
    assert [(one.year, one.expense, one.change_minor) for one in answer.expenses] == [
        (2025, "cost_of_sales", 16_00), (2026, "cost_of_sales", 4_00), (2026, "scrap_loss", -4_00)
    ]  # fmt: skip
    assert answer.openings == () and answer.rests_on_history_from == date(2025, 3, 1)
    assert ("IAS 8", "22") in {(one.standard, one.paragraph) for one in answer.references}
    alone = asks(company, "moving_average", tax_rate="25 %", comparatives=0)
    assert (alone.cumulative_effect_minor, alone.cumulative_tax_minor, alone.cumulative_after_tax_minor) == (
        -16_00,
        -4_00,
        -12_00,
    )
    assert [(one.caption, one.at, one.reported_minor, one.adjustment_minor, one.restated_minor) for one in alone.note] == [
        ("retained_earnings", YEAR, None, -12_00, None), ("inventories", YEAR, 112_00, -16_00, 96_00),
        ("cost_of_sales", APRIL, 146_00, 4_00, 150_00), ("other_expenses", APRIL, None, -4_00, None),
        ("tax", APRIL, None, 0, None), ("profit", APRIL, None, 0, None), ("inventories", APRIL, 136_00, -16_00, 120_00),
    ]  # fmt: skip
    assert company.balances(APRIL)["1200"] == 136_00  # Nothing of it is posted.
    (line,) = alone.lines
    assert (line.item, line.quantity_micro, line.opening_difference_minor, line.difference_minor) == (
        "TENT",
        8_000_000,
        -16_00,
        -16_00,
    )
    assert [(one.item_class, one.value_minor, one.new_minor) for one in alone.classes] == [
        ("merchandise", 136_00, 120_00)
    ]


def test_and_first_in_first_out_takes_the_place_of_the_average(store):
    answer = asks(lived(method="moving_average"), "fifo")
    assert of_years(answer) == [
        (2025, 0, 144_00, 128_00, 0, 16_00, 96_00, 112_00),
        (2026, 16_00, 150_00, 146_00, 4_00, 0, 120_00, 136_00),
    ]  # fmt: skip


def test_last_in_first_out_is_adopted_from_a_day_on_with_what_goods_are_carried_at(store):
    answer = asks(lived(framework="us_gaap"), "lifo")
    assert (answer.application, answer.applied_from, answer.cumulative_effect_minor) == ("prospective", YEAR, 0)
    assert of_years(answer) == [
        (2025, 0, 128_00, 128_00, 0, 0, 112_00, 112_00),
        (2026, 0, 146_00, 170_00, 0, -24_00, 136_00, 112_00),
    ]  # fmt: skip
    assert ("ASC", "250-10-45-7") in {(one.standard, one.paragraph) for one in answer.references}


def test_what_comes_later_of_goods_in_the_first_layer_is_borne_by_it_and_by_what_went(store):
    """Of the ten of June, 10.00 of freight come in May 2026: eight had been there on 1 January and two had been sold."""
    company = lived(framework="us_gaap")
    company.do("change-cost", company.ada, document="FR-1", kind="freight", amount="10.00", receipts="PO-2",
               said_on=date(2026, 5, 5))  # fmt: skip
    may = asks(company, "lifo", as_of=date(2026, 5, 31))
    # By first in, first out all ten of June are gone; by last in, first out eight of them, with 8.00, are what is left.
    assert of_years(may)[1] == (2026, 0, 156_00, 172_00, 0, -16_00, 136_00, 120_00)
    assert of_years(asks(company, "lifo"))[1] == (2026, 0, 146_00, 170_00, 0, -24_00, 136_00, 112_00)


def test_a_formula_that_cannot_be_applied_further_back_begins_with_what_goods_are_carried_at(store):
    answer = asks(lived(), "moving_average", since=YEAR)
    assert (answer.application, answer.applied_from, answer.rests_on_history_from) == ("from_a_day", YEAR, YEAR)
    assert of_years(answer) == [
        (2025, 0, 128_00, 128_00, 0, 0, 112_00, 112_00),
        (2026, 0, 146_00, 158_00, -2_40, -9_60, 136_00, 126_40),
    ]  # fmt: skip


def test_goods_that_were_taken_over_are_named_for_what_they_had_cost_is_not_known(store):
    company = begun()
    company.bring("opening_layers", [("OPEN", 1, "TENT", "Main", 4, "40.00", "2024-11-01", "2025-01-01")],
                  ("document", "line", "item", "location", "quantity", "value", "received_on", "opening_on"))  # fmt: skip
    company.record("PO-1", "TENT", 4, date(2025, 3, 1), value="60.00")
    company.record("SO-1", "TENT", 4, date(2025, 9, 1))
    answer = asks(company, "moving_average")
    assert [(one.document, one.item, one.taken_over_on, one.quantity_micro, one.carried_minor) for one in answer.openings] == [
        ("OPEN/1", "TENT", date(2025, 1, 1), 4_000_000, 40_00)
    ]  # fmt: skip
    assert answer.rests_on_history_from == date(2025, 1, 1)
    assert of_years(answer)[0] == (2025, 0, 40_00, 50_00, 0, -10_00, 60_00, 50_00)


def test_the_average_of_a_period_is_that_of_each_period_that_is_over(store):
    """Ten for 50.00, four sold, ten for 90.00, five sold: 20 for 140.00 are 7.00 each once January is over, and 45.00 in order."""
    company = begun(opens_on=YEAR, months=12)
    company.record("PO-1", "TENT", 10, date(2026, 1, 5), value="50.00")
    company.record("SO-1", "TENT", 4, date(2026, 1, 8))
    company.record("PO-2", "TENT", 10, date(2026, 1, 12), value="90.00")
    company.record("SO-2", "TENT", 5, date(2026, 1, 20))
    answer = asks(company, "weighted_average", as_of=date(2026, 1, 31), comparatives=0)
    assert of_years(answer) == [(2026, 0, 45_00, 63_00, 0, -18_00, 95_00, 77_00)]
    assert not answer.is_provisional
    on_the_way = asks(company, "weighted_average", as_of=date(2026, 1, 30), comparatives=0)
    assert (on_the_way.new_minor, on_the_way.is_provisional) == (82_50, True)


def test_what_the_new_cost_would_not_bear_of_the_allowance_is_said(store):
    """Eight at 136.00 fetch 1.00 each: 128.00 are written down, and the average costs 120.00."""
    company = lived()
    company.prices(("E1", 1, "TENT", "price_list", "1.00", "2026-04-30"))
    company.write_down(APRIL)
    answer = asks(company, "moving_average")
    assert (answer.held_minor, answer.over_cost_minor) == (128_00, 8_00)


def test_goods_are_tested_at_what_they_cost_by_either_formula(store):
    """Eight fetch 14.00 each: 112.00. By first in, first out they cost 136.00; by the average 120.00."""
    company = lived()
    company.prices(("E1", 1, "TENT", "price_list", "14.00", "2026-04-30"))
    answer = asks(company, "moving_average", tested=True)
    assert (answer.required_minor, answer.required_new_minor) == (24_00, 8_00)
    begins = asks(company, "moving_average", tested=True, since=YEAR)
    assert (begins.new_minor, begins.required_new_minor) == (126_40, 14_40)
    untested = asks(company, "moving_average")
    assert (untested.required_minor, untested.required_new_minor) == (None, None)


def test_stock_by_last_in_first_out_is_tested_at_the_lower_of_cost_or_market(store):
    """Eight at 112.00 cost 9.00 each to replace: between 10.00 each that they fetch, and that less no normal profit, it is 80.00."""
    company = lived(framework="us_gaap")
    company.prices(
        ("E1", 1, "TENT", "price_list", "10.00", "2026-04-30"),
        ("E2", 1, "TENT", "replacement_cost", "9.00", "2026-04-30"),
    )
    answer = asks(company, "lifo", tested=True)
    assert (answer.required_minor, answer.required_new_minor) == (56_00, 32_00)


def test_only_goods_of_the_formula_that_is_replaced_change(store):
    company = lived()
    company.items("LAMP", "ROPE")
    company.bring("item_costing", [("LAMP", "moving_average")], ("item", "method"))
    for item in ("LAMP", "ROPE"):
        company.record(f"P1-{item}", item, 1, date(2026, 2, 1), value="1.00")
        company.record(f"P2-{item}", item, 1, date(2026, 2, 2), value="3.00")
        company.record(f"S1-{item}", item, 1, date(2026, 2, 3))
    answer = asks(company, "moving_average")
    assert {line.item: line.difference_minor for line in answer.lines} == {"TENT": -16_00, "ROPE": -1_00, "LAMP": 0}
    back = asks(company, "fifo", replaces="moving_average", since=YEAR)
    assert {line.item: line.difference_minor for line in back.lines} == {"LAMP": 1_00, "TENT": 0, "ROPE": 0}
    assert of_years(back)[1][2:4] == (149_00, 148_00)


def test_what_cannot_be_asked_is_refused(store):
    company = lived()
    problem = refusal(company, "lifo")
    assert problem.code == "refused" and "IAS 2" in problem.message
    for method, given, words in (
        ("fifo", {}, "costed by fifo already"), ("standard", {}, "no formula that goods are changed to"),
        ("moving_average", {"since": date(2026, 1, 15)}, "no period"), ("moving_average", {"comparatives": -1}, "years"),
        ("moving_average", {"since": date(2026, 5, 1)}, "after the date"), ("moving_average", {"item_class": "finished_goods"}, "no goods"),
        ("moving_average", {"replaces": "standard"}, "no goods"),
    ):  # fmt: skip
        problem = refusal(company, method, **given)
        assert (problem.code, words in problem.message) == ("bad_request", True)
