"""Record a count: a fact beside the books, which it does not change. Tags of a sheet follow one another.

Locks:  the name of the sheet, so that two who count at once get different tags; the entity clock last.
"""

from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import parse_micro
from lowmark.core.tables.locations import INTERNAL
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, lock_key, run_command
from lowmark.services.operations.count import OPERATION, Request, Response
from lowmark.store.items import read as items_read
from lowmark.store.session import Writer
from lowmark.store.stock import counts as counts_store


def count(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record what was found.

    Raises: Problem `bad_request`, `not_found`.
    """
    quantity = parse_micro(request.quantity)
    if quantity < 0 or not request.document.strip():
        raise Problem(
            "bad_request", "a count is of nothing or more, on a sheet", hint="give the sheet, and 0 for nothing"
        )

    def work(writer: Writer) -> Done:
        entity = granted.entity
        item, lot_id, place_id = _named(writer, granted, request)
        lock_key(writer, entity.id, f"count sheet {request.document}")
        tag = str(len(counts_store.tags(writer, entity.id, request.document)) + 1)
        sequences, at = writer.tick(entity.id, 2)
        counts_store.write_count(writer, {
            "entity_id": entity.id, "document": request.document, "line": tag, "item_id": item, "lot_id": lot_id,
            "location_id": place_id, "counted_on": request.counted_on, "quantity_micro": quantity,
            "counted_by": granted.user_id, "known_seq": sequences[0], "recorded_at": at,
        })  # fmt: skip
        response = Response(entity=entity.code, document=request.document, tag=tag, item=request.item, lot=request.lot,
                            location=request.location, quantity_micro=quantity)  # fmt: skip
        return Done(response, f"count {request.document}/{tag}", clock=(sequences[1], at))

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _named(writer: Writer, granted: Granted, request: Request) -> tuple[int, int | None, int]:
    """Return the numbers of item, lot and place.

    Raises: Problem `not_found`, `bad_request`.
    """
    entity = granted.entity
    item = items_read.item_by_code(writer, entity.catalogue_id, request.item)
    place = writer.row(
        "SELECT id, kind FROM items_location WHERE entity_id = %s AND path = %s", [entity.id, request.location]
    )
    if item is None or place is None or place["kind"] not in INTERNAL:
        missing = request.item if item is None else request.location
        raise Problem(
            "not_found", f"{entity.code} has no {missing!r} to count", hint="name an item, and a place of ours"
        )
    if (item["tracking"] != "none") != bool(request.lot):
        raise Problem(
            "bad_request", f"{request.item} is tracked by {item['tracking']}", hint="count each lot by itself"
        )
    number = int(str(item["id"]))
    lot_id = items_read.lot_by_code(writer, entity.id, number, request.lot) if request.lot else None
    if request.lot and lot_id is None:
        raise Problem("not_found", f"{request.item} has no lot {request.lot!r}", hint="receive it, or adjust it in")
    return number, lot_id, int(place["id"])
