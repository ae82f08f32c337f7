"""Read and write where items are in their lives at a day, and what may be given in their place."""

from dataclasses import dataclass
from datetime import date

from lowmark.store.session import Reader, Row, Writer

ON_A_DAY = """
SELECT i.id, i.status AS said, i.superseded_by_id AS said_by, s.status, s.superseded_by_id FROM items_item i
LEFT JOIN items_item_status s ON s.item_id = i.id AND s.valid_from = (
  SELECT max(l.valid_from) FROM items_item_status l WHERE l.item_id = i.id AND l.valid_from <= %s)
WHERE i.catalogue_id = %s AND (i.status IS NOT NULL OR s.id IS NOT NULL)
"""
SUBSTITUTES = """
SELECT o.id, o.code, o.name, u.rank FROM items_substitute u JOIN items_item o ON o.id = u.substitute_id
WHERE u.item_id = %s AND u.rank > 0 ORDER BY u.rank, o.code
"""


@dataclass(frozen=True, slots=True)
class Status:
    """Where an item is in its life, and what takes its place."""

    status: str
    superseded_by_id: int | None


def statuses(reader: Reader, catalogue_id: int, *, on: date) -> dict[int, Status]:
    """Return the status of each item that has one on a day, by its number; of one without a day, the one that its file says."""
    return {
        row["id"]: Status(row["status"], row["superseded_by_id"]) if row["status"] else Status(row["said"], row["said_by"])
        for row in reader.rows(ON_A_DAY, [on, catalogue_id]) if row["status"] or row["said"]
    }  # fmt: skip


def substitutes(reader: Reader, item_id: int) -> list[Row]:
    """Return what may be given in place of an item, most gladly first: id, code, name, rank."""
    return reader.rows(SUBSTITUTES, [item_id])


def set_status(
    writer: Writer, catalogue_id: int, item_id: int, *, valid_from: date, status: str, superseded_by_id: int | None
) -> None:
    """Say where an item is in its life from a day on."""
    changed = writer.execute(
        "UPDATE items_item_status SET status = %s, superseded_by_id = %s WHERE item_id = %s AND valid_from = %s",
        [status, superseded_by_id, item_id, valid_from],
    )
    if not changed:
        writer.insert("item_status", [{
            "id": writer.take_ids("item_status", 1)[0], "catalogue_id": catalogue_id, "item_id": item_id,
            "valid_from": valid_from, "status": status, "superseded_by_id": superseded_by_id,
        }])  # fmt: skip


def set_substitute(writer: Writer, catalogue_id: int, item_id: int, substitute_id: int, *, rank: int) -> None:
    """Say how gladly an item is given in place of another."""
    changed = writer.execute(
        "UPDATE items_substitute SET rank = %s WHERE item_id = %s AND substitute_id = %s",
        [rank, item_id, substitute_id],
    )
    if not changed:
        writer.insert("substitute", [{
            "id": writer.take_ids("substitute", 1)[0], "catalogue_id": catalogue_id, "item_id": item_id,
            "substitute_id": substitute_id, "rank": rank,
        }])  # fmt: skip
