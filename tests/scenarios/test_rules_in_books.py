"""Rules that estimate, measured in books: what an entity sets, what its moves say, and what that comes to.

The published figures of a large vendor's lowest-value determination, through the door: a table of range of coverage (4
months take 7 %, 11 months 15 %, where a class has its own table; 20 % by the table of all), and one material at two
plants: 500 at the lower price of 13.50 is 6,750 by company; by plant 300 at 14.00 and 200, slow there, at 10.80 is 6,360.
"""

import json
from datetime import date
from itertools import count

import pytest

from tests.company import Company, found
from tests.hammer.invariants import require_sound

END = date(2026, 4, 30)
JANUARY = date(2026, 1, 1)
_numbers = count(1)

COVERAGE = {
    "rank": 50,
    "tables": [
        {"rows": [{"bound": bound, "operator": ">=", "discount": discount}
                  for bound, discount in (("2", "5 %"), ("4", "10 %"), ("6", "15 %"), ("10", "20 %"))]},
        {"class": "raw_materials",
         "rows": [{"bound": bound, "operator": ">=", "discount": discount}
                  for bound, discount in (("2", "3 %"), ("3", "5 %"), ("4", "7 %"), ("5", "10 %"), ("8", "15 %"), ("12", "25 %"))]},
    ],
}  # fmt: skip
MONTHS = dict.fromkeys(("stock_months", "use_months", "movement_months", "demand_months"), 1)


def company(**given) -> Company:
    """Return a new company with its own people."""
    number = next(_numbers)
    return found(f"R{number}", mark=f"-r{number}", **given)


def sets(made: Company, path: str, value: object, **given) -> None:
    """Let the policy owner set a parameter of inventories from the first of January on."""
    text = value if isinstance(value, str) else json.dumps(value)
    made.do("set-policy", made.ben, path=f"inventories/{path}", valid_from=JANUARY, value=text, **given)


def lines(made: Company, as_of: date = END, **given):
    """Assess; return the answer and its lines by item and lot."""
    answer = made.do("assess", made.ada, as_of=as_of, **given)
    return answer, {(line.item, line.lot): line for line in answer.lines}


def items(made: Company, *rows, columns=("item", "name", "item_class")) -> None:
    made.bring("items", rows, columns, name=f"items-{next(_numbers)}.csv")


def using(item: str, stock: int, a_month: int):
    """Return the moves of an item whose stock stays the same, and of which so much is used every month, at 1.00 each."""
    yield ("OB", item, item, "vendor", "Main", "receipt", stock, stock, "2026-01-05")
    for month in (2, 3, 4):
        yield (f"PO-{month}", item, item, "vendor", "Main", "receipt", a_month, a_month, f"2026-0{month}-10")
        yield (f"WO-{month}", item, item, "Main", "production", "consumption", a_month, "", f"2026-0{month}-20")


def test_the_published_table_of_coverage_from_moves_to_the_ledger(store):
    made = company()
    items(made, ("RAW-4", "Four months", "raw_materials"), ("RAW-11", "Eleven", "raw_materials"),
          ("FIN-11", "Eleven", "finished_goods"), ("RAW-1", "One", "raw_materials"))  # fmt: skip
    made.bring("locations", [("Main",)], ("location",))
    made.moves(*[row for item, stock in (("RAW-4", 40), ("RAW-11", 110), ("FIN-11", 110), ("RAW-1", 10))
                 for row in using(item, stock, 10)])  # fmt: skip
    sets(made, "rules/range_of_coverage", COVERAGE)
    sets(made, "measures", MONTHS | {"stock_months": 3, "use_months": 3})

    _, by_item = lines(made)

    required = {item: line.required_minor for (item, _), line in by_item.items()}
    assert required == {"RAW-4": 2_80, "RAW-11": 16_50, "FIN-11": 22_00, "RAW-1": 0}
    assert by_item["RAW-1", ""].finding == "no_evidence"  # Below the first row the table says nothing.
    run = made.do("propose", made.ada, as_of=END)
    steps = made.do("explain", made.ben, subject=f"run {run.run} item RAW-4").steps
    said = [(step.name, step.amount_minor, step.words) for step in steps if step.what == "estimate"]
    assert said == [("range of coverage", 37_20, "excess (rank 50): it binds")]
    made.approve(run.run, run.run_hash)
    assert made.do("post", made.ben, run=run.run).charged_minor == 41_30
    require_sound(store)


