"""Read sales with what has come back of them, and estimates of what will; write an estimate."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from lowmark.core.tables.locations import INTERNAL
from lowmark.store.session import Reader, Row, Writer

SALES = """
WITH sold AS (
  SELECT m.id, m.item_id, m.quantity_micro FROM stock_stock_move m
  JOIN items_location a ON a.id = m.from_location_id JOIN items_location b ON b.id = m.to_location_id
  WHERE m.entity_id = %s AND m.accounting_on BETWEEN %s AND %s AND m.known_seq <= %s AND m.owner = ''
    AND a.kind IN ({ours}) AND (m.to_owner <> '' OR b.kind = 'customer')
), gone AS (
  SELECT id AS move_id, item_id, quantity_micro AS sold, 0 AS back FROM sold
  UNION ALL
  SELECT r.id, s.item_id, 0, r.quantity_micro FROM stock_stock_move r JOIN sold s ON s.id = r.returns_move_id
  WHERE r.accounting_on <= %s AND r.known_seq <= %s
)
SELECT g.item_id, i.code AS item, i.item_class, CAST(sum(g.sold) AS bigint) AS sold_micro,
  CAST(sum(g.back) AS bigint) AS returned_micro, CAST(sum(
    coalesce((SELECT sum(a.amount_minor) FROM subledger_allowance_move a WHERE a.cause_move_id = g.move_id AND a.book_id = %s
              AND a.accounting_on <= %s AND a.known_seq <= %s), 0)
    - coalesce((SELECT sum(f.value_minor) FROM subledger_cost_flow f WHERE f.move_id = g.move_id AND f.cost_basis_id = %s
                AND f.accounting_on <= %s AND f.known_seq <= %s), 0)) AS bigint) AS cost_minor
FROM gone g JOIN items_item i ON i.id = g.item_id GROUP BY g.item_id, i.code, i.item_class ORDER BY i.code
"""
LAST = """
SELECT e.document, e.as_of, i.item_class, CAST(sum(e.asset_minor) AS bigint) AS asset_minor
FROM ledger_expected_return e JOIN items_item i ON i.id = e.item_id
WHERE e.book_id = %s AND e.as_of = (SELECT max(l.as_of) FROM ledger_expected_return l WHERE l.book_id = %s)
GROUP BY e.document, e.as_of, i.item_class ORDER BY i.item_class
"""


def sales(
    reader: Reader, entity_id: int, book_id: int, cost_basis_id: int, *, sold_from: date, as_of: date, known_seq: int
) -> list[Row]:
    """Return by item how much was sold in a window, how much of that has come back, and what the rest was carried at.

    Shapes: item_id, item, item_class, sold_micro, returned_micro, cost_minor.
    """
    until = [as_of, known_seq]
    parameters = [entity_id, sold_from, *until, *until, book_id, *until, cost_basis_id, *until]
    return reader.rows(SALES.format(ours=", ".join(f"'{kind}'" for kind in INTERNAL)), parameters)


def last_estimate(reader: Reader, book_id: int) -> list[Row]:
    """Return the last estimate of a book by class of item: document, as_of, item_class, asset_minor."""
    return reader.rows(LAST, [book_id, book_id], days=("as_of",))


def is_there(reader: Reader, entity_id: int, document: str) -> bool:
    """Say whether an estimate has this name already."""
    sql = "SELECT count(*) FROM ledger_expected_return WHERE entity_id = %s AND document = %s"
    return bool(reader.value(sql, [entity_id, document]))


def write_estimate(writer: Writer, rows: Sequence[dict[str, Any]]) -> None:
    """Write the rows of an estimate."""
    ids = writer.take_ids("expected_return", len(rows))
    writer.insert("expected_return", [{"id": number, **row} for number, row in zip(ids, rows, strict=True)])
