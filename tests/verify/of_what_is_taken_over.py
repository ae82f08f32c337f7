"""What somebody might do to tax bases, margins and departments that were taken over, and which checks see it."""

from tests.verify.tampering import SEALED, tampering

BASE, MARGIN, RETAIL = (f"UPDATE {table} SET" for table in (
    "subledger_opening_tax_base", "stock_opening_margin", "subledger_opening_retail"))  # fmt: skip

OF_WHAT_IS_TAKEN_OVER = (
    tampering(
        "a base above cost",
        f"{BASE} base_minor = 100001",
        by="taken_over content_hashes",
        words="the tax base of OPEN/1 is 1000.01 CAD, and it cost 1000.00 CAD",
    ),
    tampering(
        "a deferred tax",
        f"{BASE} deferred_tax_minor = deferred_tax_minor + 1",
        by="taken_over content_hashes",
        words="comes to -9.99 CAD, and the ledger before said -10.00 CAD",
    ),
    tampering(
        "the day of a base",
        f"{BASE} opening_on = opening_on + 1",
        by="taken_over content_hashes",
        words="the tax base of OPEN/1 is of no layer",
    ),
    tampering(
        "the day of a margin's layer",
        f"{MARGIN} opening_on = opening_on + 1",
        by="taken_over content_hashes",
        words="the margin of OPEN/1 is of no layer",
    ),
    tampering(
        "the day of a margin",
        f"{MARGIN} sold_on = opening_on",
        by="taken_over content_hashes",
        words="made on 2026-07-01, after the books began",
    ),
    tampering(
        "what a department was carried at",
        f"{RETAIL} carried_minor = carried_minor - 1",
        by="taken_over content_hashes",
        words="come to 999.99 CAD, and the ledger before said 1000.00 CAD",
    ),
    # What no other figure says again is held by its hash, and its place.
    tampering(
        "a total of a department",
        f"{RETAIL} markups_minor = markups_minor + 100",
        by="content_hashes",
        words="opening retail all is not what it was",
    ),
    tampering(
        "a margin",
        f"{MARGIN} margin_minor = margin_minor + 100",
        by="content_hashes",
        words="opening margin OPEN/1 of MAPLE is not what it was",
    ),
    tampering(
        "a margin, removed",
        "DELETE FROM stock_opening_margin",
        by=SEALED,
        words="there are 70 facts in its span, and were 71",
    ),
)
