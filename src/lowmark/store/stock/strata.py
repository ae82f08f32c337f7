"""Read and keep strata: what is physically there, now; and the moves from which they are laid at any date."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db import connections

from lowmark.core.kinds.arithmetic import INT64_MAX
from lowmark.core.kinds.day import LAST, from_day, to_day
from lowmark.core.tables.locations import INTERNAL
from lowmark.store.many import marks, parts
from lowmark.store.session import Reader, Writer

if TYPE_CHECKING:
    import polars as pl

Shelf = tuple[int, int, str, str]
"""Place, item, lot (empty without one) and owner."""

Days = dict[int, int]
"""Quantity by the day on which the goods were first received."""

Moved = tuple[int, str, int, int, str, str, int, int]
"""Item, lot, the places it joins (0 for one that is not ours), owner, new owner, quantity, and since when its goods are here."""

LAST_DAY = from_day(LAST)
OURS = ", ".join(f"'{kind}'" for kind in INTERNAL)

SHELF = """
SELECT received_on, quantity_micro FROM stock_stratum
WHERE location_id = %s AND item_id = %s AND lot_key = %s AND owner = %s
"""
LAST_MOVED = """
SELECT accounting_on FROM stock_stock_move WHERE item_id = %s AND entity_id = %s ORDER BY accounting_on DESC LIMIT 1
"""
ALL_LAST_MOVED = f"""
SELECT i.id, ({LAST_MOVED.replace("item_id = %s", "item_id = i.id").strip()}) AS last_on
FROM items_item i WHERE i.id IN ({{marks}})
"""  # noqa: S608
SHELVES = """
SELECT s.location_id, s.item_id, coalesce(l.code, '') AS lot, s.owner, s.received_on, s.quantity_micro, s.lot_key
FROM stock_stratum s LEFT JOIN items_lot l ON l.id = s.lot_id WHERE s.entity_id = %s {of_items}
"""
MOVES = f"""
SELECT m.item_id, coalesce(l.code, ''), CASE WHEN a.kind IN ({OURS}) THEN a.id ELSE 0 END,
       CASE WHEN b.kind IN ({OURS}) THEN b.id ELSE 0 END, m.owner, m.to_owner, m.quantity_micro,
       coalesce(m.received_on, m.effective_on), m.effective_on
