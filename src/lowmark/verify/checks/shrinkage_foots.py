"""Shrinkage foots: what is taken to be missing follows from what was sold, and its entries are what stands and nothing more."""

from collections import defaultdict
from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.fifo import round_half_even
from lowmark.verify.names import Names, on
from lowmark.verify.reader import Rows

NAME: Final = "shrinkage_foots"
MEANING: Final = "each estimate of shrinkage follows from its sales, and its entries post it and undo the one before"

_WHOLE: Final = 1_000_000
_ESTIMATES: Final = "SELECT * FROM ledger_shrinkage_accrual WHERE entity_id = %s ORDER BY known_seq"
_SOLD: Final = """
SELECT coalesce(-sum(f.value_minor), 0) AS cost FROM subledger_cost_flow f JOIN stock_stock_move m ON m.id = f.move_id
JOIN items_location a ON a.id = m.from_location_id JOIN items_location b ON b.id = m.to_location_id
WHERE m.item_id = %s AND m.entity_id = %s AND f.cost_basis_id = %s AND f.accounting_on BETWEEN %s AND %s AND f.known_seq < %s
  AND (a.kind = 'customer' OR b.kind = 'customer')
"""
_BOOKS: Final = "SELECT id, cost_basis_id FROM entities_book WHERE entity_id = %s"
_POSTED: Final = """
SELECT e.book_id, e.accounting_on, e.event, l.amount_minor FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id
WHERE e.entity_id = %s AND e.event IN ('shrinkage_accrued', 'shrinkage_accrued_back') AND l.amount_minor > 0
"""


def check(reader: Rows, entity_id: int) -> Checked:
    """Work every estimate out again, and compare their sums with what was posted."""
    faults, names = Faults(), Names(reader, entity_id)
    bases = {row["id"]: row["cost_basis_id"] for row in reader.rows(_BOOKS, [entity_id])}
    rows = reader.rows(_ESTIMATES, [entity_id])
    sums: dict[tuple[int, str, int], int] = {}
    for row in rows:
        key = row["book_id"], row["document"], row["as_of"]
        sums[key] = sums.get(key, 0) + row["accrual_minor"]
        window = [row["sold_from"], row["sold_to"], row["known_seq"]]
        sold = max(
            int(reader.rows(_SOLD, [row["item_id"], entity_id, bases.get(row["book_id"]), *window])[0]["cost"]), 0
        )
        missing = round_half_even(sold * row["rate_micro"], _WHOLE)
        for name, should in (("sold_minor", sold), ("accrual_minor", missing)):
            if row[name] != should:
                faults.add("{}/{} says {} {}, and should say {}", row["document"], names("item", row["item_id"]), name,
                           row[name], should)  # fmt: skip
    made: defaultdict[tuple[int, int, str], int] = defaultdict(int)
    before = dict[int, int]()
    for (book, _, day), amount in sums.items():
        made[book, day, "shrinkage_accrued"] += amount
        made[book, day, "shrinkage_accrued_back"] += before.get(book, 0)
        before[book] = amount
    for line in reader.rows(_POSTED, [entity_id]):
        made[line["book_id"], line["accounting_on"], line["event"]] -= line["amount_minor"]
    for (book, day, event), amount in made.items():
        if amount:
            faults.add("on {} {} in {} are {} off what was estimated", on(day), event.replace("_", " "), names("book", book),
                       names.money(amount))  # fmt: skip
    return faults.checked(len(bases) + len(rows))  # Of a book without estimates it was seen that nothing is posted.
