"""Whatever is changed of a tax base, a margin or a department that was taken over, past the laws, is seen."""

from datetime import date

from lowmark.verify.run import verify_entity
from tests.company import found
from tests.verify.raw import lawless

JUNE, OPENS = date(2026, 6, 30), date(2026, 7, 1)
CHANGES = {
    "a base above cost": "UPDATE subledger_opening_tax_base SET base_minor = 100001",
    "a deferred tax": "UPDATE subledger_opening_tax_base SET deferred_tax_minor = deferred_tax_minor + 1",
    "the day of a base": "UPDATE subledger_opening_tax_base SET opening_on = opening_on + 1",
    "the day of a margin's layer": "UPDATE stock_opening_margin SET opening_on = opening_on + 1",
    "the day of a margin": "UPDATE stock_opening_margin SET sold_on = opening_on",
    "what a department was carried at": "UPDATE subledger_opening_retail SET carried_minor = carried_minor - 1",
    "a total of a department": "UPDATE subledger_opening_retail SET markups_minor = markups_minor + 100",
    "a margin": "UPDATE stock_opening_margin SET margin_minor = margin_minor + 100",
    "a margin, removed": "DELETE FROM stock_opening_margin",
}
BY_HASH = {
    "a total of a department": "content_hashes",
    "a margin": "content_hashes",
    "a margin, removed": "sealed_facts",
}
"""What no other figure says again is held by its hash, and its place."""


def test_a_change_of_what_was_taken_over_is_seen(store):
    made = found("TAKEN", opens_on=OPENS, months=6, framework="us_gaap")
    made.items("TENT")
    made.bring("trial_balance", [("1000", JUNE, "-1140.00"), ("1200", JUNE, "1000.00"), ("1600", JUNE, "-10.00"),
                                 ("3000", JUNE, "150.00")], ("account", "as_of", "amount"))  # fmt: skip
    made.bring("opening_layers", [("OPEN", 1, "TENT", "Main", 10, "1000.00", "2026-02-02", OPENS)], (
        "document", "line", "item", "location", "quantity", "value", "received_on", "opening_on"))  # fmt: skip
    made.bring("opening_tax_bases", [("us_tax", "OPEN", 1, "950.00", "-10.00", OPENS)], (
        "tax_book", "document", "line", "tax_base", "deferred_tax", "opening_on"))  # fmt: skip
    made.bring("opening_margins", [("OPEN", 1, "MAPLE", "2026-02-01", "120.00", "CAD", "120.00", OPENS)], (
        "document", "line", "seller", "sold_on", "margin", "currency", "eliminated", "opening_on"))  # fmt: skip
    made.bring("opening_retail", [("all", "retail_conventional", 1000, 2000, 1000, OPENS)], (
        "pool", "method", "opening_cost", "opening_retail", "carried", "opening_on"))  # fmt: skip
    made.do("seal", made.root)
    for what, change in {"nothing": "SELECT 1", **CHANGES}.items():
        with lawless(store) as raw:
            entity = raw.rows("SELECT id FROM entities_entity")[0]["id"]
            changed = raw.execute(change).rowcount
            seen = {one.name for one in verify_entity(raw, entity) if one.checked.faults}
        if what == "nothing":
            assert not seen
        else:
            assert changed > 0 and BY_HASH.get(what, "taken_over") in seen, what
