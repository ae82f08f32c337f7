"""What a cut-over hands over besides layers and allowances, each held against the old ledger's account.

The old ledger, at 31 December 2025: cash 740.00; inventory 1,300.00 by first in, first out, of which 300.00 are on the way; a LIFO
reserve of 112.00; goods received and not invoiced 240.00; equity 1,688.00. The LIFO layers: 1,000.00 of 2019 at 1, 100.00 at base
prices of 2023 at 1.08 = 108.00, 80.00 of 2024 at 1.0 = 80.00: 1,188.00 at LIFO, so that 1,300.00 - 1,188.00 = 112.00. At the end of 2026 1,300.00 of goods
stand at an index of 1.25: 1,040.00 at base prices take the 80.00 of 2024 and 60.00 x 1.08 = 64.80 of 2023: 1,043.20 are left,
and a reserve of 256.80, 144.80 more.
"""

from datetime import date

from lowmark.services.operation import File
from tests.company import Company, csv, found
from tests.hammer.invariants import require_sound

BEFORE, OPENS, YEAR_END = date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31)
BALANCES = {"1000": "740.00", "1200": "1300.00", "1280": "-112.00", "2100": "-240.00", "3000": "-1688.00"}
LAYERS = ("document", "line", "item", "location", "quantity", "value", "received_on", "opening_on")
ITEMS = ("kind", "document", "line", "item", "partner", "quantity", "amount", "arose_on", "opening_on")
OPEN = [("received_not_invoiced", "GR-7", 1, "TENT", "Acme", 10, "150.00", "2025-12-20", OPENS),
        ("received_not_invoiced", "GR-8", 1, "TENT", "Birch", 6, "90.00", "2025-12-29", OPENS)]  # fmt: skip
POOL = ("pool", "method", "fiscal_year", "base_amount", "index", "cost", "opening_on")
STACK = [("all", "dollar_value_lifo", 2019, "1000.00", "1", "1000.00", OPENS),
         ("all", "dollar_value_lifo", 2024, "80.00", "1.0", "80.00", OPENS),
         ("all", "dollar_value_lifo", 2023, "100.00", "1.08", "108.00", OPENS)]  # fmt: skip


def begun(*, ledger: bool = True) -> Company:
    made = found("CUT", framework="us_gaap", currency="USD")
    made.bring("items", [("TENT", "A tent", "merchandise")], ("item", "name", "item_class"))
    made.bring("locations", [("Main", "stock"), ("On the way", "in_transit")], ("location", "kind"))
    if ledger:
        made.bring(
            "trial_balance",
            [(code, BEFORE, amount) for code, amount in BALANCES.items()],
            ("account", "as_of", "amount"),
        )
    made.bring("opening_layers", [("OPEN", 1, "TENT", "Main", 50, "1000.00", "2025-10-01", OPENS),
                                  ("OPEN", 2, "TENT", "On the way", 12, "300.00", "2025-12-20", OPENS)], LAYERS)  # fmt: skip
    return made


def refused(made: Company, table: str, columns, rows) -> list[str]:
    answer = made.do("import", made.ada, table=table, file=File(f"{table}.csv", csv(columns, rows)))
    assert not answer.accepted
    return [problem.code if problem.row else problem.message for problem in answer.problems]


def test_what_was_received_and_not_invoiced_is_all_that_the_account_has(store):
    made = begun()
    assert refused(made, "opening_items", ITEMS, OPEN[:1]) == [
        (
            "items of the kind received_not_invoiced come to -150.00, and 2100 Goods received not invoiced stands at -240.00:"
            " 90.00 apart"
        )
    ]
    wrong = [(*OPEN[0][:3], "NOBODY", *OPEN[0][4:]), OPEN[1]]
    assert refused(made, "opening_items", ITEMS, wrong) == ["unknown_item"]
    made.bring("opening_items", OPEN, ITEMS)
    again = [(*row[:1], row[1] + "-X", *row[2:]) for row in OPEN]
    assert "have been taken over" in refused(made, "opening_items", ITEMS, again)[0]

    lines = {line.name: line for line in made.do("tie-out", made.ben, as_of=OPENS).lines}
    items = lines["Goods received not invoiced, item by item"]
    assert (items.ours_minor, items.theirs_minor) == (-240_00, -240_00)
    assert made.do("verify", made.ben).clean


def test_goods_on_the_way_are_layers_where_they_are_and_all_of_it_ties(store):
    made = begun()
    made.bring("opening_pool_layers", STACK, POOL)
    positions = {line.location: line.value_minor for line in made.do("positions", made.ben, as_of=OPENS).lines}
    assert positions == {"Main": 1_000_00, "On the way": 300_00}
    tied = made.do("tie-out", made.ben, as_of=OPENS)
    assert tied.difference_minor == 0, tied.lines
    assert made.balances(OPENS) == {code: round(float(amount) * 100) for code, amount in BALANCES.items()}
    assert made.do("verify", made.ben).clean


def test_a_lifo_pool_goes_on_from_the_layers_of_the_ledger_before(store):
    made = begun()
    less = [(*STACK[0][:3], "900.00", "1", "900.00", OPENS), *STACK[1:]]
    assert refused(made, "opening_pool_layers", POOL, less) == [
        "cost inside less LIFO layers come to -212.00, and 1280 LIFO reserve stands at -112.00: 100.00 apart"
    ]
    dear = [STACK[0], (*STACK[1][:4], "1.2", "80.00", OPENS), STACK[2]]
    assert refused(made, "opening_pool_layers", POOL, dear) == ["differs"]
    made.bring("opening_pool_layers", STACK, POOL)
    assert made.balances(OPENS).get("5050", 0) == 0  # Taken over: nothing of it is of this year's result.
    asked = {"method": "dollar_value_lifo", "pool": "all", "as_of": YEAR_END, "inside_cost": "1300", "index": "1.25"}
    year = made.do("estimate-inventory", made.ben, posting=True, **asked)
    assert [(one.fiscal_year, one.base_minor, one.cost_minor) for one in year.layers] == [
        (2019, 1_000_00, 1_000_00), (2023, 40_00, 43_20)
    ]  # fmt: skip
    assert (year.inventory_minor, year.reserve_minor, year.change_minor) == (1_043_20, 256_80, 144_80)
    assert made.balances(YEAR_END)["5050"] == 144_80
    assert refused(made, "opening_pool_layers", POOL, STACK[::-1]) == ["already_recorded"] * 3
    assert made.do("verify", made.ben).clean
    require_sound(store)


def test_nothing_is_tied_to_a_ledger_that_has_said_nothing(store):
    made = begun(ledger=False)
    for table, columns, rows in (("opening_items", ITEMS, OPEN), ("opening_pool_layers", POOL, STACK)):
        assert refused(made, table, columns, rows) == ["the ledger kept before has said nothing yet"]
    assert "has no cost formula 'lifo'" in refused(found("IFRS", mark="-i"), "opening_pool_layers", POOL, STACK)[0]
