"""Read and write counts."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from lowmark.store.session import Reader, Writer

if TYPE_CHECKING:
    import polars as pl

SHEET = """
SELECT i.code, coalesce(l.code, ''), p.path, c.counted_on, c.quantity_micro, coalesce(u.username, ''), c.known_seq
FROM stock_count c JOIN items_item i ON i.id = c.item_id LEFT JOIN items_lot l ON l.id = c.lot_id
JOIN items_location p ON p.id = c.location_id LEFT JOIN people_user u ON u.id = c.counted_by
WHERE c.entity_id = %s AND c.document = %s AND c.known_seq <= %s ORDER BY c.known_seq
"""
LAST = """
SELECT i.code, p.path, max(c.counted_on) FROM stock_count c JOIN items_item i ON i.id = c.item_id
JOIN items_location p ON p.id = c.location_id
WHERE c.entity_id = %s AND c.counted_on <= %s AND c.known_seq <= %s GROUP BY i.code, p.path
"""


def sheet(reader: Reader, entity_id: int, document: str, *, known_seq: int) -> "pl.DataFrame":
    """Return the counts of a sheet in the order of counting: item, lot, location, counted_on, quantity_micro, counted_by, seq."""
    return reader.frame(
        SHEET, [entity_id, document, known_seq],
        {"item": "text", "lot": "text", "location": "text", "counted_on": "day", "quantity_micro": "micro",
         "counted_by": "text", "seq": "int"},
    )  # fmt: skip


def last_counted(reader: Reader, entity_id: int, *, as_of: date, known_seq: int) -> "pl.DataFrame":
    """Return when each item was last counted in each place: item, location, counted_on."""
    return reader.frame(
        LAST, [entity_id, as_of, known_seq], {"item": "text", "location": "text", "counted_on": "day"}
    )  # fmt: skip


def tags(reader: Reader, entity_id: int, document: str) -> Sequence[str]:
    """Return the numbers of the tags of a sheet that have been counted."""
    sql = "SELECT line FROM stock_count WHERE entity_id = %s AND document = %s ORDER BY id"
    return [str(row["line"]) for row in reader.rows(sql, [entity_id, document])]


def write_count(writer: Writer, count: dict[str, Any]) -> None:
    """Record a count."""
    writer.insert("count", [{"id": writer.take_ids("count", 1)[0], **count}])
