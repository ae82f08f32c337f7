"""What a scanned code names: an item by its number, written with or without the zeros before it; its lot; a place."""

from datetime import date

from lowmark.interchange.gs1 import Scanned, read_scan
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.scan import Part, Request, Response
from lowmark.store.session import Reader, Row, reading
from lowmark.store.stock import kits as kits_store

ITEM = """
SELECT id, code, name, tracking FROM items_item WHERE catalogue_id = %s AND code IN (%s, %s, %s, %s) ORDER BY length(code) DESC
LIMIT 1
"""
LOTS = """
SELECT l.code AS lot, l.expires_on, l.best_before_on, l.potency_micro, i.id, i.code, i.name, i.tracking
FROM items_lot l JOIN items_item i ON i.id = l.item_id
WHERE l.entity_id = %s AND l.code = %s ORDER BY l.id LIMIT 2
"""
PLACE = "SELECT path FROM items_location WHERE entity_id = %s AND path IN (%s, %s) ORDER BY path LIMIT 1"


def scan(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return what the code names.

    Raises: Problem `bad_scan`, `bad_check_digit`, `bad_day`.
    """
    del actor
    read = read_scan(request.code, read_on=request.read_on)
    with reading(granted.scope("report")) as reader:
        plain = read.value("code")
        number = read.value("gtin") or read.value("content_gtin") or plain
        item = _item(reader, granted, number) if number else None
        lot = read.value("serial") or read.value("lot")
        known = _lot(reader, granted, lot or ("" if item else plain), item)
        is_kit = bool(item) and kits_store.number(reader, granted.entity.id, item["code"] if item else "") is not None
        place = reader.value(PLACE, [granted.entity.id, read.value("location") or plain, plain])
    item = item or known
    expires = read.day("expires_on") or read.day("expires_at")
    best = read.day("best_before")
    here = None if known is None else known["expires_on"]
    best_here = None if known is None else known["best_before_on"]
    return Response(
        entity=granted.entity.code, kind=read.kind, item=item["code"] if item else "", name=item["name"] if item else "",
        tracking=item["tracking"] if item else "", is_kit=is_kit,
        lot=known["lot"] if known else lot, lot_is_known=known is not None,
        location=str(place or ""), expires_on=here or expires, best_before_on=best_here or best,
        potency_micro=known["potency_micro"] if known else None, differs=_differ(here, expires) or _differ(best_here, best),
        quantity_micro=_quantity(read),
        parts=tuple(Part(identifier=one.identifier, name=one.name, value=one.value, on=one.on) for one in read.elements),
    )  # fmt: skip


def _differ(here: date | None, said: date | None) -> bool:
    """Say whether both name a day, and not the same."""
    return None not in (here, said) and here != said


def _item(reader: Reader, granted: Granted, number: str) -> Row | None:
    """Return the item of a number, written as it is or with 14, 13, 12 or 8 digits."""
    short = number.lstrip("0") if number.isdigit() else number
    forms = [number, *(short.zfill(digits) for digits in (13, 12, 8))] if number.isdigit() else [number] * 4
    return reader.row(ITEM, [granted.entity.catalogue_id, *forms])


def _lot(reader: Reader, granted: Granted, lot: str, item: Row | None) -> Row | None:
    """Return the lot or serial of an item; without an item, the only one of that name."""
    if not lot:
        return None
    found = reader.rows(LOTS, [granted.entity.id, lot], days=("expires_on", "best_before_on"))
    if item is not None:
        return next((row for row in found if row["id"] == item["id"]), None)
    return found[0] if len(found) == 1 else None


def _quantity(read: Scanned) -> int:
    """Return how much a code says: a count, or a net weight."""
    return next((one.quantity_micro for one in read.elements if one.quantity_micro is not None), 0)
