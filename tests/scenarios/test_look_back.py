"""Earlier estimates against what happened, by hand.

100 tents for 1,000.00 and 50 ropes for 500.00. In June tents are tested at 7.00: 300.00 are charged (30 %); ropes, at
12.00, need nothing. Then 40 tents are sold at 8.00 each: they have cost 400.00 and fetched 320.00, so 80.00 were needed,
and 120.00 estimated: 40.00 too much. 10 tents are scrapped: 100.00 were needed, 30.00 estimated: 70.00 too little.
Together 180.00 were needed of 500.00 (36 %), where 30 % was applied: 6 % too little. 50 tents are left. 20 ropes are sold
at 9.00: 200.00 fetched 180.00, so 20.00 (10 %) were needed where nothing was charged. 5 more tents are sold later on, in
a year that is not looked at.
"""

from datetime import date

from tests.company import found

JUNE, YEAR_END = date(2026, 6, 30), date(2026, 12, 31)


def test_error_and_bias_by_rule_and_class_and_the_rates_that_were_needed(store):
    company = found("MAPLE", months=24)
    company.items("TENT", "ROPE")
    company.record("PO-1", "TENT", 100, date(2026, 1, 10), value="1000.00")
    company.record("PO-2", "ROPE", 50, date(2026, 1, 10), value="500.00")
    company.prices(
        ("LIST-1", 1, "TENT", "price_list", "7.00", JUNE), ("LIST-1", 2, "ROPE", "price_list", "12.00", JUNE)
    )
    company.write_down(JUNE)
    company.record("SO-1", "TENT", 40, date(2026, 8, 1))
    company.record("SC-1", "TENT", 10, date(2026, 9, 1), to_location="scrap", reason="scrap")
    company.record("SO-2", "ROPE", 20, date(2026, 9, 1))
    company.record("SO-3", "TENT", 5, date(2027, 2, 1))
    company.prices(("SO-1", 1, "TENT", "recent_sale", "8.00", date(2026, 8, 1)),
                   ("SO-2", 1, "ROPE", "recent_sale", "9.00", date(2026, 9, 1)), name="sales.csv")  # fmt: skip

    answer = company.do("look-back", company.ben, first_on=date(2026, 1, 1), as_of=YEAR_END)
    lines = {line.reason: line for line in answer.lines}
    tents, ropes = lines["price_decline"], lines["none"]
    assert (tents.cost_minor, tents.estimated_minor, tents.needed_minor, tents.error_minor) == (
        500_00,
        150_00,
        180_00,
        -30_00,
    )
    assert (tents.applied_micro, tents.needed_micro, tents.bias_micro) == (300_000, 360_000, -60_000)
    assert (tents.left_minor, tents.unknown_minor) == (500_00, 0)
    assert (ropes.estimated_minor, ropes.needed_minor, ropes.needed_micro) == (0, 20_00, 100_000)
    assert (answer.runs, answer.error_minor) == (1, -50_00)
    assert [(unit.item, unit.error_minor) for unit in answer.units] == [("TENT", -30_00), ("ROPE", -20_00)]


def test_a_sale_whose_price_nobody_has_told_is_not_judged(store):
    company = found("MAPLE")
    company.items("TENT")
    company.record("PO-1", "TENT", 100, date(2026, 1, 10), value="1000.00")
    company.prices(("LIST-1", 1, "TENT", "price_list", "7.00", JUNE))
    company.write_down(JUNE)
    company.record("SO-1", "TENT", 40, date(2026, 8, 1))
    (line,) = company.do("look-back", company.ben, first_on=date(2026, 1, 1), as_of=YEAR_END).lines
    assert (line.cost_minor, line.unknown_minor, line.left_minor, line.needed_micro) == (0, 400_00, 600_00, None)
    nothing = company.do("look-back", company.ben, first_on=date(2026, 7, 1), as_of=YEAR_END)
    assert (nothing.runs, nothing.lines) == (0, ())
