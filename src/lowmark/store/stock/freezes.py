"""Read and write which places are frozen for a count. The last thing said of a place holds."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from lowmark.core.kinds.arithmetic import INT64_MAX as MOST
from lowmark.store.session import Reader, Row, Writer

if TYPE_CHECKING:
    import polars as pl

FROZEN_FOR: Final = """
coalesce((SELECT CASE WHEN f.event = 'frozen' THEN f.document END FROM stock_place_freeze f
          WHERE f.location_id = p.id ORDER BY f.known_seq DESC LIMIT 1), '')
"""
"""The sheet for which a place `p` is frozen; nothing where it is not. One row is looked up by its index."""

STANDING = """
SELECT p.id AS location_id, p.path AS location, f.document, f.effective_on, coalesce(u.username, '') AS by_user, f.because,
       f.known_seq
FROM items_location p
JOIN stock_place_freeze f ON f.id = (SELECT g.id FROM stock_place_freeze g WHERE g.location_id = p.id AND g.known_seq <= %s
                                     ORDER BY g.known_seq DESC LIMIT 1)
LEFT JOIN people_user u ON u.id = f.by_user
WHERE p.entity_id = %s AND f.event = 'frozen' ORDER BY p.path
"""
OF_SHEET = """
SELECT p.path, f.event, f.effective_on, f.known_seq FROM stock_place_freeze f JOIN items_location p ON p.id = f.location_id
WHERE f.entity_id = %s AND f.document = %s AND f.known_seq <= %s ORDER BY f.known_seq
"""
SINCE = """
SELECT i.code, coalesce(l.code, ''), p.path, x.owner, x.accounting_on, x.known_seq, x.came, x.left_it FROM (
  SELECT item_id, lot_id, to_location_id AS place, to_owner AS owner, accounting_on, known_seq, quantity_micro AS came,
         0 AS left_it, document, reason
  FROM stock_stock_move WHERE entity_id = %s AND known_seq > %s AND known_seq <= %s
    AND formula_change_id IS NULL
  UNION ALL
  SELECT item_id, lot_id, from_location_id, owner, accounting_on, known_seq, 0, quantity_micro, document, reason
  FROM stock_stock_move WHERE entity_id = %s AND known_seq > %s AND known_seq <= %s
    AND formula_change_id IS NULL
) x JOIN items_item i ON i.id = x.item_id LEFT JOIN items_lot l ON l.id = x.lot_id JOIN items_location p ON p.id = x.place
WHERE NOT (x.document = %s AND x.reason IN ('count', 'damaged'))
"""


def standing(reader: Reader, entity_id: int, *, known_seq: int = MOST) -> list[Row]:
    """Return the places that are frozen: location_id, location, document, effective_on, by_user, because, known_seq."""
    return reader.rows(STANDING, [known_seq, entity_id], days=("effective_on",))


def frozen_for(reader: Reader, locations: Sequence[int]) -> list[Row]:
    """Return those of some places that are frozen now: location, document."""
    marks = ", ".join(["%s"] * len(locations))
    sql = f"SELECT p.path AS location, {FROZEN_FOR} AS document FROM items_location p WHERE p.id IN ({marks}) ORDER BY p.path"  # noqa: S608
    return [row for row in reader.rows(sql, list(locations)) if row["document"]]


def of_sheet(reader: Reader, entity_id: int, document: str, *, known_seq: int) -> list[Row]:
    """Return what was frozen and thawed for a sheet, in the order of telling: path, event, effective_on, known_seq."""
    return reader.rows(OF_SHEET, [entity_id, document, known_seq], days=("effective_on",))


def moved_since(reader: Reader, entity_id: int, document: str, *, after_seq: int, known_seq: int) -> "pl.DataFrame":
    """Return what was told after a sequence to have come to places and left them, but for what a sheet itself has moved: item,
    lot, location, owner, on_day, seq, came_micro, left_micro.
    """
    asked = [entity_id, after_seq, known_seq]
    return reader.frame(
        SINCE, [*asked, *asked, document],
        {"item": "text", "lot": "text", "location": "text", "owner": "text", "on_day": "day", "seq": "int",
         "came_micro": "micro", "left_micro": "micro"},
    )  # fmt: skip


def write(writer: Writer, facts: Sequence[dict[str, Any]]) -> None:
    """Record that places are frozen or thawed."""
    numbers = writer.take_ids("place_freeze", len(facts))
    writer.insert("place_freeze", [{"id": number, **fact} for number, fact in zip(numbers, facts, strict=True)])
