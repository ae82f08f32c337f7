"""Read items, places and lots by their natural keys."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lowmark.store.many import among
from lowmark.store.session import Reader, Row

if TYPE_CHECKING:
    import polars as pl


def catalogue_by_code(reader: Reader, code: str) -> int | None:
    """Return the number of a catalogue, or none."""
    found = reader.value("SELECT id FROM entities_catalogue WHERE code = %s", [code])
    return None if found is None else int(found)


def items(reader: Reader, catalogue_id: int, numbers: Sequence[int] | None = None) -> "pl.DataFrame":
    """Return the items of a catalogue (or some): item_id, item, name, item_class, tracking, shelf_life_days, base_unit."""
    return reader.frame(
        "SELECT id, code, name, item_class, tracking, shelf_life_days, base_unit FROM items_item WHERE catalogue_id = %s"  # noqa: S608
        f"{_of('id', numbers)} ORDER BY id",
        [catalogue_id, *(numbers or ())],
        {"item_id": "id", "item": "text", "name": "text", "item_class": "text", "tracking": "text",
         "shelf_life_days": "int", "base_unit": "text"},
    )  # fmt: skip


def names(reader: Reader, catalogue_id: int, numbers: Sequence[int] | None = None) -> "pl.DataFrame":
    """Return what the items of a catalogue (or some) are called: item_id, item, name."""
    return reader.frame(
        f"SELECT id, code, name FROM items_item WHERE catalogue_id = %s{_of('id', numbers)}",  # noqa: S608
        [catalogue_id, *(numbers or ())], {"item_id": "id", "item": "text", "name": "text"},
    ).sort("item_id")  # fmt: skip


def _of(column: str, numbers: Sequence[int] | None) -> str:
    """Return the condition that a column is one of some numbers, or none where all are meant."""
    return "" if numbers is None else f" AND {among(column, numbers)}"


def items_with_category(reader: Reader, catalogue_id: int) -> "pl.DataFrame":
    """Return the items of a catalogue with what they are alike by: item_id, item, item_class, category."""
    return reader.frame(
        "SELECT id, code, item_class, category FROM items_item WHERE catalogue_id = %s ORDER BY code",
        [catalogue_id],
        {"item_id": "id", "item": "text", "item_class": "text", "category": "text"},
    )


def units(reader: Reader, catalogue_id: int) -> "pl.DataFrame":
    """Return the units of the items of a catalogue besides their base units: item_id, unit, numerator, denominator."""
    return reader.frame(
        "SELECT item_id, unit, numerator, denominator FROM items_item_unit WHERE catalogue_id = %s ORDER BY id",
        [catalogue_id], {"item_id": "id", "unit": "text", "numerator": "int", "denominator": "int"},
    )  # fmt: skip


def unit_of_item(reader: Reader, item_id: int, unit: str) -> tuple[int, int] | None:
    """Return numerator and denominator of one unit of an item, or none."""
    row = reader.row(
        "SELECT numerator, denominator FROM items_item_unit WHERE item_id = %s AND unit = %s", [item_id, unit]
    )
    return None if row is None else (row["numerator"], row["denominator"])


def locations(reader: Reader, entity_id: int) -> "pl.DataFrame":
    """Return the places of an entity: location_id, location, kind."""
    return reader.frame(
        "SELECT id, path, kind FROM items_location WHERE entity_id = %s ORDER BY id", [entity_id],
        {"location_id": "id", "location": "text", "kind": "text"},
    )  # fmt: skip


def numbers_of(reader: Reader, catalogue_id: int, code: str) -> list[int]:
    """Return the number of the item of a code, or nothing."""
    found = item_by_code(reader, catalogue_id, code)
    return [] if found is None else [int(str(found["id"]))]


def lots(reader: Reader, entity_id: int, items: Sequence[int] | None = None) -> "pl.DataFrame":
    """Return the lots of an entity (of some items).

    Shapes: lot_id, item_id, lot, made_on, expires_on, best_before_on, potency_micro, ends_on.
    """
    return reader.frame(
        "SELECT id, item_id, code, made_on, expires_on, best_before_on, potency_micro, coalesce(expires_on, best_before_on)"  # noqa: S608
        f" FROM items_lot WHERE entity_id = %s{_of('item_id', items)} ORDER BY id", [entity_id, *(items or ())],
        {"lot_id": "id", "item_id": "id", "lot": "text", "made_on": "day", "expires_on": "day", "best_before_on": "day",
         "potency_micro": "micro", "ends_on": "day"},
    )  # fmt: skip


def item_by_code(reader: Reader, catalogue_id: int, code: str) -> dict[str, object] | None:
    """Return one item: id, code, item_class, tracking; or none."""
    sql = "SELECT id, code, item_class, tracking FROM items_item WHERE catalogue_id = %s AND code = %s"
    return reader.row(sql, [catalogue_id, code])


def lot_by_code(reader: Reader, entity_id: int, item_id: int, code: str) -> int | None:
    """Return the number of a lot, or none."""
    sql = "SELECT id FROM items_lot WHERE entity_id = %s AND item_id = %s AND code = %s"
    found = reader.value(sql, [entity_id, item_id, code])
    return None if found is None else int(found)


def said_of_lot(reader: Reader, entity_id: int, item: str, lot: str) -> Row | None:
    """Return what an entity knows of a lot: made_on, expires_on, best_before_on, potency_micro; or none."""
    return reader.row(
        "SELECT l.made_on, l.expires_on, l.best_before_on, l.potency_micro FROM items_lot l JOIN items_item i ON i.id = l.item_id"
        " WHERE l.entity_id = %s AND i.code = %s AND l.code = %s",
        [entity_id, item, lot], days=("made_on", "expires_on", "best_before_on"),
    )  # fmt: skip


def bill_lines(reader: Reader, catalogue_id: int) -> "pl.DataFrame":
    """Return every bill line of a catalogue.

    Shapes: parent_id, valid_from, component_id, batch_micro, quantity_micro, scrap_micro.
    """
    return reader.frame(
        "SELECT parent_id, valid_from, component_id, batch_micro, quantity_micro, scrap_micro FROM items_bill_line"
        " WHERE catalogue_id = %s ORDER BY parent_id, valid_from, id", [catalogue_id],
        {"parent_id": "id", "valid_from": "day", "component_id": "id", "batch_micro": "micro", "quantity_micro": "micro",
         "scrap_micro": "micro"},
    )  # fmt: skip


def bill(reader: Reader, item_id: int, on: int) -> list[dict[str, object]]:
    """Return the bill of an item that holds on a day: component_id, component, tracking, batch_, quantity_, scrap_micro."""
    return reader.rows(
        "SELECT b.component_id, i.code AS component, i.tracking, b.batch_micro, b.quantity_micro, b.scrap_micro"
        " FROM items_bill_line b JOIN items_item i ON i.id = b.component_id WHERE b.parent_id = %s AND b.valid_from ="
        " (SELECT max(valid_from) FROM items_bill_line WHERE parent_id = %s AND valid_from <= %s) ORDER BY b.id",
        [item_id, item_id, on],
    )  # fmt: skip