FROM stock_stock_move m
JOIN items_location a ON a.id = m.from_location_id
JOIN items_location b ON b.id = m.to_location_id
LEFT JOIN items_lot l ON l.id = m.lot_id
WHERE m.entity_id = %s AND m.effective_on <= %s AND m.known_seq <= %s AND m.formula_change_id IS NULL {{of_items}}
ORDER BY m.effective_on, m.known_seq
"""  # noqa: S608
OLDEST_ISSUED = """
SELECT f.move_id, min(coalesce(r.received_on, r.effective_on)) AS received_on
FROM subledger_cost_flow f JOIN stock_stock_move r ON r.id = f.layer_move_id
WHERE f.move_id IN ({marks}) AND f.kind = 'issue' GROUP BY f.move_id
"""


def shelf(reader: Reader, location_id: int, item_id: int, lot_id: int | None, owner: str) -> Days:
    """Return how much of an item (lot) of an owner lies at a place, by the day on which it was received."""
    rows = reader.rows(SHELF, [location_id, item_id, lot_id or 0, owner])
    return {row["received_on"]: row["quantity_micro"] for row in rows}


def last_moved_on(reader: Reader, entity_id: int, item_id: int) -> int | None:
    """Return the last day on which a move of an item counts, or none: no move has happened after it."""
    found = reader.value(LAST_MOVED, [item_id, entity_id])
    return None if found is None else int(found)


def all_last_moved_on(reader: Reader, entity_id: int, items: Sequence[int]) -> dict[int, int]:
    """Return the last day on which a move of each item counts, of those that have moved."""
    found: dict[int, int] = {}
    for part in parts(items):
        sql = ALL_LAST_MOVED.format(marks=marks(part))
        found |= {
            row["id"]: row["last_on"] for row in reader.rows(sql, [entity_id, *part]) if row["last_on"] is not None
        }
    return found


def shelves(
    reader: Reader, entity_id: int, items: Sequence[int]
) -> tuple[dict[Shelf, Days], dict[tuple[int, str], int]]:
    """Return what lies where of some items, and the numbers of the lots that are named in it."""
    found: dict[Shelf, Days] = {}
    lots: dict[tuple[int, str], int] = {}
    for part in parts(items):
        for row in reader.rows(SHELVES.format(of_items=f"AND s.item_id IN ({marks(part)})"), [entity_id, *part]):
            item, lot = row["item_id"], row["lot"]
            found.setdefault((row["location_id"], item, lot, row["owner"]), {})[row["received_on"]] = row[
                "quantity_micro"
            ]
            lots[item, lot] = row["lot_key"]
    return found, lots


def moves(
    reader: Reader, entity_id: int, items: Sequence[int] | None = None, *, lot_id: int | None = None,
    as_of: date = LAST_DAY, known_seq: int = INT64_MAX,
) -> Iterator[tuple[int, Moved]]:  # fmt: skip
    """Yield the moves of an entity (of some items, of one lot) in the order in which they happened, each with its day."""
    of_lot = "" if lot_id is None else f"AND m.lot_id = {lot_id:d}"
    for part in [None] if items is None else list(parts(items)):
        of_items = "" if part is None else f"AND m.item_id IN ({marks(part)})"
        sql = MOVES.format(of_items=f"{of_items} {of_lot}")
        with connections[reader.alias].cursor() as cursor:
            cursor.execute(sql, [entity_id, to_day(as_of), known_seq, *(part or ())])
            for row in cursor.fetchall():
                yield row[8], row[:8]


STANDS_SO = """
SELECT (SELECT c.known_seq FROM entities_entity_clock c WHERE c.entity_id = %s) <= %s OR NOT EXISTS (
  SELECT 1 FROM stock_stock_move m WHERE m.entity_id = %s AND m.known_seq > %s
) AS nothing_since, NOT EXISTS (
  SELECT 1 FROM stock_stock_move m WHERE m.entity_id = %s AND m.effective_on > %s
) AS nothing_later
"""
NOW = """
SELECT s.location_id, s.item_id, coalesce(l.code, ''), s.owner, s.received_on, s.quantity_micro
FROM stock_stratum s LEFT JOIN items_lot l ON l.id = s.lot_id WHERE s.entity_id = %s {of_items}
"""


def stands_so(reader: Reader, entity_id: int, *, as_of: date, known_seq: int) -> bool:
    """Say whether what is kept is what was there at a date as known at a sequence: nothing has moved or come since."""
    asked = [entity_id, known_seq, entity_id, known_seq, entity_id, as_of]
    row = reader.row(STANDS_SO, asked)
    assert row is not None
    return bool(row["nothing_since"]) and bool(row["nothing_later"])


def now(reader: Reader, entity_id: int, items: Sequence[int] | None = None) -> "pl.DataFrame":
    """Return the strata of an entity (of some items): location_id, item_id, lot, owner, received_on, quantity_micro."""
    of_items = "" if items is None else f"AND s.item_id IN ({marks(items) or 'NULL'})"
    return reader.frame(
        NOW.format(of_items=of_items), [entity_id, *(items or ())],
        {"location_id": "id", "item_id": "id", "lot": "text", "owner": "text", "received_on": "day",
         "quantity_micro": "micro"},
    ).sort("item_id", "location_id", "lot", "owner", "received_on")  # fmt: skip


def lies(reader: Reader, item_id: int, lot_id: int) -> bool:
    """Say whether anything of a lot lies anywhere."""
    sql = "SELECT 1 FROM stock_stratum WHERE item_id = %s AND lot_id = %s LIMIT 1"
    return reader.value(sql, [item_id, lot_id]) is not None


def serials(reader: Reader, items: Sequence[int]) -> set[int]:
    """Return which of some items are followed by serial number."""
    found: set[int] = set()
    for part in parts(items):
        sql = f"SELECT id FROM items_item WHERE tracking = 'serial' AND id IN ({marks(part)})"  # noqa: S608
        found |= {row["id"] for row in reader.rows(sql, list(part))}
    return found


def oldest_issued(reader: Reader, moved: Sequence[int]) -> dict[int, int]:
    """Return on which day the oldest of what some moves issued had been received, as their cost says it."""
    found: dict[int, int] = {}
    for part in parts(moved):
        rows = reader.rows(OLDEST_ISSUED.format(marks=marks(part)), list(part))
        found |= {row["move_id"]: row["received_on"] for row in rows}
    return found


def keep_shelf(
    writer: Writer, entity_id: int, where: tuple[int, int, str], lot_id: int | None, before: Days, after: Days
) -> None:
    """Bring one shelf (place, item, owner) from what it was to what it is; only what differs is touched."""
    key = [where[0], where[1], lot_id or 0, where[2]]
    of_key = "WHERE location_id = %s AND item_id = %s AND lot_key = %s AND owner = %s AND received_on = %s"
    for day, quantity in after.items():
        if day not in before:
            writer.insert("stratum", [{
                "location_id": where[0], "item_id": where[1], "lot_key": lot_id or 0, "owner": where[2],
                "received_on": day, "entity_id": entity_id, "lot_id": lot_id, "quantity_micro": quantity,
            }])  # fmt: skip
        elif before[day] != quantity:
            writer.execute(f"UPDATE stock_stratum SET quantity_micro = %s {of_key}", [quantity, *key, day])  # noqa: S608
    for day in before.keys() - after.keys():
        writer.execute(f"DELETE FROM stock_stratum {of_key}", [*key, day])  # noqa: S608


def keep(
    writer: Writer, entity_id: int, lots: Mapping[tuple[int, str], int], *, before: Mapping[Shelf, Days],
    after: Mapping[Shelf, Days],
) -> None:  # fmt: skip
    """Bring many shelves from what they were to what they are.

    Domain: `lots` has the number of each lot by item and code; no quantity of `after` is below zero.
    """
    dropped, added = list(_differing(before, after)), list(_differing(after, before))
    writer.execute_many(
        "DELETE FROM stock_stratum WHERE location_id = %s AND item_id = %s AND lot_key = %s AND owner = %s AND received_on = %s",
        [(place, item, lots[item, lot] if lot else 0, owner, day) for (place, item, lot, owner), day, _ in dropped],
    )  # fmt: skip
    writer.insert("stratum", [
        {"location_id": place, "item_id": item, "lot_key": lots[item, lot] if lot else 0, "owner": owner,
         "received_on": day, "entity_id": entity_id, "lot_id": lots[item, lot] if lot else None, "quantity_micro": quantity}
        for (place, item, lot, owner), day, quantity in added
    ])  # fmt: skip


def _differing(one: Mapping[Shelf, Days], other: Mapping[Shelf, Days]) -> Iterator[tuple[Shelf, int, int]]:
    """Yield the strata of one that the other does not have so."""
    nothing: Days = {}
    for where, days in one.items():
        there = other.get(where, nothing)
        if days != there:
            yield from ((where, day, quantity) for day, quantity in days.items() if there.get(day) != quantity)