def at_two_plants() -> Company:
    """Return a company with 300 of a material at one plant and 200 at another, at 15.00 each, of which a little moves."""
    made = company()
    items(made, ("MAT", "Material", "merchandise", "lot"), columns=("item", "name", "item_class", "tracking"))
    made.bring("locations", [("P1/Main",), ("P2/Main",)], ("location",))
    made.bring(
        "opening_layers",
        [("OB", 1, "MAT", "A", "P1/Main", 300, 4500, "2025-06-01", "2026-01-01"),
         ("OB", 2, "MAT", "B", "P2/Main", 200, 3000, "2025-06-01", "2026-01-01")],
        ("document", "line", "item", "lot", "location", "quantity", "cost", "received_on", "opening_on"),
    )  # fmt: skip
    made.bring(
        "stock_moves",
        [("PO-1", 1, "MAT", "A", "vendor", "P1/Main", "receipt", 45, 675, "2026-04-02"),
         ("SO-1", 1, "MAT", "A", "P1/Main", "customer", "sale", 45, "", "2026-04-20"),
         ("PO-1", 2, "MAT", "B", "vendor", "P2/Main", "receipt", 15, 225, "2026-04-02"),
         ("SO-1", 2, "MAT", "B", "P2/Main", "customer", "sale", 15, "", "2026-04-20")],
        ("document", "line", "item", "lot", "from_location", "to_location", "reason", "quantity", "value", "effective_on"),
    )  # fmt: skip
    made.bring(
        "price_evidence",
        [("Q", 1, "MAT", "A", "replacement_cost", "14.00", "2026-04-15"), ("Q", 2, "MAT", "B", "replacement_cost", "13.50", "2026-04-15")],
        ("document", "line", "item", "lot", "kind", "price", "observed_on"),
    )  # fmt: skip
    sets(made, "measures", MONTHS)
    return made


def applies(made: Company, level: str, threshold: str = "10 %") -> None:
    limit = {"bound": threshold, "operator": "<"}
    sets(made, "rules/market_price", {"rank": 50, "kinds": ["replacement_cost"], "take": "lowest", "months": 3,
                                      "operator": ">=", "level": level})  # fmt: skip
    sets(made, "rules/movement_rate", {
        "rank": 50, "base": "market_price", "level": level, "receipts": limit, "issues": limit,
        "tables": [{"rows": [{"bound": "1", "operator": ">=", "discount": "20 %"}]}],
    })  # fmt: skip


@pytest.mark.parametrize(
    "level, threshold, values",
    [("company", "10 %", (4_050_00, 2_700_00)), ("area", "10 %", (4_200_00, 2_160_00)),
     ("company", "13 %", (3_240_00, 2_160_00))],
)  # fmt: skip
def test_the_published_valuation_by_company_and_by_plant(store, level, threshold, values):
    made = at_two_plants()
    applies(made, level, threshold)
    answer, by_lot = lines(made)
    assert (by_lot["MAT", "A"].value_minor, by_lot["MAT", "B"].value_minor) == values
    assert answer.carrying_minor == sum(values)


def test_every_estimator_is_kept_with_why_it_does_or_does_not_bind(store):
    made = at_two_plants()
    applies(made, "area")
    run = made.do("propose", made.ada, as_of=END)
    steps = made.do("explain", made.ben, subject=f"run {run.run} item MAT lot B").steps
    said = {
        step.name: (step.amount_minor, step.words.partition(": ")[2].partition(":")[0])
        for step in steps
        if step.what == "estimate"
    }
    assert said == {
        "movement rate": (2_160_00, "it binds"), "market price": (2_700_00, "it does not bind")
    }  # fmt: skip
    shown = made.do("show-run", made.ben, run=run.run).estimates
    assert [(one.lot, one.rule, one.why) for one in shown] == [
        ("A", "market_price", "binds"), ("B", "movement_rate", "binds"), ("B", "market_price", "not_lowest")
    ]  # fmt: skip
    made.approve(run.run, run.run_hash)
    made.do("post", made.ben, run=run.run)
    require_sound(store)


def test_demand_is_of_the_forecast_or_of_twelve_months_of_sales_and_says_which(store):
    """20 at 7.00. PLAN: 5 are expected. SOLD: 30 were sold in a year, a twelvemonth takes them all.

    Nothing is known to be sold of STILL: all 20 are excess at a tenth of cost.
    """
    made = company()
    made.items("PLAN", "SOLD", "STILL")
    made.moves(
        *[(f"PO-{item}", 1, item, "vendor", "Main", "receipt", 20, 140, "2026-01-05") for item in ("PLAN", "STILL")],
        ("PO-SOLD", 1, "SOLD", "vendor", "Main", "receipt", 50, 350, "2026-01-05"),
        ("SO-SOLD", 1, "SOLD", "Main", "customer", "sale", 30, "", "2026-03-05"),
    )
    made.prices(
        *[("PL", n, item, "price_list", "9.00", "2026-04-01") for n, item in enumerate(("PLAN", "SOLD", "STILL"))]
    )
    made.bring("demand_forecasts", [("PLAN", "2026-03-31", 90, 1), ("PLAN", "2026-04-30", 365, 5)],
               ("item", "made_on", "horizon_days", "mean"))  # fmt: skip
    sets(made, "rules/excess", {"rank": 50, "factors": {"excess": "0.1"}, "horizon_days": 365})

    _, by_item = lines(made)

    told = {
        item: (line.demand_method, line.demand_micro, line.required_minor, line.reason)
        for (item, _), line in by_item.items()
    }
    assert told == {
        "PLAN": ("plan", 5_000_000, 94_50, "excess"),
        "SOLD": ("average_of_sales", 30_000_000, 0, ""),
        "STILL": ("average_of_sales", 0, 126_00, "excess"),
    }
    run = made.do("propose", made.ada, as_of=END)
    names = [
        step.name
        for step in made.do("explain", made.ben, subject=f"run {run.run} item PLAN").steps
        if step.what == "demand"
    ]
    assert names == ["plan"]


