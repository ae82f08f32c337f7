"""Read items, places and lots by their natural keys."""

from typing import TYPE_CHECKING

from lowmark.store.session import Reader

if TYPE_CHECKING:
    import polars as pl


def catalogue_by_code(reader: Reader, code: str) -> int | None:
    """Return the number of a catalogue, or none."""
    found = reader.value("SELECT id FROM entities_catalogue WHERE code = %s", [code])
    return None if found is None else int(found)


def items(reader: Reader, catalogue_id: int) -> "pl.DataFrame":
    """Return the items of a catalogue: item_id, item, name, item_class, tracking, shelf_life_days."""
    return reader.frame(
        "SELECT id, code, name, item_class, tracking, shelf_life_days FROM items_item WHERE catalogue_id = %s"
        " ORDER BY id",
        [catalogue_id],
        {"item_id": "id", "item": "text", "name": "text", "item_class": "text", "tracking": "text",
         "shelf_life_days": "int"},
    )  # fmt: skip


def locations(reader: Reader, entity_id: int) -> "pl.DataFrame":
    """Return the places of an entity: location_id, location, kind."""
    return reader.frame(
        "SELECT id, path, kind FROM items_location WHERE entity_id = %s ORDER BY id", [entity_id],
        {"location_id": "id", "location": "text", "kind": "text"},
    )  # fmt: skip


def lots(reader: Reader, entity_id: int) -> "pl.DataFrame":
    """Return the lots of an entity: lot_id, item_id, lot, made_on, expires_on."""
    return reader.frame(
        "SELECT id, item_id, code, made_on, expires_on FROM items_lot WHERE entity_id = %s ORDER BY id", [entity_id],
        {"lot_id": "id", "item_id": "id", "lot": "text", "made_on": "day", "expires_on": "day"},
    )  # fmt: skip


def item_by_code(reader: Reader, catalogue_id: int, code: str) -> dict[str, object] | None:
    """Return one item: id, code, item_class, tracking; or none."""
    sql = "SELECT id, code, item_class, tracking FROM items_item WHERE catalogue_id = %s AND code = %s"
    return reader.row(sql, [catalogue_id, code])


def location_by_path(reader: Reader, entity_id: int, path: str) -> dict[str, object] | None:
    """Return one place: id, path, kind; or none."""
    return reader.row("SELECT id, path, kind FROM items_location WHERE entity_id = %s AND path = %s", [entity_id, path])


def lot_by_code(reader: Reader, entity_id: int, item_id: int, code: str) -> int | None:
    """Return the number of a lot, or none."""
    sql = "SELECT id FROM items_lot WHERE entity_id = %s AND item_id = %s AND code = %s"
    found = reader.value(sql, [entity_id, item_id, code])
    return None if found is None else int(found)
