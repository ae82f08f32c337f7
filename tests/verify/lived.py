"""A company that has lived through everything that is recorded today, through the services, and a small one beside it.

January and February are closed; a run for February is posted in March, and one for March, a reversal, in April: late,
after goods have left. Every check has something to look at.
"""

from datetime import date

from tests.company import Company, found

MOVES = ("document", "line", "item", "lot", "from_location", "to_location", "reason", "quantity", "value", "effective_on",
         "accounting_on")  # fmt: skip


def live() -> None:
    """Let both companies live."""
    company = found("X", mark="-x")
    begin(company)
    write_down(company)
    go_on(company)
    other = found("Y", mark="-y")
    other.items("TENT")
    other.record("P1", "TENT", 4, date(2026, 1, 9), value="10.00")
    other.record("S1", "TENT", 1, date(2026, 1, 10))


def begin(company: Company) -> None:
    """Set up items and places, and take in January and February."""
    items = [("TENT", "Tent", "merchandise", "none"), ("ROPE", "Rope", "merchandise", "none"),
             ("MILK", "Milk", "merchandise", "lot")]  # fmt: skip
    company.bring("items", items, ("item", "name", "item_class", "tracking"))
    company.bring("locations", [("Main",), ("Shop",)], ("location",))
    opening = [("OPEN", 1, "ROPE", "Main", 3, "1.00", "2025-11-30", "2026-01-01")]
    columns = ("document", "line", "item", "location", "quantity", "value", "received_on", "opening_on")
    company.bring("opening_layers", opening, columns)
    company.bring("stock_moves", [
        ("P1", 1, "TENT", "", "vendor", "Main", "receipt", 10, "50.00", "2026-01-05", "2026-01-05"),
        ("P2", 1, "TENT", "", "vendor", "Main", "receipt", 9, "90.01", "2026-02-05", "2026-02-05"),
        ("P3", 1, "MILK", "L1", "vendor", "Main", "receipt", 6, "12.00", "2026-02-06", "2026-02-06"),
        ("T1", 1, "TENT", "", "Main", "Shop", "transfer", 2, "", "2026-02-07", "2026-02-07"),
        ("S1", 1, "ROPE", "", "Main", "customer", "sale", 1, "", "2026-02-08", "2026-02-09"),
        ("P4", 1, "ROPE", "", "vendor", "Main", "receipt", 5, "0", "2026-02-10", "2026-02-10"),
    ], MOVES, name="february.csv")  # fmt: skip
    company.do(
        "set-policy", company.ben, path="inventories/cost_to_sell_rate", valid_from=date(2026, 1, 1), value="0.05"
    )


def write_down(company: Company) -> None:
    """Sell in March, and post February's run after that; then close January and February."""
    company.prices(("E1", 1, "TENT", "price_list", 6, "2026-02-10"), ("E2", 1, "MILK", "price_list", 1, "2026-02-10"))
    company.record("S2", "TENT", 12, date(2026, 3, 6))
    company.write_down(date(2026, 2, 28))
    company.do("close", company.ben, ends_on=date(2026, 1, 31))
    company.do("close", company.ben, ends_on=date(2026, 2, 28))


def go_on(company: Company) -> None:
    """Scrap, sell and receive in March and April; then post March's run, which takes some of the write-down back."""
    company.record("D1", "TENT", 1, date(2026, 3, 10), to_location="scrap", reason="damaged")
    company.record("S3", "MILK", 2, date(2026, 3, 12), lot="L1")
    company.record("S4", "TENT", 3, date(2026, 4, 3))
    company.record("P5", "TENT", 7, date(2026, 4, 4), value="70.00")
    company.prices(("E3", 1, "TENT", "price_list", 9, "2026-03-20"), name="march.csv")
    company.write_down(date(2026, 3, 31))
    company.do("seal", company.ben)