def test_a_buyer_wants_some_life_left_and_age_status_and_standstill_are_measured(store):
    """What is asked for is measured: each item by the one rule that says something of it, each 20 at 7.00."""
    made = company()
    items(made, ("OLD", "Old", "merchandise", "none", "", ""), ("GONE", "Gone", "merchandise", "none", "discontinued", ""),
          ("MILK", "Milk", "merchandise", "lot", "", 30),
          columns=("item", "name", "item_class", "tracking", "status", "minimum_remaining_days"))  # fmt: skip
    made.bring("locations", [("Main",)], ("location",))
    made.bring("opening_layers", [("OB", 1, "OLD", "Main", 20, 140, "2024-04-30", "2026-01-01")],
               ("document", "line", "item", "location", "quantity", "cost", "received_on", "opening_on"))  # fmt: skip
    made.moves(("PO-1", 1, "GONE", "vendor", "Main", "receipt", 20, 140, "2026-04-05"))
    made.bring("stock_moves", [("PO-2", 1, "MILK", "L1", "vendor", "Main", "receipt", 20, 140, "2026-04-05", "2026-05-20")],
               ("document", "line", "item", "lot", "from_location", "to_location", "reason", "quantity", "value", "effective_on", "expires_on"),
               name="milk.csv")  # fmt: skip
    made.bring("demand_forecasts", [(item, "2026-04-30", 365, 365) for item in ("OLD", "GONE", "MILK")],
               ("item", "made_on", "horizon_days", "mean"))  # fmt: skip
    made.prices(("PL", 1, "MILK", "price_list", "9.00", "2026-04-01"))
    whole_years = {"rows": [{"bound": "730", "operator": ">=", "discount": "50 %"}]}
    sets(made, "rules/age", {"rank": 50, "tables": [whole_years]})
    sets(made, "rules/discontinued", {"rank": 50, "factors": {"discontinued": "0.8"}})
    sets(
        made,
        "rules/no_movement",
        {"rank": 60, "tables": [{"rows": [{"bound": "24", "operator": ">=", "discount": "30 %"}]}]},
    )
    sets(made, "rules/excess", {"rank": 50, "factors": {"excess": "0"}, "horizon_days": 365})

    _, by_item = lines(made)

    told = {item: (line.required_minor, line.reason) for (item, _), line in by_item.items()}
    # One a day is expected to be sold: no more milk after the 20th of April, when thirty of its days are left.
    assert told == {"OLD": (70_00, "obsolete"), "GONE": (28_00, "obsolete"), "MILK": (140_00, "excess")}


def test_an_averaged_pool_is_as_old_as_its_latest_receipts(store):
    """10 came two years ago, 10 a month ago, and 10 went: what is left came last."""
    made = company(method="moving_average")
    made.items("TENT")
    made.bring("opening_layers", [("OB", 1, "TENT", "Main", 10, 70, "2024-04-30", "2026-01-01")],
               ("document", "line", "item", "location", "quantity", "cost", "received_on", "opening_on"))  # fmt: skip
    made.moves(("PO-1", 1, "TENT", "vendor", "Main", "receipt", 10, 70, "2026-03-30"),
               ("SO-1", 1, "TENT", "Main", "customer", "sale", 5, "", "2026-04-01"))  # fmt: skip
    table = {
        "rows": [
            {"bound": "730", "operator": ">=", "discount": "60 %"},
            {"bound": "0", "operator": ">=", "discount": "0 %"},
        ]
    }
    sets(made, "rules/age", {"rank": 50, "tables": [table]})
    _, by_item = lines(made)
    assert by_item["TENT", ""].required_minor == 21_00  # 5 of 15 are old: a third of 105.00, of which 60 % is lost.


