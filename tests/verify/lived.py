"""A company that has lived through everything that is recorded today, through the services, and a small one beside it.

January and February are closed; a run for February is posted in March, and one for March, a reversal, in April: late,
after goods have left. Goods come back and are set apart with what was written down on them before; some are costed by a
moving average, some at standard, and one receipt of these is reversed. One sale comes to be known late. A journal
by hand puts an error of last year right, a contract that will lose is charged, and the year is closed. The other company pays freight for goods of which
some are sold, and makes others of them. Every check has something to look at.
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
    come_back(company)
    go_on(company)
    other = found("Y", mark="-y", framework="us_gaap")
    other.items("TENT", "CAMP")
    other.record("P1", "TENT", 4, date(2026, 1, 9), value="10.00")
    other.record("S1", "TENT", 1, date(2026, 1, 10))
    other.do("change-cost", other.ada, document="C1", kind="freight", amount="1.00", receipts="P1/1", by="value",
             said_on=date(2026, 1, 20))  # fmt: skip
    other.do("produce", other.ada, document="W1", item="CAMP", quantity="1", inputs="TENT=2", location="Main", labour="1",
             produced_on=date(2026, 1, 25))  # fmt: skip
    other.do("estimate-inventory", other.ben, method="dollar_value_lifo", pool="all", as_of=date(2026, 1, 31),
             opening_cost="6.00", index="1.1", posting=True)  # fmt: skip


def begin(company: Company) -> None:
    """Set up items and places, and take in January and February."""
    items = [("TENT", "Tent", "merchandise", "none"), ("ROPE", "Rope", "merchandise", "none"),
             ("MILK", "Milk", "merchandise", "lot"), ("BOOT", "Boot", "merchandise", "none"),
             ("LAMP", "Lamp", "merchandise", "none"), ("STOVE", "Stove", "merchandise", "none")]  # fmt: skip
    company.bring("items", items, ("item", "name", "item_class", "tracking"))
    company.bring("locations", [("Main", "stock"), ("Shop", "stock"), ("Hold", "quarantine")], ("location", "kind"))
    company.bring("trial_balance", [("1000", "2025-12-31", 500), ("1200", "2025-12-31", 41), ("3000", "2025-12-31", -541)],
                  ("account", "as_of", "amount"), name="TB-2025.csv")  # fmt: skip
    company.bring("item_costing", [("LAMP", "moving_average", "", ""), ("STOVE", "standard", "5.00", "2026-01-01")],
                  ("item", "method", "standard_cost", "valid_from"))  # fmt: skip
    opening = [("OPEN", 1, "ROPE", "Main", 3, "1.00", "2025-11-30", "2026-01-01"),
               ("OPEN-2", 1, "BOOT", "Main", 4, "40.00", "2025-11-30", "2026-01-01")]  # fmt: skip
    columns = ("document", "line", "item", "location", "quantity", "value", "received_on", "opening_on")
    company.bring("opening_layers", opening, columns)
    company.bring("opening_allowances", [("OA", 1, "BOOT", 2025, "damaged", "10.00", "2026-01-01")],
                  ("document", "line", "item", "fiscal_year", "reason", "amount", "accounting_on"))  # fmt: skip
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


def come_back(company: Company) -> None:
    """Sell, take back and set apart; mix costs; receive at standard, and reverse a receipt."""
    company.record("B1", "BOOT", 2, date(2026, 3, 2))
    company.do("receive", company.ada, document="B2", item="BOOT", source="customer", location="Main", quantity="1",
               returns_document="B1", received_on=date(2026, 3, 3))  # fmt: skip
    company.do("transfer", company.ada, document="B3", item="BOOT", from_location="Main", to_location="Hold",
               quantity="1", moved_on=date(2026, 3, 4))  # fmt: skip
    company.bring("stock_moves", [
        ("L1", 1, "LAMP", "vendor", "Main", "receipt", 10, "50.00", "2026-03-02", "", ""),
        ("L2", 1, "LAMP", "vendor", "Main", "receipt", 10, "90.01", "2026-03-03", "", ""),
        ("L3", 1, "LAMP", "Main", "customer", "sale", 5, "", "2026-03-04", "", ""),
        ("L4", 1, "LAMP", "customer", "Main", "return", 2, "", "2026-03-05", "L3", 1),
        ("V1", 1, "STOVE", "vendor", "Main", "receipt", 3, "16.00", "2026-03-02", "", ""),
        ("V2", 1, "STOVE", "vendor", "Main", "receipt", 2, "9.00", "2026-03-03", "", ""),
    ], (*(name for name in MOVES if name not in {"lot", "accounting_on"}), "returns_document", "returns_line"),
        name="march.csv")  # fmt: skip
    company.do("reverse", company.ada, document="V2", line="1", reversed_on=date(2026, 3, 6), because="Keyed twice")


def book_by_hand(company: Company) -> None:
    """Post an invoice of last year's that was found in April, say that it is an error of that year, and close this one."""
    day = date(2026, 4, 20)
    company.do("draft-journal", company.ada, document="J1", on=day, lines="6000 20.00; 2200 -20.00", because="found")
    shown = company.do("show-journal", company.ben, document="J1").journal_hash
    company.do("approve-journal", company.ben, step_up_id=company.prove(shown), document="J1", journal_hash=shown)
    (posted,) = company.do("post-journal", company.ben, up_to=day, document="J1").entries
    company.do("classify-entry", company.ben, entry=posted.entry, classified="material_error", origin_year=2025,
               because="an invoice of December")  # fmt: skip
    company.bring("order_lines", [("PC-1", 1, "purchase", "TENT", "true", 2, "40.00", "2027-03-31", day)],
                  ("document", "line", "side", "item", "is_firm", "quantity", "amount", "due_on", "stated_on"))  # fmt: skip
    drafted = company.do("draft-commitments", company.ada, as_of=day)
    proof = company.prove(drafted.journal_hash)
    company.do(
        "approve-journal", company.ben, step_up_id=proof, document=drafted.document, journal_hash=drafted.journal_hash
    )
    company.do("post-journal", company.ben, up_to=day)
    company.do("close-year", company.ben, year=2026)


def go_on(company: Company) -> None:
    """Scrap, sell and receive in March and April; then post March's run, which takes some of the write-down back."""
    company.record("D1", "TENT", 1, date(2026, 3, 10), to_location="scrap", reason="damaged")
    company.record("S3", "MILK", 2, date(2026, 3, 12), lot="L1")
    company.record("S4", "TENT", 3, date(2026, 4, 3))
    company.record("P5", "TENT", 7, date(2026, 4, 4), value="70.00")
    company.prices(("E3", 1, "TENT", "price_list", 9, "2026-03-20"), name="march.csv")
    company.write_down(date(2026, 3, 31))
    company.do("verify-evidence", company.ben, document="E3", because="the list of March")
    company.do("export-entries", company.ben, up_to=date(2026, 3, 31))
    company.record("S5", "ROPE", 2, date(2026, 4, 5))
    company.record("S6", "ROPE", 1, date(2026, 4, 2))  # It comes late, and S5 takes another layer for it.
    company.bring("item_costing", [("STOVE", "standard", "5.50", "2026-04-15")],
                  ("item", "method", "standard_cost", "valid_from"), name="april.csv")  # fmt: skip
    book_by_hand(company)
    company.do("consolidate", company.ben, as_of=date(2026, 4, 30), accept_late=True)
    company.do("seal", company.ben)
