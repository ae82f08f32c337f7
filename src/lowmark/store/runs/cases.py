"""Read cases: what was found that may need a write-down, until a posted test has looked at the goods."""

from datetime import date

from lowmark.store.session import Reader, Row

OPEN = """
SELECT i.code AS item, i.name, coalesce(l.code, '') AS lot, c.reason, c.found_on, c.words FROM runs_case c
JOIN items_item i ON i.id = c.item_id LEFT JOIN items_lot l ON l.id = c.lot_id
WHERE c.entity_id = %s AND c.known_seq <= %s AND c.found_on <= %s AND c.state <> 'closed' AND NOT EXISTS (
  SELECT 1 FROM runs_run r JOIN runs_assessment a ON a.run_id = r.id
  WHERE r.book_id = %s AND r.state IN ('posted', 'posted_unapproved') AND r.as_of >= c.found_on AND r.as_of < %s
    AND r.snapshot_seq >= c.known_seq AND a.item_id = c.item_id AND (c.lot_id IS NULL OR a.lot_id = c.lot_id))
ORDER BY c.found_on, c.known_seq
"""


def open_cases(reader: Reader, entity_id: int, book_id: int, *, as_of: date, known_seq: int) -> list[Row]:
    """Return the cases found by a day that no posted test of a day before it has looked at: item, name, lot, reason, words."""
    return reader.rows(OPEN, [entity_id, known_seq, as_of, book_id, as_of], days=("found_on",))
