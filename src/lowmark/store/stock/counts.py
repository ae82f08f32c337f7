"""Read and write counts."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from lowmark.core.tables.locations import INTERNAL
from lowmark.store.session import Reader, Writer

if TYPE_CHECKING:
    import polars as pl

SHEET = """
SELECT i.code, coalesce(l.code, ''), p.path, c.owner, c.counted_on, c.quantity_micro, c.damaged_micro, coalesce(u.username, ''),
       c.known_seq
FROM stock_count c JOIN items_item i ON i.id = c.item_id LEFT JOIN items_lot l ON l.id = c.lot_id
JOIN items_location p ON p.id = c.location_id LEFT JOIN people_user u ON u.id = c.counted_by
WHERE c.entity_id = %s AND c.document = %s AND c.known_seq <= %s ORDER BY c.known_seq
"""
POSTED = """
SELECT i.code, coalesce(l.code, ''), p.path, m.to_owner, m.reason, m.accounting_on, m.quantity_micro
FROM stock_stock_move m JOIN items_item i ON i.id = m.item_id LEFT JOIN items_lot l ON l.id = m.lot_id
JOIN items_location p ON p.id = m.to_location_id
WHERE m.entity_id = %s AND m.document = %s AND m.known_seq <= %s AND p.kind <> 'adjustment'
UNION ALL
SELECT i.code, coalesce(l.code, ''), p.path, m.owner, m.reason, m.accounting_on, -m.quantity_micro
FROM stock_stock_move m JOIN items_item i ON i.id = m.item_id LEFT JOIN items_lot l ON l.id = m.lot_id
JOIN items_location p ON p.id = m.from_location_id
WHERE m.entity_id = %s AND m.document = %s AND m.known_seq <= %s AND p.kind <> 'adjustment'
"""
MOVED = """
SELECT i.code, coalesce(l.code, ''), p.path, x.owner, x.accounting_on, x.by_sheet, CAST(sum(x.came) AS bigint),
       CAST(sum(x.left_it) AS bigint) FROM (
  SELECT item_id, lot_id, to_location_id AS place, to_owner AS owner, accounting_on, quantity_micro AS came, 0 AS left_it, reason,
    CASE WHEN document = %s AND reason = 'damaged' THEN 1 ELSE 0 END AS by_sheet
  FROM stock_stock_move WHERE entity_id = %s AND accounting_on > %s AND accounting_on <= %s AND known_seq <= %s
    AND formula_change_id IS NULL
  UNION ALL
  SELECT item_id, lot_id, from_location_id, owner, accounting_on, 0, quantity_micro, reason,
    CASE WHEN document = %s AND reason = 'damaged' THEN 1 ELSE 0 END
  FROM stock_stock_move WHERE entity_id = %s AND accounting_on > %s AND accounting_on <= %s AND known_seq <= %s
    AND formula_change_id IS NULL
) x JOIN items_item i ON i.id = x.item_id LEFT JOIN items_lot l ON l.id = x.lot_id JOIN items_location p ON p.id = x.place
WHERE x.reason <> 'count' GROUP BY i.code, l.code, p.path, x.owner, x.accounting_on, x.by_sheet
"""
COUNTED_ON = """
SELECT i.code, coalesce(l.code, ''), p.path, c.owner, c.document, c.quantity_micro
FROM stock_count c JOIN items_item i ON i.id = c.item_id LEFT JOIN items_lot l ON l.id = c.lot_id
JOIN items_location p ON p.id = c.location_id
WHERE c.entity_id = %s AND c.counted_on = %s AND c.known_seq <= %s AND p.kind IN ({kinds}) ORDER BY c.known_seq
"""
OTHERS = """
SELECT i.code, coalesce(l.code, ''), p.path, p.kind, x.owner, CAST(sum(x.moved) AS bigint) FROM (
  SELECT item_id, lot_id, to_location_id AS place, to_owner AS owner, quantity_micro AS moved FROM stock_stock_move
  WHERE entity_id = %s AND accounting_on <= %s AND known_seq <= %s AND to_owner <> ''
  UNION ALL
  SELECT item_id, lot_id, from_location_id, owner, -quantity_micro FROM stock_stock_move
  WHERE entity_id = %s AND accounting_on <= %s AND known_seq <= %s AND owner <> ''
) x JOIN items_item i ON i.id = x.item_id LEFT JOIN items_lot l ON l.id = x.lot_id JOIN items_location p ON p.id = x.place
GROUP BY i.code, l.code, p.path, p.kind, x.owner HAVING sum(x.moved) <> 0
"""
LAST = """
SELECT i.code, p.path, c.owner, max(c.counted_on) FROM stock_count c JOIN items_item i ON i.id = c.item_id
JOIN items_location p ON p.id = c.location_id
WHERE c.entity_id = %s AND c.counted_on <= %s AND c.known_seq <= %s GROUP BY i.code, p.path, c.owner
"""


def sheet(reader: Reader, entity_id: int, document: str, *, known_seq: int) -> "pl.DataFrame":
    """Return the counts of a sheet in the order of counting: item, lot, location, owner, counted_on, quantity_micro,
    damaged_micro, counted_by, seq.
    """
    return reader.frame(
        SHEET, [entity_id, document, known_seq],
        {"item": "text", "lot": "text", "location": "text", "owner": "text", "counted_on": "day", "quantity_micro": "micro",
         "damaged_micro": "micro", "counted_by": "text", "seq": "int"},
    )  # fmt: skip


def posted(reader: Reader, entity_id: int, document: str, *, known_seq: int) -> "pl.DataFrame":
    """Return what the document of a sheet has moved: item, lot, location, owner, reason, on_day, quantity_micro, signed."""
    return reader.frame(
        POSTED, [entity_id, document, known_seq, entity_id, document, known_seq],
        {"item": "text", "lot": "text", "location": "text", "owner": "text", "reason": "text", "on_day": "day",
         "quantity_micro": "micro"},
    )  # fmt: skip


def others_there(reader: Reader, entity_id: int, *, as_of: date, known_seq: int) -> "pl.DataFrame":
    """Return how much of others' goods lies at each place of ours on a day: item, lot, location, kind, owner, quantity_micro."""
    asked = [entity_id, as_of, known_seq]
    found = reader.frame(
        OTHERS, [*asked, *asked],
        {"item": "text", "lot": "text", "location": "text", "kind": "text", "owner": "text", "quantity_micro": "micro"},
    )  # fmt: skip
    return found.filter(found["kind"].is_in(INTERNAL))


