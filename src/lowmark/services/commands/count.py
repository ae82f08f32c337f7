"""Record a count: a fact beside the books, which it does not change. Tags of a sheet follow one another.

What was found damaged of ours opens a write-down case at once; the goods are set apart when the sheet is posted.

Locks:  the name of the sheet, so that two who count at once get different tags; the entity clock last.
"""

from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import format_micro, parse_micro
from lowmark.core.recording.kits import NO_STOCK, WAY_OUT
from lowmark.core.tables.locations import CONDITIONS, INTERNAL
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, lock_key, run_command
from lowmark.services.operations.count import OPERATION, Request, Response
from lowmark.store.items import read as items_read
from lowmark.store.session import Writer
from lowmark.store.stock import counts as counts_store
from lowmark.store.stock import freezes
from lowmark.store.stock import kits as kits_store


def count(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record what was found.

    Raises: Problem `bad_request`, `not_found`.
    """
    quantity, damaged = parse_micro(request.quantity), parse_micro(request.damaged or "0")
    if not 0 <= damaged <= quantity or not request.document.strip():
        raise Problem(
            "bad_request", "a count is of nothing or more, on a sheet", hint="give the sheet, 0 for nothing, and no more"
            " damaged than found",
        )  # fmt: skip

    def work(writer: Writer) -> Done:
        entity = granted.entity
        item, lot_id, place_id, kind = _named(writer, granted, request)
        frozen = freezes.frozen_for(writer, [place_id])
        if damaged and CONDITIONS[kind]:
            raise Problem(
                "bad_request", f"what lies at {request.location} is set apart already", hint="count it as found"
            )
        lock_key(writer, entity.id, f"count sheet {request.document}")
        tag = str(len(counts_store.tags(writer, entity.id, request.document)) + 1)
        case = (
            damaged
            and not request.owner
            and not counts_store.open_damaged(writer, entity.id, item, lot_id, request.document)
        )
        sequences, at = writer.tick(entity.id, 3)
        counts_store.write_count(writer, {
            "entity_id": entity.id, "document": request.document, "line": tag, "item_id": item, "lot_id": lot_id,
            "location_id": place_id, "owner": request.owner, "counted_on": request.counted_on, "quantity_micro": quantity,
            "damaged_micro": damaged,
            "counted_by": granted.user_id, "known_seq": sequences[0], "recorded_at": at,
        })  # fmt: skip
        if case:
            counts_store.write_case(writer, {
                "entity_id": entity.id, "item_id": item, "lot_id": lot_id, "reason": "damaged", "found_on": request.counted_on,
                "words": f"{request.document}: {format_micro(damaged)} damaged at {request.location}",
                "known_seq": sequences[1], "recorded_at": at,
            })  # fmt: skip
        response = Response(entity=entity.code, document=request.document, tag=tag, item=request.item, lot=request.lot,
                            location=request.location, owner=request.owner,
                            frozen_for=frozen[0]["document"] if frozen else "",
                            quantity_micro=quantity, damaged_micro=damaged)  # fmt: skip
        return Done(response, f"count {request.document}/{tag}", clock=(sequences[2], at))

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _named(writer: Writer, granted: Granted, request: Request) -> tuple[int, int | None, int, str]:
    """Return the numbers of item, lot and place, and the place's kind.

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
    if kits_store.number(writer, entity.id, request.item) is not None:
        raise Problem("bad_request", f"{request.item}: {NO_STOCK}", hint=WAY_OUT)
    if place["kind"] == "consignment_in" and not request.owner:
        raise Problem("bad_request", f"what lies at {request.location} is others'", hint="say whose goods were counted")
    if request.owner and not counts_store.is_known_owner(writer, entity.id, request.owner):
        raise Problem("not_found", f"{entity.code} has had no goods of {request.owner!r}",
                      hint="receive them with their owner first, or correct the name")  # fmt: skip
    if (item["tracking"] != "none") != bool(request.lot):
        raise Problem(
            "bad_request", f"{request.item} is tracked by {item['tracking']}", hint="count each lot by itself"
        )
    number = int(str(item["id"]))
    lot_id = items_read.lot_by_code(writer, entity.id, number, request.lot) if request.lot else None
    if request.lot and lot_id is None:
        raise Problem("not_found", f"{request.item} has no lot {request.lot!r}", hint="receive it, or adjust it in")
    return number, lot_id, int(place["id"]), str(place["kind"])
