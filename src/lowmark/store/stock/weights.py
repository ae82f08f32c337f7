"""Read and write catch weights: the second quantity of moves whose goods each weigh their own."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from lowmark.store.many import marks, parts
from lowmark.store.session import Reader, Row, Writer

ANY = "SELECT 1 AS found FROM items_item WHERE catalogue_id = %s AND catch_unit IS NOT NULL LIMIT 1"
UNWEIGHED = """
SELECT m.id, m.document, m.line, m.item_id, m.lot_id, m.from_location_id, m.quantity_micro, m.returns_move_id, m.known_seq,
       i.catch_unit, i.weight_micro, a.kind AS from_kind
FROM stock_stock_move m JOIN items_item i ON i.id = m.item_id JOIN items_location a ON a.id = m.from_location_id
WHERE m.entity_id = %s AND m.document IN ({documents}) AND i.catch_unit IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM stock_catch_weight w WHERE w.move_id = m.id)
"""
SHELF = """
SELECT CAST(coalesce(sum(CASE WHEN m.to_location_id = %s THEN m.quantity_micro ELSE 0 END), 0)
          - coalesce(sum(CASE WHEN m.from_location_id = %s THEN m.quantity_micro ELSE 0 END), 0) AS bigint) AS quantity_micro,
       CAST(coalesce(sum(CASE WHEN m.to_location_id = %s THEN w.quantity_micro ELSE 0 END), 0)
          - coalesce(sum(CASE WHEN m.from_location_id = %s THEN w.quantity_micro ELSE 0 END), 0) AS bigint) AS weight_micro
FROM stock_stock_move m LEFT JOIN stock_catch_weight w ON w.move_id = m.id
WHERE m.entity_id = %s AND m.item_id = %s AND coalesce(m.lot_id, 0) = %s AND m.known_seq < %s
  AND (m.from_location_id = %s OR m.to_location_id = %s) AND m.from_location_id <> m.to_location_id
"""
ORIGIN = """
SELECT m.quantity_micro, w.quantity_micro AS weight_micro FROM stock_stock_move m JOIN stock_catch_weight w ON w.move_id = m.id
WHERE m.id = %s
"""
LYING = """
SELECT q.item_id, coalesce(l.code, '') AS lot, p.path AS location, i.catch_unit AS unit,
       CAST(sum(q.quantity_micro) AS bigint) AS quantity_micro FROM (
  SELECT m.item_id, m.lot_id, m.to_location_id AS location_id, w.quantity_micro FROM stock_catch_weight w
  JOIN stock_stock_move m ON m.id = w.move_id WHERE m.entity_id = %s AND m.accounting_on <= %s AND w.known_seq <= %s
  UNION ALL
  SELECT m.item_id, m.lot_id, m.from_location_id, -w.quantity_micro FROM stock_catch_weight w
  JOIN stock_stock_move m ON m.id = w.move_id WHERE m.entity_id = %s AND m.accounting_on <= %s AND w.known_seq <= %s
) q JOIN items_item i ON i.id = q.item_id JOIN items_location p ON p.id = q.location_id LEFT JOIN items_lot l ON l.id = q.lot_id
GROUP BY q.item_id, l.code, p.path, i.catch_unit
"""


def weighed_in(reader: Reader, catalogue_id: int) -> set[str]:
    """Return the codes of the items that have a second quantity."""
    sql = "SELECT code FROM items_item WHERE catalogue_id = %s AND catch_unit IS NOT NULL"
    return {str(row["code"]) for row in reader.rows(sql, [catalogue_id])}


def any_weighed(reader: Reader, catalogue_id: int) -> bool:
    """Say whether any item of a catalogue has a second quantity."""
    return reader.row(ANY, [catalogue_id]) is not None


def unweighed(reader: Reader, entity_id: int, documents: Sequence[str]) -> list[Row]:
    """Return the moves of documents whose goods have a second quantity that is not recorded yet, in the order of recording."""
    found = [row for part in parts(documents)
             for row in reader.rows(UNWEIGHED.format(documents=marks(part)), [entity_id, *part])]  # fmt: skip
    return sorted(found, key=lambda row: int(row["known_seq"]))


def on_shelf(
    reader: Reader, entity_id: int, *, item_id: int, lot_id: int | None, location_id: int, before_seq: int
) -> tuple[int, int]:
    """Return quantity and weight of one item and lot at a place, by what was recorded before a move."""
    place = location_id
    row = reader.row(SHELF, [place, place, place, place, entity_id, item_id, lot_id or 0, before_seq, place, place])
    assert row is not None  # Sums always have a row.
    return row["quantity_micro"], row["weight_micro"]


def of_origin(reader: Reader, move_id: int) -> tuple[int, int] | None:
    """Return quantity and weight of the move whose goods come back, where it was weighed."""
    row = reader.row(ORIGIN, [move_id])
    return None if row is None else (row["quantity_micro"], row["weight_micro"])


def lying(
    reader: Reader, entity_id: int, *, as_of: date, known_seq: int
) -> dict[tuple[int, str, str], tuple[str, int]]:
    """Return unit and weight of what lies at each place, by item, lot and place."""
    asked = [entity_id, as_of, known_seq]
    return {
        (row["item_id"], row["lot"], row["location"]): (row["unit"] or "", row["quantity_micro"])
        for row in reader.rows(LYING, [*asked, *asked]) if row["quantity_micro"]
    }  # fmt: skip


def write_weights(writer: Writer, weights: Sequence[dict[str, Any]]) -> None:
    """Record the weights of moves."""
    ids = writer.take_ids("catch_weight", len(weights))
    writer.insert("catch_weight", [{"id": number, **row} for number, row in zip(ids, weights, strict=True)])
