"""Read and write kits: the lines of their definitions, and the moves of components that belong to one."""

from collections.abc import Mapping, Sequence
from typing import Any

from lowmark.store.many import marks
from lowmark.store.many import parts as parts_of
from lowmark.store.session import Reader, Row, Writer

CODES = """
SELECT i.id, i.code FROM items_item i WHERE i.id IN (SELECT kit_id FROM stock_kit_line WHERE entity_id = %s) ORDER BY i.code
"""
NUMBER = "SELECT i.id FROM items_item i WHERE i.id IN (SELECT kit_id FROM stock_kit_line WHERE entity_id = %s) AND i.code = %s"
LINES = "SELECT kit_id, component_id, quantity_micro, valid_from FROM stock_kit_line WHERE entity_id = %s ORDER BY known_seq"
PARTS = """
SELECT m.document, m.line, i.code AS item, coalesce(l.code, '') AS lot, m.quantity_micro, p.kit_micro, a.path AS from_location,
       b.path AS to_location, m.effective_on,
       CAST(coalesce((SELECT sum(r.quantity_micro) FROM stock_stock_move r WHERE r.returns_move_id = m.id), 0)
         AS bigint) AS returned_micro
FROM stock_kit_part p JOIN stock_stock_move m ON m.id = p.move_id JOIN items_item k ON k.id = p.kit_id
JOIN items_item i ON i.id = m.item_id JOIN items_location a ON a.id = m.from_location_id
JOIN items_location b ON b.id = m.to_location_id LEFT JOIN items_lot l ON l.id = m.lot_id
WHERE p.entity_id = %s AND m.document = %s AND p.kit_line = %s AND k.code = %s AND m.returns_move_id IS NULL ORDER BY m.known_seq
"""
NAMED = """
SELECT DISTINCT k.id, k.code, p.kit_micro, m.effective_on FROM stock_kit_part p JOIN stock_stock_move m ON m.id = p.move_id
JOIN items_item k ON k.id = p.kit_id WHERE p.entity_id = %s AND m.document = %s AND p.kit_line = %s
"""
SINCE = "SELECT id, document, line FROM stock_stock_move WHERE entity_id = %s AND known_seq > %s"
ITEMS = "SELECT id, code, name, tracking, minimum_remaining_days FROM items_item WHERE id IN ({marks})"
MOVED = """
SELECT DISTINCT i.code FROM items_item i JOIN stock_stock_move m ON m.item_id = i.id WHERE m.entity_id = %s AND i.id IN ({marks})
"""


def codes(reader: Reader, entity_id: int) -> dict[int, str]:
    """Return the codes of the items that are kits in an entity, from whatever day, by their numbers."""
    return {row["id"]: row["code"] for row in reader.rows(CODES, [entity_id])}


def number(reader: Reader, entity_id: int, code: str) -> int | None:
    """Return the number of an item that is a kit in an entity, from whatever day; none where it is not."""
    found = reader.value(NUMBER, [entity_id, code])
    return None if found is None else int(found)


def lines(reader: Reader, entity_id: int) -> list[Row]:
    """Return every line of every definition of an entity, in the order in which they came to be known."""
    return reader.rows(LINES, [entity_id], days=("valid_from",))


def items(reader: Reader, ids: Sequence[int]) -> dict[int, Row]:
    """Return id, code, name, tracking and minimum_remaining_days of some items, by their numbers."""
    return {
        row["id"]: row for some in parts_of(ids) for row in reader.rows(ITEMS.format(marks=marks(some)), list(some))
    }


def moved(reader: Reader, entity_id: int, items: Sequence[int]) -> set[str]:
    """Return the codes of those of some items that have moves of their own in an entity."""
    return {
        row["code"]
        for some in parts_of(items)
        for row in reader.rows(MOVED.format(marks=marks(some)), [entity_id, *some])
    }


def parts(reader: Reader, entity_id: int, document: str, line: str, kit: str) -> list[Row]:
    """Return the moves by which the kits of one line left: what moved between which places, how much came back, how many kits."""
    return reader.rows(PARTS, [entity_id, document, line, kit], days=("effective_on",))


def named(reader: Reader, entity_id: int, document: str, line: str) -> Row | None:
    """Return the kit that a line of a document names: id, code, kit_micro, effective_on; or none."""
    return reader.row(f"{NAMED} ORDER BY k.code LIMIT 1", [entity_id, document, line], days=("effective_on",))


def write_lines(writer: Writer, entity_id: int, some: Sequence[Mapping[str, Any]]) -> None:
    """Record lines of definitions: kit_id, component_id, quantity_micro and valid_from of each."""
    sequences, recorded_at = writer.tick(entity_id, len(some))
    writer.insert("kit_line", [
        {"id": number, "entity_id": entity_id, **line, "known_seq": seq, "recorded_at": recorded_at}
        for number, seq, line in zip(writer.take_ids("kit_line", len(some)), sequences, some, strict=True)
    ])  # fmt: skip


def write_parts(
    writer: Writer, entity_id: int, told: Mapping[tuple[str, str], tuple[int, str, int]], *, since_seq: int
) -> None:
    """Record which kit the moves since a sequence belong to, in their order.

    Domain: `told` says kit, its line and how many by document and line of the component's move.
    """
    ids = {(row["document"], row["line"]): row["id"] for row in writer.rows(SINCE, [entity_id, since_seq])}
    sequences, recorded_at = writer.tick(entity_id, len(told))
    writer.insert("kit_part", [
        {"id": number, "entity_id": entity_id, "move_id": ids[move], "kit_id": kit, "kit_line": line, "kit_micro": quantity,
         "known_seq": seq, "recorded_at": recorded_at}
        for number, seq, (move, (kit, line, quantity)) in zip(
            writer.take_ids("kit_part", len(told)), sequences, told.items(), strict=True
        )
    ])  # fmt: skip