def counted_on(reader: Reader, entity_id: int, *, kinds: Sequence[str], on: date, known_seq: int) -> "pl.DataFrame":
    """Return the last count of a day at each place of some kinds: item, lot, location, owner, document, confirmed_micro."""
    marks = ", ".join(["%s"] * len(kinds))
    found = reader.frame(
        COUNTED_ON.format(kinds=marks), [entity_id, on, known_seq, *kinds],
        {"item": "text", "lot": "text", "location": "text", "owner": "text", "document": "text", "confirmed_micro": "micro"},
    )  # fmt: skip
    return found.unique(["item", "lot", "location", "owner"], keep="last", maintain_order=True)


def moved_in_places(
    reader: Reader, entity_id: int, document: str, *, after: date, until: date, known_seq: int
) -> "pl.DataFrame":
    """Return what came to each place and left it day by day, after a day, but for what counts adjusted: item, lot, location,
    owner, on_day, by_sheet (whether this sheet has set it apart as damaged), came_micro, left_micro.
    """
    asked = [document, entity_id, after, until, known_seq]
    return reader.frame(
        MOVED, [*asked, *asked],
        {"item": "text", "lot": "text", "location": "text", "owner": "text", "on_day": "day", "by_sheet": "bool",
         "came_micro": "micro", "left_micro": "micro"},
    )  # fmt: skip


