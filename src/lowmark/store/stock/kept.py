"""Read and write what keeps stock from whoever comes for it: holds and reservations; and the lock under which they are made."""

from collections.abc import Sequence
from datetime import date

from lowmark.store.many import marks
from lowmark.store.session import Reader, Row, Writer

POOLS = "SELECT id FROM valuation_cost_pool WHERE item_id = %s AND entity_id = %s"
OPEN_HOLDS = """
SELECT h.id, h.document, h.reason, h.held_on, h.item_id, h.lot_id, i.code AS item, coalesce(l.code, '') AS lot
FROM stock_hold h JOIN items_item i ON i.id = h.item_id LEFT JOIN items_lot l ON l.id = h.lot_id
WHERE h.entity_id = %s AND h.state = 'held'
"""
RESERVED = """
SELECT r.id, r.document, r.line, r.item_id, r.lot_id, r.location_id, r.quantity_micro, coalesce(l.code, '') AS lot,
       p.path AS location
FROM stock_reservation r JOIN items_location p ON p.id = r.location_id LEFT JOIN items_lot l ON l.id = r.lot_id
WHERE r.item_id IN ({marks}) AND r.state = 'held' AND r.entity_id = %s ORDER BY r.id
"""


def lock_goods(writer: Writer, entity_id: int, item_id: int) -> None:
    """Lock an item in an entity, whatever its lots and conditions: every move of it that has a cost or a shelf waits."""
    writer.lock("cost_pool", [row["id"] for row in writer.rows(POOLS, [item_id, entity_id])])


def lock_all_goods(writer: Writer, entity_id: int, items: Sequence[int]) -> None:
    """Lock several items at once, in the one order of their pools."""
    sql = f"SELECT id FROM valuation_cost_pool WHERE entity_id = %s AND item_id IN ({marks(items)})"  # noqa: S608
    writer.lock("cost_pool", [row["id"] for row in writer.rows(sql, [entity_id, *items])])


def holds(reader: Reader, entity_id: int, items: Sequence[int] | None = None) -> list[Row]:
    """Return the holds that hold, of some items or of all: id, document, reason, held_on, item_id, lot_id, item, lot."""
    if items is None:
        return reader.rows(OPEN_HOLDS, [entity_id], days=("held_on",))
    return reader.rows(f"{OPEN_HOLDS} AND h.item_id IN ({marks(items)})", [entity_id, *items], days=("held_on",))


def all_held(reader: Reader, entity_id: int, items: Sequence[int]) -> dict[tuple[int, str], str]:
    """Return the documents that hold some items back, by item and lot; of an item as a whole, by an empty lot."""
    wanted = set(items)
    return {
        (row["item_id"], row["lot"]): row["document"] for row in holds(reader, entity_id) if row["item_id"] in wanted
    }


def held_by(reader: Reader, entity_id: int, item_id: int, lot_id: int | None) -> str | None:
    """Return the document of a hold on an item, or on one lot of it; none where nothing holds it."""
    sql = (
        "SELECT document FROM stock_hold WHERE item_id = %s AND state = 'held' AND entity_id = %s"
        " AND (lot_id IS NULL OR lot_id = %s) ORDER BY id LIMIT 1"
    )
    found = reader.value(sql, [item_id, entity_id, lot_id or 0])
    return None if found is None else str(found)


def reserved(reader: Reader, entity_id: int, items: Sequence[int]) -> list[Row]:
    """Return the reservations of some items that hold, the earliest first."""
    return reader.rows(RESERVED.format(marks=marks(items)), [*items, entity_id])


def all_reserved(reader: Reader, entity_id: int) -> dict[int, int]:
    """Return how much of each item is reserved, by its number."""
    sql = (
        "SELECT item_id, CAST(sum(quantity_micro) AS bigint) AS kept FROM stock_reservation"
        " WHERE entity_id = %s AND state = 'held' GROUP BY item_id"
    )
    return {row["item_id"]: row["kept"] for row in reader.rows(sql, [entity_id])}


def release_reservations(writer: Writer, ids: Sequence[int], *, state: str) -> None:
    """Let reservations end: used or released."""
    writer.execute_many("UPDATE stock_reservation SET state = %s WHERE id = %s", [(state, each) for each in ids])


def release_holds(writer: Writer, ids: Sequence[int], on: date) -> None:
    """Let holds end."""
    writer.execute_many(
        "UPDATE stock_hold SET state = 'released', released_on = %s WHERE id = %s", [(on, each) for each in ids]
    )


def lessen_reservation(writer: Writer, number: int, by_micro: int) -> None:
    """Let a part of a reservation be used; the rest holds."""
    writer.execute(
        "UPDATE stock_reservation SET quantity_micro = quantity_micro - %s WHERE id = %s", [by_micro, number]
    )
