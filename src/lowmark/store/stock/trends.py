"""Read how stock went, period by period: a question for each figure, answered by the database for all periods at once.

Before this: an open reader, the periods. After this: the query that lays them side by side. All is at cost, of goods of ours.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from lowmark.store.session import Reader, Row

Periods = Sequence[tuple[date, date]]
"""First and last day of each."""

_HELD: Final = """held AS (
  SELECT e.ends_on, f.pool_id, f.layer_move_id, sum(f.value_minor) AS value_minor FROM ends e
  JOIN subledger_cost_flow f ON f.accounting_on <= e.ends_on
  WHERE f.cost_basis_id = %s AND f.entity_id = %s AND f.known_seq <= %s GROUP BY e.ends_on, f.pool_id, f.layer_move_id
)"""
EXPIRING: Final = """
SELECT h.ends_on, CAST(sum(h.value_minor) AS bigint) AS cost_minor,
  CAST(sum(CASE WHEN l.last_on < h.ends_on THEN h.value_minor ELSE 0 END) AS bigint) AS expired_minor,
  CAST(sum(CASE WHEN l.last_on BETWEEN h.ends_on AND h.ends_on + 30 THEN h.value_minor ELSE 0 END) AS bigint)
    AS expiring_30_minor,
  CAST(sum(CASE WHEN l.last_on BETWEEN h.ends_on AND h.ends_on + 60 THEN h.value_minor ELSE 0 END) AS bigint)
    AS expiring_60_minor,
  CAST(sum(CASE WHEN l.last_on BETWEEN h.ends_on AND h.ends_on + 90 THEN h.value_minor ELSE 0 END) AS bigint)
    AS expiring_90_minor
FROM held h JOIN valuation_cost_pool p ON p.id = h.pool_id LEFT JOIN (
  SELECT id, coalesce(expires_on, best_before_on) AS last_on FROM items_lot
) l ON l.id = p.lot_id
GROUP BY h.ends_on
"""
AGES: Final = """
SELECT h.ends_on,
  CAST(sum(CASE WHEN h.ends_on - coalesce(r.received_on, r.effective_on) <= 90 THEN h.value_minor ELSE 0 END) AS bigint)
    AS to_90_minor,
  CAST(sum(CASE WHEN h.ends_on - coalesce(r.received_on, r.effective_on) BETWEEN 91 AND 180 THEN h.value_minor ELSE 0 END)
    AS bigint) AS to_180_minor,
  CAST(sum(CASE WHEN h.ends_on - coalesce(r.received_on, r.effective_on) BETWEEN 181 AND 365 THEN h.value_minor ELSE 0 END)
    AS bigint) AS to_365_minor,
  CAST(sum(CASE WHEN h.ends_on - coalesce(r.received_on, r.effective_on) > 365 THEN h.value_minor ELSE 0 END) AS bigint)
    AS older_minor
FROM held h JOIN stock_stock_move r ON r.id = h.layer_move_id GROUP BY h.ends_on
"""
SOLD: Final = """
SELECT e.ends_on, CAST(-sum(f.value_minor) AS bigint) AS sold_minor FROM ends e
JOIN subledger_cost_flow f ON f.accounting_on BETWEEN e.starts_on AND e.ends_on
JOIN stock_stock_move m ON m.id = f.move_id
JOIN items_location a ON a.id = m.from_location_id JOIN items_location b ON b.id = m.to_location_id
WHERE f.cost_basis_id = %s AND f.entity_id = %s AND f.known_seq <= %s AND (a.kind = 'customer' OR b.kind = 'customer')
GROUP BY e.ends_on
"""
STILL: Final = """
, by_item AS (
  SELECT h.ends_on, p.item_id, sum(h.value_minor) AS value_minor FROM held h JOIN valuation_cost_pool p ON p.id = h.pool_id
  GROUP BY h.ends_on, p.item_id HAVING sum(h.value_minor) <> 0
), moved AS (
  SELECT b.ends_on, b.item_id, b.value_minor,
         max(CASE WHEN t.kind IN ('customer', 'production') THEN m.accounting_on END) AS last_out, min(m.accounting_on) AS first_on
  FROM by_item b JOIN stock_stock_move m ON m.item_id = b.item_id AND m.accounting_on <= b.ends_on
  JOIN items_location t ON t.id = m.to_location_id
  WHERE m.entity_id = %s AND m.known_seq <= %s GROUP BY b.ends_on, b.item_id, b.value_minor
)
SELECT ends_on,
  CAST(sum(CASE WHEN ends_on - coalesce(last_out, first_on) > %s AND ends_on - coalesce(last_out, first_on) <= %s
                THEN value_minor ELSE 0 END) AS bigint) AS slow_minor,
  CAST(sum(CASE WHEN ends_on - coalesce(last_out, first_on) > %s THEN value_minor ELSE 0 END) AS bigint) AS dead_minor
