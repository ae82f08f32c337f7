"""Returns foot: what customers are expected to send back follows from the sales as they were known, and is what was posted."""

from collections import defaultdict
from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.fifo import round_half_even
from lowmark.verify.names import Names, on
from lowmark.verify.reader import Row, Rows

NAME: Final = "returns_foot"
MEANING: Final = "each estimate of returns follows from its sales, and its entries post it and undo the one before"

_WHOLE: Final = 1_000_000
_ESTIMATES: Final = "SELECT * FROM ledger_expected_return WHERE entity_id = %s ORDER BY book_id, as_of, known_seq"
_SALES: Final = """
SELECT m.id, m.quantity_micro FROM stock_stock_move m
JOIN items_location a ON a.id = m.from_location_id JOIN items_location b ON b.id = m.to_location_id
WHERE m.item_id = %s AND m.entity_id = %s AND m.accounting_on BETWEEN %s AND %s AND m.known_seq < %s AND m.owner = ''
  AND a.kind NOT IN ('vendor', 'customer', 'production', 'scrap', 'opening', 'adjustment', 'provisional')
  AND (b.kind = 'customer' OR m.to_owner <> '')
"""
_BACK: Final = """
SELECT id, quantity_micro FROM stock_stock_move WHERE returns_move_id = %s AND accounting_on <= %s AND known_seq < %s
"""
_COST: Final = """
SELECT (SELECT coalesce(sum(value_minor), 0) FROM subledger_cost_flow WHERE move_id = %s AND cost_basis_id = %s
        AND accounting_on <= %s AND known_seq < %s) AS cost,
  (SELECT coalesce(sum(amount_minor), 0) FROM subledger_allowance_move WHERE cause_move_id = %s AND book_id = %s
   AND accounting_on <= %s AND known_seq < %s) AS allowance
"""
_BOOKS: Final = "SELECT id, cost_basis_id FROM entities_book WHERE entity_id = %s"
_POSTED: Final = """
SELECT e.book_id, e.accounting_on, e.event, l.amount_minor FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id
WHERE e.entity_id = %s AND e.event IN ('returns_expected', 'returns_expected_back') AND l.amount_minor > 0
"""


def check(reader: Rows, entity_id: int) -> Checked:
    """Work every estimate out again, and compare their sums with what was posted."""
    faults, names = Faults(), Names(reader, entity_id)
    bases = {row["id"]: row["cost_basis_id"] for row in reader.rows(_BOOKS, [entity_id])}
    rows = reader.rows(_ESTIMATES, [entity_id])
    sums: defaultdict[tuple[int, int], int] = defaultdict(int)
    for row in rows:
        sums[row["book_id"], row["as_of"]] += row["asset_minor"]
        for what, stands, should in _differences(reader, row, bases.get(row["book_id"])):
            faults.add(
                "{}/{} says {} {}, and should say {}",
                row["document"],
                names("item", row["item_id"]),
                what,
                stands,
                should,
            )
    made: defaultdict[tuple[int, int, str], int] = defaultdict(int)
    before = dict[int, int]()
    for (book, day), amount in sorted(sums.items()):
        made[book, day, "returns_expected"] += amount
        made[book, day, "returns_expected_back"] += before.get(book, 0)
        before[book] = amount
    for line in reader.rows(_POSTED, [entity_id]):
        made[line["book_id"], line["accounting_on"], line["event"]] -= line["amount_minor"]
    for (book, day, event), amount in made.items():
        if amount:
            faults.add("on {} {} in {} are {} off what was estimated", on(day), event.replace("_", " "), names("book", book),
                       names.money(amount))  # fmt: skip
    return faults.checked(len(bases) + len(rows))  # Of a book without estimates it was seen that nothing is posted.


def _differences(reader: Rows, row: Row, basis: int | None) -> list[tuple[str, int, int]]:
    """Return what an estimate says otherwise than the facts that it was made from: the word, what stands, what should."""
    sold, back, cost = 0, 0, 0
    window = [row["sold_from"], row["as_of"], row["known_seq"]]
    for sale in reader.rows(_SALES, [row["item_id"], row["entity_id"], *window]):
        sold += sale["quantity_micro"]
        cost += _carried(reader, row, sale["id"], basis)
        for move in reader.rows(_BACK, [sale["id"], row["as_of"], row["known_seq"]]):
            back += move["quantity_micro"]
            cost += _carried(reader, row, move["id"], basis)
    cost = max(cost, 0)
    expected = max(0, min(sold - back, round_half_even(sold * row["rate_micro"], _WHOLE) - back))
    former = round_half_even(cost * expected, sold - back) if expected else 0
    asset = former - round_half_even(former * row["recovery_micro"], _WHOLE)
    should = {
        "sold_micro": sold,
        "returned_micro": back,
        "cost_minor": cost,
        "expected_micro": expected,
        "asset_minor": asset,
    }
    return [(name, row[name], value) for name, value in should.items() if row[name] != value]


def _carried(reader: Rows, row: Row, move: int, basis: int | None) -> int:
    """Return what goods were carried at that a move took away; less than nothing for what it brought back."""
    until = [row["as_of"], row["known_seq"]]
    found = reader.rows(_COST, [move, basis, *until, move, row["book_id"], *until])[0]
    return int(found["allowance"]) - int(found["cost"])
