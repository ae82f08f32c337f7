"""Read what was sold since items were counted, and estimates of what is missing; write an estimate."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from lowmark.store.session import Reader, Row, Writer

COUNTED = """
SELECT c.item_id, max(c.counted_on) AS counted_on FROM stock_count c
WHERE c.entity_id = %s AND c.owner = '' AND c.counted_on <= %s AND EXISTS (
  SELECT 1 FROM stock_count_posting q WHERE q.entity_id = c.entity_id AND q.document = c.document AND q.known_seq > c.known_seq)
GROUP BY c.item_id
"""
SOLD = """
SELECT m.item_id, f.accounting_on AS on_day, CAST(-sum(f.value_minor) AS bigint) AS sold_minor
FROM subledger_cost_flow f JOIN stock_stock_move m ON m.id = f.move_id
JOIN items_location a ON a.id = m.from_location_id JOIN items_location b ON b.id = m.to_location_id
WHERE f.entity_id = %s AND f.cost_basis_id = %s AND f.accounting_on BETWEEN %s AND %s AND f.known_seq <= %s
  AND (a.kind = 'customer' OR b.kind = 'customer')
GROUP BY m.item_id, f.accounting_on
"""
LAST = """
SELECT s.document, s.as_of, s.item_id, i.code AS item, i.item_class, s.sold_from, s.sold_to, s.rate_micro, s.sold_minor,
       s.accrual_minor
FROM ledger_shrinkage_accrual s JOIN items_item i ON i.id = s.item_id
WHERE s.book_id = %s AND s.document = (SELECT l.document FROM ledger_shrinkage_accrual l WHERE l.book_id = %s
                                       ORDER BY l.known_seq DESC LIMIT 1)
ORDER BY i.code
"""


def counted(reader: Reader, entity_id: int, *, as_of: date) -> dict[int, date]:
    """Return when each item of ours was last counted on a sheet that was posted, by its number."""
    return {row["item_id"]: row["counted_on"] for row in reader.rows(COUNTED, [entity_id, as_of], days=("counted_on",))}


def sold(
    reader: Reader, entity_id: int, cost_basis_id: int, *, first_on: date, last_on: date, known_seq: int
) -> list[Row]:
    """Return what was sold of each item on each day of a window, less what came back, at cost: item_id, on_day, sold_minor."""
    return reader.rows(SOLD, [entity_id, cost_basis_id, first_on, last_on, known_seq], days=("on_day",))


def last_estimate(reader: Reader, book_id: int) -> list[Row]:
    """Return the rows of the last estimate of a book, by item."""
    return reader.rows(LAST, [book_id, book_id], days=("as_of", "sold_from", "sold_to"))


def is_there(reader: Reader, entity_id: int, document: str) -> bool:
    """Say whether an estimate has this name already."""
    sql = "SELECT count(*) FROM ledger_shrinkage_accrual WHERE entity_id = %s AND document = %s"
    return bool(reader.value(sql, [entity_id, document]))


def write_estimate(writer: Writer, rows: Sequence[dict[str, Any]]) -> None:
    """Write the rows of an estimate."""
    ids = writer.take_ids("shrinkage_accrual", len(rows))
    writer.insert("shrinkage_accrual", [{"id": number, **row} for number, row in zip(ids, rows, strict=True)])