FROM moved GROUP BY ends_on
"""
CAUSES: Final = """
SELECT e.ends_on, w.reason,
  CAST(sum(CASE WHEN w.kind = 'charge' THEN w.amount_minor ELSE 0 END) AS bigint) AS charged_minor,
  CAST(-sum(CASE WHEN w.kind = 'reverse' THEN w.amount_minor ELSE 0 END) AS bigint) AS reversed_minor
FROM ends e JOIN subledger_allowance_move w ON w.accounting_on BETWEEN e.starts_on AND e.ends_on
WHERE w.book_id = %s AND w.entity_id = %s AND w.known_seq <= %s AND w.kind IN ('charge', 'reverse')
GROUP BY e.ends_on, w.reason ORDER BY e.ends_on, w.reason
"""


def _with(periods: Periods, *more: str) -> tuple[str, list[object]]:
    """Return the head of a question that has the periods as its first table."""
    marks = ", ".join("(CAST(%s AS bigint), CAST(%s AS bigint))" for _ in periods)
    head = ", ".join((f"ends (starts_on, ends_on) AS (VALUES {marks})", *more))
    return f"WITH {head} ", [day for period in periods for day in period]


def at_the_ends(
    reader: Reader, entity_id: int, cost_basis_id: int, periods: Periods, *, known_seq: int
) -> tuple[list[Row], list[Row]]:
    """Return what stock cost at each end and what of it expired or will soon; and that cost by how long it had been here."""
    head, days = _with(periods, _HELD)
    parameters = [*days, cost_basis_id, entity_id, known_seq]
    return (
        reader.rows(head + EXPIRING, parameters, days=("ends_on",)),
        reader.rows(head + AGES, parameters, days=("ends_on",)),
    )


def sold(reader: Reader, entity_id: int, cost_basis_id: int, periods: Periods, *, known_seq: int) -> list[Row]:
    """Return what was sold in each period, less what came back, at cost."""
    head, days = _with(periods)
    return reader.rows(head + SOLD, [*days, cost_basis_id, entity_id, known_seq], days=("ends_on",))


def still(
    reader: Reader, entity_id: int, cost_basis_id: int, periods: Periods, *, known_seq: int, slow_days: int, dead_days: int
) -> list[Row]:  # fmt: skip
    """Return the cost at each end of items of which nothing went for longer than some days: slow, and dead."""
    head, days = _with(periods, _HELD)
    parameters = [*days, cost_basis_id, entity_id, known_seq, entity_id, known_seq, slow_days, dead_days, dead_days]
    return reader.rows(head + STILL, parameters, days=("ends_on",))


def causes(reader: Reader, entity_id: int, book_id: int, periods: Periods, *, known_seq: int) -> list[Row]:
    """Return what was written down and reversed in each period, by cause."""
    head, days = _with(periods)
    return reader.rows(head + CAUSES, [*days, book_id, entity_id, known_seq], days=("ends_on",))