def who_counted(reader: Reader, entity_id: int, document: str) -> set[int]:
    """Return the numbers of those who counted on a sheet."""
    sql = "SELECT DISTINCT counted_by FROM stock_count WHERE entity_id = %s AND document = %s"
    return {row["counted_by"] for row in reader.rows(sql, [entity_id, document])}


def items_counted(reader: Reader, entity_id: int, document: str) -> dict[int, date]:
    """Return when each item of ours was last counted on a sheet, by its number."""
    sql = (
        "SELECT item_id, max(counted_on) AS day FROM stock_count WHERE entity_id = %s AND document = %s AND owner = ''"
        " GROUP BY item_id"
    )
    return {row["item_id"]: row["day"] for row in reader.rows(sql, [entity_id, document], days=("day",))}


def posted_by(reader: Reader, entity_id: int, user_id: int, *, first_on: date, last_on: date) -> int:
    """Return what the differences came to, gains and losses alike, that somebody has posted in a window."""
    sql = (
        "SELECT CAST(coalesce(sum(abs(value_minor)), 0) AS bigint) FROM stock_count_posting"
        " WHERE entity_id = %s AND posted_by = %s AND posted_on BETWEEN %s AND %s"
    )
    return int(reader.value(sql, [entity_id, user_id, first_on, last_on]))


def moved_lines(reader: Reader, entity_id: int, document: str) -> Sequence[str]:
    """Return the lines of moves that have the name of a sheet as their document."""
    sql = "SELECT line FROM stock_stock_move WHERE entity_id = %s AND document = %s"
    return [str(row["line"]) for row in reader.rows(sql, [entity_id, document])]


def write_posting(writer: Writer, posting: dict[str, Any]) -> None:
    """Record that a sheet was accepted and posted."""
    writer.insert("count_posting", [{"id": writer.take_ids("count_posting", 1)[0], **posting}])


def open_damaged(reader: Reader, entity_id: int, item_id: int, lot_id: int | None, sheet: str) -> bool:
    """Say whether a sheet has opened a case for damaged goods of an item or lot, which is not closed."""
    sql = (
        "SELECT count(*) FROM runs_case WHERE entity_id = %s AND item_id = %s AND coalesce(lot_id, 0) = %s AND state <> 'closed'"
        " AND reason = 'damaged' AND substr(words, 1, %s) = %s"
    )
    begins = f"{sheet}: "
    return bool(reader.value(sql, [entity_id, item_id, lot_id or 0, len(begins), begins]))


def write_case(writer: Writer, case: dict[str, Any]) -> None:
    """Open a case for something found in a count."""
    writer.insert("case", [{"id": writer.take_ids("case", 1)[0], "state": "open", **case}])


def last_counted(reader: Reader, entity_id: int, *, as_of: date, known_seq: int) -> "pl.DataFrame":
    """Return when each item was last counted in each place: item, location, owner, counted_on."""
    return reader.frame(
        LAST, [entity_id, as_of, known_seq], {"item": "text", "location": "text", "owner": "text", "counted_on": "day"}
    )  # fmt: skip


def is_known_owner(reader: Reader, entity_id: int, owner: str) -> bool:
    """Say whether goods of an owner have ever lain here."""
    sql = "SELECT id FROM valuation_cost_pool WHERE entity_id = %s AND owner = %s LIMIT 1"
    return reader.value(sql, [entity_id, owner]) is not None


def tags(reader: Reader, entity_id: int, document: str) -> Sequence[str]:
    """Return the numbers of the tags of a sheet that have been counted."""
    sql = "SELECT line FROM stock_count WHERE entity_id = %s AND document = %s ORDER BY id"
    return [str(row["line"]) for row in reader.rows(sql, [entity_id, document])]


def write_count(writer: Writer, count: dict[str, Any]) -> None:
    """Record a count."""
    writer.insert("count", [{"id": writer.take_ids("count", 1)[0], **count}])