def test_a_firm_line_of_an_order_is_a_contract_while_it_is_open(store):
    """20 at 7.00; the list says 5.00. 12 are sold firm at 10.00, then 4 of those are delivered and 8 are left."""
    made = company()
    made.items("TENT")
    made.moves(("PO-1", 1, "TENT", "vendor", "Main", "receipt", 20, 140, "2026-01-05"))
    made.prices(("PL", 1, "TENT", "price_list", "5.00", "2026-04-01"))
    columns = ("document", "line", "side", "item", "quantity", "amount", "due_on", "stated_on")
    made.bring("order_lines", [("SO-9", 1, "sale", "TENT", 12, 120, "2026-05-10", "2026-03-31")], columns)
    _, before = lines(made)
    assert before["TENT", ""].required_minor == 16_00
    made.bring("order_lines", [("SO-9", 1, "sale", "TENT", 8, 80, "2026-05-10", "2026-04-20"),
                               ("PO-9", 1, "purchase", "TENT", 5, 20, "2026-05-10", "2026-04-20")], columns,
               name="later.csv")  # fmt: skip
    _, after = lines(made)
    assert after["TENT", ""].required_minor == 24_00
    _, then = lines(made, date(2026, 4, 10))
    assert then["TENT", ""].required_minor == 16_00
    run = made.do("propose", made.ada, as_of=END)
    steps = made.do("explain", made.ben, subject=f"run {run.run} item TENT").steps
    assert [step.name for step in steps if step.what == "evidence"] == ["SO-9/1", "PL/1"]
    made.approve(run.run, run.run_hash)
    made.do("post", made.ben, run=run.run)
    require_sound(store)


def test_what_came_to_be_known_later_changes_no_measure_of_before(store):
    """A forecast and a sale that came to be known after the run leave it as it was, and make the approval fall."""
    from lowmark.core.kinds.problems import Problem

    made = company()
    made.items("TENT")
    made.moves(("PO-1", 1, "TENT", "vendor", "Main", "receipt", 20, 140, "2026-01-05"))
    made.prices(("PL", 1, "TENT", "price_list", "9.00", "2026-04-01"))
    sets(made, "rules/excess", {"rank": 50, "factors": {"excess": "0"}, "horizon_days": 365})
    run = made.do("propose", made.ada, as_of=END)
    assert run.charge_minor == 140_00
    made.bring("demand_forecasts", [("TENT", "2026-04-30", 365, 5)], ("item", "made_on", "horizon_days", "mean"))
    assert made.do("show-run", made.ben, run=run.run).change_minor == 140_00
    with pytest.raises(Problem, match="changed"):
        made.approve(run.run, run.run_hash)
    assert made.do("propose", made.ada, as_of=END).charge_minor == 105_00


def makes(price: str, **given) -> Company:
    """Return a company with 100 of wood at 5.00, which fetches 3.00, and ten chairs at 20.00, each with two of wood in it."""
    made = company(**given)
    items(made, ("WOOD", "Wood", "raw_materials"), ("CHAIR", "Chair", "finished_goods"))
    made.bring("locations", [("Main",)], ("location",))
    made.moves(("PO-1", 1, "WOOD", "vendor", "Main", "receipt", 100, 500, "2026-01-05"),
               ("PO-1", 2, "CHAIR", "vendor", "Main", "receipt", 15, 300, "2026-01-05"),
               ("SO-1", 1, "CHAIR", "Main", "customer", "sale", 5, "", "2026-03-05"))  # fmt: skip
    made.bring("bills", [("CHAIR", "WOOD", 2, "2026-01-01")], ("item", "component", "quantity", "valid_from"))
    made.prices(
        ("PL", 1, "CHAIR", "price_list", price, "2026-04-01"), ("PL", 2, "WOOD", "price_list", "3.00", "2026-04-01")
    )
    return made


@pytest.mark.parametrize(
    "framework, price, required",
    [("ifrs", "25.00", {"WOOD": 0, "CHAIR": 0}), ("ifrs", "18.00", {"WOOD": 100_00, "CHAIR": 20_00}),
     ("us_gaap", "25.00", {"WOOD": 200_00, "CHAIR": 0})],
)  # fmt: skip
def test_materials_are_relieved_while_what_is_made_of_them_sells_at_cost(store, framework, price, required):
    """Below cost a chair leaves 8.00 of 10.00 for its wood, so that a fifth of it is lost. The last entity sets relief off."""
    made = makes(price, framework=framework)
    if framework == "us_gaap":
        sets(made, "material_relief", "false")
    _, by_item = lines(made)
    assert {item: line.required_minor for (item, _), line in by_item.items()} == required


def test_what_components_have_lost_is_lost_in_what_is_made_of_them(store):
    """Nobody knows what a chair fetches; half of it is wood, of which two fifths are lost: a fifth of 200.00."""
    made = makes("0", framework="us_gaap")
    sets(made, "rules/component_write_downs", {"rank": 50})
    _, by_item = lines(made)
    assert by_item["CHAIR", ""].required_minor == 40_00
